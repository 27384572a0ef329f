import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupMemory } from '../commands/backupMemory';
import type { Executor } from '../commands/execute';
import { firstAnswer } from '../commands/firstAnswers';
import type { Founding } from '../commands/founding';
import { JobStopped } from '../commands/jobs';
import type { Joining } from '../commands/joining';
import { joiningOf } from '../commands/joiningState';
import type { Restoring } from '../commands/restoring';
import type { SigningAsk } from '../commands/signingAsk';
import { newId, type Station } from '../commands/station';
import { describeStation } from '../commands/status';
import { Turns } from '../commands/turns';
import { World } from '../commands/world';
import type { Status } from '../contract/answers';
import type { Outcome } from '../contract/call';
import { refuse } from '../domain/refusal';
import { createSessions } from '../identity/session';
import { readCommonPasswords } from '../identity/strength';
import { sqliteVersion } from '../site/drafts';
import { finishRestore, type Said, sayRestored } from '../site/restore';
import {
  closeSite,
  holdsSite,
  inTheWay,
  notFree,
  type OpenSite,
  openSite,
  type SitePlaces,
} from '../site/site';
import { openVault } from '../vault/evidence';
import type { BackupCommand } from './aboutBackup';
import type { Beginning } from './beginning';
import { type Answerer, tellChanged, tellProgress } from './bridge';
import { openJobs } from './jobs';
import { chooseProtector } from './protector';
import { readSettings, writeSettings } from './settings';
import { openUpdates } from './updates';
import { showFile } from './viewer';

export type Start = {
  readonly userData: string;
  readonly site: string | undefined;
  readonly resources: string;
  readonly version: string;
  /** Built for users, on the release runtime. */
  readonly release: boolean;
  readonly log: (line: string) => void;
  readonly setTheme: (theme: Status['theme']) => void;
  readonly askWhere: (name: string) => Promise<string | null>;
  readonly askFolder: (words: string) => Promise<string | null>;
  readonly askFile: (words: string, extensions: readonly string[]) => Promise<string | null>;
  readonly askSignature: (ask: SigningAsk) => Promise<void>;
};

/** What the window is for now: no site yet, a site that cannot be opened (and why), or a site at work. */
type Situation =
  | { readonly kind: 'no-site' }
  /** `verifies`: there is a site in a form that this version knows, so that it can say what of it holds. */
  | { readonly kind: 'viewer'; readonly problem: string; readonly verifies?: boolean }
  | { readonly kind: 'open'; readonly station: Station; readonly turns: Turns };

/** Everything that works on an open site. No start waits for it: the first screen needs none of it. */
const work = async (): Promise<typeof import('./work')> => {
  loaded = await import('./work');
  return loaded;
};
let loaded: typeof import('./work') | undefined;

const executors = new WeakMap<Station, Executor>();

async function executorOf({ station, turns }: { station: Station; turns: Turns }): Promise<Executor> {
  const { Executor } = await work();
  const known = executors.get(station) ?? new Executor(station, turns);
  executors.set(station, known);
  return known;
}

/** When the rest is loaded: the first screen has its answers by then, and nobody has chosen who they are. */
const loadWorkMs = 500;
/** When a start looks after what an earlier one left: the window is usable by then. */
const afterStartMs = 1500;

