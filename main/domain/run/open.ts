import type { CaseState } from '../caseState';
import { type Context, type Decision, numberKinds, type Proposed } from '../entry';
import { raise } from '../exception/raise';
import type { RequiredInput } from '../procedure/jobType';
import { effectiveVersion, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { prerequisiteStanding } from './nextStep';

type OpenArgs = {
  number?: string | undefined;
  title: string;
  jobType: string;
  asset: string;
  lot?: string | undefined;
  due?: string | undefined;
  inputs: Readonly<Record<string, string>>;
};

/** Opens a work order. `numberTaken` says whether the typed number is in use here, whatever its case. */
export function openWorkOrder(
  site: SiteState,
  args: OpenArgs,
  numberTaken: boolean,
  ctx: Context,
): Decision<{ workOrder: string; number: string }> {
  const jobType = site.jobTypes.get(args.jobType);
  if (!jobType)
    return refuse('not-found', 'This job type does not exist. Choose one that does.', {
      jobType: 'Choose a job type',
    });
  if (numberTaken)
    return refuse(
      'taken',
      `Work order ${args.number} exists already. Nothing is opened; what you typed is kept. Check the number, or leave it empty and the next one is given.`,
      { number: 'This number is taken' },
    );
  if (args.number !== undefined && looksGiven(args.number))
    return refuse(
      'malformed',
      `Numbers such as ${args.number} are given by the app itself, so that none is given twice. Leave the number empty, or type the one of your own system. What you typed is kept.`,
      { number: 'Of the form that the app gives' },
    );
  if (!effectiveVersion(site, args.jobType))
    return refuse(
      'not-ready',
      `“${jobType.name}” has no released checklist yet. An admin asks for its release, and a second person releases it.`,
      { jobType: 'No released checklist' },
    );
  const fields: Record<string, string> = {};
  const inputs: { id: string; label: string; value: string; unit?: string }[] = [];
  for (const input of jobType.inputs) {
    const value = (args.inputs[input.id] ?? '').trim();
    const problem = inputProblem(input, value);
    if (problem) fields[`inputs.${input.id}`] = problem;
    inputs.push(
      input.unit === undefined
        ? { id: input.id, label: input.label, value }
        : { id: input.id, label: input.label, value, unit: input.unit },
    );
  }
  const missing = Object.keys(fields).length;
  if (missing > 0)
    return refuse(
      'missing',
      `${missing === 1 ? 'One required input is' : `${missing} required inputs are`} not given yet. Work that starts without its inputs ends in exceptions. What you typed is kept.`,
      fields,
    );
  const workOrder = ctx.newId('workOrder');
  const number = args.number ?? ctx.nextNumber('workOrder');
  const body = {
    workOrder,
    number,
    title: args.title,
    jobType: args.jobType,
    asset: args.asset,
    ...(args.lot ? { lot: args.lot } : {}),
    ...(args.due ? { due: args.due } : {}),
    inputs,
  };
  return {
    ok: true,
    entries: [{ type: 'work-order.opened', stream: workOrder, body }],
    answer: { workOrder, number },
  };
}

/** A typed number of the form that stations give, whatever its case: one of them would meet it some day. */
function looksGiven(number: string): boolean {
  const [prefix = '', station = '', count = ''] = number.toUpperCase().split('-');
  const kinds: readonly string[] = Object.values(numberKinds);
  return kinds.includes(prefix) && /^[A-Z][A-Z0-9]*$/.test(station) && /^\d{6,}$/.test(count);
}

function inputProblem(input: RequiredInput, value: string): string | undefined {
  if (value === '') return 'Required';
  if (input.kind === 'number' && !/^-?\d{1,12}(\.\d{1,9})?$/.test(value))
    return 'A number with a point, such as 12.50';
  if (input.kind === 'date' && (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value))))
    return 'A date such as 2026-03-10';
  if (input.kind === 'choice' && !(input.options ?? []).includes(value)) return 'Choose one of the list';
  return undefined;
}

/** Starts the one run of a work order, pinned to the released version and its hash (R2). */
export function startRun(site: SiteState, state: CaseState, ctx: Context): Decision {
  if (!state.workOrder) return refuse('not-found', 'This work order does not exist.');
  if (state.closure) return refuse('already-done', `${state.workOrder.number} is closed.`);
  if (state.run)
    return refuse('already-done', `${state.workOrder.number} is running already. Open it to go on.`);
  const version = effectiveVersion(site, state.workOrder.jobType);
  if (!version) return refuse('not-ready', 'This job type has no released checklist.');
  const run = ctx.newId('run');
  const body = {
    run,
    number: ctx.nextNumber('run'),
    workOrder: state.workOrder.workOrder,
    checklist: version.checklist,
    version: version.version,
    versionNumber: version.number,
    documentHash: version.documentHash,
  };
  return { ok: true, entries: [{ type: 'run.started', stream: run, body }], answer: {} };
}

/** D1: passes or fails one prerequisite. A fail raises its exception with the owner, and the run waits. */
export function checkPrerequisite(
  site: SiteState,
  state: CaseState,
  args: { prerequisite: string; result: 'pass' | 'fail'; note?: string | undefined },
  ctx: Context,
): Decision<{ exception?: string }> {
  const { workOrder, run } = state;
  if (!workOrder || !run)
    return refuse('out-of-order', 'The run is not started yet. Start it, then check the prerequisites.');
  const jobType = site.jobTypes.get(workOrder.jobType);
  const prerequisite = jobType?.prerequisites.find((p) => p.id === args.prerequisite);
  if (!prerequisite) return refuse('not-found', 'This prerequisite does not belong to the job type.');
  const standing = prerequisiteStanding(state, prerequisite);
  if (standing === 'passed' || standing === 'waived')
    return refuse('already-done', `“${prerequisite.text}” is ${standing} already.`);
  if (standing === 'failed') {
    const open = Object.values(state.exceptions).find(
      (e) => e.prerequisite === prerequisite.id && e.end === undefined,
    );
    return refuse(
      'blocked',
      `${open?.number ?? 'Its exception'} is open on this prerequisite. When it is disposed, check it again.`,
    );
  }
  const checked: Proposed = {
    type: 'run.prerequisite-checked',
    stream: run.run,
    body: {
      run: run.run,
      workOrder: workOrder.workOrder,
      prerequisite: prerequisite.id,
      text: prerequisite.text,
      result: args.result,
      ...(args.note ? { note: args.note } : {}),
    },
  };
  if (args.result === 'pass') return { ok: true, entries: [checked], answer: {} };
  const code = site.codes.get(prerequisite.code);
  if (!code)
    return refuse(
      'not-found',
      `Code ${prerequisite.code} of this prerequisite is not in the catalogue. An admin adds it.`,
    );
  const raised = raise(
    {
      site,
      workOrder: workOrder.workOrder,
      run: run.run,
      code,
      at: { prerequisite: prerequisite.id },
      from: 'prerequisite',
    },
    ctx,
  );
  // What was noted with the fail is its reason, so that the owner need not look for it in the run.
  const why = args.note?.trim() ?? '';
  const explained: Proposed = {
    type: 'exception.explained',
    stream: raised.exception,
    body: { exception: raised.exception, workOrder: workOrder.workOrder, why },
  };
  const entries = why.length < 3 ? [checked, raised.entry] : [checked, raised.entry, explained];
  return { ok: true, entries, answer: { exception: raised.exception } };
}
