import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../main/commands/ask';
import type { Call } from '../../main/contract/call';
import { type CommandName, commands } from '../../main/contract/commands';
import {
  type CallName,
  mayAt,
  permissionOf,
  permissions,
  roleMay,
  rolesFor,
  situationOf,
  situations,
} from '../../main/contract/permissions';
import { type QueryName, queries } from '../../main/contract/queries';
import { type Role, roles } from '../../main/domain/entry';
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
const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);
const calls = { ...commands, ...queries } as Readonly<Record<CallName, Call>>;
const names = Object.keys(permissions) as CallName[];
/** They begin and end sittings, open other sites, need a machine without one, or ask the window itself: each has tests of its own. */
const ofNoSite = [
  'createSite',
  'openSampleSite',
  'signIn',
  'signOut',
  'requestToJoin',
  'joinSite',
  'readBackup',
  'restoreBackup',
  'status',
];

describe('the permission table, cell by cell', () => {
  let work: AtWork;
  let wo = '';
  const windows = new Map<string, number>();
  beforeAll(async () => {
    work = await AtWork.sample();
    wo = (await sampleOrders(work)).seal;
    for (const [role, person] of Object.entries(roleOf)) windows.set(role, await work.windowOf(person));
    // Nobody was ever in this window; in the next one a person locked it; in the third the person is no longer active.
    windows.set('nobody', 900);
    const sitDown = async (window: number, name: string, identifier: string): Promise<string> => {
      const secret = 'seven green kettles on ice';
      const { user } = await work.enrol('s.halvorsen', { name, identifier, role: 'admin' }, secret);
      expect(await work.executor.execute(window, 'signIn', newCommand(), { user, secret })).toMatchObject({
        ok: true,
      });
      return user;
    };
    await sitDown(901, 'Ola Lockhart', 'o.lockhart');
    expect(await work.executor.execute(901, 'signOut', newCommand(), { how: 'locked' })).toMatchObject({
      ok: true,
    });
    windows.set('locked', 901);
    const gone = await sitDown(902, 'Ida Goner', 'i.goner');
    await work.done('s.halvorsen', 'deactivatePerson', { user: gone, why: 'Left the site' });
    windows.set('deactivated', 902);
  }, 90_000);
  afterAll(() => work?.close());

  const size = (): number => work.station.site.ledger.head()?.size ?? 0;
  const argsFor = (name: CallName): unknown => {
    const args = { ...(samples(calls[name].args, 1)[0] as Record<string, unknown>) };
    if ('workOrder' in args) args.workOrder = wo;
    return args;
  };
  const give = (name: CallName, window: number): Promise<{ ok: boolean; code?: string }> =>
    isCommand(name)
      ? work.executor.execute(window, name, newCommand(), argsFor(name))
      : ask(work.station, window, name as QueryName, argsFor(name));

  it('changes no work order that stands where the table does not let it', async () => {
    const state = work.station.world.caseOf(wo);
    const now = situationOf(state);
    expect(now).toBe('opened');
    for (const name of names.filter((n) => isCommand(n) && !mayAt(n, now) && permissionOf(n).roles)) {
      const role = roles.find((r) => roleMay(name, r)) as Role;
      const before = size();
      const outcome = await give(name, await work.windowOf(roleOf[role]));
      // Saving a PDF asks a person and records nothing either way.
      if (name !== 'saveClosurePdf') expect([name, outcome.ok]).toEqual([name, false]);
      expect([name, size()]).toEqual([name, before]);
    }
  });

  it.each(['nobody', 'locked', 'deactivated'])(
    'refuses every call that needs a role to %s, and records nothing',
    async (who) => {
      const before = size();
      let tried = 0;
      for (const name of names) {
        if (rolesFor(name) === undefined || ofNoSite.includes(name)) continue;
        expect([name, await give(name, windows.get(who) ?? 0)]).toEqual([
          name,
          expect.objectContaining({ ok: false, code: 'not-signed-in' }),
        ]);
        tried += 1;
      }
      expect(tried).toBe(names.filter((n) => rolesFor(n) !== undefined).length);
      expect(size()).toBe(before);
    },
  );

  it.each(roles)(
    'lets a %s past the table exactly where the table says so',
    async (role) => {
      let passed = 0;
      for (const name of names) {
        if (ofNoSite.includes(name)) continue;
        const window = await work.windowOf(roleOf[role]);
        if (roleMay(name, role)) {
          // Past the table it is judged on its merits: whatever becomes of it, it is not the role that is in the way.
          const outcome = await give(name, window);
          if (!outcome.ok)
            expect([name, role, JSON.stringify(outcome)]).toEqual([
              name,
              role,
              expect.not.stringContaining('which may not do this'),
            ]);
          expect([name, role, outcome.code]).not.toEqual([name, role, 'not-signed-in']);
          passed += 1;
          continue;
        }
        const before = size();
        const outcome = await give(name, window);
        expect([name, role, outcome]).toEqual([
          name,
          role,
          expect.objectContaining({ ok: false, code: 'not-allowed' }),
        ]);
        expect([name, role, size()]).toEqual([name, role, before]);
      }
      expect(passed).toBe(names.filter((n) => !ofNoSite.includes(n) && roleMay(n, role)).length);
    },
    60_000,
  );

  it('knows every situation, and leaves a closed work order to what ends by itself', () => {
    const closure = undefined;
    const running = { steps: {} } as never;
    const found = [
      situationOf({ run: undefined, closure }),
      situationOf({ run: running, closure }),
      situationOf({ run: { finishedAt: 'x' } as never, closure }),
      situationOf({ run: running, closure: {} as never }),
    ];
    expect(found).toEqual([...situations]);
    expect(names.filter((n) => permissionOf(n).at && mayAt(n, 'closed')).sort()).toEqual([
      'endGlass',
      'saveClosurePdf',
    ]);
  });
});
