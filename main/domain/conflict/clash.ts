import { stepsDoneBy } from '../approval/decide';
import { reviewDone } from '../breakglass/breakglass';
import { workedUnder } from '../breakglass/decide';
import type { CaseState } from '../caseState';
import type { Recorded } from '../entry';
import { type ChecklistDocument, numberedSteps } from '../procedure/checklist';
import { missingApprovals } from '../run/nextStep';
import { deviceOf } from '../sync/sync';
import { type Conflict, type ConflictKind, conflictId, type EntryPlace } from './conflict';

/** Why an entry has no effect on what came before it in the order of clock, log and seq. */
type Clash = {
  readonly kind: ConflictKind;
  readonly title: string;
  readonly why: string;
  readonly stands: EntryPlace;
  readonly run?: string;
};

const record = new Set([
  'run.step-recorded',
  'run.entry-refused',
  'run.step-corrected',
  'run.evidence-added',
  'run.prerequisite-checked',
]);
/** Acts on a work order that its closing ends. What closes tasks and windows may still come after it. */
const endsWithClosing = new Set([
  ...record,
  'run.started',
  'run.handed-over',
  'run.gate-requested',
  'run.finished',
  'gate.approved',
  'gate.rejected',
  'exception.raised',
  'exception.withdrawn',
  'exception.disposed',
  'break-glass.opened',
  'post-review.opened',
]);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Folds an entry that cannot stand into the conflicts of its case; undefined where it stands. What an automation did has no
 * effect either, but nobody decided it, so there is nothing to settle: the act that it followed from is the conflict.
 */
export function withoutEffect(
  state: CaseState,
  entry: Recorded,
  documentOf: (version: string) => ChecklistDocument | undefined,
): readonly Conflict[] | undefined {
  const clash = clashOf(state, entry, documentOf);
  if (clash === undefined) return undefined;
  if (!('user' in entry.actor) || entry.log === '') return state.conflicts;
  const known = joined(state, entry, clash);
  if (known) return state.conflicts.map((c) => (c === known ? { ...c, also: c.also + 1 } : c));
  const lost = { log: entry.log, seq: entry.seq };
  const { role } = entry.actor;
  return [
    ...state.conflicts,
    {
      conflict: conflictId(lost),
      kind: clash.kind,
      title: clash.title,
      why: clash.why,
      stands: clash.stands,
      lost,
      ownerRole: role === 'supervisor' ? 'compliance' : 'supervisor',
      foundAt: entry.at,
      also: 0,
      run: clash.run,
    },
  ];
}

/** An open conflict of the same kind and log, of which this entry is one more line: fifty steps make one conflict. */
function joined(state: CaseState, entry: Recorded, clash: Clash): Conflict | undefined {
  return state.conflicts.find(
    (c) =>
      c.lost.log === entry.log &&
      c.kind === clash.kind &&
      c.run === clash.run &&
      state.settlements[c.conflict] === undefined &&
      (c.kind === 'after-closing' || c.kind === 'run-elsewhere' || c.kind === 'run-started-twice'),
  );
}

function clashOf(
  state: CaseState,
  entry: Recorded,
  documentOf: (version: string) => ChecklistDocument | undefined,
): Clash | undefined {
  const body = entry.body ?? {};
  const number = state.workOrder?.number ?? 'The work order';
  if (state.closure && entry.type === 'work-order.closed')
    return {
      kind: 'closed-twice',
      title: `${number} was closed twice`,
      why: `It was closed as ${state.closure.number} before. The later closing has no effect.`,
      stands: { log: state.closure.log, seq: state.closure.seq },
    };
  if (state.closure && endsWithClosing.has(entry.type))
    return {
      kind: 'after-closing',
      title: `${number} was worked on after its closing`,
      why: `It was closed as ${state.closure.number} on one station while another, which did not know that, went on. What came after the closing has no effect.`,
      stands: { log: state.closure.log, seq: state.closure.seq },
    };
  return (
    runClash(state, entry, body) ??
    samePersonClash(state, entry, body, documentOf) ??
    gateClash(state, entry, body, documentOf) ??
    endedClash(state, entry.type, body)
  );
}

function runClash(
  state: CaseState,
  entry: Recorded,
  body: Readonly<Record<string, unknown>>,
): Clash | undefined {
  const { run } = state;
  if (!run) return undefined;
  const number = state.workOrder?.number ?? 'The work order';
  const twice = {
    kind: 'run-started-twice',
    title: `The run of ${number} was started twice`,
    why: 'It was started on two stations before either knew of the other. The run started first stands; nothing of the second counts.',
    stands: run.startedIn,
  } as const;
  if (entry.type === 'run.started') return { ...twice, run: text(body.run) };
  // The second run of a work order never began, so nothing of it counts: records, gates, windows.
  if (typeof body.run === 'string' && body.run !== run.run) return { ...twice, run: body.run };
  const foreign = entry.log !== '' && run.holder !== '' && deviceOf(entry.log) !== run.holder;
  if (foreign && 'user' in entry.actor && (record.has(entry.type) || entry.type === 'run.handed-over'))
    return {
      kind: 'run-elsewhere',
      title: `The run of ${number} was recorded on a station that does not hold it`,
      why: 'A run belongs to the station that started it until it is handed over. What another station recorded in it has no effect.',
      stands: run.startedIn,
    };
  return undefined;
}

