import { sameBytes } from '../proof/encoding';
import { checkNote, type NoteKey, parseCheckpoint, type SignedCheckpoint } from '../proof/note';
import { type HeadFile, openHead, readHead } from './head';
import { primitives } from './primitives';
import { type LedgerRefusal, refuse } from './refusal';

/** What the start found that a person should know though it stops nothing. */
export interface Notice {
  readonly code: 'head-lagged' | 'head-copy-missing' | 'head-copy-unreadable' | 'ballast-missing';
  readonly message: string;
}

export interface HeadsToCheck {
  /** The two files. */
  readonly paths: readonly [string, string];
  readonly key: NoteKey;
  /** Size of the own log in the database. */
  readonly size: number;
  /** Root that the database has for a size up to `size`. */
  rootAt(size: number): Uint8Array;
}

type HeadsChecked = { readonly ok: true; readonly notices: readonly Notice[] } | LedgerRefusal;

function newest(notes: readonly string[], key: NoteKey): SignedCheckpoint | undefined {
  let best: SignedCheckpoint | undefined;
  for (const note of notes) {
    const check = checkNote(primitives, note, key);
    if (check.ok && (best === undefined || check.checkpoint.size > best.size)) best = check.checkpoint;
  }
  return best;
}

/** Whether the notes are of another log: heads of an earlier epoch, which say nothing here. */
function isOtherLog(notes: readonly string[], key: NoteKey): boolean {
  const origins = notes.map((note) => parseCheckpoint(note)?.origin).filter((origin) => origin !== undefined);
  return origins.length > 0 && !origins.includes(key.name);
}

/** The newest note of a later epoch of the same device, with a signature that holds. */
function laterEpoch(notes: readonly string[], key: NoteKey): SignedCheckpoint | undefined {
  const cut = key.name.lastIndexOf('/') + 1;
  const later = notes.flatMap((note) => {
    const origin = parseCheckpoint(note)?.origin;
    if (origin?.slice(0, cut) !== key.name.slice(0, cut)) return [];
    if (Number(origin.slice(cut)) <= Number(key.name.slice(cut))) return [];
    const check = checkNote(primitives, note, { ...key, name: origin });
    return check.ok ? [check.checkpoint] : [];
  });
  return later.reduce<SignedCheckpoint | undefined>(
    (best, one) => (best === undefined || one.size > best.size ? one : best),
    undefined,
  );
}

/** A folder from before a restore, put back in the restored one's place: what the restored one recorded is not in it. */
function beforeRestore(path: string, later: SignedCheckpoint, key: NoteKey): LedgerRefusal {
  const cut = key.name.lastIndexOf('/') + 1;
  return refuse(
    'entries-lost',
    `The ledger ends with log ${key.name.slice(cut)} of this station, but ${path} shows that it was restored since, and that log ${later.origin.slice(cut)} has ${later.size} entries. They are missing here. Nothing was changed. Put the restored folder back, or restore the newest backup of it.`,
  );
}

function lost(path: string, head: number, size: number): LedgerRefusal {
  const count = head - size;
  const which = count === 1 ? `entry ${size}` : `entries ${size} to ${head - 1}`;
  return refuse(
    'entries-lost',
    `The ledger holds ${size} entries, but ${path} shows that ${head} were recorded: ${which} ${count === 1 ? 'is' : 'are'} missing. Nothing was changed. Copy the whole folder to another disk, then restore the newest backup; the restore starts a new log that names this gap.`,
  );
}

/**
 * Compares the copies of the head kept outside with the database. A copy may lag (the process ended between commit and
 * copy); a copy that is ahead means that the database has lost entries; another root at the same size means another history.
 */
export function checkHeads(given: HeadsToCheck): HeadsChecked {
  const notices: Notice[] = [];
  for (const path of given.paths) {
    const { notes } = readHead(path);
    const later = laterEpoch(notes ?? [], given.key);
    if (later !== undefined) return beforeRestore(path, later, given.key);
    if (notes === undefined || isOtherLog(notes, given.key)) {
      if (given.size > 0) {
        notices.push({
          code: 'head-copy-missing',
          message: `${path} was not there, so it could not witness that no entry is missing. It was written anew from the ledger, at ${given.size} entries.`,
        });
      }
      continue;
    }
    const head = newest(notes, given.key);
    if (head === undefined) {
      if (notes.length > 0 || given.size > 0) {
        notices.push({
          code: 'head-copy-unreadable',
          message: `${path} held no checkpoint signed by this device, so it could not witness that no entry is missing. It was written anew from the ledger, at ${given.size} entries.`,
        });
      }
      continue;
    }
    if (head.size > given.size) return lost(path, head.size, given.size);
    if (!sameBytes(given.rootAt(head.size), head.root)) {
      return refuse(
        'head-contradicts',
        `${path} shows another history: at ${head.size} entries it has another root than the ledger. One of the two was replaced. Nothing was changed. Copy the whole folder and ${path} to another disk, and have both compared before anything is recorded.`,
      );
    }
    if (head.size < given.size) {
      notices.push({
        code: 'head-lagged',
        message: `${path} stood at ${head.size} of ${given.size} entries and was brought up to date.`,
      });
    }
  }
  return { ok: true, notices };
}

/** Both copies, written together. Notes given while a write is under way are joined: the newest is written next. */
export interface Heads {
  /** Resolves when both copies hold this note or a later one. */
  write(note: string): Promise<void>;
  close(): Promise<void>;
}

/** Both are written first; then one is synced on another thread while this one syncs the other. */
async function writeBoth(here: HeadFile, elsewhere: HeadFile, note: string): Promise<void> {
  elsewhere.put(note);
  here.put(note);
  const other = elsewhere.sync();
  try {
    here.syncNow();
  } finally {
    await other;
  }
}

export function openHeads(paths: readonly [string, string], current: string): Heads {
  const [here, elsewhere] = [openHead(paths[0], current), openHead(paths[1], current)];
  let writing: Promise<void> | undefined;
  let waiting: { note: string; done: Promise<void> } | undefined;
  const start = (note: string): Promise<void> => {
    const now = writeBoth(here, elsewhere, note);
    writing = now;
    const ended = (): void => {
      if (writing === now) writing = undefined;
    };
    now.then(ended, ended);
    return now;
  };
  return {
    write(note) {
      if (writing === undefined) return start(note);
      if (waiting !== undefined) {
        waiting.note = note;
        return waiting.done;
      }
      const next = { note, done: Promise.resolve() };
      waiting = next;
      next.done = writing.then(() => {
        waiting = undefined;
        return start(next.note);
      });
      return next.done;
    },
    async close() {
      await waiting?.done.catch(() => undefined);
      await writing?.catch(() => undefined);
      here.close();
      elsewhere.close();
    },
  };
}
