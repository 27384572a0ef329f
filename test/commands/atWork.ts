import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { ask } from '../../main/commands/ask';
import type { BackupMemory, KeptPlan } from '../../main/commands/backupMemory';
import { Executor } from '../../main/commands/execute';
import { type Founding, openSample } from '../../main/commands/founding';
import type { Jobs } from '../../main/commands/jobs';
import type { Joining } from '../../main/commands/joining';
import type { SigningAsk } from '../../main/commands/signingAsk';
import { newId, type Station } from '../../main/commands/station';
import { World } from '../../main/commands/world';
import type { AnswerOf, ArgsOf, Outcome } from '../../main/contract/call';
import type { CommandName, commands } from '../../main/contract/commands';
import type { Sign } from '../../main/contract/parts';
import type { QueryName, queries } from '../../main/contract/queries';
import type { Refusal } from '../../main/domain/refusal';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { createSessions } from '../../main/identity/session';
import { readCommonPasswords } from '../../main/identity/strength';
import { runJob } from '../../main/jobs/table';
import { closeSite, type OpenSite, openSite, type SitePlaces } from '../../main/site/site';
import { openVault } from '../../main/vault/evidence';
import { sampleProject } from '../fixtures/closureRecord';
import { noUpdater } from './noUpdater';

export const resources = join(sampleProject, 'resources');
export const sampleSecret = 'copper lantern 42 tides';

function rememberInMemory(): BackupMemory {
  const kept = new Map<string, KeptPlan>();
  return { of: (site) => kept.get(site), keep: (site, plan) => void kept.set(site, plan) };
}

/**
 * The clock of a site under test: real, plus what the test moved it by, in ms. `offset` moves what commands and sittings
 * see; `calendar` moves commands and the ledger's own times, and no sitting goes idle by it; `skew` is a wall clock set wrong:
 * no time passes by it.
 */
export type TestClock = { offset: number; calendar: number; skew: number };

/** How long the machine has been on, at least: longer than any test moves its clock back, in ms. */
const longUp = 400_000_000_000;

/** What a person types into the signing window, over what they were shown; left out: over what it shows. */
type Typed = { readonly shown?: string; readonly sign: Sign };

/** A real site in a temporary folder, with its ledger, vault and people, and no window: commands are given as the bridge would. */
export class AtWork {
  readonly folder: string;
  readonly clock: TestClock = { offset: 0, calendar: 0, skew: 0 };
  /** What this device remembers about its backups. */
  readonly backups: BackupMemory = rememberInMemory();
  /** What a person chooses when they are asked; null: they cancel. */
  chosen: { where: string | null; folder: string | null; file: string | null } = {
    where: null,
    folder: null,
    file: null,
  };
  /** Space of the disk that its ledger keeps in hand; what the app keeps unless told. */
  ballast: { readonly ballastBytes?: number } = {};
  /** Which start of the machine it is. */
  boot = 'first-start-of-the-machine';
  /** How long it was on when the test program began, in ms. */
  up = longUp;
  station!: Station;
  executor!: Executor;
  readonly #root: string;
  readonly #windows = new Map<string, number>();

  private constructor(root: string) {
    this.#root = root;
    this.folder = join(root, 'site');
  }

  /** Opens a copy of the sample site, made anew; `calendar`: made that many ms from now. */
  static async sample(calendar = 0): Promise<AtWork> {
    const work = new AtWork(mkdtempSync(join(tmpdir(), 'process-designer-work-')));
    work.clock.calendar = calendar;
    const made = await openSample(work.founding());
    if (!made.ok) throw new Error(made.message);
    work.open();
    return work;
  }

  /** A folder without a site yet. */
  static empty(): AtWork {
    return new AtWork(mkdtempSync(join(tmpdir(), 'process-designer-work-')));
  }

  /** A site that is there, as `site` and `heads` in a folder of its own; it keeps no space in hand. */
  static over(root: string): AtWork {
    const work = new AtWork(root);
    work.ballast = { ballastBytes: 0 };
    return work;
  }

