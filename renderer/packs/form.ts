import type { Question } from '../../main/contract/insight';
import { questions } from '../../main/contract/insight';
import type { PackScope } from '../../main/domain/pack/pack';
import type { PackStart } from '../app/packLink';

export type About = PackScope['kind'];

/** What the person has said so far. Days are local, `2026-03-10`, both counted; empty is no bound. */
export type PackForm = {
  readonly about: About;
  readonly workOrders: readonly string[];
  readonly jobType: string | null;
  readonly person: string | null;
  readonly lot: string;
  readonly asset: string;
  readonly question: Question | null;
  /** Of the question about codes: one of them, or null for all. */
  readonly code: string | null;
  readonly from: string;
  readonly until: string;
  readonly which: 'all' | 'chosen';
  /** Those to disclose when `which` is `chosen`. */
  readonly disclosed: readonly string[];
  readonly complete: boolean;
  readonly reason: string;
};

export const emptyForm: PackForm = {
  about: 'work-orders',
  workOrders: [],
  jobType: null,
  person: null,
  lot: '',
  asset: '',
  question: null,
  code: null,
  from: '',
  until: '',
  which: 'all',
  disclosed: [],
  complete: true,
  reason: '',
};

/** How many work orders can be picked one by one. */
export const mostPicked = 500;

/** A local day, `days` later, as the moment it begins. */
function midnight(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + days).toISOString();
}

