import type { Role } from '../../main/domain/entry';
import type { Effect, Owner, Severity } from '../../main/domain/procedure/catalogue';
import type { Quorum } from '../../main/domain/procedure/checklist';
import { unitLabel } from '../../main/domain/procedure/units';

/**
 * Every word made from a time, a duration, a unit or an owner. Times come in as RFC 3339 UTC and go out in local time
 * on a 24-hour clock; where a time is evidence, take `evidenceTime`, which carries the zone.
 */
const parts = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options);
const shortClock = parts({ hour: '2-digit', minute: '2-digit' });
const longClock = parts({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayMonth = parts({ day: 'numeric', month: 'short' });
const wholeDay = parts({ day: 'numeric', month: 'short', year: 'numeric' });
const offset = parts({ timeZoneName: 'longOffset' });

/** "10:43" */
export function clock(at: string): string {
  return shortClock.format(new Date(at));
}

/** "10:42:31" */
export function clockSeconds(at: string): string {
  return longClock.format(new Date(at));
}

/** "10 Mar 2026" */
export function date(at: string): string {
  return wholeDay.format(new Date(at));
}

/** "10 Mar 2026, 10:43" */
export function dateTime(at: string): string {
  return `${date(at)}, ${clock(at)}`;
}

/** The zone of this station at that time: "UTC+01:00", or "UTC". */
export function zone(at: string): string {
  const name =
    offset.formatToParts(new Date(at)).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', 'UTC');
}

/** A time as evidence, to the second and with its zone: "10 Mar 2026, 10:42:31 UTC+01:00". */
export function evidenceTime(at: string): string {
  return `${date(at)}, ${clockSeconds(at)} ${zone(at)}`;
}

/** Whole days from today's midnight to that day's, by the local calendar. */
function daysAway(at: string, now: string): number {
  const midnight = (when: string) => new Date(when).setHours(0, 0, 0, 0);
  return Math.round((midnight(at) - midnight(now)) / 86_400_000);
}

/** A time near now: "12:12 today", "08:00 tomorrow", "17:30 yesterday", else "08:00, 12 Mar" (with the year when it is another one). */
export function nearTime(at: string, now: string): string {
  const away = daysAway(at, now);
  if (away === 0) return `${clock(at)} today`;
  if (away === 1) return `${clock(at)} tomorrow`;
  if (away === -1) return `${clock(at)} yesterday`;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return `${clock(at)}, ${sameYear ? dayMonth.format(new Date(at)) : date(at)}`;
}

/** When something was recorded: "10:42:31" today, else with its day: "10 Mar, 10:42:31". */
export function recordedTime(at: string, now: string): string {
  return daysAway(at, now) === 0 ? clockSeconds(at) : `${dayMonth.format(new Date(at))}, ${clockSeconds(at)}`;
}

/** Milliseconds in words, the two largest parts: "20 min", "2 h 10 min", "3 d 4 h", "under 1 min". */
export function duration(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  if (minutes < 1) return 'under 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** "In 2 h 10 min", or "Overdue 20 min". */
export function timeLeft(due: string, now: string): string {
  const ms = Date.parse(due) - Date.parse(now);
  return ms < 0 ? `Overdue ${duration(ms)}` : `In ${duration(ms)}`;
}

/** Whether a due time has passed. */
export function isOverdue(due: string, now: string): boolean {
  return Date.parse(due) < Date.parse(now);
}

/** A running time: "3:18", "1:03:18"; never under zero. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** "one", "one and two", "one, two and three". */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** "1 supervisor and 1 compliance" */
export function quorumWords(need: Quorum): string {
  return listWords(
    need.map(({ role, count }) => `${count} ${role === 'compliance' || count === 1 ? role : `${role}s`}`),
  );
}

/** "3 steps", "1 step" */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** "Supervisor" */
export function roleName(role: Role): string {
  return capital(role);
}

/** First letter large. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}

/** What a code does to the run: "Blocks this step". */
export function effectWords(effect: Effect): string {
  const words = {
    blocks: 'Blocks this step',
    holds: 'Holds the whole run',
    quarantines: 'Quarantines the part',
    notes: 'Noted, nothing waits',
  } as const;
  return words[effect];
}

/** "High" */
export function severityName(severity: Severity): string {
  return capital(severity);
}

/**
 * A named person, or everybody with a role: "Luca Moretti", "Any supervisor". `names` and `holders` (names by role) as a
 * case view gives them; a role that one person holds is said as that person.
 */
export function ownerWords(
  owner: Owner,
  names: Readonly<Record<string, { readonly name: string }>>,
  holders?: Readonly<Record<Role, readonly string[]>>,
): string {
  if ('role' in owner) {
    const [only, ...others] = holders?.[owner.role] ?? [];
    if (only !== undefined && others.length === 0) return only;
    return owner.role === 'compliance' ? 'Compliance' : `Any ${owner.role}`;
  }
  return names[owner.user]?.name ?? 'A person of this site';
}

/** A UCUM code as people write it: `N.m` is "N·m", `Cel` is "°C". */
export function unitName(code: string | undefined): string {
  return unitLabel(code);
}

/** "12.50 N·m" */
export function withUnit(value: string, code: string | undefined): string {
  const unit = unitName(code);
  return unit === '' ? value : `${value} ${unit}`;
}

/** Bytes as people say them: "312 kB", "4.2 MB", "2.4 GB". */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
