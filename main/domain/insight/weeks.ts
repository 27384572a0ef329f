const day = 86_400_000;
const week = 7 * day;
/** 5 January 1970 was a Monday. */
const aMonday = 4 * day;

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The Monday (UTC, `2026-03-02`) of the week in which this RFC 3339 time lies. */
export function mondayOf(at: string): string {
  const ms = Date.parse(at);
  return dateOf(Math.floor((ms - aMonday) / week) * week + aMonday);
}

/** When a week begins, and when the next one does: RFC 3339 in UTC with milliseconds. */
export function boundsOfWeek(monday: string): { readonly from: string; readonly to: string } {
  const ms = Date.parse(`${monday}T00:00:00.000Z`);
  return { from: new Date(ms).toISOString(), to: new Date(ms + week).toISOString() };
}

/** The Mondays of all weeks that share time with [from, to), oldest first: the newest `most` of them. */
export function weeksOf(from: string, to: string, most: number): string[] {
  if (!(from < to)) return [];
  const first = Date.parse(`${mondayOf(from)}T00:00:00.000Z`);
  const end = Date.parse(to);
  const count = Math.ceil((end - first) / week);
  const skipped = Math.max(0, count - most);
  return Array.from({ length: count - skipped }, (_, n) => dateOf(first + (skipped + n) * week));
}
