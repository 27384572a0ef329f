import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../main/proof/canonical';
import type { Actor, Header } from '../../main/proof/header';
import { Rules } from '../../main/proof/rules';

const K1 = 'dev_aaaaaaaaaaaaaaaaaaaaaaaaaa/0';
const K2 = 'dev_bbbbbbbbbbbbbbbbbbbbbbbbbb/0';
type Given = {
  readonly type: string;
  readonly by: string;
  readonly body?: JsonObject | null;
  readonly stream?: string;
  readonly sign?: string | { readonly meaning: string; readonly key: string };
  readonly log?: string;
};
const roleOf: Readonly<Record<string, string>> = {
  ana: 'operator',
  sup: 'supervisor',
  com: 'compliance',
  adm: 'admin',
  ida: 'operator',
};

/** Feeds entries in this order and tells what was found. `by`: a person of the table, `name/role`, or `!system`. */
function judge(...given: readonly Given[]): string[] {
  const rules = new Rules();
  const next = new Map<string, number>();
  given.forEach(({ type, by, body = {}, stream = 'thing_1', sign, log = K1 }, index) => {
    const seq = next.get(log) ?? 0;
    next.set(log, seq + 1);
    const [user = '', role = roleOf[user] ?? 'operator'] = by.split('/');
    const actor: Actor = by.startsWith('!') ? { system: by.slice(1) } : { user, role, session: 'ses_1' };
    const header: Header = {
      v: 1,
      log,
      seq,
      prev: '',
      at: '',
      zone: '+00:00',
      clock: String(index).padStart(13, '1'),
      boot: { id: 'b', ms: 0 },
      app: '0',
      actor,
      stream,
      rev: 0,
      type,
      idem: `cmd_${index}`,
      body: '',
      ...(sign === undefined
        ? {}
        : {
            signature:
              typeof sign === 'string'
                ? { meaning: sign, key: `key-${user}`, value: '' }
                : { ...sign, value: '' },
          }),
    };
    rules.entry(header, body === null ? undefined : body);
  });
  return rules.findings.map(({ code, log, seq }) => `${code} ${log === K1 ? 'K1' : 'K2'} ${seq}`);
}

const enrol = (user: string, by = 'adm', log = K1): Given => ({
  type: 'user.enrolled',
  by,
  body: { user, role: roleOf[user] ?? 'operator', key: `key-${user}` },
  stream: user,
  log,
});
const people = [enrol('adm', '!first-run'), enrol('ana'), enrol('sup'), enrol('com')];
const wo = { workOrder: 'wo_1', run: 'run_1' };
const opened: Given = { type: 'work-order.opened', by: 'sup', body: { workOrder: 'wo_1' }, stream: 'wo_1' };
const started: Given = { type: 'run.started', by: 'ana', body: wo, stream: 'run_1' };
const step = (by: string, more: JsonObject = {}, log = K1): Given => ({
  type: 'run.step-recorded',
  by,
  body: { ...wo, ...more },
  stream: 'run_1',
  log,
});
const gate = (by: string, sign: string | undefined = 'approved', log = K1): Given => ({
  type: 'gate.approved',
  by,
  body: { ...wo, role: by.split('/')[1] ?? roleOf[by] ?? '' },
  stream: 'run_1',
  ...(sign === '' ? {} : { sign }),
  log,
});
const closed = (entries: number, lastEntry: number, by = 'com', log = K1): Given => ({
  type: 'work-order.closed',
  by,
  body: { ...wo, closure: 'cl_1', entries, lastEntry },
  stream: 'wo_1',
  sign: 'closed',
  log,
});
const work = [...people, opened, started, step('ana')];

