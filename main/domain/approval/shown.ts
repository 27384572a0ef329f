import type { CaseState } from '../caseState';
import { type ChecklistDocument, numberedSteps } from '../procedure/checklist';
import { diff } from '../procedure/diff';
import type { JobType } from '../procedure/jobType';
import type { SiteState } from '../procedure/site';

type Line = { readonly label: string; readonly value: string };

/** What a signer is shown: lines a person reads, every value among them, and the record they stand for. All are hashed together. */
export type Shown = {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Each recorded answer that the signature covers, as it stands. */
  readonly values?: readonly Line[];
  readonly record: unknown;
};

function nameOf(site: SiteState, user: string): string {
  return site.people.get(user)?.name ?? user;
}

/** Every accepted answer and file of a run, so that a signature binds their values and not only their number. */
function recordOf(state: CaseState, document: ChecklistDocument) {
  return numberedSteps(document).map((s) => {
    const h = state.run?.steps[s.step.id];
    return {
      step: s.step.id,
      value: h?.record?.value ?? null,
      seq: h?.record?.seq ?? null,
      corrected: h?.changes.map((c) => c.seq) ?? [],
      evidence: h?.evidence.map((e) => e.sha256) ?? [],
      approvals: state.gates[s.step.id]?.decisions.filter((d) => !d.voided).map((d) => d.seq) ?? [],
    };
  });
}

/** Every recorded answer of a run in words, each with the files held for it. */
function valuesOf(state: CaseState, document: ChecklistDocument): Line[] {
  return numberedSteps(document).flatMap(({ no, step }) => {
    const h = state.run?.steps[step.id];
    const files = (h?.evidence ?? []).map((e) => `${e.name} ${e.sha256.slice(0, 8)}`);
    const said = [
      ...(h?.record ? [h.record.shown] : []),
      ...(h?.record?.why ? [h.record.why] : []),
      ...files,
    ];
    return said.length === 0 ? [] : [{ label: `${no} ${step.title}`, value: said.join('\n') }];
  });
}

function summary(state: CaseState, document: ChecklistDocument): Line[] {
  const steps = numberedSteps(document).filter((s) => s.step.kind !== 'gate');
  const recorded = steps.filter((s) => state.run?.steps[s.step.id]?.record);
  const readings = recorded.filter((s) => s.step.kind === 'number').length;
  const files = steps.reduce((n, s) => n + (state.run?.steps[s.step.id]?.evidence.length ?? 0), 0);
  const exceptions = Object.values(state.exceptions);
  const open = exceptions.filter((e) => !e.end).length;
  const glasses = Object.values(state.glasses).length;
  const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  return [
    { label: 'Work order', value: `${state.workOrder?.number}, ${state.workOrder?.title}` },
    { label: 'Asset', value: state.workOrder?.asset ?? '' },
    { label: 'Checklist', value: `${document.title}, version ${state.run?.versionNumber}` },
    {
      label: 'You were shown',
      value: `${recorded.length} of ${steps.length} steps, ${plural(readings, 'reading', 'readings')}, ${plural(files, 'file', 'files')}, ${plural(exceptions.length, 'exception', 'exceptions')} (${open} open), ${plural(glasses, 'break-glass', 'break-glass uses')}`,
    },
  ];
}

/** What approving or rejecting a gate covers. */
export function shownForGate(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  step: string,
): Shown | undefined {
  const placed = numberedSteps(document).find((s) => s.step.id === step);
  if (placed?.step.kind !== 'gate' || !state.run) return undefined;
  const need = placed.step.need.map((n) => `${n.count} ${n.role}`).join(' and ');
  const given = (state.gates[step]?.decisions ?? [])
    .filter((d) => d.what === 'approved' && !d.voided)
    .map((d) => nameOf(site, d.by));
  return {
    title: placed.step.title,
    lines: [
      { label: 'Gate', value: `${placed.no}, ${placed.step.title}, needs ${need}` },
      ...summary(state, document),
      ...(given.length > 0 ? [{ label: 'Approved so far', value: given.join(', ') }] : []),
    ],
    values: valuesOf(state, document),
    record: recordOf(state, document),
  };
}

