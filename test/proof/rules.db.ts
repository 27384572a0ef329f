import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadableDb } from '../../main/ledger/database';
import type { StoredEntry } from '../../main/ledger/entry';
import { everyEntry, isStored } from '../../main/ledger/read';
import type { JsonObject } from '../../main/proof/canonical';
import type { Finding } from '../../main/proof/findings';
import type { Header } from '../../main/proof/header';
import { Rules } from '../../main/proof/rules';
import { AtWork } from '../commands/atWork';
import { makeBusy } from '../commands/busyHistory';
import { randomFrom } from '../ledger/random';
import { carry, newStick, secondStation, throwAway } from '../sync/stations';
import { RandomWork } from '../views/randomWork';

type Fed = { readonly header: Header; readonly body: JsonObject | null };

const historyOf = (db: ReadableDb): Fed[] =>
  [...everyEntry(db)].filter(isStored).map(({ header, body }: StoredEntry) => ({ header, body }));

function judge(entries: readonly Fed[]): readonly Finding[] {
  const rules = new Rules();
  for (const { header, body } of entries) rules.entry(header, body ?? undefined);
  return rules.findings;
}

const userOf = ({ actor }: Header): string | undefined => ('user' in actor ? actor.user : undefined);
const withHeader = (fed: Fed, header: Partial<Header>): Fed => ({
  ...fed,
  header: { ...fed.header, ...header },
});
const byAnother = (fed: Fed, user: string, role?: string): Fed =>
  withHeader(fed, {
    actor: {
      user,
      role: role ?? ('role' in fed.header.actor ? fed.header.actor.role : ''),
      session: 'ses_x',
    },
  });

/** One kind of offence: what it makes of an entry, or undefined where it does not fit there. `before`: what came before. */
type Offence = (fed: Fed, before: readonly Fed[]) => Fed | 'gone' | undefined;

const signedTypes =
  /^(gate\.(approved|rejected)|work-order\.closed|checklist\.released|post-review\.decided)$/;
const worker = (fed: Fed, before: readonly Fed[]): Fed | undefined =>
  before.find(
    (b) =>
      b.header.log === fed.header.log &&
      /^run\.(step-recorded|step-corrected|evidence-added)$/.test(b.header.type) &&
      b.body?.run === fed.body?.run &&
      userOf(b.header) !== undefined,
  );

const offences: Readonly<Record<string, Offence>> = {
  // Of an entry that was erased nothing says that its person is not of another station.
  'by somebody whom nobody enrolled': (fed) =>
    userOf(fed.header) === undefined || !fed.body ? undefined : byAnother(fed, 'usr_stranger-0000'),
  'in another role than enrolled': (fed) =>
    userOf(fed.header) === undefined ? undefined : byAnother(fed, userOf(fed.header) ?? '', 'inspector'),
  'signed with another key': (fed) =>
    fed.header.signature && withHeader(fed, { signature: { ...fed.header.signature, key: 'another' } }),
  'not signed': (fed) => {
    if (!signedTypes.test(fed.header.type)) return undefined;
    const { signature: _, ...header } = fed.header;
    return { ...fed, header };
  },
  'signed as something else': (fed) =>
    signedTypes.test(fed.header.type) && fed.header.signature
      ? withHeader(fed, { signature: { ...fed.header.signature, meaning: 'witnessed' } })
      : undefined,
  'a gate decided for another role': (fed) =>
    /^gate\./.test(fed.header.type) ? { ...fed, body: { ...fed.body, role: 'admin' } } : undefined,
  'a gate or a closing by who did the work': (fed, before) => {
    if (!/^(gate\.(approved|rejected)|work-order\.closed)$/.test(fed.header.type)) return undefined;
    const done = worker(fed, before);
    return done && byAnother(fed, userOf(done.header) ?? '');
  },
  'a review by who opened the glass': (fed, before) => {
    if (fed.header.type !== 'post-review.decided') return undefined;
    const opened = before.find(
      (b) => b.header.type === 'break-glass.opened' && b.body?.review === fed.body?.review,
    );
    return opened && opened.header.log === fed.header.log
      ? byAnother(fed, userOf(opened.header) ?? '')
      : undefined;
  },
  'a checklist released by who wrote it': (fed, before) => {
    if (fed.header.type !== 'checklist.released') return undefined;
    const draft = [...before]
      .reverse()
      .find((b) => b.header.type === 'checklist.draft-saved' && b.body?.checklist === fed.body?.checklist);
    return draft && draft.header.log === fed.header.log
      ? byAnother(fed, userOf(draft.header) ?? '')
      : undefined;
  },
  'somebody deactivating themselves': (fed) =>
    fed.header.type === 'user.deactivated'
      ? { ...fed, body: { ...fed.body, user: userOf(fed.header) ?? '' } }
      : undefined,
  'a closing that counts one more': (fed) =>
    fed.header.type === 'work-order.closed'
      ? { ...fed, body: { ...fed.body, entries: Number(fed.body?.entries) + 1 } }
      : undefined,
};