/** Puts the parts together: settings, site, station, clockwork. The bridge is open already; its calls are answered from now on. */
export function startApp(start: Start): {
  readonly answerer: Answerer;
  readonly lockAll: () => void;
  /** Whether the window stands at a step that takes a photo now. */
  readonly isPhotoStepOpen: (window: number) => boolean;
  readonly close: () => Promise<void>;
} {
  const settingsPath = join(start.userData, 'settings.json');
  let settings = readSettings(settingsPath);
  start.setTheme(settings.theme);
  const folder = start.site ?? settings.site ?? join(start.userData, 'site');
  const places: SitePlaces = {
    folder,
    heads: join(start.userData, 'heads'),
    protector: chooseProtector(),
    app: start.version,
  };
  const common = readCommonPasswords(start.resources);
  const sessions = createSessions({
    now: () => performance.now(),
    newSessionId: () => newId('session'),
    idle: () =>
      situation.kind === 'open' ? situation.station.world.site.security.idleMinutes * 60_000 : undefined,
  });
  const jobs = openJobs();
  const updater = openUpdates({
    version: start.version,
    released: start.release,
    resources: start.resources,
    userData: start.userData,
    server: () => settings.updateServer,
    setServer: (updateServer) => {
      settings = { ...settings, updateServer };
      writeSettings(settingsPath, settings);
    },
    log: start.log,
  });

  const backups: BackupMemory = {
    of: (site) => settings.backups?.[site],
    keep: (site, plan) => {
      settings = { ...settings, backups: { ...settings.backups, [site]: plan } };
      writeSettings(settingsPath, settings);
    },
  };

  const stationOver = (site: OpenSite): Station => ({
    site,
    world: new World(site.ledger.db),
    vault: openVault(join(site.folder, 'evidence')),
    sessions,
    common,
    resources: start.resources,
    app: start.version,
    now: Date.now,
    shell: {
      askWhere: start.askWhere,
      setTheme: (theme) => {
        settings = { ...settings, theme };
        writeSettings(settingsPath, settings);
        start.setTheme(theme);
      },
      askFolder: start.askFolder,
      askFile: start.askFile,
      askSignature: start.askSignature,
      showFile,
      progress: (job, done, total, words) => tellProgress({ job, done, total, words }),
      jobs,
      updater,
      backups,
    },
    log: start.log,
    changed: tellChanged,
  });
  const founding: Founding = {
    places,
    resources: start.resources,
    common,
    now: Date.now,
    stationOver,
    progress: (done, total, words) => tellProgress({ job: 'founding', done, total, words }),
  };

  const joining: Joining = {
    places,
    app: start.version,
    now: Date.now,
    stationOver,
    askWhere: start.askWhere,
    askFile: start.askFile,
    jobs,
    progress: (done, total, words) => tellProgress({ job: 'joining', done, total, words }),
  };

  const runtime: Status['runtime'] = {
    app: start.version,
    electron: process.versions.electron ?? '',
    chrome: process.versions.chrome ?? '',
    node: process.versions.node,
    sqlite: sqliteVersion(),
    release: start.release,
    keyProtection: places.protector.name,
  };
  // Before anything is opened: a restore that was cut off ends one way or the other, and it is said which.
  let said: Said | undefined = endRestore();
  let situation: Situation = open();
  let making = false;

  function endRestore(): Said | undefined {
    try {
      return finishRestore(folder);
    } catch (error) {
      start.log(`${new Date().toISOString()} ending a restore of ${folder}: ${String(error)}`);
      return undefined;
    }
  }

  function open(): Situation {
    if (!holdsSite(folder)) return unwritable(folder) ?? { kind: 'no-site' };
    try {
      const opened = openSite(places);
      if (!opened.ok)
        return {
          kind: 'viewer',
          problem: opened.message,
          verifies: opened.code !== 'newer-version',
        };
      const station = stationOver(opened.site);
      const sampleSecret = station.world.site.site?.sample ? secretOfSample(start.resources) : undefined;
      describeStation(station, {
        runtime,
        theme: () => settings.theme,
        sampleSecret,
        restore: () => said,
      });
      const turns = new Turns();
      if (settings.site !== folder && start.site === undefined) {
        settings = { ...settings, site: folder };
        writeSettings(settingsPath, settings);
      }
      setTimeout(() => void work(), loadWorkMs);
      setTimeout(() => void catchUp(station, turns), afterStartMs);
      return { kind: 'open', station, turns };
    } catch (error) {
      start.log(
        `${new Date().toISOString()} opening ${folder}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return {
        kind: 'viewer',
        problem: error instanceof Error ? error.message : String(error),
        verifies: true,
      };
    }
  }

  const looked = new WeakMap<Station, Promise<void>>();
  /**
   * Looks at the newest entries before the first command is carried out: by then the window is there, and nothing was built
   * upon them. What does not hold ends the work here; the ledger is left as it was found.
   */
  function lookFirst(station: Station, turns: Turns): Promise<void> {
    const known = looked.get(station);
    if (known !== undefined) return known;
    const looking = turns
      .inTurn(async () => {
        const { tailProblem } = await import('../jobs/verifyTail');
        const { ledger, identity, device } = station.site;
        const problem = tailProblem(ledger.db, {
          site: identity.site,
          device: device.id,
          log: ledger.log,
          state: station.world.site,
        });
        if (problem === undefined) return;
        start.log(`${new Date().toISOString()} the newest entries of ${folder} do not hold: ${problem}`);
        situation = { kind: 'viewer', problem, verifies: true };
        tellChanged();
        // Its lock is given up, so that a backup can be restored in its place.
        await closeSite(station.site);
      })
      .catch((error: unknown) => start.log(`looking at the newest entries: ${String(error)}`));
    looked.set(station, looking);
    return looking;
  }

  /** What a start makes good or records, once the window is usable: nobody waits for it. */
  async function catchUp(station: Station, turns: Turns): Promise<void> {
    if (situation.kind !== 'open' || situation.station !== station) return;
    const { announceBundles, finishClosures, recordVersion, sweepUnnamedFiles } = await work();
    await lookFirst(station, turns);
    if (situation.kind !== 'open') return;
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => turns.inTurn(work);
    const tell = (what: string) => (error: unknown) => start.log(`${what}: ${String(error)}`);
    void recordVersion(station, inTurn).catch(tell('version'));
    void announceBundles(station, inTurn).catch(tell('bundles'));
    void finishClosures(station, turns).catch(tell('closures'));
    void inTurn(() => sweepUnnamedFiles(station, performance.timeOrigin)).catch(tell('files'));
  }

  const statusWithout = (): Status => ({
    stage: situation.kind === 'viewer' ? 'viewer' : 'no-site',
    ...(situation.kind === 'viewer'
      ? { problem: situation.problem, verifies: situation.verifies === true }
      : {}),
    folder,
    ...(said === undefined ? {} : { restore: said }),
    sittingSigned: false,
    theme: settings.theme,
    entries: 0,
    runtime,
    waiting: [],
    ...asksToJoin(situation.kind === 'no-site' ? joiningOf(folder) : undefined),
  });

  /** Windows that gave a command: theirs are the sittings to watch. */
  const windows = new Set<number>();

  const restoring: Restoring = {
    places,
    now: Date.now,
    jobs,
    stationOver,
    backups,
    leave: async () => {
      if (situation.kind !== 'open') return;
      const { station, turns } = situation;
      await (await work()).endSittings(station, turns, [...windows]);
      situation = { kind: 'viewer', problem: 'A backup is being restored. The site opens again by itself.' };
      tellChanged();
      await turns.inTurn(() => closeSite(station.site));
    },
  };
  async function backupCommand(window: number, name: BackupCommand, args: unknown): Promise<Outcome<object>> {
    if (making) return refuse('in-use', 'This is being done already. Wait until it ends.');
    making = true;
    const before = situation;
    const atWork = before.kind === 'open' ? before.station : undefined;
    try {
      const { aboutBackup } = await import('./aboutBackup');
      return await aboutBackup(atWork, window, name, args, restoring, start.askFolder);
    } finally {
      making = false;
      if (name === 'restoreBackup' && !(situation === before && before.kind === 'open')) {
        situation = open();
        said = sayRestored(folder) ?? said;
        tellChanged();
      }
    }
  }
  /** What of a site that cannot be opened still holds: for whoever sits there, as the command line tells it. */
  async function verifyHere(): Promise<Outcome<object>> {
    const { verifyBeside } = await work();
    return verifyBeside(jobs, folder, true).then((answer) => ({ ok: true as const, answer }), stoppedJob);
  }
  const answerer: Answerer = {
    async command(window, name, id, args) {
      windows.add(window);
      if (name === 'readBackup' || name === 'restoreBackup') return backupCommand(window, name, args);
      if (name === 'cancelJob' && situation.kind !== 'open')
        return { ok: true, answer: { cancelled: jobs.cancel() } };
      if (situation.kind === 'viewer' && situation.verifies && name === 'verifyLedger') return verifyHere();
      if (situation.kind === 'open') await lookFirst(situation.station, situation.turns);
      if (situation.kind === 'open') {
        if (isBeginning(name)) return refuse('taken', 'A site is open already.');
        const executor = await executorOf(situation);
        return executor.execute(window, name, id, args).catch(stoppedJob);
      }
      if (situation.kind === 'no-site' && isBeginning(name)) {
        if (making) return refuse('in-use', 'The site is being made already. Wait until it opens.');
        making = true;
        const { begin } = await import('./beginning');
        const made = await begin(founding, joining, name, args)
          .catch(stoppedJob)
          .finally(() => {
            making = false;
          });
        if (made.ok && name === 'requestToJoin') tellChanged();
        else if (made.ok && holdsSite(folder)) {
          situation = open();
          tellChanged();
        }
        return made;
      }
      return refuse(
        'not-allowed',
        situation.kind === 'viewer'
          ? situation.problem
          : 'There is no site yet. Set one up, or open the sample site.',
      );
    },
    async query(window, name, args) {
      if (situation.kind === 'open') {
        const { station } = situation;
        return firstAnswer(station, window, name, args) ?? (await work()).ask(station, window, name, args);
      }
      if (name === 'status') return { ok: true, answer: statusWithout() };
      if (name === 'people') return { ok: true, answer: [] };
      return refuse('not-found', 'There is no site open.');
    },
  };
  const beat = setInterval(() => {
    if (situation.kind !== 'open') return;
    const { station, turns } = situation;
    // Nothing is recorded by itself either before the newest entries were looked at.
    if (!looked.has(station)) return;
    const failed = (what: string) => (error: unknown) => start.log(`${what}: ${String(error)}`);
    void work().then(({ tick, dailyBackup }) => {
      tick(station, turns, [...windows]).catch(failed('clockwork'));
      if (!making) dailyBackup(station, turns).catch(failed('daily backup'));
    });
  }, 5000);

  return {
    answerer,
    lockAll: () => {
      sessions.lockAll();
      tellChanged();
    },
    isPhotoStepOpen: (window) =>
      situation.kind === 'open' && loaded?.isPhotoStepOpen(situation.station, window) === true,
    close: async () => {
      clearInterval(beat);
      if (situation.kind !== 'open') return;
      const { station, turns } = situation;
      // Nobody can have signed in before a command was given.
      if (windows.size > 0)
        await (await work())
          .endSittings(station, turns, [...windows])
          .catch((error: unknown) => start.log(`closing: ${String(error)}`));
      await closeSite(station.site);
    },
  };
}

const asksToJoin = (joining: Status['joining']) => (joining ? { joining } : {});

function isBeginning(name: string): name is Beginning {
  return ['createSite', 'openSampleSite', 'requestToJoin', 'joinSite'].includes(name);
}

function stoppedJob(error: unknown): Outcome<object> {
  if (error instanceof JobStopped) return refuse('not-ready', error.message);
  throw error;
}

/** The secret that the sample's people share, which its sign-in shows. */
function secretOfSample(resources: string): string | undefined {
  const { secret } = JSON.parse(readFileSync(join(resources, 'sample', 'site.json'), 'utf8')) as {
    readonly secret?: unknown;
  };
  return typeof secret === 'string' ? secret : undefined;
}

/** A folder that cannot be written, or holds something under a site's names, cannot become a site: said before anything is typed. */
function unwritable(folder: string): Situation | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    const name = inTheWay(folder);
    return name === undefined ? undefined : { kind: 'viewer', problem: notFree(folder, name) };
  } catch {
    return {
      kind: 'viewer',
      problem: `The folder ${folder} cannot be written, so no site can be set up in it. Nothing was changed. Ask for write access, or start with --site and another folder.`,
    };
  }
}
