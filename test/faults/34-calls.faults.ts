import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { ask } from '../../main/commands/ask';
import { JobStopped } from '../../main/commands/jobs';
import { describeStation } from '../../main/commands/status';
import type { Call } from '../../main/contract/call';
import { type CommandName, commands } from '../../main/contract/commands';
import { type CallName, rolesFor } from '../../main/contract/permissions';
import { type QueryName, queries } from '../../main/contract/queries';
import type { Role } from '../../main/domain/entry';
import { entriesHeld } from '../../main/ledger/read';
import { AtWork, sampleSecret } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { type Known, nearlyValidCalls, randomCalls } from '../commands/strangeCalls';
import { counted, type FaultCase } from './case';

/** A way into the machine, in what a page is told. */
const inside =
  /(\/(home|tmp|usr|var|data|etc|root|work)\/|SELECT |INSERT |UPDATE |SQLITE|no such (table|column)|\.[jt]s:\d|node:internal| {4}at |TypeError|undefined is not|Cannot read)/;

/** These wait for a person's choice or make a site: the shell answers them, and test/shell and test/e2e try them. */
const notHere = ['createSite', 'openSampleSite', 'requestToJoin', 'joinSite', 'readBackup', 'restoreBackup'];
/** Long work on the whole site: tried with what is wrong, and not a hundred times with what is right. */
const long = new Set(['verifyLedger', 'backUpNow']);

type State = 'none' | 'locked' | 'deactivated' | Role;
const people: Readonly<Record<Role, string>> = {
  operator: 'm.kovac',
  supervisor: 't.okafor',
  compliance: 'a.ruiz',
  admin: 's.halvorsen',
};
const states: readonly State[] = [
  'none',
  'locked',
  'deactivated',
  'operator',
  'supervisor',
  'compliance',
  'admin',
];
const strangerWindow = 9001;
const lockedWindow = 9002;
const leaverWindow = 9003;

/** A site with runs under way, and a window in each state. */
class Trial {
  readonly work: AtWork;
  readonly known: Known;
  #leaver: string;

  private constructor(work: AtWork, known: Known, leaver: string) {
    this.work = work;
    this.known = known;
    this.#leaver = leaver;
  }

  static async begin(): Promise<Trial> {
    const work = await AtWork.sample();
    const orders = Object.values(await sampleOrders(work));
    for (const order of orders.slice(0, 2)) await startChecked(work, order);
    const secret = 'a leaver leaves at 5 today';
    await work.enrol('s.halvorsen', { name: 'Lena Leaver', identifier: 'l.leaver', role: 'admin' }, secret);
    const leaver = work.userOf('l.leaver');
    await work.executor.execute(leaverWindow, 'signIn', `cmd_${uuid()}`, { user: leaver, secret });
    await work.done('s.halvorsen', 'deactivatePerson', { user: leaver, why: 'left the site' } as never);
    describeStation(work.station, {
      runtime: {
        app: '0',
        electron: '0',
        chrome: '0',
        node: '0',
        sqlite: '0',
        release: false,
        keyProtection: '',
      },
      theme: () => 'system',
      sampleSecret,
    });
    const { site } = work.station.world;
    const documents = orders.flatMap((order) => {
      const found = work.station.world.documentFor(work.station.world.caseOf(order));
      return found ? [found] : [];
    });
    const known: Known = {
      workOrder: orders,
      subject: orders,
      user: [...site.people.keys()],
      to: [...site.people.keys()],
      jobType: [...site.jobTypes.values()].map(
        (j) => (j as { jobType?: string; key?: string }).jobType ?? '',
      ),
      code: [...site.codes.keys()],
      checklist: [...site.checklists.keys()],
      step: documents.flatMap((d) => d.sections.flatMap((s) => s.steps.map((one) => one.id))),
      prerequisite: [...site.jobTypes.values()].flatMap((j) => j.prerequisites.map((p) => p.id)),
      secret: ['wrong horse 1 battery'],
    };
    return new Trial(work, known, leaver);
  }

  /** The window in that state, brought back to it where a call has changed it. */
  async windowIn(state: State): Promise<number> {
    if (state === 'none') {
      this.work.station.sessions.close(strangerWindow);
      return strangerWindow;
    }
    if (state === 'deactivated') return leaverWindow;
    if (state !== 'locked') return this.work.windowOf(people[state]);
    if (this.work.station.sessions.state(lockedWindow).kind !== 'locked') {
      const user = this.work.userOf('m.kovac');
      const given = { user, secret: sampleSecret };
      await this.work.executor.execute(lockedWindow, 'signIn', `cmd_${uuid()}`, given);
      this.work.station.sessions.lock(lockedWindow);
    }
    return lockedWindow;
  }

  may(name: CallName, state: State): boolean {
    const roles = rolesFor(name);
    if (roles === undefined) return true;
    return state !== 'none' && state !== 'locked' && state !== 'deactivated' && roles.includes(state);
  }

