import { parse } from 'date-fns';
import { JobStopped } from '../../commands/jobs';
import type { DateOrder } from '../../domain/history/history';

const shape =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:(?:T|,? +)(\d{1,2}:\d{2})(:\d{2})?(\.\d{1,6})?(?: ?([AaPp][Mm]))?(?: ?(Z|[+-]\d{2}:\d{2}))?)?$/;

/** Which ways a text can be read as a date: the reason for asking whether day or month comes first. */
export function shapeOf(text: string): 'dayFirst' | 'monthFirst' | 'yearFirst' | 'either' | undefined {
  const code = text.charCodeAt(0);
  if (code < 48 || code > 57 || text.length < 8 || text.length > 40) return undefined;
  const found = shape.exec(text);
  if (found === null) return undefined;
  const [, first = '', , second = '', third = ''] = found;
  if (first.length === 4) return 'yearFirst';
  if (third.length !== 4) return undefined;
  if (Number(first) > 12) return 'dayFirst';
  return Number(second) > 12 ? 'monthFirst' : 'either';
}

/** A time read from a file in ms since 1970, or why it is none. */
export type ReadTime =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly why: string };

const day = 86_400_000;

/**
 * Minutes by which a zone's clock is ahead of UTC at an instant, in ms; remembered by the quarter of an hour, because no
 * zone changes inside one. @throws JobStopped for a zone that this machine does not know.
 */
export function offsets(zone: string): (at: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new JobStopped(
      `The time zone ${zone} is not known here. Nothing was imported. Choose another one.`,
    );
  }
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / 900_000);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const parts: Record<string, number> = {};
    const begin = quarter * 900_000;
    for (const { type, value } of format.formatToParts(begin)) parts[type] = Number(value);
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
    const offset = Date.UTC(year, month - 1, date, hour, minute, second) - begin;
    if (known.size > 50_000) known.clear();
    known.set(quarter, offset);
    return offset;
  };
}

/**
 * The instant at which a zone's clock shows `wall` (ms as if it were UTC). A time that the clock shows twice, when summer
 * time ends, is the first of the two; one that it leaves out is as far after the gap as it is written after its beginning.
 */
export function instantOf(wall: number, offsetAt: (at: number) => number): number {
  const before = offsetAt(wall - day);
  const after = offsetAt(wall + day);
  for (const offset of [Math.max(before, after), Math.min(before, after)])
    if (offsetAt(wall - offset) === offset) return wall - offset;
  return wall - before;
}

const ways: Readonly<Record<DateOrder, string>> = {
  'day-first': 'day, month, year',
  'month-first': 'month, day, year',
  'year-first': 'year, month, day',
};

/** Makes the reader of a file's times: dates in one order, with or without a time, in one zone unless they name their own. */
export function timeReader(order: DateOrder, zone: string): (text: string) => ReadTime {
  const offsetAt = offsets(zone);
  const known = new Map<string, ReadTime>();
  const read = (text: string): ReadTime => {
    const found = shape.exec(text);
    const [, first = '', sep = '', , third = '', time, seconds, fraction, half, ownZone] = found ?? [];
    const yearFirst = first.length === 4;
    if (found === null || (yearFirst ? third.length > 2 : third.length !== 4 || first.length > 2))
      return { ok: false, why: 'It is not a date that can be read' };
    if (!yearFirst && order === 'year-first') return { ok: false, why: 'It does not begin with the year' };
    const date = yearFirst
      ? `yyyy${sep}M${sep}d`
      : order === 'month-first'
        ? `M${sep}d${sep}yyyy`
        : `d${sep}M${sep}yyyy`;
    const clock =
      time === undefined
        ? ''
        : ` ${half === undefined ? 'H:mm' : 'h:mm'}${seconds === undefined ? '' : ':ss'}${fraction === undefined ? '' : '.SSS'}${half === undefined ? '' : ' a'}`;
    const plain = `${first}${sep}${found[3]}${sep}${third}${time === undefined ? '' : ` ${time}${seconds ?? ''}${fraction === undefined ? '' : fraction.slice(0, 4).padEnd(4, '0')}${half === undefined ? '' : ` ${half}`}`}`;
    // Read as if it were UTC, so that this machine's own zone plays no part.
    const wall = parse(`${plain} Z`, `${date}${clock} XXX`, 0).getTime();
    if (Number.isNaN(wall))
      return {
        ok: false,
        why: `There is no such ${time === undefined ? 'day' : 'day or time'}, read as ${yearFirst ? ways['year-first'] : ways[order]}`,
      };
    const year = new Date(wall).getUTCFullYear();
    if (year < 1950 || year > 2199) return { ok: false, why: `Its year is ${year}` };
    if (ownZone === undefined) return { ok: true, ms: instantOf(wall, offsetAt) };
    return { ok: true, ms: wall - ownOffset(ownZone) };
  };
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const time = read(text);
    if (known.size > 100_000) known.clear();
    known.set(text, time);
    return time;
  };
}

function ownOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
