import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../main/commands/ask';
import type { Jobs } from '../../main/commands/jobs';
import type { Call } from '../../main/contract/call';
import { type CommandName, commands } from '../../main/contract/commands';
import { type CallName, rolesFor } from '../../main/contract/permissions';
import { type QueryName, queries } from '../../main/contract/queries';
import type { Role } from '../../main/domain/entry';
import { samples } from '../domain/fromSchema';
import { AtWork } from './atWork';
import { sampleOrders } from './busyHistory';

const roleOf: Readonly<Record<Role, string>> = {
  operator: 'm.kovac',
  supervisor: 't.okafor',
  compliance: 'a.ruiz',
  admin: 's.halvorsen',
};
const newCommand = (): string => `cmd_${uuid()}`;
/** What no answer to a page may hold: a way into the machine. */
const inside =
  /(\/(home|tmp|usr|var|data|etc|root)\/|SELECT |INSERT |SQLITE|\.ts:\d|\.js:\d|node:internal| {4}at )/;

/**
 * Who may give what, written out by hand from product.md, so that a role that is widened in the contract shows here.
 * `o` operator, `s` supervisor, `c` compliance, `a` admin.
 */
const may: Readonly<Record<string, string>> = {
  enrolPerson: 'a',
  issueCode: 'a',
  unlockPerson: 'sa',
  setSecurity: 'a',
  acknowledgeSecurity: 'a',
  deactivatePerson: 'a',
  defineJobType: 'a',
  defineCode: 'a',
  addStarter: 'a',
  saveChecklistDraft: 'a',
  requestRelease: 'a',
  releaseChecklist: 'sca',
  openWorkOrder: 'osca',
  startRun: 'os',
  checkPrerequisite: 'os',
  recordStep: 'os',
  correctStep: 'os',
  addEvidence: 'os',
  blockStep: 'os',
  explainException: 'osca',
  withdrawException: 'osca',
  assignException: 'sca',
  disposeException: 'sca',
  openGlass: 'os',
  endGlass: 'osca',
  decideReview: 'sca',
  closeRemediation: 'sca',
  approveGate: 'sca',
  rejectGate: 'sca',
  closeWorkOrder: 'c',
  verifyLedger: 'osca',
  saveClosurePdf: 'osca',
  saveSiteRoot: 'osca',
  exportTable: 'osca',
  showFile: 'osca',
  saveFile: 'osca',
  readHistory: 'ca',
  previewHistory: 'ca',
  importHistory: 'ca',
  saveRejects: 'ca',
  setRepeatRule: 'a',
  dismissSignal: 'sca',
  openRemediation: 'sca',
  addRemediationEvidence: 'sca',
  decideInReview: 'sca',
  holdReview: 'sca',
  defineRule: 'a',
  readJoinRequest: 'a',
  inviteStation: 'a',
  exportBundle: 'sca',
  importBundles: 'sca',
  dropHeldBundle: 'sca',
  handOverRun: 'os',
  settleConflict: 'sca',
  chooseBackupPlace: 'a',
  setBackupPlan: 'a',
  backUpNow: 'a',
  requestErasure: 'ca',
  declineErasure: 'ca',
  approveErasure: 'ca',
  setUpdateServer: 'a',
  lookForUpdate: 'a',
  prepareUpdate: 'a',
  installUpdate: 'a',
  exportPack: 'ca',
  issuePackAgain: 'ca',
  verifyFile: 'osca',
};

