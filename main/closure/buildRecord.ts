import type { CaseState } from '../domain/caseState';
import { isMeaning, meaningWords, type Recorded, type Role } from '../domain/entry';
import { isSoonAfterReset } from '../domain/people/person';
import { type ChecklistDocument, numberedSteps, type Step } from '../domain/procedure/checklist';
import type { JobType } from '../domain/procedure/jobType';
import type { SiteState } from '../domain/procedure/site';
import { unitLabel } from '../domain/procedure/units';
import { type StepRecord, untouched } from '../domain/run/run';
import type {
  ClosedEvidence,
  ClosedGate,
  ClosedStep,
  ClosureRecord,
  ClosureSignature,
  Deviation,
  EntryRef,
} from './record';

export type RecordInput = {
  readonly site: SiteState;
  readonly state: CaseState;
  readonly document: ChecklistDocument;
  readonly jobType: JobType;
  /** Every entry of the work order, oldest first: signatures are read from them. */
  readonly entries: readonly Recorded[];
  readonly device: { readonly id: string; readonly station: string };
  readonly checkpoint: ClosureRecord['checkpoint'];
  readonly app: string;
  /** What was erased of it. */
  readonly erasures?: ClosureRecord['erasures'];
};

const lateAfter = 5 * 60_000;
const kindWords: Readonly<Record<Step['kind'], string>> = {
  confirm: 'Confirm',
  'pass-fail': 'Pass or fail',
  choice: 'Choice',
  number: 'Reading',
  text: 'Text',
  photo: 'Photo',
  file: 'File',
  signature: 'Signature',
  gate: 'Gate',
};
const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The closed work order as plain data: what the PDF shows and embeds. Throws when the case is not closed. */
export function buildRecord(input: RecordInput): ClosureRecord {
  const { site, state, document, jobType, device } = input;
  const { workOrder, run, closure } = state;
  if (!workOrder || !run || !closure) throw new Error('Only a closed work order has a closure record.');
  const name = (user: string): string => site.people.get(user)?.name ?? user;
  const role = (user: string): string => site.people.get(user)?.role ?? '';
  const ref = (seq: number): EntryRef => ({ device: device.station, seq });
  const zone = input.entries.find((e) => e.seq === closure.seq)?.zone ?? '+00:00';
  const placed = numberedSteps(document);
  const work = placed.filter((p) => p.step.kind !== 'gate');

  const evidence = evidenceOf(state, placed, name);
  const steps = (section: string): ClosedStep[] =>
    placed.filter((p) => p.section.id === section).map((p) => closedStep(input, p, name));
  const readings = work.flatMap((p) => {
    const record = run.steps[p.step.id]?.record;
    return p.step.kind === 'number' && record ? [bandOf(record)] : [];
  });
  const changes = work.flatMap((p) => (run.steps[p.step.id]?.changes ?? []).map((change) => ({ p, change })));
  const exceptions = Object.values(state.exceptions);
  const raised = exceptions.filter((e) => e.from !== 'break-glass');
  const stall = stalled(state);
  const endedAt = run.finishedAt ?? closure.at;
  const openFixes = Object.values(state.remediations).filter((r) => !r.closed);
  const doneBy = [...new Set(work.flatMap((p) => run.steps[p.step.id]?.record?.by ?? []))].map(name);

  return {
    format: 'process-designer/closure/v1',
    number: closure.number,
    closure_evidence_id: closure.closure,
    closedAt: closure.at,
    zone,
    site: { id: site.site?.id ?? '', name: site.site?.name ?? '' },
    station: { device: device.id, name: device.station },
    workOrder: {
      work_order_id: workOrder.workOrder,
      number: workOrder.number,
      title: workOrder.title,
      jobType: jobType.name,
      asset: workOrder.asset,
      ...(workOrder.lot ? { lot: workOrder.lot } : {}),
      inputs: workOrder.inputs.map((i) =>
        i.unit
          ? { label: i.label, value: i.value, unit: unitLabel(i.unit) }
          : { label: i.label, value: i.value },
      ),
    },
    run: {
      checklist_run_id: run.run,
      number: 1,
      startedAt: run.startedAt,
      endedAt,
      ...(stall.minutes > 0 ? { stalled: stall } : {}),
      doneBy,
      witnesses: [],
    },
    checklist: { name: document.title, version: run.versionNumber, documentHash: run.documentHash },
    result: {
      verdict: openFixes.length > 0 ? 'with-open-actions' : 'complete',
      summary: summaryOf(input, openFixes.length),
    },
    facts: {
      steps: { recorded: work.filter((p) => run.steps[p.step.id]?.record).length, of: work.length },
      readings: { inBand: readings.filter((b) => b === 'ok').length, of: readings.length },
      evidenceFiles: evidence.length,
      exceptions: { raised: raised.length, disposed: raised.filter((e) => e.end).length },
      changes: changes.length,
    },
    acceptance: jobType.acceptance.map((a) => ({
      text: a.text,
      shownBy: `Confirmed by ${name(closure.by)} at closing`,
      met: closure.acceptance.includes(a.id),
    })),
    deviations: deviationsOf(input, placed, name),
    signatures: signaturesOf(input, name, ref),
    sections: document.sections.map((s) => ({ title: s.title, steps: steps(s.id) })),
    evidence,
    gates: placed.flatMap((p) => (p.step.kind === 'gate' ? [closedGate(state, p, name, role, ref)] : [])),
    reviews: Object.values(state.reviews).flatMap((r) => {
      const last = r.verdicts[r.verdicts.length - 1];
      if (!last) return [];
      return [
        {
          number: r.number,
          of: state.glasses[r.glass]?.number ?? '',
          verdict: verdictWords(last.verdict),
          rationale: last.comment,
          reviewer: name(last.by),
          role: role(last.by),
          at: last.at,
          dueAt: r.due,
        },
      ];
    }),
    remediations: Object.values(state.remediations).map((r) => ({
      number: r.number,
      title: r.title,
      cause: state.glasses[r.glass ?? '']?.number ?? '',
      owner: 'user' in r.owner ? name(r.owner.user) : roleName(site, r.owner.role),
      dueAt: r.due,
      state: r.closed ? ('closed' as const) : ('open' as const),
    })),
    ...(input.erasures && input.erasures.length > 0 ? { erasures: input.erasures } : {}),
    checkpoint: input.checkpoint,
    app: input.app,
  };
}

