import { readFileSync } from 'node:fs';

const FIRST_MS = 1_000_000_000_000;
const LAST_MS = 9_999_999_999_999;
const MOST = 0xffff;

/** Hybrid logical clock: wall milliseconds and a counter within them. */
export interface Hlc {
  readonly ms: number;
  readonly count: number;
}

export function readHlc(text: string): Hlc {
  return { ms: Number(text.slice(0, 13)), count: Number.parseInt(text.slice(14), 16) };
}

export function writeHlc({ ms, count }: Hlc): string {
  return `${String(ms)}-${count.toString(16).padStart(4, '0')}`;
}

/** The next reading: after `last`, and at the wall clock when that is later. Rises strictly, whatever the wall clock does. */
export function tick(last: Hlc | undefined, wallMs: number): Hlc {
  const wall = Math.min(Math.max(Math.trunc(wallMs), FIRST_MS), LAST_MS);
  if (last === undefined || wall > last.ms) return { ms: wall, count: 0 };
  return last.count < MOST ? { ms: last.ms, count: last.count + 1 } : { ms: last.ms + 1, count: 0 };
}

const MOST_AHEAD_MS = 5 * 60_000;

/**
 * The own clock after entries of other devices were taken in: it follows theirs, so that what is recorded next comes after
 * them, but never further than 5 minutes past the own wall clock.
 */
export function follow(own: Hlc | undefined, foreign: string, wallMs: number): Hlc | undefined {
  if (foreign === '') return own;
  const most: Hlc = { ms: Math.max(FIRST_MS, Math.trunc(wallMs) + MOST_AHEAD_MS), count: 0 };
  const theirs = readHlc(foreign);
  const to = theirs.ms > most.ms ? most : theirs;
  if (own !== undefined && (own.ms > to.ms || (own.ms === to.ms && own.count >= to.count))) return own;
  return to;
}

/** RFC 3339 in UTC with milliseconds. A clock outside the years 1970 to 9999 is written as the nearest end of them. */
export function writeAt(wallMs: number): string {
  return new Date(Math.min(Math.max(Math.trunc(wallMs), 0), 253_402_300_799_999)).toISOString();
}

/** Offset of the machine's zone at a time, `+hh:mm`. */
export function zoneAt(wallMs: number): string {
  const minutes = -new Date(wallMs).getTimezoneOffset();
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function bootId(random: (bytes: number) => Uint8Array): string {
  try {
    const id = readFileSync('/proc/sys/kernel/random/boot_id', 'ascii').trim();
    if (/^[0-9a-f-]{36}$/.test(id)) return id;
  } catch {
    // Not Linux: the process's start stands for the machine's.
  }
  return Buffer.from(random(16)).toString('hex');
}

/** The machine's start (Linux) or the process's, and monotonic ms since a fixed moment of it. */
export function bootClock(
  random: (bytes: number) => Uint8Array,
): () => { readonly id: string; readonly ms: number } {
  const id = bootId(random);
  return () => ({ id, ms: Number(process.hrtime.bigint() / 1_000_000n) });
}

export interface WallReading {
  readonly wall: number;
  readonly boot: { readonly id: string; readonly ms: number };
}

/**
 * By how many ms the wall clock was set back since the last entry; 0 when it was not. Within one boot the monotonic
 * clock tells what the wall clock should read; across boots only a wall clock before the last entry's shows it.
 */
export function steppedBack(last: WallReading, now: WallReading): number {
  const passed = last.boot.id === now.boot.id ? Math.max(0, now.boot.ms - last.boot.ms) : 0;
  return Math.max(0, last.wall + passed - now.wall);
}
