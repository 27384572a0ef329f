import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../commands/ask';
import { actingFor } from '../commands/authority';
import { planOf } from '../commands/backupMaking';
import type { BackupMemory } from '../commands/backupMemory';
import { endSittings, finishClosures, tick } from '../commands/clockwork';
import { dailyBackup } from '../commands/dailyBackup';
import { Executor } from '../commands/execute';
import type { Founding } from '../commands/founding';
import { JobStopped } from '../commands/jobs';
import type { Joining } from '../commands/joining';
import { joiningOf } from '../commands/joiningState';
import { backupAt, type Restoring, readBackup, restoreBackup } from '../commands/restoring';
import { newId, type Station } from '../commands/station';
import { describeStation } from '../commands/status';
import { announceBundles } from '../commands/syncCommands';
import { recordVersion } from '../commands/updateCommands';
import { World } from '../commands/world';
import type { Status } from '../contract/answers';
import type { Call, Outcome } from '../contract/call';
import { type CommandName, commands } from '../contract/commands';
import { sampleSchema } from '../domain/procedure/sample';
import { type Refusal, refuse } from '../domain/refusal';
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
import { type Answerer, tellChanged, tellProgress } from './bridge';
import { openJobs } from './jobs';
import { chooseProtector } from './protector';
import { readSettings, writeSettings } from './settings';
import { openUpdates } from './updates';

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
};

/** What the window is for now: no site yet, a site that cannot be opened (and why), or a site at work. */
type Situation =
  | { readonly kind: 'no-site' }
  | { readonly kind: 'viewer'; readonly problem: string }
  | { readonly kind: 'open'; readonly station: Station; readonly executor: Executor };

/** When a start looks after what an earlier one left: the window is usable by then. */
const afterStartMs = 1500;

