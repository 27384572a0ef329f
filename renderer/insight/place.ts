import { defaultStringifySearch } from '@tanstack/react-router';
import {
  type Counted,
  countedSchema,
  type Question,
  questions,
  type Scope,
} from '../../main/contract/insight';

/** The periods that the filter offers; days and quarters are those of this station's calendar. */
export const periods = ['7d', '30d', '90d', 'quarter', 'year', 'all', 'own'] as const;
export type Period = (typeof periods)[number];

/** What the insight pages are narrowed to, as it stands in their address. `from` and `to` are local days, both counted, for `own`. */
export type Place = {
  readonly period: Period;
  readonly from?: string;
  readonly to?: string;
  /** A job type's key. */
  readonly job?: string;
  readonly source: Scope['source'];
};

export const anyPlace: Place = { period: '90d', source: 'all' };

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; whatever is not known in it counts as not said. */
export function placeOf(search: Readonly<Record<string, unknown>>): Place {
  const { from, to, job } = search;
  const period = periods.find((one) => one === search.period) ?? anyPlace.period;
  return {
    period,
    source: (['here', 'imported'] as const).find((one) => one === search.source) ?? anyPlace.source,
    ...(period === 'own' && typeof from === 'string' && day.test(from) ? { from } : {}),
    ...(period === 'own' && typeof to === 'string' && day.test(to) ? { to } : {}),
    ...(typeof job === 'string' && job !== '' ? { job } : {}),
  };
}

/** Local midnight of a day `days` after the one of `at`. */
function midnight(at: Date, days = 0): string {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).toISOString();
}

function localDay(text: string, days: number): string {
  const [year, month, date] = text.split('-').map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + days).toISOString();
}

/** The period in UTC, from inclusive to exclusive. `today` is any moment of this station's day. */
function spanOf(place: Place, today: Date): Pick<Scope, 'from' | 'to'> {
  switch (place.period) {
    case '7d':
      return { from: midnight(today, -6) };
    case '30d':
      return { from: midnight(today, -29) };
    case '90d':
      return { from: midnight(today, -89) };
    case 'quarter':
      return { from: new Date(today.getFullYear(), 3 * Math.floor(today.getMonth() / 3), 1).toISOString() };
    case 'year':
      return { from: new Date(today.getFullYear(), 0, 1).toISOString() };
    case 'all':
      return {};
    case 'own':
      return {
        ...(place.from === undefined ? {} : { from: localDay(place.from, 0) }),
        ...(place.to === undefined ? {} : { to: localDay(place.to, 1) }),
      };
  }
}

/** What is asked for: period, job type and whose records. */
export function scopeOf(place: Place, today: Date): Scope {
  return {
    ...spanOf(place, today),
    ...(place.job === undefined ? {} : { jobType: place.job }),
    source: place.source,
  };
}

type Extra = { readonly of?: Counted; readonly span?: readonly [string, string] };

/** An address with what differs from the ordinary; nothing set stays out of it. */
function address(path: string, place: Place, extra: Extra = {}): string {
  const { period, source, ...own } = place;
  const search = {
    ...(period === anyPlace.period ? {} : { period }),
    ...(source === anyPlace.source ? {} : { source }),
    ...own,
    ...extra,
  };
  return `#${path}${defaultStringifySearch(search)}`;
}

export function insightHref(place: Place): string {
  return address('/insight', place);
}

export function questionHref(question: Question, place: Place): string {
  return address(`/insight/${question}`, place);
}

/** The records behind one number; `span` narrows them to a part of the period, UTC, from inclusive to exclusive. */
export function recordsHref(of: Counted, place: Place, span?: readonly [string, string]): string {
  return address('/insight/records', place, span === undefined ? { of } : { of, span });
}

/** Goes to an address of these pages, so that the way back leads to what was seen before. */
export function goTo(href: string): void {
  window.location.hash = href;
}

/** Which question an address names; null when it names none. */
export function questionOf(name: unknown): Question | null {
  return questions.find((one) => one === name) ?? null;
}

/** Which records an address names, and the part of the period; null when it names none that can be counted. */
export function countedOf(
  search: Readonly<Record<string, unknown>>,
): { readonly of: Counted; readonly span: Pick<Scope, 'from' | 'to'> | null } | null {
  const of = countedSchema.safeParse(search.of);
  if (!of.success) return null;
  const [from, to] = Array.isArray(search.span) ? search.span : [];
  const known =
    typeof from === 'string' &&
    typeof to === 'string' &&
    [from, to].every((at) => !Number.isNaN(Date.parse(at)));
  return { of: of.data, span: known ? { from, to } : null };
}

const periodName: Record<Period, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  quarter: 'This quarter',
  year: 'This year',
  all: 'All time',
  own: 'Own dates',
};

/** "Last 90 days" */
export function periodWords(period: Period): string {
  return periodName[period];
}
