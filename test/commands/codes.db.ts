import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadableDb } from '../../main/ledger/database';
import { everyEntry, isStored } from '../../main/ledger/read';
import type { JsonObject } from '../../main/proof/canonical';
import { Rules } from '../../main/proof/rules';
import { AtWork, sampleSecret } from './atWork';

const hour = 3_600_000;
const admin = 's.halvorsen';
let work: AtWork;
beforeEach(async () => {
  work = await AtWork.sample();
}, 60_000);
afterEach(() => work?.close());

const choose = (user: string, code: string, secret: string) =>
  work.executor.execute(50, 'chooseSecret', `cmd_${uuid()}`, { user, code, secret });
const signIn = (user: string, secret: string) =>
  work.executor.execute(51, 'signIn', `cmd_${uuid()}`, { user, secret });
const reset = async (identifier: string) => {
  const user = work.userOf(identifier);
  const { code } = await work.done(admin, 'issueCode', { user });
  return { user, code: code ?? '' };
};
const allEntries = (db: ReadableDb) => [...everyEntry(db)].filter(isStored);
/** What the rules of the format find in the ledger as it is. */
const found = () => {
  const rules = new Rules();
  for (const { header, body } of allEntries(work.station.site.ledger.db))
    rules.entry(header, (body ?? undefined) as JsonObject | undefined);
  return rules.findings;
};

describe('a person who is enrolled', () => {
  it('has no key and no way in until they choose a secret with the code, which works once', async () => {
    const { user, code } = await work.done(admin, 'enrolPerson', {
      name: 'Ida Lund',
      identifier: 'i.lund',
      role: 'operator',
    });
    const { people } = work.station.world.site;
    expect(people.get(user)).toMatchObject({ key: undefined, waiting: 'enrolment' });
    expect(await signIn(user, code ?? '')).toMatchObject({ ok: false, code: 'wrong-secret' });
    expect(await choose(user, code ?? '', 'seven green kettles on ice')).toMatchObject({ ok: true });
    expect(work.station.world.site.people.get(user)).toMatchObject({ waiting: undefined });
    expect(await signIn(user, 'seven green kettles on ice')).toMatchObject({ ok: true });
    expect(await choose(user, code ?? '', 'nine blue kettles on ice')).toMatchObject({ ok: false });
    expect(found()).toEqual([]);
  }, 60_000);

  it('is told their code once: it stands nowhere in the ledger, nor in the answer given again', async () => {
    const id = `cmd_${uuid()}`;
    const args = { name: 'Ida Lund', identifier: 'i.lund', role: 'operator' } as const;
    const first = await work.give(admin, 'enrolPerson', args, id);
    const again = await work.give(admin, 'enrolPerson', args, id);
    if (!first.ok || !again.ok) throw new Error('refused');
    expect(first.answer.code).toMatch(/^.{4}(-.{4}){6}$/);
    expect(again.answer).toEqual({ ...first.answer, code: undefined });
    const { db } = work.station.site.ledger;
    const kept = JSON.stringify([
      db.prepare('SELECT CAST(body AS TEXT) FROM entries').pluck().all(),
      db.prepare('SELECT * FROM commands').all(),
    ]);
    expect(kept).not.toContain(first.answer.code);
  }, 60_000);

  it.each([
    [
      'a day later',
      (w: AtWork) => {
        w.clock.calendar += 24 * hour;
      },
    ],
    [
      'a day later, with the clock set back a year meanwhile',
      (w: AtWork) => {
        w.clock.calendar += 24 * hour;
        w.clock.skew -= 365 * 24 * hour;
      },
    ],
    ['when a newer code was given', (w: AtWork) => reset('i.lund').then(() => void w)],
  ])(
    'cannot use the code %s',
    async (_when, change) => {
      const { user, code } = await work.done(admin, 'enrolPerson', {
        name: 'Ida Lund',
        identifier: 'i.lund',
        role: 'operator',
      });
      await change(work);
      expect(await choose(user, code ?? '', 'seven green kettles on ice')).toMatchObject({
        code: 'wrong-secret',
        fields: { code: expect.any(String) },
      });
      expect(work.station.world.site.people.get(user)?.key).toBeUndefined();
    },
    60_000,
  );
});

describe('a person who is reset', () => {
  it('gets a new key; the old one stays good for what it signed and for nothing after', async () => {
    const before = work.station.world.site.people.get(work.userOf('t.okafor'))?.key;
    const { user, code } = await reset('t.okafor');
    // Until the code is used, the old secret works.
    expect(await signIn(user, sampleSecret)).toMatchObject({ ok: true });
    expect(await choose(user, code, 'seven green kettles on ice')).toMatchObject({ ok: true });
    const person = work.station.world.site.people.get(user);
    expect(person?.keys).toEqual([before, person?.key]);
    expect(person?.key).not.toBe(before);
    expect(await signIn(user, sampleSecret)).toMatchObject({ ok: false });
    expect(found()).toEqual([]);
    const signed = allEntries(work.station.site.ledger.db).filter(({ header }) => header.signature);
    expect(signed.at(-1)?.header.type).toBe('user.key-set');
    // The same ledger with a signature by the old key after the reset is not valid.
    const rules = new Rules();
    let last: Parameters<Rules['entry']>[0] | undefined;
    for (const { header, body } of allEntries(work.station.site.ledger.db)) {
      rules.entry(header, (body ?? undefined) as JsonObject | undefined);
      last = header;
    }
    if (!last || !before) throw new Error('no entry');
    const actor = { user, role: 'supervisor', session: 'ses_00000000-0' };
    const signature = { key: before, meaning: 'approved', value: '' };
    rules.entry(
      { ...last, seq: last.seq + 1, type: 'gate.approved', actor, signature },
      {
        role: 'supervisor',
        workOrder: 'wo_none',
      },
    );
    expect(rules.findings.map((f) => f.code)).toContain('signer-unknown');
  }, 60_000);

  it('is reset by another person, and ends their open windows by choosing the new secret', async () => {
    expect(await work.give(admin, 'issueCode', { user: work.userOf(admin) })).toMatchObject({
      code: 'two-person',
    });
    const window = await work.windowOf('m.kovac');
    const { user, code } = await reset('m.kovac');
    expect(await choose(user, code, 'seven green kettles on ice')).toMatchObject({ ok: true });
    expect(work.station.sessions.state(window).kind).toBe('none');
  }, 60_000);

  it('keeps their key where the new secret is too weak or the code is wrong, and a wrong code counts', async () => {
    const { user, code } = await reset('m.kovac');
    const other = await reset('t.okafor');
    expect(await choose(user, code, 'short')).toMatchObject({ code: 'weak-secret' });
    expect(await choose(user, `${code.slice(0, -1)}?`, 'seven green kettles on ice')).toMatchObject({
      code: 'malformed',
    });
    for (let n = 0; n < 5; n++)
      expect(await choose(user, other.code, 'seven green kettles on ice')).toMatchObject({
        code: 'wrong-secret',
      });
    expect(await choose(user, code, 'seven green kettles on ice')).toMatchObject({ code: 'locked-out' });
    work.clock.calendar += 60_000;
    expect(await choose(user, code, 'seven green kettles on ice')).toMatchObject({ ok: true });
  }, 60_000);
});