/** Where a reading stood when it was accepted: its verdict says so, also where its value was erased since. */
function bandOf({ verdict }: StepRecord): 'ok' | 'warn' | 'act' {
  return verdict === 'warn' || verdict === 'act' ? verdict : 'ok';
}

type Placed = ReturnType<typeof numberedSteps>[number];

function roleName(site: SiteState, role: Role): string {
  const holders = [...site.people.values()].filter((p) => p.active && p.role === role);
  return holders.length === 1 && holders[0] ? holders[0].name : `Role ${role}`;
}

function verdictWords(verdict: string): 'justified' | 'not justified' | 'unclear' {
  return verdict === 'justified' ? 'justified' : verdict === 'not-justified' ? 'not justified' : 'unclear';
}

function evidenceOf(
  state: CaseState,
  placed: readonly Placed[],
  name: (user: string) => string,
): ClosedEvidence[] {
  let photos = 0;
  let files = 0;
  const seen = new Set<string>();
  return placed.flatMap((p) =>
    (state.run?.steps[p.step.id]?.evidence ?? []).flatMap((e) => {
      if (seen.has(e.sha256)) return [];
      seen.add(e.sha256);
      const label = e.mime.startsWith('image/') ? `Photo ${++photos}` : `File ${++files}`;
      return [
        {
          sha256: e.sha256,
          label,
          caption: `${e.label.charAt(0).toLowerCase()}${e.label.slice(1)}`,
          size: e.size,
          mime: e.mime,
          step: `step ${p.no}`,
          by: name(e.by),
          at: e.at,
        },
      ];
    }),
  );
}

function closedStep({ state }: RecordInput, p: Placed, name: (user: string) => string): ClosedStep {
  const base = { no: p.no, title: p.step.title, type: kindWords[p.step.kind] };
  if (p.step.kind === 'gate') {
    const decisions =
      state.gates[p.step.id]?.decisions.filter((d) => d.what === 'approved' && !d.voided) ?? [];
    const glass = Object.values(state.glasses).filter((g) => g.step === p.step.id);
    const last = decisions[decisions.length - 1];
    const opened = glass[glass.length - 1];
    return {
      ...base,
      title: `Gate: ${p.step.title.charAt(0).toLowerCase()}${p.step.title.slice(1)}`,
      value: last
        ? `Approved by ${[...new Set(decisions.map((d) => d.role))].join(' and ')}`
        : opened
          ? `Opened by break-glass`
          : '',
      by: last ? decisions.map((d) => name(d.by)) : opened ? [name(opened.by)] : [],
      ...(last ? { at: last.at } : opened ? { at: opened.at } : {}),
      refused: [],
      changed: [],
      ...(opened ? { breakGlass: opened.number } : {}),
      notes: [],
      evidence: [],
    };
  }
  const history = state.run?.steps[p.step.id] ?? untouched;
  const record = history.record;
  const glass = record?.glass === undefined ? undefined : state.glasses[record.glass]?.number;
  const recordedLate = record && Date.parse(record.at) - Date.parse(record.performedAt) > lateAfter;
  const blocked = Object.values(state.exceptions).filter(
    (e) => e.step === p.step.id && e.from !== 'break-glass' && e.end?.how === 'disposed',
  );
  const unit = p.step.kind === 'number' ? unitLabel(p.step.unit) : '';
  return {
    ...base,
    value: record === undefined ? '' : p.step.kind === 'number' ? record.value : record.shown,
    ...(unit === '' ? {} : { unit }),
    by: record ? [name(record.by)] : [],
    ...(record ? { at: record.performedAt } : {}),
    ...(record && recordedLate ? { recordedAt: record.at } : {}),
    refused: [
      ...history.refused.map((r) => ({ value: r.value, reason: unstopped(r.reason) })),
      ...history.earlier.map((e) => ({
        value: e.shown,
        reason: e.voided ? `void: ${e.voided.reason}` : 'done again',
      })),
    ],
    changed: history.changes.map((c) => ({
      from: withoutUnit(c.before, unit),
      by: name(c.by),
      at: c.at,
      reason: unstopped(c.why),
    })),
    ...(glass ? { breakGlass: glass } : {}),
    notes: [...(record?.why ? [record.why] : []), ...blocked.map((e) => `${e.code}, ${e.number}`)],
    evidence: history.evidence.map((e) => e.sha256),
    ...(p.step.kind === 'number' && record ? { band: bandOf(record) } : {}),
  };
}