/** What a signature step covers: its own statement, and all that was recorded before it. */
export function shownForStep(state: CaseState, document: ChecklistDocument, step: string): Shown | undefined {
  const placed = numberedSteps(document).find((s) => s.step.id === step);
  if (placed?.step.kind !== 'signature' || !state.run) return undefined;
  return {
    title: placed.step.title,
    lines: [
      { label: 'You state', value: placed.step.statement },
      { label: 'Step', value: `${placed.no}, ${placed.step.title}` },
      ...summary(state, document),
    ],
    values: valuesOf(state, document),
    record: recordOf(state, document),
  };
}

/** What a post-review verdict covers: the reason, the window, and everything done under it. */
export function shownForReview(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument | undefined,
  review: string,
): Shown | undefined {
  const found = state.reviews[review];
  const glass = found && state.glasses[found.glass];
  if (!found || !glass) return undefined;
  const under = Object.entries(state.run?.steps ?? {}).flatMap(([step, h]) =>
    [h.record, ...h.earlier]
      .filter((r) => r?.glass === glass.glass)
      .map((r) => ({ step, seq: r?.seq ?? 0, value: r?.value ?? '', shown: r?.shown ?? '' })),
  );
  const titleOf = (step: string): string =>
    (document && numberedSteps(document).find((s) => s.step.id === step)?.step.title) ?? step;
  return {
    title: `Post-review ${found.number} of ${glass.number}`,
    lines: [
      {
        label: 'Opened',
        value: `${glass.opens === 'gate' ? 'Gate' : 'Blocked step'} ${glass.no}, ${glass.title}`,
      },
      { label: 'Work order', value: `${state.workOrder?.number}, ${state.workOrder?.title}` },
      { label: 'Opened by', value: nameOf(site, glass.by) },
      { label: 'Reason', value: `${glass.code} ${glass.meaning}: ${glass.why}` },
      { label: 'Done under it', value: `${under.length} ${under.length === 1 ? 'entry' : 'entries'}` },
      { label: 'Skipped', value: glass.skipped.map((u) => nameOf(site, u)).join(', ') || 'Nobody' },
    ],
    values: under.map(({ step, shown }) => ({ label: titleOf(step), value: shown })),
    record: { glass: glass.seq, under },
  };
}

/** What closing covers: the whole record. */
export function shownForClosure(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  jobType: JobType,
): Shown | undefined {
  if (!state.run) return undefined;
  const reviews = Object.values(state.reviews).map((r) => ({
    review: r.review,
    verdicts: r.verdicts.map((v) => v.seq),
  }));
  const exceptions = Object.values(state.exceptions).map((e) => ({
    exception: e.exception,
    end: e.end?.how ?? null,
  }));
  const doneBy = [
    ...new Set(Object.values(state.run.steps).flatMap((h) => (h.record ? [nameOf(site, h.record.by)] : []))),
  ];
  return {
    title: `Closing of ${state.workOrder?.number}`,
    lines: [
      ...summary(state, document),
      { label: 'Done by', value: doneBy.join(', ') },
      ...jobType.acceptance.map((a) => ({ label: 'Criterion', value: a.text })),
    ],
    values: valuesOf(state, document),
    record: {
      steps: recordOf(state, document),
      reviews,
      exceptions,
      lastEntry: state.lastEntry,
      entries: state.entries,
    },
  };
}

/** What a release covers: the document itself, by its hash. */
export function shownForRelease(site: SiteState, checklist: string, documentHash: string): Shown | undefined {
  const list = site.checklists.get(checklist);
  if (!list) return undefined;
  const steps = numberedSteps(list.draft);
  const last = list.versions[list.versions.length - 1];
  const next = (last?.number ?? 0) + 1;
  return {
    title: `Release of “${list.draft.title}”, version ${next}`,
    lines: [
      { label: 'Checklist', value: list.draft.title },
      { label: 'Version', value: `${next}${next === 1 ? ', the first' : ''}` },
      {
        label: 'Content',
        value: `${steps.filter((s) => s.step.kind !== 'gate').length} steps and ${steps.filter((s) => s.step.kind === 'gate').length} gates in ${list.draft.sections.length} sections`,
      },
      {
        label: 'Written by',
        value: list.authors.map((u) => nameOf(site, u)).join(', ') || nameOf(site, list.draftBy),
      },
      { label: 'Reason', value: list.requested?.reason ?? '' },
      ...(list.requested?.causes ?? []).map(({ words }) => ({ label: 'Caused by', value: words })),
      // D8: what is signed is the difference; a first version is read whole.
      ...(last
        ? diff(last.document, list.draft).map((change) => ({ label: 'Change', value: change.words }))
        : []),
    ],
    record: { documentHash, version: next },
  };
}
