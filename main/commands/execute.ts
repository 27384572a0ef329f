import type { Call, Outcome } from '../contract/call';
import { type CommandName, commands } from '../contract/commands';
import { issueWords, unfitText } from '../contract/fitText';
import { mayAt, rolesFor, situationOf } from '../contract/permissions';
import type { Context, Decision, Proposed } from '../domain/entry';
import { type Refusal, refuse } from '../domain/refusal';
import { addEvidence } from '../domain/run/decide';
import { followUps } from '../domain/run/followUps';
import { elsewhere } from '../domain/run/holder';
import type { ReadableDb } from '../ledger/database';
import { actingFor, reauthenticate } from './authority';
import { type CaseScope, caseCommands, isCaseCommand } from './cases';
import { issueClosure } from './closing';
import { finishErasures, oweErasure } from './erasing';
import { targetsOf } from './erasurePlan';
import { isLocalCommand, localCommands } from './localCommands';
import { reactionsTo } from './reactions';
import { refuseWithoutRoom, takesIn } from './room';
import { maySign, shownNow, signingOf } from './shownTo';
import { askToSign } from './signing';
import type { Signed } from './signingAsk';
import { wordsFor } from './signingWords';
import { isSiteCommand, siteCommands } from './siteCommands';
import { chooseSecret, signIn, signOut } from './sitting';
import { type Acting, contextFor, record, type Station } from './station';
import { Turns } from './turns';

type Result = Outcome<object>;

/** Carries out commands, each in its turn. */
export class Executor {
  readonly #station: Station;
  readonly #turns: Turns;

  constructor(station: Station, turns = new Turns()) {
    this.#station = station;
    this.#turns = turns;
  }

  /**
   * Carries out one command given in a window. Arguments are unknown until parsed here. Resolves with the answer or a
   * refusal; a fault (disk, damage) rejects, and the bridge tells it in words.
   */
  execute(window: number, name: CommandName, id: string, args: unknown): Promise<Result> {
    // What asks a person, or runs for long, records nothing and waits for nobody: else Cancel would stand behind what it cancels.
    if (isLocalCommand(name) && name !== 'keepDraft') return this.#carryOut(window, name, id, args);
    if (maySign(name)) return this.#carryOutSigned(window, name, id, args);
    return this.#turns.inTurn(() => this.#carryOut(window, name, id, args));
  }

