/** How times, counts and hashes are written. No locale data is used, so that every machine writes the same bytes. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

interface Clock {
  readonly day: number;
  readonly month: number;
  readonly year: number;
  readonly time: string;
  readonly seconds: string;
}

/** Shifts a UTC time by an offset such as `+01:00`. Throws on a time that is none. */
function local(at: string, zone: string): Clock {
  const shifted = new Date(Date.parse(at) + offsetMinutes(zone) * 60_000);
  if (Number.isNaN(shifted.getTime()))
    throw new Error(`Not a time: ${JSON.stringify(at)} with offset ${JSON.stringify(zone)}`);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    day: shifted.getUTCDate(),
    month: shifted.getUTCMonth(),
    year: shifted.getUTCFullYear(),
    time: `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`,
    seconds: two(shifted.getUTCSeconds()),
  };
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) throw new Error(`Not an offset: ${JSON.stringify(zone)}`);
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** `UTC+1`, `UTC−3:30`, `UTC`. */
export function zoneName(zone: string): string {
  const minutes = offsetMinutes(zone);
  if (minutes === 0) return 'UTC';
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? '\u2212' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** `10 March 2026, 14:22`. */
export function longTime(at: string, zone: string): string {
  const clock = local(at, zone);
  return `${clock.day} ${longMonths[clock.month]} ${clock.year}, ${clock.time}`;
}

/** `10 Mar 2026`. */
export function day(at: string, zone: string): string {
  const clock = local(at, zone);
  return `${clock.day} ${months[clock.month]} ${clock.year}`;
}

/** `10 Mar`. */
export function shortDay(at: string, zone: string): string {
  const clock = local(at, zone);
  return `${clock.day} ${months[clock.month]}`;
}

/** `14:22`. */
export function time(at: string, zone: string): string {
  return local(at, zone).time;
}

/** `10 Mar 2026, 14:22`. */
export function dayTime(at: string, zone: string): string {
  return `${day(at, zone)}, ${time(at, zone)}`;
}

/** `10 Mar 2026, 14:22:05`. */
export function exactTime(at: string, zone: string): string {
  return `${dayTime(at, zone)}:${local(at, zone).seconds}`;
}

/** The time alone on the day of reference, with its day on any other. */
export function timeNear(at: string, reference: string, zone: string): string {
  const same = day(at, zone) === day(reference, zone);
  return same ? time(at, zone) : `${shortDay(at, zone)}, ${time(at, zone)}`;
}

/** `48,229`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 file`, `3 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** `1 h 05 min`, `19 min`. */
export function duration(minutes: number): string {
  const whole = Math.round(minutes);
  return whole < 60
    ? `${whole} min`
    : `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, '0')} min`;
}

/** `412 bytes`, `1.3 MB`: decimal, as file managers show it. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A value with its unit, kept on one line. */
export function withUnit(value: string, unit: string | undefined): string {
  return unit === undefined || unit === '' ? value : `${value}\u00a0${unit}`;
}

export function firstCapital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
