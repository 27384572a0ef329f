import { glassOpen } from '../breakglass/breakglass';
import type { CaseState } from '../caseState';
import type { Context, Decision, Proposed } from '../entry';
import { raise } from '../exception/raise';
import { type ChecklistDocument, numberedSteps, type Step } from '../procedure/checklist';
import type { SiteState } from '../procedure/site';
import { unitLabel } from '../procedure/units';
import { type Refusal, refuse } from '../refusal';
import { bandOf, beyondLimits, unreadable } from './decimal';
import {
  blocking,
  emptySlots,
  glassesOn,
  glassOver,
  holding,
  nextStep,
  prerequisitesMet,
  slotsOf,
} from './nextStep';
import { untouched, type Verdict } from './run';

export type RecordArgs = {
  readonly step: string;
  readonly value: string;
  readonly why?: string | undefined;
  readonly performedAt?: string | undefined;
  readonly shown?: string | undefined;
  /** True when the person's secret was checked for this command: the entry becomes their signature. */
  readonly signing: boolean;
};

export type RecordAnswer = {
  accepted: boolean;
  verdict: Verdict | 'refused';
  message?: string;
  attempt: number;
  exception?: string;
};

type Placed = ReturnType<typeof numberedSteps>[number];

/** An accepted reading of one answer: what is stored, what people read, how it stands, which code it raises. */
type Reading = {
  readonly shown: string;
  readonly verdict: Verdict;
  readonly raises?: string;
  readonly from?: 'fail' | 'band';
  readonly unit?: string;
};

const late = 5 * 60_000;

/**
 * Records one answer, if it is the step to do now. An answer beyond what the instrument can read is kept as a refused
 * attempt; one in the act band, or a fail, is recorded and raises its exception; one in the warn band asks why.
 */
export function recordStep(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: RecordArgs,
  ctx: Context,
): Decision<RecordAnswer> {
  const placed = numberedSteps(document).find((s) => s.step.id === args.step);
  if (!placed) return refuse('not-found', 'This step does not belong to the checklist.');
  const waits = whyNotNow(site, state, document, placed, ctx);
  if (waits) return waits;
  const { workOrder, run } = state;
  if (!workOrder || !run) return refuse('out-of-order', 'The run is not started yet.');
  const { step, no } = placed;
  if (step.kind === 'gate')
    return refuse('not-allowed', `“${step.title}” is a gate. It is approved, not recorded.`);
  const history = run.steps[step.id] ?? untouched;
  const attempt = history.refused.length + history.earlier.length + 1;
  const ref = { run: run.run, workOrder: workOrder.workOrder, step: step.id, no, title: step.title };

  const slots = emptySlots(state, step);
  const slot = slots[0];
  if (slot)
    return refuse(
      'missing-evidence',
      `“${slot.label}” is not there yet${slot.missing > 1 ? `: ${slot.missing} are missing` : ''}. Add it, then record the step. What you entered is kept.`,
      { [`slot.${slot.slot}`]: 'Missing' },
    );

  const performedAt = args.performedAt ?? ctx.now;
  if (Date.parse(performedAt) > Date.parse(ctx.now) + 60_000)
    return refuse('out-of-range', 'The time it was done lies in the future. Check it.', {
      performedAt: 'In the future',
    });
  // Only what a person typed is judged: a clock that was set back stops nobody, and is an entry of its own.
  if (args.performedAt !== undefined && Date.parse(performedAt) < Date.parse(run.startedAt) - late)
    return refuse('out-of-range', 'The time it was done lies before the run was started. Check it.', {
      performedAt: 'Before the run',
    });

  if (step.kind === 'number') {
    const value = args.value.trim();
    const bad = unreadable(value, step.decimals);
    if (bad) return refuse('malformed', `${bad} What you typed is kept.`, { value: bad });
    const beyond = beyondLimits(value, step);
    if (beyond) {
      const refused: Proposed = {
        type: 'run.entry-refused',
        stream: run.run,
        body: { ...ref, value, unit: step.unit, attempt, reason: beyond },
      };
      return {
        ok: true,
        entries: [refused],
        answer: {
          accepted: false,
          verdict: 'refused',
          attempt,
          message: `${beyond} It is kept as attempt ${attempt}. Enter the reading again.`,
        },
      };
    }
  }
  const reading = read(step, args);
  if ('ok' in reading) return reading;
  if (reading.verdict === 'warn' && !args.why?.trim()) {
    return refuse(
      'missing',
      `${args.value} is in the warn band. Say why, then it is recorded. What you typed is kept.`,
      { why: 'Say why, in a few words' },
    );
  }
  const glass = glassOver(state, document, step.id, ctx.now);
  const recorded: Proposed = {
    type: 'run.step-recorded',
    stream: run.run,
    body: {
      ...ref,
      kind: step.kind,
      value: args.value.trim(),
      shown: reading.shown,
      ...(reading.unit === undefined ? {} : { unit: reading.unit }),
      verdict: reading.verdict,
      ...(args.why?.trim() ? { why: args.why.trim() } : {}),
      attempt,
      performedAt,
      ...(glass ? { glass: glass.glass } : {}),
      ...(step.kind === 'signature' && args.shown ? { digest: args.shown } : {}),
    },
    ...(step.kind === 'signature' ? { meaning: 'performed' as const } : {}),
  };
  const answer: RecordAnswer = { accepted: true, verdict: reading.verdict, attempt };
  const code = reading.raises === undefined ? undefined : site.codes.get(reading.raises);
  if (!code || !reading.from) return { ok: true, entries: [recorded], answer };
  const raised = raise(
    { site, workOrder: workOrder.workOrder, run: run.run, code, at: { step: step.id }, from: reading.from },
    ctx,
  );
  return { ok: true, entries: [recorded, raised.entry], answer: { ...answer, exception: raised.exception } };
}