describe('who acts', () => {
  it('is enrolled before, in the role and with the key of the enrolment', () => {
    expect(judge(...work, gate('sup'), closed(4, 7))).toEqual([]);
    expect(judge(...people, { type: 'session.started', by: 'ida' })).toEqual(['person-unknown K1 4']);
    expect(judge(...people, { type: 'session.started', by: 'ida' }, enrol('ida'))).toEqual([
      'person-unknown K1 4',
    ]);
    expect(judge(...people, { type: 'session.started', by: 'ana/supervisor' })).toEqual(['role-wrong K1 4']);
    expect(
      judge(...people, {
        type: 'run.step-recorded',
        by: 'ana',
        sign: { meaning: 'performed', key: 'key-sup' },
      }),
    ).toEqual(['signer-unknown K1 4']);
    expect(judge(...people, enrol('ana'))).toEqual(['person-twice K1 4']);
  });

  it('may be enrolled by another log whose clock is ahead, and must be the same then', () => {
    const early: Given = { type: 'session.started', by: 'ida', log: K2 };
    expect(judge(...people, early, enrol('ida'))).toEqual([]);
    expect(judge(...people, { ...early, by: 'ida/admin' }, enrol('ida'))).toEqual(['role-wrong K2 0']);
    expect(
      judge(...people, { ...early, sign: { meaning: 'performed', key: 'other' } }, enrol('ida')),
    ).toEqual(['signer-unknown K2 0']);
  });

  it('does nothing more in a log that deactivated them; another log may not know it yet', () => {
    const left: Given = { type: 'user.deactivated', by: 'adm', body: { user: 'ana', why: 'left' } };
    expect(judge(...people, left, { type: 'session.started', by: 'ana' })).toEqual(['person-inactive K1 5']);
    expect(judge(...people, left, { type: 'session.started', by: 'ana', log: K2 })).toEqual([]);
    expect(judge(...people, { ...left, body: { user: 'adm', why: 'left' } })).toEqual(['same-person K1 4']);
    expect(judge(...people, { ...left, by: 'sup' })).toEqual(['role-wrong K1 4']);
  });

  it('is enrolled by an admin, or by the system at the first run', () => {
    expect(judge(...people, enrol('ida', 'sup'))).toEqual(['role-wrong K1 4']);
  });

  it('lives on in the entry that erased an enrolment', () => {
    const erased: Given = { ...enrol('ana'), body: null };
    const acts: Given = { type: 'run.step-recorded', by: 'ana', sign: 'performed' };
    const erasing = (kept: JsonObject | undefined): Given => ({
      type: 'body.erased',
      by: 'com',
      body: {
        entry: { log: K1, seq: 1 },
        second: { user: 'adm', role: 'admin' },
        ...(kept === undefined ? {} : { kept }),
      },
    });
    const all = [enrol('adm', '!first-run'), erased, enrol('sup'), enrol('com'), acts];
    const kept = { user: 'ana', role: 'operator', key: 'key-ana' };
    expect(judge(...all, erasing(kept))).toEqual([]);
    expect(judge(...all, erasing({ ...kept, key: 'other' }))).toEqual(['signer-unknown K1 4']);
    expect(judge(...all, erasing({ ...kept, role: 'admin' }))).toEqual(['role-wrong K1 4']);
    expect(judge(...all, erasing(undefined))).toEqual(['erasure-unsound K1 5']);
    const left: Given = { type: 'user.deactivated', by: 'adm', body: { user: 'sup', why: 'left' } };
    const named: Given = {
      type: 'body.erased',
      by: 'com',
      body: { entry: { log: K1, seq: 9 }, second: { user: 'sup', role: 'supervisor' } },
    };
    expect(judge(...people, named)).toEqual([]);
    expect(judge(...people, left, named)).toEqual(['person-inactive K1 5']);
    expect(
      judge(...people, { ...named, body: { entry: { log: K1, seq: 9 }, second: { user: 'nobody' } } }),
    ).toEqual(['person-unknown K1 4']);
  });
});

describe('what is signed', () => {
  const acts: readonly [Given, string][] = [
    [gate('sup'), 'approved'],
    [{ ...gate('sup', 'rejected'), type: 'gate.rejected' }, 'rejected'],
    [closed(3, 6), 'closed'],
    [{ type: 'checklist.released', by: 'sup', body: { checklist: 'ckl_1' }, sign: 'released' }, 'released'],
    [
      {
        type: 'post-review.decided',
        by: 'sup',
        body: { workOrder: 'wo_1', review: 'prv_1' },
        sign: 'verdict',
      },
      'verdict',
    ],
  ];
  it.each(acts.map(([act, meaning]) => [act.type, act, meaning] as const))(
    '%s carries a signature of a person that means it',
    (_type, act) => {
      const { sign: _, ...bare } = act;
      expect(judge(...work, act)).toEqual([]);
      expect(judge(...work, bare)).toEqual(['signature-missing K1 7']);
      expect(judge(...work, { ...act, sign: 'reviewed' })).toEqual(['signature-unfit K1 7']);
      expect(judge(...work, { ...bare, by: '!robot' })).toContain('signature-missing K1 7');
    },
  );

  it('never by what the system did', () => {
    expect(judge(...work, { ...step('!robot'), sign: 'performed' })).toEqual(['signature-unfit K1 7']);
    expect(judge(...work, step('!robot'))).toEqual([]);
  });
});

describe('the role of an act', () => {
  it('is the one that the gate names, and compliance for a closing', () => {
    expect(judge(...work, { ...gate('sup'), body: { ...wo, role: 'compliance' } })).toEqual([
      'role-wrong K1 7',
    ]);
    expect(judge(...work, closed(3, 6, 'sup'))).toEqual(['role-wrong K1 7']);
  });
});