  places(): SitePlaces {
    return {
      folder: this.folder,
      heads: join(this.#root, 'heads'),
      protector: filePermissionsOnly,
      app: '0.0.0-test',
      now: () => Date.now() + this.clock.calendar + this.clock.skew,
      boot: () => ({
        id: this.boot,
        ms: this.up + Math.trunc(performance.now() + this.clock.calendar + this.clock.offset),
      }),
      ...this.ballast,
    };
  }

  founding(): Founding {
    return {
      places: this.places(),
      resources,
      common: readCommonPasswords(resources),
      now: () => this.now(),
      stationOver: (site) => this.#stationOver(site),
      progress: () => undefined,
    };
  }

  /** The same code as in the utility process, here. */
  readonly #jobs: Jobs = {
    run: (name, given, take) =>
      runJob(name, given, {
        progress: () => undefined,
        send: (piece) => (take ? take(piece) : Promise.resolve()),
      }),
    cancel: () => false,
  };

  /** A machine without a site that wants to join one. */
  joining(): Joining {
    return {
      places: this.places(),
      app: '0.0.0',
      now: () => this.now(),
      stationOver: (site) => this.#stationOver(site),
      askWhere: async () => this.chosen.where,
      askFile: async () => this.chosen.file,
      jobs: this.#jobs,
      progress: () => undefined,
    };
  }

  now(): number {
    return Date.now() + this.clock.calendar + this.clock.offset + this.clock.skew;
  }