/** The local day on which a moment falls. */
export function localDay(at: string): string {
  const day = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The field that is not filled in as it must be, and what opens it. */
export type Lacking = { readonly field: keyof PackForm; readonly why: string };

/** The scope that a form says, or the first thing that it lacks. */
export function scopeOf(form: PackForm): { readonly scope: PackScope } | { readonly lacking: Lacking } {
  const lack = (field: keyof PackForm, why: string) => ({ lacking: { field, why } });
  if (form.about === 'work-orders')
    return form.workOrders.length === 0
      ? lack('workOrders', 'Choose at least one work order.')
      : { scope: { kind: 'work-orders', workOrders: [...form.workOrders] } };
  if (form.from !== '' && form.until !== '' && form.until < form.from)
    return lack('until', 'The last day is before the first one.');
  const within = {
    ...(form.from === '' ? {} : { from: midnight(form.from, 0) }),
    ...(form.until === '' ? {} : { until: midnight(form.until, 1) }),
  };
  switch (form.about) {
    case 'job-type':
      return form.jobType === null
        ? lack('jobType', 'Choose a job type.')
        : { scope: { kind: 'job-type', value: form.jobType, ...within } };
    case 'person':
      return form.person === null
        ? lack('person', 'Choose a person.')
        : { scope: { kind: 'person', value: form.person, ...within } };
    case 'lot':
      return form.lot.trim() === ''
        ? lack('lot', 'Name the lot.')
        : { scope: { kind: 'lot', value: form.lot.trim(), ...within } };
    case 'asset':
      return form.asset.trim() === ''
        ? lack('asset', 'Name the asset.')
        : { scope: { kind: 'asset', value: form.asset.trim(), ...within } };
    case 'dates':
      if (form.from === '') return lack('from', 'Give the first day.');
      return form.until === ''
        ? lack('until', 'Give the last day.')
        : { scope: { kind: 'dates', from: midnight(form.from, 0), until: midnight(form.until, 1) } };
    case 'question':
      return form.question === null
        ? lack('question', 'Choose one of the four questions.')
        : { scope: { kind: 'question', value: questionValue(form.question, form.code), ...within } };
  }
}

/** A scope names the question about one code as `codes:MAT-02`. */
function questionValue(question: Question, code: string | null): string {
  return question === 'codes' && code !== null ? `codes:${code}` : question;
}

/** What a form asks for, once its first two parts are filled in: the arguments of `packPreview`. */
export function asksFor(form: PackForm):
  | {
      readonly scope: PackScope;
      readonly disclose?: string[];
      readonly complete: boolean;
    }
  | { readonly lacking: Lacking } {
  const found = scopeOf(form);
  if ('lacking' in found) return found;
  if (form.which === 'all') return { ...found, complete: form.complete };
  if (form.disclosed.length === 0)
    return { lacking: { field: 'disclosed', why: 'Choose at least one work order to disclose.' } };
  return { ...found, disclose: [...form.disclosed], complete: form.complete };
}

/** The same list with `id` in it, or without it if it was there. */
export function turned(list: readonly string[], id: string): readonly string[] {
  return list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
}

/** Reads an address; what is not known in it counts as not said. */
export function startOf(search: Readonly<Record<string, unknown>>): PackStart | null {
  const { kind, workOrder, pack, state, find, question, from, until } = search;
  const time = (value: unknown) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : undefined;
  switch (kind) {
    case 'work-order':
      return typeof workOrder === 'string' ? { kind, workOrder } : null;
    case 'addendum':
      return typeof pack === 'string' ? { kind, pack } : null;
    case 'found': {
      const known = (['open', 'finished', 'closed', 'all'] as const).find((one) => one === state);
      // A number that was searched for comes back from an address as a number.
      return known === undefined
        ? null
        : { kind, state: known, find: find === undefined ? '' : String(find) };
    }
    case 'question': {
      const known = questions.find((one) => one === question);
      if (known === undefined) return null;
      const bounds = { from: time(from), until: time(until) };
      return {
        kind,
        question: known,
        ...(bounds.from === undefined ? {} : { from: bounds.from }),
        ...(bounds.until === undefined ? {} : { until: bounds.until }),
      };
    }
    default:
      return null;
  }
}

/** The form of one of the four questions, in its period. */
export function ofQuestion(start: Extract<PackStart, { kind: 'question' }>): PackForm {
  return {
    ...emptyForm,
    about: 'question',
    question: start.question,
    from: start.from === undefined ? '' : localDay(start.from),
    // `until` is not included, so the last day is the one before it.
    until: start.until === undefined ? '' : localDay(new Date(Date.parse(start.until) - 1).toISOString()),
  };
}

/** The form of work orders that are named one by one. */
export function ofWorkOrders(workOrders: readonly string[]): PackForm {
  return { ...emptyForm, about: 'work-orders', workOrders: workOrders.slice(0, mostPicked) };
}

/**
 * The form of an addendum: the work orders that the earlier pack disclosed, and no others. More than can be named one by
 * one are chosen out of the earlier scope.
 */
export function ofRequest(request: {
  readonly scope: PackScope;
  readonly disclosed: readonly string[];
  readonly complete: boolean;
}): PackForm {
  const { scope, disclosed, complete } = request;
  if (disclosed.length <= mostPicked) return { ...ofWorkOrders(disclosed), complete };
  const day = (at: string | undefined) => (at === undefined ? '' : localDay(at));
  const period =
    scope.kind === 'work-orders'
      ? {}
      : {
          from: day(scope.from),
          until:
            scope.until === undefined ? '' : localDay(new Date(Date.parse(scope.until) - 1).toISOString()),
        };
  return {
    ...emptyForm,
    ...period,
    ...valueIn(scope),
    about: scope.kind,
    which: 'chosen',
    disclosed,
    complete,
  };
}

function valueIn(scope: PackScope): Partial<PackForm> {
  switch (scope.kind) {
    case 'work-orders':
      return { workOrders: scope.workOrders };
    case 'job-type':
      return { jobType: scope.value };
    case 'person':
      return { person: scope.value };
    case 'lot':
      return { lot: scope.value };
    case 'asset':
      return { asset: scope.value };
    case 'question':
      return {
        question: questions.find((one) => one === scope.value.split(':')[0]) ?? null,
        code: scope.value.split(':')[1] ?? null,
      };
    case 'dates':
      return {};
  }
}