describe('who may give a command', () => {
  let work: AtWork;
  let wo = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    wo = (await sampleOrders(work)).seal;
    for (const person of Object.values(roleOf)) await work.windowOf(person);
  }, 60_000);
  afterAll(() => work?.close());

  const size = (): number => work.station.site.ledger.head()?.size ?? 0;
  const calls = Object.entries(commands as Record<string, Call>).filter(
    ([name]) => rolesFor(name as CallName) !== undefined,
  );
  /** Arguments that can be read, about the work order of the sample where there is one. */
  const argsFor = (name: string): Record<string, unknown> => {
    const args = {
      ...(samples((commands as Record<string, Call>)[name]?.args as Call['args'], 1)[0] as Record<
        string,
        unknown
      >),
    };
    if ('workOrder' in args) args.workOrder = wo;
    return args;
  };

  it('is the table of the product, role by role', () => {
    expect(calls.map(([name]) => name).sort()).toEqual(Object.keys(may).sort());
    for (const [name] of calls)
      expect([
        name,
        (['operator', 'supervisor', 'compliance', 'admin'] as const)
          .filter((r) => rolesFor(name as CallName)?.includes(r))
          .map((r) => r[0])
          .join(''),
      ]).toEqual([name, may[name]]);
  });

  it('refuses every command to every other role, says who can, and records nothing', async () => {
    let tried = 0;
    for (const [name] of calls) {
      for (const role of ['operator', 'supervisor', 'compliance', 'admin'] as const) {
        if (may[name]?.includes(role[0] ?? '')) continue;
        const before = size();
        const outcome = await work.executor.execute(
          await work.windowOf(roleOf[role]),
          name as CommandName,
          newCommand(),
          argsFor(name),
        );
        expect([name, role, outcome]).toEqual([
          name,
          role,
          {
            ok: false,
            code: 'not-allowed',
            message: expect.stringMatching(/A person with the role .+ can\.$/),
          },
        ]);
        expect(size()).toBe(before);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(30);
  });

  it('refuses every command and question to nobody, and records nothing', async () => {
    const before = size();
    for (const [name] of calls) {
      const outcome = await work.executor.execute(77, name as CommandName, newCommand(), argsFor(name));
      expect([name, outcome]).toEqual([name, expect.objectContaining({ ok: false, code: 'not-signed-in' })]);
    }
    for (const [name, call] of Object.entries(queries as Record<string, Call>)) {
      if (rolesFor(name as CallName) === undefined) continue;
      const args = samples(call.args, 1)[0];
      expect([name, await ask(work.station, 77, name as QueryName, args)]).toEqual([
        name,
        expect.objectContaining({ ok: false, code: 'not-signed-in' }),
      ]);
    }
    expect(
      await work.executor.execute(77, 'keepDraft', newCommand(), { place: 'x', text: 'y' }),
    ).toMatchObject({ ok: false, code: 'not-signed-in' });
    expect(size()).toBe(before);
  });

  it('answers whatever it is given with words that tell nothing of the machine, and never breaks', async () => {
    const before = size();
    const strange: unknown[] = [
      null,
      undefined,
      7,
      'text',
      [],
      { surplus: 1 },
      JSON.parse(`{"workOrder":"${wo}","__proto__":{"x":1}}`),
      { workOrder: 'wo_00000000-none', step: '../..', value: "'; DROP TABLE entries; --" },
      { workOrder: { $gt: '' } },
      Object.create(null),
    ];
    let given = 0;
    for (const [name, call] of Object.entries(commands as Record<string, Call>)) {
      if (
        [
          'createSite',
          'openSampleSite',
          'signIn',
          'signOut',
          'verifyLedger',
          'saveClosurePdf',
          'saveSiteRoot',
          'verifyFile',
          'chooseBackupPlace',
          'setTheme',
          'cancelJob',
        ].includes(name)
      )
        continue;
      for (const args of [...strange, ...(call.signed ? [argsFor(name)] : [])]) {
        const who = Object.values(roleOf)[given % 4] ?? '';
        const outcome = await work.executor.execute(
          await work.windowOf(who),
          name as CommandName,
          newCommand(),
          args,
        );
        expect([name, args, outcome.ok]).toEqual([name, args, false]);
        expect(JSON.stringify(outcome)).not.toMatch(inside);
        given += 1;
      }
    }
    for (const name of Object.keys(queries).filter((n) => n !== 'status')) {
      for (const args of strange) {
        const outcome = await ask(work.station, await work.windowOf('m.kovac'), name as QueryName, args);
        expect(JSON.stringify(outcome)).not.toMatch(inside);
      }
    }
    expect(given).toBeGreaterThan(200);
    expect(size()).toBe(before);
  });

  it('ends with the person: one who is deactivated gives no further command in a window that is open', async () => {
    const { user } = await work.enrol(
      's.halvorsen',
      {
        name: 'Ida Lund',
        identifier: 'i.lund',
        role: 'operator',
      },
      'seven green kettles on ice',
    );
    const window = await work.windowOf('i.lund', 'seven green kettles on ice');
    await work.done('s.halvorsen', 'deactivatePerson', { user, why: 'Left the site' });
    const before = size();
    expect(await work.executor.execute(window, 'startRun', newCommand(), { workOrder: wo })).toMatchObject({
      ok: false,
      code: 'not-signed-in',
    });
    expect(
      await work.executor.execute(window, 'signIn', newCommand(), {
        user,
        secret: 'seven green kettles on ice',
      }),
    ).toMatchObject({ ok: false, code: 'wrong-secret' });
    expect(size()).toBe(before);
  }, 30_000);
});