function closedGate(
  state: CaseState,
  p: Placed,
  name: (u: string) => string,
  role: (u: string) => string,
  ref: (seq: number) => EntryRef,
): ClosedGate {
  const need = p.step.kind === 'gate' ? p.step.need.map((n) => `${n.count} ${n.role}`).join(' and ') : '';
  const glass = Object.values(state.glasses).filter((g) => g.step === p.step.id);
  const decisions = state.gates[p.step.id]?.decisions ?? [];
  return {
    no: p.no,
    title: p.step.title,
    need,
    decisions: [
      ...glass.map((g) => ({
        decision: 'opened by break-glass' as const,
        name: name(g.by),
        role: role(g.by),
        at: g.at,
        comment: g.why,
        entry: ref(g.seq),
      })),
      ...decisions.map((d) => ({
        decision: d.what,
        name: name(d.by),
        role: d.role,
        at: d.at,
        ...(d.voided ? { comment: `Void: ${d.voided.reason}` } : d.why ? { comment: d.why } : {}),
        entry: ref(d.seq),
      })),
    ],
  };
}

function deviationsOf(
  input: RecordInput,
  placed: readonly Placed[],
  name: (u: string) => string,
): Deviation[] {
  const { state, jobType, site } = input;
  const where = (step: string | undefined, prerequisite: string | undefined): string => {
    const p = placed.find((x) => x.step.id === step);
    if (p) return p.step.kind === 'gate' ? `gate ${p.no}` : `step ${p.no}`;
    const place = jobType.prerequisites.findIndex((x) => x.id === prerequisite);
    return place >= 0 ? `prerequisite ${place + 1}` : 'the run';
  };
  const exceptions: (Deviation & { at2: string })[] = Object.values(state.exceptions)
    .filter((e) => e.from !== 'break-glass' && e.end !== undefined)
    .map((e) => ({
      kind: 'exception' as const,
      number: e.number,
      by: name(e.end?.by ?? ''),
      code: e.code,
      meaning: e.meaning,
      at: where(e.step, e.prerequisite),
      raisedAt: e.raisedAt,
      raisedBy: name(e.raisedBy),
      rationale: e.why ?? '',
      owner: 'user' in e.owner ? name(e.owner.user) : roleName(site, e.owner.role),
      dueAt: e.due,
      disposition: e.end?.how === 'disposed' ? e.end.disposition.replaceAll('-', ' ') : 'withdrawn',
      reason: e.end?.how === 'disposed' ? e.end.note : (e.end?.why ?? ''),
      disposedAt: e.end?.at ?? e.raisedAt,
      at2: e.raisedAt,
    }));
  const glasses: (Deviation & { at2: string })[] = Object.values(state.glasses).map((g) => {
    const review = state.reviews[g.review];
    const verdict = review?.verdicts[review.verdicts.length - 1];
    const fix = state.remediations[g.remediation];
    const ended = g.closed?.ended ?? g.expires;
    return {
      kind: 'break-glass' as const,
      number: g.number,
      by: name(verdict?.by ?? g.by),
      opened: g.title,
      code: g.code,
      rationale: g.why,
      openedBy: name(g.by),
      openedAt: g.at,
      usedMinutes: Math.max(1, Math.round((Date.parse(ended) - Date.parse(g.at)) / 60_000)),
      windowMinutes: g.windowMinutes,
      verdict: verdictWords(verdict?.verdict ?? 'unclear'),
      verdictAt: verdict?.at ?? g.at,
      ...(fix ? { remediation: { number: fix.number, dueAt: fix.due } } : {}),
      at2: g.at,
    };
  });
  const changes: (Deviation & { at2: string })[] = placed.flatMap((p) =>
    (state.run?.steps[p.step.id]?.changes ?? []).map((c) => ({
      kind: 'change' as const,
      number: `Step ${p.no}`,
      by: name(c.by),
      step: p.step.title,
      from: c.before,
      to: c.after,
      reason: unstopped(c.why),
      changedAt: c.at,
      at2: c.at,
    })),
  );
  return [...exceptions, ...glasses, ...changes]
    .sort((a, b) => (a.at2 < b.at2 ? -1 : 1))
    .map(({ at2: _at, ...deviation }) => deviation as Deviation);
}