/** Puts the parts together: settings, site, station, clockwork. The bridge is open already; its calls are answered from now on. */
export function startApp(start: Start): {
  readonly answerer: Answerer;
  readonly lockAll: () => void;
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
  const sessions = createSessions({ now: () => performance.now(), newSessionId: () => newId('session') });
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
      if (!opened.ok) return { kind: 'viewer', problem: opened.message };
      const station = stationOver(opened.site);
      const sampleSecret = station.world.site.site?.sample
        ? sampleSchema.parse(JSON.parse(readFileSync(join(start.resources, 'sample', 'site.json'), 'utf8')))
            .secret
        : undefined;
      describeStation(station, {
        runtime,
        theme: () => settings.theme,
        sampleSecret,
        restore: () => said,
      });
      const executor = new Executor(station);
      if (settings.site !== folder && start.site === undefined) {
        settings = { ...settings, site: folder };
        writeSettings(settingsPath, settings);
      }
      setTimeout(() => void catchUp(station, executor), afterStartMs);
      return { kind: 'open', station, executor };
    } catch (error) {
      start.log(
        `${new Date().toISOString()} opening ${folder}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      return { kind: 'viewer', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  const looked = new WeakMap<Station, Promise<void>>();
  /**
   * Looks at the newest entries before the first command is carried out: by then the window is there, and nothing was built
   * upon them. What does not hold ends the work here; the ledger is left as it was found.
   */
  function lookFirst(station: Station, executor: Executor): Promise<void> {
    const known = looked.get(station);
    if (known !== undefined) return known;
    const looking = executor
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
        situation = { kind: 'viewer', problem };
        tellChanged();
        // Its lock is given up, so that a backup can be restored in its place.
        await closeSite(station.site);
      })
      .catch((error: unknown) => start.log(`looking at the newest entries: ${String(error)}`));
    looked.set(station, looking);
    return looking;
  }

  /** What a start makes good or records, once the window is usable: nobody waits for it. */
  async function catchUp(station: Station, executor: Executor): Promise<void> {
    if (situation.kind !== 'open' || situation.station !== station) return;
    await lookFirst(station, executor);
    if (situation.kind !== 'open') return;
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => executor.inTurn(work);
    const tell = (what: string) => (error: unknown) => start.log(`${what}: ${String(error)}`);
    void recordVersion(station, inTurn).catch(tell('version'));
    void announceBundles(station, inTurn).catch(tell('bundles'));
    void finishClosures(station, executor).catch(tell('closures'));
  }

  const statusWithout = (): Status => ({
    stage: situation.kind === 'viewer' ? 'viewer' : 'no-site',
    ...(situation.kind === 'viewer' ? { problem: situation.problem } : {}),
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
      const { station, executor } = situation;
      await endSittings(station, executor, [...windows]);
      situation = { kind: 'viewer', problem: 'A backup is being restored. The site opens again by itself.' };
      tellChanged();
      await executor.inTurn(() => closeSite(station.site));
    },
  };
  /** With a site open, its admins only; without one, whoever sits there: only a secret that the backup knows restores it. */
  async function aboutBackup(
    window: number,
    name: 'readBackup' | 'restoreBackup',
    args: unknown,
  ): Promise<Outcome<object>> {
    const given = parse(name, args);
    if (!given.ok) return given;
    if (making) return refuse('in-use', 'This is being done already. Wait until it ends.');
    const atWork = situation.kind === 'open' ? situation.station : undefined;
    if (atWork) {
      const acting = actingFor(atWork, window, { ...commands[name], roles: ['admin'] }, name);
      if ('ok' in acting) return acting;
    }
    making = true;
    try {
      if (name === 'readBackup') {
        const { name: held } = given.data as { name?: string };
        const place = atWork === undefined ? null : planOf(atWork).place;
        const path =
          held !== undefined && place !== null
            ? backupAt(place, held)
            : await start.askFolder('The backup to restore: a folder named process-designer-backup-…');
        return path === null ? { ok: true, answer: { found: null } } : await readBackup(restoring, path);
      }
      const before = situation;
      const outcome = await restoreBackup(
        restoring,
        given.data as Parameters<typeof restoreBackup>[1],
      ).finally(() => {
        if (situation === before && before.kind === 'open') return;
        situation = open();
        said = sayRestored(folder) ?? said;
        tellChanged();
      });
      return outcome;
    } finally {
      making = false;
    }
  }
  const answerer: Answerer = {
    async command(window, name, id, args) {
      windows.add(window);
      if (name === 'readBackup' || name === 'restoreBackup') return aboutBackup(window, name, args);
      if (name === 'cancelJob' && situation.kind !== 'open')
        return { ok: true, answer: { cancelled: jobs.cancel() } };
      if (situation.kind === 'open') await lookFirst(situation.station, situation.executor);
      if (situation.kind === 'open') {
        if (isBeginning(name)) return refuse('taken', 'A site is open already.');
        return situation.executor.execute(window, name, id, args).catch((error: unknown) => {
          if (error instanceof JobStopped) return refuse('not-ready', error.message);
          throw error;
        });
      }
      if (situation.kind === 'no-site' && isBeginning(name)) {
        if (making) return refuse('in-use', 'The site is being made already. Wait until it opens.');
        making = true;
        const beginning =
          name === 'createSite' || name === 'openSampleSite'
            ? foundWith(founding, name, args)
            : joinWith(joining, name, args);
        const made = await beginning
          .catch((error: unknown) => {
            if (error instanceof JobStopped) return refuse('not-ready', error.message);
            throw error;
          })
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
      if (situation.kind === 'open') return ask(situation.station, window, name, args);
      if (name === 'status') return { ok: true, answer: statusWithout() };
      if (name === 'people') return { ok: true, answer: [] };
      return refuse('not-found', 'There is no site open.');
    },
  };
  const beat = setInterval(() => {
    if (situation.kind !== 'open') return;
    const { station, executor } = situation;
    // Nothing is recorded by itself either before the newest entries were looked at.
    if (!looked.has(station)) return;
    tick(station, executor, [...windows]).catch((error: unknown) => start.log(`clockwork: ${String(error)}`));
    if (!making)
      dailyBackup(station, executor).catch((error: unknown) => start.log(`daily backup: ${String(error)}`));
  }, 5000);

  return {
    answerer,
    lockAll: () => {
      sessions.lockAll();
      tellChanged();
    },
    close: async () => {
      clearInterval(beat);
      if (situation.kind !== 'open') return;
      const { station, executor } = situation;
      await endSittings(station, executor, [...windows]).catch((error: unknown) =>
        start.log(`closing: ${String(error)}`),
      );
      await closeSite(station.site);
    },
  };
}

type Parsed = { readonly ok: true; readonly data: unknown } | Refusal;

/** The arguments of a command that is given without a site. */
function parse(name: CommandName, args: unknown): Parsed {
  const call: Call = commands[name];
  const parsed = call.args.safeParse(args);
  if (parsed.success) return { ok: true, data: parsed.data };
  const fields = Object.fromEntries(
    parsed.error.issues.map((i) => [i.path.map(String).join('.'), i.message]),
  );
  return refuse(
    'not-understood',
    `Something is not filled in as it should be: ${parsed.error.issues[0]?.message ?? ''}. What you typed is kept.`,
    fields,
  );
}

const asksToJoin = (joining: Status['joining']) => (joining ? { joining } : {});

/** Commands of a machine without a site: it gets one by them. */
type Beginning = 'createSite' | 'openSampleSite' | 'requestToJoin' | 'joinSite';
function isBeginning(name: string): name is Beginning {
  return ['createSite', 'openSampleSite', 'requestToJoin', 'joinSite'].includes(name);
}

async function joinWith(
  joining: Joining,
  name: 'requestToJoin' | 'joinSite',
  args: unknown,
): Promise<Outcome<object>> {
  const given = parse(name, args);
  if (!given.ok) return given;
  const { joinSite, requestToJoin } = await import('../commands/joining');
  return name === 'joinSite' ? joinSite(joining) : requestToJoin(joining, given.data as { station: string });
}

async function foundWith(
  founding: Founding,
  name: 'createSite' | 'openSampleSite',
  args: unknown,
): Promise<Outcome<object>> {
  const given = parse(name, args);
  if (!given.ok) return given;
  // Making keys and certificates is needed once in a site's life, so it is not loaded at every start.
  const { createSite, openSample } = await import('../commands/founding');
  return name === 'createSite'
    ? createSite(founding, given.data as Parameters<typeof createSite>[1])
    : openSample(founding);
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