function whyNotNow(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  placed: Placed,
  ctx: Context,
): Refusal | undefined {
  const { workOrder, run } = state;
  if (!workOrder) return refuse('not-found', 'This work order does not exist.');
  if (state.closure)
    return refuse('already-done', `${workOrder.number} is closed. Nothing more is recorded in it.`);
  if (!run) return refuse('out-of-order', 'The run is not started yet. Start it first.');
  const jobType = site.jobTypes.get(workOrder.jobType);
  if (jobType && !prerequisitesMet(state, jobType))
    return refuse('out-of-order', 'The prerequisites come first. When all have passed, step 1 opens.');
  const record = run.steps[placed.step.id]?.record;
  if (record)
    return refuse(
      'already-done',
      `Step ${placed.no} was recorded at ${record.at.slice(11, 19)} UTC with “${record.shown}”. To change it, correct it with a reason.`,
    );
  const glass = glassesOn(state, placed.step.id).some((g) => glassOpen(g, ctx.now));
  const held = holding(state).filter((e) => !(glass && e.step === placed.step.id))[0];
  if (held)
    return refuse(
      'blocked',
      `The run waits for ${held.number}, ${held.code} ${held.meaning}. When its owner has disposed of it, go on here.`,
    );
  const blocked = blocking(state, placed.step.id)[0];
  if (blocked && !glass)
    return refuse(
      'blocked',
      `Step ${placed.no} is blocked by ${blocked.number}, ${blocked.code} ${blocked.meaning}. When its owner has disposed of it, go on here.`,
    );
  const next = nextStep(state, document, ctx.now);
  if (!next) return refuse('already-done', 'Every step of this run is recorded.');
  if (next.index !== placed.index && !(glass && next.step.id === placed.step.id)) {
    return next.step.kind === 'gate'
      ? refuse(
          'out-of-order',
          `Gate ${next.no}, “${next.step.title}”, is not approved yet. Step ${placed.no} opens when it is.`,
        )
      : refuse('out-of-order', `Step ${next.no}, “${next.step.title}”, comes first.`);
  }
  return undefined;
}

/** What an answer to a step means, or why it cannot be one. Numbers were found readable and within limits before. */
function read(
  step: Step,
  args: { value: string; signing: boolean; shown?: string | undefined },
): Reading | Refusal {
  const value = args.value.trim();
  switch (step.kind) {
    case 'confirm':
      return value === 'done'
        ? { shown: 'Done', verdict: 'given' }
        : refuse('malformed', 'A confirm step is answered with Done.');
    case 'pass-fail':
      if (value === 'pass') return { shown: 'Pass', verdict: 'pass' };
      if (value === 'fail')
        return {
          shown: 'Fail',
          verdict: 'fail',
          ...(step.failCode ? { raises: step.failCode, from: 'fail' as const } : {}),
        };
      return refuse('malformed', 'Answer with Pass or Fail.');
    case 'choice': {
      const option = step.options.find((o) => o.id === value);
      return option
        ? { shown: option.label, verdict: 'given' }
        : refuse('malformed', 'Choose one of the answers on the screen.');
    }
    case 'number': {
      const verdict = bandOf(value, step);
      const shown = `${value} ${unitLabel(step.unit)}`.trim();
      return {
        shown,
        verdict,
        unit: step.unit,
        ...(verdict === 'act' && step.actCode ? { raises: step.actCode, from: 'band' as const } : {}),
      };
    }
    case 'text':
      return value === ''
        ? refuse('missing', 'Nothing is typed yet.', { value: 'Type the answer' })
        : { shown: value, verdict: 'given' };
    case 'photo':
      return { shown: 'Photo held', verdict: 'given' };
    case 'file':
      return { shown: 'File held', verdict: 'given' };
    case 'signature':
      if (!args.signing || !args.shown)
        return refuse('missing', 'This step is your signature: it needs your secret.', {
          secret: 'Enter your secret',
        });
      return { shown: 'Signed', verdict: 'given' };
    case 'gate':
      return refuse('not-allowed', 'A gate is approved, not recorded.');
  }
}

