import type { Counted, CountedRow, OwnerRow, Rate, StallRow } from '../../main/contract/insight';
import { capital, count, date, duration } from '../app/format';
import { percent } from '../kit/charts/scale';

/** Under so many cases a rate says nothing. */
export const few = 5;

export const tooFew = 'Too few to say';

/** "24%", or that there are too few to say. */
export function rateWords(rate: Rate): string {
  return rate.of < few ? tooFew : percent(rate.counted, rate.of);
}

/** A share in per cent, 0 to 100; null when there are too few to say. */
export function rateOf(rate: Rate): number | null {
  return rate.of < few ? null : (100 * rate.counted) / rate.of;
}

/** "17 of 71" */
export function ofWords(rate: Rate): string {
  return `${rate.counted.toLocaleString('en')} of ${rate.of.toLocaleString('en')}`;
}

/** The row that stalls most among those with enough runs; null when none has, or none stalled. */
export function stallsMost(rows: readonly StallRow[]): StallRow | null {
  const share = (row: StallRow) => row.stalled / row.runs;
  const enough = rows.filter((row) => row.runs >= few && row.stalled > 0);
  return enough.toSorted((a, b) => share(b) - share(a) || b.runs - a.runs)[0] ?? null;
}

/** Rows in the order of a chart: those that say something by rate, then those with too few by runs. */
export function byRate(rows: readonly StallRow[]): readonly StallRow[] {
  const share = (row: StallRow) => (row.runs < few ? -1 : row.stalled / row.runs);
  return rows.toSorted((a, b) => share(b) - share(a) || b.runs - a.runs || a.name.localeCompare(b.name));
}

/** What is overdue, longest first. */
export function byOldest(rows: readonly OwnerRow[]): readonly OwnerRow[] {
  return rows.toSorted((a, b) => a.oldestDue.localeCompare(b.oldestDue));
}

/** How many items an owner is late with. */
export function itemsOf(row: OwnerRow): number {
  return row.exceptions + row.reviews + row.remediations;
}

/** Whole days once there are any, else hours and minutes: "4 days", "2 h 10 min". */
export function lateWords(due: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(due);
  const days = Math.floor(ms / 86_400_000);
  return days >= 1 ? count(days, 'day') : duration(Math.max(0, ms));
}

/** The last word of a name, for where there is little room: "Hansen 2". A role keeps its whole name, several roles are who may review. */
export function shortName(row: OwnerRow): string {
  if (row.owner.includes('+')) return 'any reviewer';
  if (!row.owner.startsWith('usr_')) return row.ownerName;
  return row.ownerName.split(' ').at(-1) ?? row.ownerName;
}

/** Names that a heading needs and a number does not carry. */
export type Names = {
  readonly jobType: (key: string) => string;
  readonly owner: (owner: string) => string;
};

/** What a number counts, as the heading over its records. */
export function countedWords(of: Counted, names: Names): string {
  switch (of.what) {
    case 'closed':
      return {
        with: 'Closed with closure evidence',
        without: 'Closed without closure evidence',
        any: 'Closed work orders',
      }[of.evidence];
    case 'code':
      return `Raised with ${of.code}`;
    case 'runs': {
      const which =
        of.stalled === undefined ? 'Runs' : of.stalled ? 'Stalled runs' : 'Runs that did not stall';
      return of.jobType === undefined ? which : `${which}: ${names.jobType(of.jobType)}`;
    }
    case 'overdue': {
      const kinds = { exception: 'exceptions', review: 'post-reviews', remediation: 'remediation' } as const;
      const what =
        of.kind === undefined ? (of.ofBreakGlass === true ? 'post-review actions' : 'items') : kinds[of.kind];
      return of.owner === undefined ? `Overdue ${what}` : `Overdue ${what}: ${names.owner(of.owner)}`;
    }
    case 'first-time':
      return of.fixed === undefined
        ? 'Counted for first-time fix'
        : of.fixed
          ? 'Fixed the first time'
          : 'Not fixed the first time';
    case 'week':
      return `Exceptions raised in the week of ${date(`${of.week}T12:00:00.000Z`)}`;
    case 'evidence':
      return of.missing === undefined
        ? 'Evidence due so far'
        : of.missing
          ? 'With evidence missing'
          : 'With all evidence that is due';
  }
}

/** Why a record counts; that it is imported stands beside it as a mark and is not said twice. */
export function whyWords(row: CountedRow): string {
  return row.imported ? capital(row.words.replace(/^Imported, /, '')) : row.words;
}