  #stationOver(site: OpenSite): Station {
    return {
      site,
      world: new World(site.ledger.db),
      vault: openVault(join(site.folder, 'evidence')),
      sessions: createSessions({
        now: () => performance.now() + this.clock.offset,
        newSessionId: () => newId('session'),
        idle: () => (this.station ? this.station.world.site.security.idleMinutes * 60_000 : undefined),
      }),
      common: readCommonPasswords(resources),
      resources,
      app: '0.0.0-test',
      now: () => this.now(),
      shell: {
        askWhere: async () => this.chosen.where,
        setTheme: () => undefined,
        askFolder: async () => this.chosen.folder,
        askFile: async () => this.chosen.file,
        askSignature: (ask) => this.#askSignature(ask),
        jobs: this.#jobs,
        updater: noUpdater(join(this.#root, 'updates')),
        backups: this.backups,
      },
      log: () => undefined,
      changed: () => undefined,
    };
  }

  open(): void {
    const opened = openSite(this.places());
    if (!opened.ok) throw new Error(opened.message);
    this.station = this.#stationOver(opened.site);
    this.executor = new Executor(this.station);
  }

  /** Closes and opens again, as after a restart: nobody is signed in. */
  async reopen(): Promise<void> {
    await closeSite(this.station.site);
    this.#windows.clear();
    this.open();
  }

  /** Opens what is in the folder now: a restore has closed what was there. */
  reopenAfterRestore(): void {
    this.#windows.clear();
    this.open();
  }

  /** Closes the site, and leaves its folders. */
  async closeSite(): Promise<void> {
    await closeSite(this.station.site);
    this.#windows.clear();
  }

  async close(): Promise<void> {
    if (this.station) await closeSite(this.station.site);
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Removes the folders of a site that was closed before. */
  discard(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  userOf(identifier: string): string {
    const found = [...this.station.world.site.people.values()].find((p) => p.identifier === identifier);
    if (!found) throw new Error(`no ${identifier}`);
    return found.user;
  }

  /** Gives a command as a person, who is signed in first where needed, each in a window of their own. */
  async give<N extends CommandName>(
    identifier: string,
    name: N,
    args: ArgsOf<(typeof commands)[N]> & Partial<Typed>,
    id = `cmd_${uuid()}`,
  ): Promise<Outcome<AnswerOf<(typeof commands)[N]>>> {
    type Given = Outcome<AnswerOf<(typeof commands)[N]>>;
    const window = await this.windowOf(identifier);
    const { sign, shown, ...own } = args as Record<string, unknown> & Partial<Typed>;
    if (sign === undefined) return (await this.executor.execute(window, name, id, own)) as Given;
    this.#typed.set(window, { sign, ...(shown === undefined ? {} : { shown }) });
    const outcome = (await this.executor.execute(window, name, id, own)) as Given;
    this.#typed.delete(window);
    const said = this.#said.get(window);
    this.#said.delete(window);
    return !outcome.ok && outcome.code === 'not-signed' && said !== undefined ? said : outcome;
  }

  readonly #typed = new Map<number, Typed>();
  readonly #said = new Map<number, Refusal>();
  /** The signing window: reads, signs once with what was typed for it, and closes. With nothing typed it is cancelled. */
  async #askSignature(ask: SigningAsk): Promise<void> {
    const typed = this.#typed.get(ask.window);
    const view = ask.read();
    if (typed === undefined || 'ok' in view) return;
    const said = await ask.sign({ sign: typed.sign, shown: typed.shown ?? view.digest });
    if (said !== null) this.#said.set(ask.window, said);
  }

  /** Gives a command that must be accepted. */
  async done<N extends CommandName>(
    identifier: string,
    name: N,
    args: ArgsOf<(typeof commands)[N]> & Partial<Typed>,
  ): Promise<AnswerOf<(typeof commands)[N]>> {
    const outcome = await this.give(identifier, name, args);
    if (!outcome.ok)
      throw new Error(
        `${name}: ${outcome.code}: ${outcome.message} ${JSON.stringify('fields' in outcome ? outcome.fields : {})}`,
      );
    return outcome.answer;
  }

  async query<N extends QueryName>(
    identifier: string,
    name: N,
    args: ArgsOf<(typeof queries)[N]>,
  ): Promise<AnswerOf<(typeof queries)[N]>> {
    const outcome = await ask(this.station, await this.windowOf(identifier), name, args);
    if (!outcome.ok) throw new Error(outcome.message);
    return outcome.answer as AnswerOf<(typeof queries)[N]>;
  }

  /** Enrols a person as an admin does, who then chooses the secret of the sample and is signed in. */
  async enrol(
    admin: string,
    person: ArgsOf<(typeof commands)['enrolPerson']>,
    secret = sampleSecret,
  ): Promise<{ user: string; seq: number }> {
    const { user, seq, code } = await this.done(admin, 'enrolPerson', person);
    await this.choose(person.identifier, code ?? '', secret);
    return { user, seq };
  }

  /** A person chooses a secret with the one-time code they were given, and is signed in by it. */
  async choose(identifier: string, code: string, secret = sampleSecret): Promise<void> {
    const window = this.#windows.get(identifier) ?? this.#windows.size + 1;
    this.#windows.set(identifier, window);
    const user = this.userOf(identifier);
    const args = { user, code, secret };
    const outcome = await this.executor.execute(window, 'chooseSecret', `cmd_${uuid()}`, args);
    if (!outcome.ok) throw new Error(outcome.message);
  }

  async windowOf(identifier: string, secret = sampleSecret): Promise<number> {
    const known = this.#windows.get(identifier);
    if (known !== undefined && this.station.sessions.state(known).kind === 'open') return known;
    const window = known ?? this.#windows.size + 1;
    this.#windows.set(identifier, window);
    const outcome = await this.executor.execute(window, 'signIn', `cmd_${uuid()}`, {
      user: this.userOf(identifier),
      secret,
    });
    if (!outcome.ok) throw new Error(outcome.message);
    return window;
  }

  /** What is shown now and what a person types then, to be given beside a command's own arguments. */
  async signing(
    identifier: string,
    what: ArgsOf<(typeof queries)['signingView']>,
    secret = sampleSecret,
  ): Promise<{ shown: string; sign: { identifier: string; secret: string } }> {
    const view = await this.query(identifier, 'signingView', what);
    return { shown: view.digest, sign: { identifier, secret } };
  }
}