  /**
   * C1: what is signed is judged first, then asked for in the signing window, then carried out with what was signed there:
   * each in a turn of its own, so that nobody waits for the person. Nothing that the page sends can be a signature.
   */
  async #carryOutSigned(window: number, name: CommandName, id: string, args: unknown): Promise<Result> {
    const station = this.#station;
    let acting: Acting | undefined;
    const look = (toSign: Acting): undefined => {
      acting = toSign;
    };
    const first = await this.#turns.inTurn(() => this.#carryOut(window, name, id, args, { look }));
    if (acting === undefined) return first;
    const signer = acting;
    const given = commands[name].args.parse(args) as Record<string, unknown>;
    return askToSign(
      station,
      window,
      signer,
      () => {
        const signing = signingOf(station.world, name, given);
        const now = signing && shownNow(station.world, signing);
        if (!now) return nothingToSign();
        const words = wordsFor(station.world, name, given);
        const { lines, values = [], title } = now.shown;
        return {
          title: words.title(title),
          lines,
          values,
          digest: now.digest,
          says: words.says,
          deed: words.deed,
        };
      },
      (signed) =>
        this.#turns.inTurn(() => this.#carryOut(window, name, id, args, { signed, session: signer.session })),
    );
  }

  /** Lets something else that records take its turn, such as a window that expires. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.inTurn(work);
  }

  async #carryOut(
    window: number,
    name: CommandName,
    id: string,
    args: unknown,
    sign?: Signature,
  ): Promise<Result> {
    const station = this.#station;
    const call: Call = commands[name];
    const parsed = call.args.safeParse(args);
    if (!parsed.success) return notUnderstood(parsed.error.issues);
    // What is being typed is kept as it is; it is looked at when it is to be recorded.
    const wrong = name === 'keepDraft' ? undefined : unfitText(parsed.data);
    if (wrong) return notUnderstood([wrong]);
    const given = parsed.data as Record<string, unknown>;
    if (name === 'signIn') return signIn(station, window, given as { user: string; secret: string });
    if (name === 'chooseSecret')
      return chooseSecret(station, window, given as { user: string; code: string; secret: string });
    if (name === 'signOut')
      return signOut(station, window, given as { how: 'signed-out' | 'locked' | 'idle' });
    if (isLocalCommand(name)) {
      const acting = rolesFor(name) ? actingFor(station, window, name) : undefined;
      if (acting && 'ok' in acting) return acting;
      const full = takesIn(name) ? refuseWithoutRoom(station) : undefined;
      if (full) return full;
      return localCommands[name](station, window, given as never, (work) => this.inTurn(work));
    }

    const acting = actingFor(station, window, name);
    if ('ok' in acting) return acting;
    station.sessions.touch(window);
    if (station.site.ledger.answered(id)) return this.#again(id, name, given, acting);
    const full = refuseWithoutRoom(station);
    if (full) return full;

    const signing = signingOf(station.world, name, given);
    let signer: Acting = acting;
    if (signing) {
      const shown = shownNow(station.world, signing);
      if (!shown) return nothingToSign();
      given.shown = shown.digest;
      if (sign === undefined || 'look' in sign) {
        // Nobody is asked to sign what would be refused.
        const judged = await this.#judge(name, given, contextFor(station, acting), true);
        if (!judged.ok) return judged;
        sign?.look(acting);
        return refuse('not-signed', 'This is signed in the signing window. Nothing was recorded.');
      }
      if (sign.session !== acting.session)
        return refuse('not-signed-in', 'Somebody else signed in meanwhile. Nothing was signed.');
      if (shown.digest !== sign.signed.shown)
        return refuse(
          'stale',
          'Something changed since you were shown what you sign. Nothing was signed. Read it again, then sign.',
        );
      const proved = await reauthenticate(station, window, acting, sign.signed.sign);
      if ('ok' in proved) return proved;
      signer = proved;
    }

    const ctx = contextFor(station, signer);
    if (name === 'approveErasure') oweErasure(station, targetsOf(station, String(given.erasure)));
    const judged = await this.#judge(name, given, ctx, signing !== undefined);
    if (!judged.ok) return judged;
    const done = await record(station, id, judged.entries, signer, (last) => ({
      ...judged.answer,
      seq: last?.seq ?? -1,
      at: last?.header.at ?? ctx.now,
    }));
    if (!done.ok) return refuse(done.code === 'stale' ? 'stale' : 'read-only', done.message);
    if (signing) station.sessions.signed(window);
    // What was typed is the record now. Blocking the step, or breaking the glass over it, leaves it where it was.
    if (name === 'recordStep' || name === 'correctStep')
      station.site.drafts.drop(acting.user, draftPlace(given));
    if (name === 'closeWorkOrder')
      return { ok: true, answer: { ...done.answer, pdf: await this.#documentOf(String(given.workOrder)) } };
    if (name === 'approveErasure')
      return { ok: true, answer: { ...done.answer, unfinished: await finishErasures(station) } };
    if (name === 'unlockPerson') station.site.tries.clear(String(given.user));
    return { ok: true, answer: { ...done.answer, ...judged.once } };
  }

  /**
   * The answer of a command that is recorded already, once its entries are witnessed like the first time: where the
   * ledger does not know that, it throws. An id that stands for somebody else's deed, or another one, tells nothing.
   */
  async #again(
    id: string,
    name: CommandName,
    given: Record<string, unknown>,
    acting: Acting,
  ): Promise<Result> {
    const by = giverOf(this.#station.site.ledger.db, id);
    if (by !== undefined && by !== acting.user)
      return refuse(
        'already-done',
        'This was recorded before, for another person. Nothing was recorded now. Look at what is there, then do it anew.',
      );
    const done = await record(this.#station, id, [], acting, () => ({}));
    if (!done.ok) return refuse('read-only', done.message);
    if (name === 'approveErasure')
      return { ok: true, answer: { ...done.answer, unfinished: await finishErasures(this.#station) } };
    if (name !== 'closeWorkOrder') return { ok: true, answer: done.answer };
    return { ok: true, answer: { ...done.answer, pdf: await this.#documentOf(String(given.workOrder)) } };
  }

  /** The PDF of a closing that is recorded. Where it cannot be made now, the closing stands, and the PDF is made later. */
  async #documentOf(workOrder: string): Promise<string> {
    try {
      return await issueClosure(this.#station, workOrder);
    } catch (error) {
      this.#station.log(
        `The closure PDF of ${workOrder} could not be made yet: ${error instanceof Error ? error.message : String(error)}`,
      );
      return '';
    }
  }

  async #judge(
    name: CommandName,
    args: Record<string, unknown>,
    ctx: Context,
    signing: boolean,
  ): Promise<Decision<object>> {
    const station = this.#station;
    if (isSiteCommand(name)) return siteCommands[name](station, args as never, ctx);
    const scope = this.#scope(String(args.workOrder), ctx, signing);
    if ('ok' in scope) return scope;
    const judged = isCaseCommand(name)
      ? caseCommands[name](scope, args as never)
      : await takeEvidence(station, scope, args);
    if (!judged.ok || !scope.state.workOrder) return judged;
    const situation = situationOf(scope.state);
    if (!mayAt(name, situation))
      return refuse(
        'out-of-order',
        `The work order is ${situation}, so this is no longer possible. Nothing was recorded.`,
      );
    // The start pins the checklist, and what follows begins with it: its first step may be a gate.
    const started = judged.entries.find((e) => e.type === 'run.started')?.body.version;
    const document =
      scope.document ?? (typeof started === 'string' ? station.world.documentOf(started) : undefined);
    const following: Proposed[] = document
      ? followUps(scope.state, judged.entries, document, scope.jobType, ctx)
      : [];
    const reactions = reactionsTo(station, judged.entries, ctx);
    return { ...judged, entries: [...judged.entries, ...following, ...reactions] };
  }

  #scope(workOrder: string, ctx: Context, signing: boolean): CaseScope | Refusal {
    const { world } = this.#station;
    const state = world.caseOf(workOrder);
    const jobType = world.jobTypeFor(state);
    if (!state.workOrder || !jobType) return refuse('not-found', 'This work order does not exist here.');
    return { site: world.site, state, document: world.documentFor(state), jobType, ctx, signing };
  }
}

/** How a command that is signed comes: to be looked at before anybody is asked, or with what was signed in that sitting. */
type Signature =
  | { readonly look: (acting: Acting) => void }
  | { readonly signed: Signed; readonly session: string };

function nothingToSign(): Refusal {
  return refuse('not-found', 'There is nothing here to sign.');
}

/** The file goes into the vault first, hashed and fsynced; only then is it decided whether the step takes it. */
async function takeEvidence(
  station: Station,
  scope: CaseScope,
  args: Record<string, unknown>,
): Promise<Decision<object>> {
  if (!scope.document) return refuse('out-of-order', 'The run is not started yet. Start it first.');
  const away = elsewhere(scope.site, scope.state, scope.ctx);
  if (away) return away;
  const given = args as {
    step: string;
    slot: string;
    path: string;
    source: 'camera' | 'file';
    replaces?: string;
  };
  const held = await station.vault.keepFile(given.path);
  if (!held.ok) return refuse('evidence-refused', held.message, { file: held.message });
  const { sha256, size, type: mime, name } = held;
  return addEvidence(
    scope.site,
    scope.state,
    scope.document,
    { ...given, sha256, size, mime, name },
    scope.ctx,
  );
}

/** The person whose entries a recorded command became; undefined where only the system acted. */
function giverOf(db: ReadableDb, id: string): string | undefined {
  return db
    .prepare(
      'SELECT e.person FROM commands c JOIN entries e ON e.place >= c.first_place AND e.place < c.first_place + c.entries WHERE c.idem = ? AND e.person IS NOT NULL LIMIT 1',
    )
    .pluck()
    .get(id) as string | undefined;
}

function draftPlace(args: Record<string, unknown>): string {
  return `run:${String(args.workOrder)}:${String(args.step)}:`;
}

function notUnderstood(
  issues: readonly {
    readonly code?: string;
    readonly path: readonly PropertyKey[];
    readonly message: string;
  }[],
): Refusal {
  const fields: Record<string, string> = {};
  for (const issue of issues) fields[issue.path.map(String).join('.') || 'args'] ??= issueWords(issue);
  const first = issues[0];
  const where = first?.path.length ? ` (${first.path.map(String).join(', ')})` : '';
  return refuse(
    'not-understood',
    `Something is not filled in as it should be${where}: ${first ? issueWords(first) : 'unknown'}. Nothing was recorded; what you typed is kept.`,
    fields,
  );
}