/**
 * Two persons: nobody decides over their own work, whatever station says so. The station that recorded it may not have known of
 * the work, or may be dishonest; either way the decision does not count.
 */
function samePersonClash(
  state: CaseState,
  entry: Recorded,
  body: Readonly<Record<string, unknown>>,
  documentOf: (version: string) => ChecklistDocument | undefined,
): Clash | undefined {
  const { run } = state;
  if (!run || !('user' in entry.actor)) return undefined;
  const { user } = entry.actor;
  const clash = (title: string, why: string): Clash => ({
    kind: 'same-person',
    title,
    why: `${why} It has no effect; somebody else decides it.`,
    stands: run.startedIn,
  });
  switch (entry.type) {
    case 'gate.approved':
    case 'gate.rejected':
    case 'work-order.closed': {
      const document = documentOf(run.version);
      const done = document ? stepsDoneBy(state, document, user) : [];
      if (done.length === 0) return undefined;
      return entry.type === 'work-order.closed'
        ? clash(
            `${state.workOrder?.number ?? 'The work order'} was closed by somebody who worked in it`,
            `The same person carried out step ${done[0]}.`,
          )
        : clash(
            `Gate ${text(body.no)}, ${text(body.title)}, was decided by somebody who worked in its run`,
            `The same person carried out step ${done[0]}.`,
          );
    }
    case 'post-review.decided': {
      const review = state.reviews[text(body.review)];
      const glass = review && state.glasses[review.glass];
      if (!glass || (glass.by !== user && !workedUnder(state, glass.glass, user))) return undefined;
      return clash(
        `Post-review ${review.number} was decided by somebody who took part`,
        `The same person opened ${glass.number} or worked under it.`,
      );
    }
    default:
      return undefined;
  }
}

/** A gate is decided in rounds: it is asked for, and decided until its quorum is met or it is rejected. */
function gateClash(
  state: CaseState,
  entry: Recorded,
  body: Readonly<Record<string, unknown>>,
  documentOf: (version: string) => ChecklistDocument | undefined,
): Clash | undefined {
  if (entry.type !== 'gate.approved' && entry.type !== 'gate.rejected') return undefined;
  const document = state.run ? documentOf(state.run.version) : undefined;
  const step = document && numberedSteps(document).find((s) => s.step.id === body.step)?.step;
  if (step?.kind !== 'gate') return undefined;
  const gate = state.gates[step.id];
  const last = gate?.decisions[gate.decisions.length - 1];
  if (!last) return undefined;
  const by = 'user' in entry.actor ? entry.actor.user : '';
  const missing = missingApprovals(state, step);
  const again = gate.decisions.some((d) => d.voided === undefined && d.what === 'approved' && d.by === by);
  const stands = gate.requestedAt !== undefined && missing.some((m) => m.role === body.role) && !again;
  if (stands) return undefined;
  return {
    kind: 'gate-decided-twice',
    title: `Gate ${text(body.no)}, ${step.title}, was decided twice`,
    why:
      last.voided === undefined
        ? `It was ${last.what} on one station while another, which did not know that, decided it too. The first decision stands.`
        : `What it covers was changed before this decision, on a station that had not sent it yet (${last.voided.reason}). It is decided again.`,
    stands: last.place,
  };
}

/** What ends once: an exception, a post-review, a remediation. */
function endedClash(
  state: CaseState,
  type: string,
  body: Readonly<Record<string, unknown>>,
): Clash | undefined {
  if (type === 'exception.disposed' || type === 'exception.withdrawn') {
    const exception = state.exceptions[text(body.exception)];
    if (!exception?.end) return undefined;
    return {
      kind: 'exception-ended-twice',
      title: `Exception ${exception.number} was ended twice`,
      why: `It was ${exception.end.how} before, so the later decision has no effect.`,
      stands: exception.end.place,
    };
  }
  if (type === 'post-review.decided') {
    const review = state.reviews[text(body.review)];
    const last = review?.verdicts[review.verdicts.length - 1];
    if (!review || !last || !reviewDone(review)) return undefined;
    return {
      kind: 'review-decided-twice',
      title: `Post-review ${review.number} was decided twice`,
      why: `It had its verdict, ${last.verdict === 'justified' ? 'justified' : 'not justified'}, before. The later one has no effect.`,
      stands: last.place,
    };
  }
  if (type === 'remediation.closed') {
    const task = state.remediations[text(body.remediation)];
    if (!task?.closed) return undefined;
    return {
      kind: 'remediation-closed-twice',
      title: `Remediation ${task.number} was closed twice`,
      why: 'It was closed before, so the later closing has no effect.',
      stands: task.closed.place,
    };
  }
  return undefined;
}
