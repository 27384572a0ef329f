import type { Proposed } from '../entry';
import type { BackupReason, Lost } from './backup';

/** A backup that was read back whole. */
export type MadeBackup = {
  readonly backup: string;
  readonly place: string;
  readonly name: string;
  readonly head: { readonly log: string; readonly size: number };
  readonly entries: number;
  readonly files: number;
  readonly bytes: number;
  readonly missing: number;
  readonly manifest: string;
  readonly how: BackupReason;
};

/** What is recorded of a backup; the daily one is the system's. */
export function backupMade(device: string, made: MadeBackup): Proposed {
  return {
    type: 'backup.made',
    stream: device,
    body: made,
    ...(made.how === 'daily' ? { system: 'backup' } : {}),
  };
}

export function backupFailed(device: string, place: string, why: string): Proposed {
  return {
    type: 'backup.failed',
    stream: device,
    body: { place, why: why.slice(0, 600) },
    system: 'backup',
  };
}

/** What a restored log begins with. */
export type Restored = {
  readonly backup: string;
  readonly manifest: string;
  readonly madeAt: string;
  readonly before: { readonly log: string; readonly size: number; readonly head: string };
  readonly lost: readonly Lost[];
  readonly known: boolean;
  readonly station: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly aside?: string;
};

/** By the person who restored: the first entry of the new epoch. */
export function logRestored(device: string, restored: Restored): Proposed {
  return { type: 'log.restored', stream: device, body: restored };
}

const n = (value: number): string => value.toLocaleString('en');

/** What was lost of one log, in words: "Entries 1,204 to 1,250". */
export function lostWords({ from, to }: Pick<Lost, 'from' | 'to'>): string {
  return from === to ? `Entry ${n(from)}` : `Entries ${n(from)} to ${n(to)}`;
}