const wordsOf = (meaning: string): string => (isMeaning(meaning) ? meaningWords[meaning] : meaning);

/** That a signature is void, and why: what it covered was changed after it. */
function voidWords(state: CaseState, seq: number): string {
  const steps = Object.values(state.run?.steps ?? {}).flatMap((h) => h.earlier);
  const gates = Object.values(state.gates).flatMap((g) => g.decisions);
  const voided = [...steps, ...gates].find((one) => one.seq === seq)?.voided;
  return voided ? `. Void: ${voided.reason}` : '';
}

function signaturesOf(
  input: RecordInput,
  name: (u: string) => string,
  ref: (seq: number) => EntryRef,
): ClosureSignature[] {
  return input.entries.flatMap((e) => {
    if (!e.signature || !('user' in e.actor)) return [];
    const title =
      e.type.startsWith('gate.') || e.type === 'run.step-recorded'
        ? `, ${String(e.body?.title ?? '').toLowerCase()}`
        : '';
    const glass =
      e.type === 'post-review.decided'
        ? ` on ${input.state.glasses[String(e.body?.glass)]?.number ?? 'break-glass'}`
        : '';
    // Said on the record itself: somebody else could have asked for that reset.
    const reset = isSoonAfterReset(input.site.people.get(e.actor.user), e.at)
      ? ', within 24 hours of a reset of their secret'
      : '';
    return [
      {
        meaning: `${wordsOf(e.signature.meaning)}${title}${glass}${reset}${voidWords(input.state, e.seq)}`,
        name: name(e.actor.user),
        role: e.actor.role,
        at: e.at,
        zone: e.zone,
        entry: ref(e.seq),
        key: e.signature.key,
      },
    ];
  });
}

/** Time in which the run could not go on: from each blocking exception to its end, overlaps counted once. */
function stalled(state: CaseState): { minutes: number; codes: string[] } {
  const spans = Object.values(state.exceptions)
    .filter((e) => e.effect !== 'notes' && e.end !== undefined)
    .map((e) => ({ from: Date.parse(e.raisedAt), to: Date.parse(e.end?.at ?? e.raisedAt), code: e.code }))
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let until = 0;
  for (const s of spans) {
    total += Math.max(0, s.to - Math.max(s.from, until));
    until = Math.max(until, s.to);
  }
  return { minutes: Math.round(total / 60_000), codes: [...new Set(spans.map((s) => s.code))] };
}

function summaryOf({ state, document }: RecordInput, openFixes: number): string {
  const said = state.closure?.result.trim() ?? '';
  const parts = [/[.!?]$/.test(said) ? said : `${said}.`];
  for (const { step } of numberedSteps(document)) {
    const record = state.run?.steps[step.id]?.record;
    if (step.kind !== 'number' || !record || step.warn === undefined || parts.length > 2) continue;
    const band =
      step.warn.low !== undefined && step.warn.high !== undefined
        ? `, target ${step.warn.low} to ${step.warn.high}`
        : '';
    parts.push(`${step.measures ?? step.title} ${record.shown}${band}.`);
  }
  const glasses = Object.values(state.glasses);
  if (glasses.length > 0) {
    const verdicts = glasses.map(
      (g) => state.reviews[g.review]?.verdicts.at(-1)?.verdict.replace('-', ' ') ?? 'open',
    );
    parts.push(
      `${plural(glasses.length, 'break-glass use', 'break-glass uses')}; the review found: ${verdicts.join(', ')}.${openFixes > 0 ? ` ${plural(openFixes, 'remediation is', 'remediations are')} open.` : ''}`,
    );
  }
  return parts.join(' ');
}

/** A sentence that goes on: its full stop is left to whoever sets it. */
function unstopped(text: string): string {
  return text.trim().replace(/\.$/, '');
}

/** A value as it was shown, without the unit that stands beside it anyway. */
function withoutUnit(shown: string, unit: string): string {
  return unit !== '' && shown.endsWith(` ${unit}`) ? shown.slice(0, -unit.length - 1) : shown;
}