  /** What a call without the right may not change: the entries, and what stands in the views and the drafts. */
  state(): string {
    const { ledger, drafts } = this.work.station.site;
    const hash = createHash('sha256').update(String(entriesHeld(ledger.db)));
    hash.update(String(ledger.db.prepare('SELECT total_changes()').pluck().get()));
    hash.update(JSON.stringify(drafts.places()));
    return hash.digest('hex');
  }

  leaverIsGone(): boolean {
    return this.work.station.world.site.people.get(this.#leaver)?.active === false;
  }
}

type Found = { readonly words: string; readonly silent: boolean };

async function tryCall(
  trial: Trial,
  kind: 'command' | 'query',
  name: string,
  state: State,
  args: unknown,
): Promise<Found | undefined> {
  const window = await trial.windowIn(state);
  const { station, executor } = trial.work;
  const before = trial.state();
  const where = `${name} as ${state} with ${JSON.stringify(args)?.slice(0, 300)}`;
  const begun = performance.now();
  let outcome: { ok: boolean; code?: string; message?: string };
  try {
    outcome =
      kind === 'command'
        ? ((await executor.execute(window, name as CommandName, `cmd_${uuid()}`, args)) as typeof outcome)
        : ((await ask(station, window, name as QueryName, args)) as typeof outcome);
  } catch (error) {
    // The shell tells this one in its own words.
    if (error instanceof JobStopped) return undefined;
    return {
      words: `${where}: broke: ${error instanceof Error ? error.stack : String(error)}`,
      silent: false,
    };
  }
  const took = performance.now() - begun;
  if (took > 10_000) return { words: `${where}: took ${took.toFixed(0)} ms`, silent: false };
  if (
    !outcome.ok &&
    inside.test(JSON.stringify({ ...outcome, fields: undefined }).replace(JSON.stringify(args), ''))
  )
    return { words: `${where}: tells of the machine: ${outcome.message}`, silent: false };
  if (!trial.may(name as CallName, state)) {
    if (outcome.ok) return { words: `${where}: was answered`, silent: true };
    if (trial.state() !== before) return { words: `${where}: changed something`, silent: true };
  }
  return undefined;
}

/** Promise 34: whatever a page calls, in whatever state, is answered or refused in words, and changes nothing without the right. */
export const faultCase: FaultCase = {
  promise: 34,
  title: 'No call, however strange, breaks the app or does what its giver may not',
  // For each command and query; one in six, and at least 14, are nearly valid.
  trials: { quick: 42, full: 120_000 },
  async run({ trials, seed, say }) {
    let trial = await Trial.begin();
    const names: (readonly ['command' | 'query', string])[] = [
      ...Object.keys(commands).map((name) => ['command', name] as const),
      ...Object.keys(queries).map((name) => ['query', name] as const),
    ].filter(([, name]) => !notHere.includes(name));
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', onUnhandled);
    let tried = 0;
    let silent = 0;
    let refused = 0;
    let firstFailure: string | undefined;
    try {
      for (const [n, [kind, name]] of names.entries()) {
        const { args: schema } = (kind === 'command' ? commands : queries)[name as never] as Call;
        for (let done = 0, round = 0; done < trials; round++) {
          const size = Math.min(600, trials - done);
          const near = Math.min(size, Math.max(14, Math.floor(size / 6)));
          const given = [
            ...randomCalls(size - near, seed + n * 1000 + round),
            ...nearlyValidCalls(schema, trial.known, near, seed + n * 1000 + round),
          ];
          for (const [at, args] of given.entries()) {
            const state = states[(at + round) % states.length] ?? 'none';
            if (long.has(name) && schema.safeParse(args).success && at > size - near + 7) continue;
            // People may have been sent away, or locked out, by the calls before: another site then.
            if (
              !(await trial.windowIn(state).then(
                () => true,
                () => false,
              ))
            ) {
              await trial.work.close();
              trial = await Trial.begin();
            }
            // As it comes over the bridge: plain JSON.
            const found = await tryCall(trial, kind, name, state, JSON.parse(JSON.stringify(args ?? null)));
            tried += 1;
            refused += trial.may(name as CallName, state) ? 0 : 1;
            if (found?.silent) silent += 1;
            if (found) firstFailure ??= `${found.words} (seed ${seed})`;
            if (found && process.env.PROCESS_DESIGNER_ALL) say(found.words);
          }
          done += size;
          // A site whose people were sent away, or that has grown large, shows no more: another one.
          if (!trial.leaverIsGone() || entriesHeld(trial.work.station.site.ledger.db) > 5000) {
            await trial.work.close();
            trial = await Trial.begin();
          }
        }
        if (n % 10 === 0) say(`${n + 1} of ${names.length} calls, ${counted(tried)} tries`);
      }
    } finally {
      process.off('unhandledRejection', onUnhandled);
      await trial.work.close();
    }
    if (unhandled.length > 0)
      firstFailure ??= `${unhandled.length} rejections nobody handled: ${String(unhandled[0])}`;
    return {
      trials: tried,
      silent,
      figure: `0 faults in ${counted(tried)} calls of ${names.length} names in ${states.length} states; ${counted(refused)} without the right changed nothing`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
    };
  },
};