/** R5: corrects a recorded answer. The old value stays readable; approvals of later gates are void until given again. */
export function correctStep(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: { step: string; value: string; why: string },
  ctx: Context,
): Decision {
  const { workOrder, run } = state;
  if (!workOrder || !run) return refuse('out-of-order', 'The run is not started yet.');
  if (state.closure)
    return refuse('already-done', `${workOrder.number} is closed. Nothing in it can be corrected.`);
  const placed = numberedSteps(document).find((s) => s.step.id === args.step);
  const record = placed && run.steps[placed.step.id]?.record;
  if (!placed || !record) return refuse('not-found', 'Only a recorded answer can be corrected.');
  const { step, no } = placed;
  if (
    step.kind === 'signature' ||
    step.kind === 'photo' ||
    step.kind === 'file' ||
    step.kind === 'gate' ||
    step.kind === 'confirm'
  )
    return refuse('not-allowed', `Step ${no} has no value to correct.`);
  if (args.value.trim() === record.value)
    return refuse('already-done', `Step ${no} has this value already.`, { value: 'The same value' });
  if (step.kind === 'number') {
    const bad = unreadable(args.value.trim(), step.decimals) ?? beyondLimits(args.value.trim(), step);
    if (bad) return refuse('malformed', `${bad} The recorded value stands.`, { value: bad });
  }
  const reading = read(step, { value: args.value, signing: false });
  if ('ok' in reading) return reading;
  const ref = { run: run.run, workOrder: workOrder.workOrder, step: step.id, no, title: step.title };
  const corrected: Proposed = {
    type: 'run.step-corrected',
    stream: run.run,
    body: {
      ...ref,
      value: args.value.trim(),
      shown: reading.shown,
      ...(reading.unit ? { unit: reading.unit } : {}),
      verdict: reading.verdict,
      before: record.shown,
      why: args.why,
    },
  };
  const code = reading.raises === undefined ? undefined : site.codes.get(reading.raises);
  if (!code || !reading.from) return { ok: true, entries: [corrected], answer: {} };
  const raised = raise(
    { site, workOrder: workOrder.workOrder, run: run.run, code, at: { step: step.id }, from: reading.from },
    ctx,
  );
  return { ok: true, entries: [corrected, raised.entry], answer: {} };
}

/** Adds a held file to a slot. The file is in the vault, on disk and named by its hash, before this is decided. */
export function addEvidence(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: {
    step: string;
    slot: string;
    sha256: string;
    size: number;
    mime: string;
    name: string;
    source: 'camera' | 'file';
    replaces?: string | undefined;
  },
  ctx: Context,
): Decision<{ sha256: string }> {
  const { workOrder, run } = state;
  if (!workOrder || !run) return refuse('out-of-order', 'The run is not started yet.');
  if (state.closure) return refuse('already-done', `${workOrder.number} is closed. Nothing more is added.`);
  const placed = numberedSteps(document).find((s) => s.step.id === args.step);
  const slot = placed && slotsOf(placed.step).find((s) => s.id === args.slot);
  if (!placed || !slot) return refuse('not-found', 'This step has no such place for evidence.');
  const record = run.steps[placed.step.id]?.record;
  if (!record) {
    const waits = whyNotNow(site, state, document, placed, ctx);
    if (waits) return waits;
  }
  const held = (run.steps[placed.step.id] ?? untouched).evidence.filter((f) => f.slot === slot.id);
  if (held.some((f) => f.sha256 === args.sha256))
    return refuse('already-done', 'This very file is held in this place already.');
  if (slot.kind === 'photo' && !args.mime.startsWith('image/'))
    return refuse(
      'evidence-refused',
      `“${slot.label}” takes a photo, and this is ${args.mime}. Choose a JPEG or PNG picture.`,
    );
  const full = emptySlots(state, placed.step).every((s) => s.slot !== slot.id);
  if (full && args.replaces === undefined)
    return refuse(
      'already-done',
      `“${slot.label}” has its ${slot.count === 1 ? 'file' : `${slot.count} files`}. Use Retake to put another in its place; both are kept.`,
    );
  if (args.replaces !== undefined && !held.some((f) => f.sha256 === args.replaces))
    return refuse('not-found', `The file to replace is not held in “${slot.label}”.`);
  if (held.some((f) => f.replaces !== undefined && f.replaces === args.replaces))
    return refuse('already-done', `That file of “${slot.label}” was replaced before. Retake the newest.`);
  const glass = glassOver(state, document, placed.step.id, ctx.now);
  const body = {
    run: run.run,
    workOrder: workOrder.workOrder,
    step: placed.step.id,
    no: placed.no,
    title: placed.step.title,
    slot: slot.id,
    label: slot.label,
    sha256: args.sha256,
    size: args.size,
    mime: args.mime,
    name: args.name,
    source: args.source,
    ...(args.replaces ? { replaces: args.replaces } : {}),
    ...(glass ? { glass: glass.glass } : {}),
  };
  return {
    ok: true,
    entries: [{ type: 'run.evidence-added', stream: run.run, body }],
    answer: { sha256: args.sha256 },
  };
}