describe('wrong secrets', () => {
  let work: AtWork;
  beforeAll(async () => {
    work = await AtWork.sample();
  }, 60_000);
  afterAll(() => work?.close());
  const failed = (): unknown =>
    work.station.site.ledger.db
      .prepare("SELECT count(*) FROM entries WHERE type = 'sign-in.failed'")
      .pluck()
      .get();

  it('each count towards the lockout, even under one command id, and a restart resets nothing', async () => {
    const user = work.userOf('m.kovac');
    const id = newCommand();
    for (let n = 1; n <= 5; n++) {
      expect(
        await work.executor.execute(1, 'signIn', id, { user, secret: `guess number ${n}` }),
      ).toMatchObject({ ok: false, code: 'wrong-secret' });
      expect(failed()).toBe(n);
    }
    expect(
      await work.executor.execute(1, 'signIn', id, { user, secret: 'copper lantern 42 tides' }),
    ).toMatchObject({
      ok: false,
      code: 'locked-out',
      message: expect.stringContaining('Try again in 1 minute'),
    });
    await work.reopen();
    expect(
      await work.executor.execute(1, 'signIn', newCommand(), { user, secret: 'copper lantern 42 tides' }),
    ).toMatchObject({ ok: false, code: 'locked-out' });
    work.clock.offset += 61_000;
    expect(
      await work.executor.execute(1, 'signIn', id, { user, secret: 'copper lantern 42 tides' }),
    ).toMatchObject({ ok: true });
    expect(
      work.station.site.ledger.db
        .prepare("SELECT count(*) FROM entries WHERE type = 'session.started' AND person = ?")
        .pluck()
        .get(user),
    ).toBe(1);
  }, 60_000);

  it('sound the same for a person who does not exist, and leave no trace of them', async () => {
    const before = failed();
    const outcome = await work.executor.execute(2, 'signIn', newCommand(), {
      user: 'usr_00000000-nobody',
      secret: 'a guess at nothing',
    });
    const known = await work.executor.execute(2, 'signIn', newCommand(), {
      user: work.userOf('a.ruiz'),
      secret: 'a guess at somebody',
    });
    expect(outcome).toEqual(known);
    expect(failed()).toBe(Number(before) + 1);
  }, 30_000);

  it('count while signing too, and nothing is signed', async () => {
    const before = failed();
    const [list] = [...work.station.world.site.checklists.values()];
    if (!list) throw new Error('the sample has no checklist');
    const { checklist } = list;
    const document = { ...list.draft, title: `${list.draft.title}, shorter` };
    await work.done('s.halvorsen', 'saveChecklistDraft', { checklist, document });
    await work.done('s.halvorsen', 'requestRelease', { checklist, reason: 'A shorter title' });
    const give = (sign: { identifier?: string; secret: string }) =>
      work.give('t.okafor', 'releaseChecklist', { checklist, sign });
    expect(await give({ secret: 'copper lantern 42 tides' })).toMatchObject({
      ok: false,
      code: 'missing',
      fields: { identifier: expect.any(String) },
    });
    expect(await give({ identifier: 'm.kovac', secret: 'copper lantern 42 tides' })).toMatchObject({
      ok: false,
      code: 'wrong-secret',
    });
    expect(await give({ identifier: 't.okafor', secret: 'wrong words altogether' })).toMatchObject({
      ok: false,
      code: 'wrong-secret',
    });
    expect(failed()).toBe(Number(before) + 1);
    expect(work.station.world.site.checklists.get(checklist)?.versions).toHaveLength(list.versions.length);
  }, 30_000);
});

describe('a command that waits for a person or runs for long', () => {
  it('keeps nobody else waiting, and can be cancelled', async () => {
    const work = await AtWork.sample();
    try {
      let stop: (() => void) | undefined;
      const jobs = work.station.shell.jobs as { -readonly [K in keyof Jobs]: Jobs[K] };
      jobs.run = () =>
        new Promise((_done, failed) => {
          stop = () => failed(new Error('stopped'));
        });
      jobs.cancel = () => {
        stop?.();
        return stop !== undefined;
      };
      const wo = (await sampleOrders(work)).seal;
      const verifying = work.give('m.kovac', 'verifyLedger', {}).catch(() => 'stopped');
      await work.done('m.kovac', 'startRun', { workOrder: wo });
      expect(await work.give('m.kovac', 'cancelJob', {})).toEqual({ ok: true, answer: { cancelled: true } });
      expect(await verifying).toBe('stopped');
    } finally {
      await work.close();
    }
  }, 60_000);
});