describe('two persons', () => {
  it('decide a gate and close a work order that others worked in, in the same log', () => {
    for (const type of ['run.step-recorded', 'run.step-corrected', 'run.evidence-added']) {
      expect(judge(...work, { ...step('sup'), type }, gate('sup'))).toEqual(['same-person K1 8']);
      expect(judge(...work, { ...step('com'), type }, closed(4, 7))).toEqual(['same-person K1 8']);
      expect(judge(...work, { ...step('sup'), type, log: K2 }, gate('sup'))).toEqual([]);
    }
    expect(judge(...work, { ...step('sup'), type: 'run.prerequisite-checked' }, gate('sup'))).toEqual([]);
    expect(judge(...work, step('sup', { run: 'run_2' }), gate('sup'))).toEqual([]);
  });

  it('review a glass that neither opened nor worked under', () => {
    const glass: Given = {
      type: 'break-glass.opened',
      by: 'sup',
      body: { ...wo, glass: 'bg_1', review: 'prv_1' },
      stream: 'bg_1',
    };
    const decided = (by: string, log = K1): Given => ({
      type: 'post-review.decided',
      by,
      body: { workOrder: 'wo_1', glass: 'bg_1', review: 'prv_1' },
      stream: 'prv_1',
      sign: 'verdict',
      log,
    });
    expect(judge(...work, glass, decided('com'))).toEqual([]);
    expect(judge(...work, glass, decided('sup'))).toEqual(['same-person K1 8']);
    expect(judge(...work, glass, decided('sup', K2))).toEqual([]);
    expect(judge(...work, glass, step('com', { glass: 'bg_1' }), decided('com'))).toEqual([
      'same-person K1 9',
    ]);
    expect(judge(...work, glass, step('com', { glass: 'bg_2' }), decided('com'))).toEqual([]);
  });

  it('write and release a checklist, counted from its last release', () => {
    const draft = (by: string, log = K1): Given => ({
      type: 'checklist.draft-saved',
      by,
      body: { checklist: 'ckl_1' },
      log,
    });
    const released = (by: string): Given => ({
      type: 'checklist.released',
      by,
      body: { checklist: 'ckl_1' },
      sign: 'released',
    });
    expect(judge(...people, draft('adm'), released('sup'), draft('sup'), released('adm'))).toEqual([]);
    expect(judge(...people, draft('adm'), draft('sup'), released('adm'))).toEqual(['same-person K1 6']);
    expect(judge(...people, draft('adm', K2), released('adm'))).toEqual([]);
  });
});

describe('a closed work order', () => {
  it('has as many entries before it as it says, and the last that it names', () => {
    const files: Given[] = [
      { type: 'exception.raised', by: 'ana', body: { workOrder: 'wo_1' }, stream: 'exc_1' },
      { type: 'remediation.opened', by: 'ana', body: { workOrder: 'wo_1' }, stream: 'rem_1' },
    ];
    expect(judge(...work, ...files, closed(5, 8))).toEqual([]);
    expect(judge(...work, ...files, closed(6, 8))).toEqual(['work-order-incomplete K1 9']);
    expect(judge(...work, ...files, closed(5, 7))).toEqual(['work-order-incomplete K1 9']);
    expect(judge(...work, ...files.slice(1), closed(5, 8))).toEqual(['work-order-incomplete K1 8']);
  });

  it('may count entries of another log whose clock is ahead of the closing', () => {
    const elsewhere: Given = {
      type: 'exception.raised',
      by: 'ana',
      body: { workOrder: 'wo_1' },
      stream: 'exc_1',
      log: K2,
    };
    expect(judge(...work, closed(4, 0), elsewhere)).toEqual([]);
    expect(judge(...work, closed(5, 0), elsewhere)).toEqual(['work-order-incomplete K1 7']);
    expect(judge(...work, closed(4, 0), { ...elsewhere, log: K1 })).toEqual(['work-order-incomplete K1 7']);
    expect(judge(...work, elsewhere, closed(4, 0))).toEqual([]);
  });

  it('counts an erased entry by what it was about, also where only the erasure says that it was there', () => {
    expect(judge(...people, opened, started, { ...step('ana'), body: null }, closed(3, 6))).toEqual([]);
    expect(judge(...people, { ...opened, body: null }, started, step('ana'), closed(3, 6))).toEqual([]);
    expect(judge(...people, opened, { ...started, body: null }, step('ana'), closed(3, 6))).toEqual([]);
    const alone: Given = { type: 'remediation.opened', by: 'ana', body: null, stream: 'rem_1' };
    const erasure: Given = {
      type: 'body.erased',
      by: 'com',
      body: { entry: { log: K1, seq: 7 }, second: { user: 'adm', role: 'admin' } },
    };
    expect(judge(...work, alone, closed(4, 7), erasure)).toEqual([]);
    expect(judge(...work, alone, closed(4, 7))).toEqual(['work-order-incomplete K1 8']);
  });
});