function countOffences(history: readonly Fed[], random: () => number, most: number): Map<string, number> {
  const tried = new Map<string, number>();
  for (const [name, offence] of Object.entries(offences)) {
    const fits = history.flatMap((fed, index) => {
      const made = offence(fed, history.slice(0, index));
      return made === undefined ? [] : [{ index, made }];
    });
    for (let n = 0; n < Math.min(most, fits.length); n += 1) {
      const [one] = fits.splice(Math.floor(random() * fits.length), 1);
      if (one === undefined) break;
      const changed = history.map((fed, index) => (index === one.index ? (one.made as Fed) : fed));
      const found = judge(changed);
      expect(found.map((f) => f.message).join(' '), `${name}, entry ${one.index}`).not.toBe('');
      tried.set(name, (tried.get(name) ?? 0) + 1);
    }
  }
  return tried;
}

/** Leaves out each entry of a closed work order in turn: the closing names the gap. */
function leaveOut(history: readonly Fed[]): number {
  const closings = history.filter((f) => f.header.type === 'work-order.closed');
  let left = 0;
  for (const closing of closings) {
    const at = history.indexOf(closing);
    const own = history
      .slice(0, at)
      .filter(
        ({ header, body }) =>
          body?.workOrder === closing.body?.workOrder && header.log === closing.header.log,
      );
    for (const one of own) {
      const found = judge(history.filter((f) => f !== one));
      expect(found.map((f) => f.code)).toContain('work-order-incomplete');
      left += 1;
    }
  }
  return left;
}

describe('a site where everything that can happen has happened, with a second station and a restore', () => {
  let history: Fed[] = [];
  beforeAll(async () => {
    const work = await AtWork.sample();
    await makeBusy(work);
    history = historyOf(work.station.site.ledger.db);
    await work.close();
  }, 240_000);

  it('keeps every rule', () => {
    expect(history.length).toBeGreaterThan(300);
    expect(judge(history)).toEqual([]);
  });

  it('is found out by every kind of offence, each wherever it fits', () => {
    const tried = countOffences(history, randomFrom(7), 25);
    expect([...tried.keys()].sort()).toEqual(Object.keys(offences).sort());
  });

  it('is found out when any entry of a closed work order is left out', () => {
    expect(leaveOut(history)).toBeGreaterThan(50);
  });

  it('keeps every rule when any one body is erased, or all of them are', () => {
    // An entry that is erased alone in its stream belongs to nothing that is known, so an entry says that it was erased.
    for (let index = 0; index < history.length; index += 1) {
      const fed = history[index];
      if (fed === undefined || fed.header.type === 'body.erased') continue;
      const { log, seq, type } = fed.header;
      const last = history[history.length - 1] as Fed;
      const admin = history.find((f) => f.header.type === 'user.enrolled') as Fed;
      const erasing: Fed = {
        header: {
          ...last.header,
          log: 'dev_cccccccccccccccccccccccccc/0',
          seq: 0,
          type: 'body.erased',
          actor: { user: String(admin.body?.user), role: String(admin.body?.role), session: 'ses_1' },
        },
        body: {
          entry: { log, seq },
          second: { user: 'usr_any', role: 'compliance' },
          kept:
            type === 'user.enrolled'
              ? { user: fed.body?.user, role: fed.body?.role, key: fed.body?.key }
              : undefined,
        },
      };
      const erased = history.map((f) => (f === fed ? { ...f, body: null } : f));
      const found = judge([...erased, erasing]).filter((f) => !f.message.includes('usr_any'));
      expect(found, `${type} ${seq}`).toEqual([]);
    }
    expect(judge(history.map((f) => ({ ...f, body: null })))).toEqual([]);
  }, 120_000);
});

describe('random histories', () => {
  it.each([1, 2, 3])(
    'of one station keep every rule, seed %i',
    async (seed) => {
      const work = await RandomWork.begin(seed, 30);
      for (let n = 0; n < 60; n += 1) await work.step();
      const history = historyOf(work.work.station.site.ledger.db);
      await work.work.close();
      expect(judge(history)).toEqual([]);
      countOffences(history, randomFrom(seed), 6);
      leaveOut(history);
    },
    120_000,
  );
});

describe('two stations whose clocks are an hour apart', () => {
  let stick = '';
  let stations: AtWork[] = [];
  beforeAll(async () => {
    stick = newStick();
    const k1 = await AtWork.sample();
    stations = [k1, await secondStation(k1, 'K2', stick)];
  }, 180_000);
  afterAll(async () => {
    for (const work of stations) await work.close();
    throwAway(stick);
  });

  it('keep every rule on both, with people enrolled and work decided on either', async () => {
    const [k1, k2] = stations as [AtWork, AtWork];
    k1.clock.calendar += 60 * 60_000;
    const secret = 'seven green kettles on ice';
    const { user } = await k1.enrol(
      's.halvorsen',
      {
        name: 'Ida Lund',
        identifier: 'i.lund',
        role: 'operator',
      },
      secret,
    );
    const { rows } = await k1.query('m.kovac', 'myWork', {});
    const wo = rows[0]?.workOrder ?? '';
    await carry(k1, k2, stick);
    // K2 is an hour behind: what is done there stands, by its clock, before the enrolment and the opening.
    const window = await k2.windowOf('i.lund', secret);
    expect(window).toBeGreaterThan(0);
    await k2.done('m.kovac', 'startRun', { workOrder: wo });
    await carry(k2, k1, stick);
    await k1.done('s.halvorsen', 'deactivatePerson', { user, why: 'Left the site' });
    await carry(k1, k2, stick);
    for (const work of [k1, k2]) {
      const history = historyOf(work.station.site.ledger.db);
      expect(judge(history)).toEqual([]);
      expect(history.some((f) => f.header.log !== history[0]?.header.log)).toBe(true);
    }
  }, 120_000);
});
