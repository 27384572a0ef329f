import type { ReadableDb } from './database';
import type { StoredEntry } from './entry';
import { placeOf } from './place';
import { everyEntry, isStored, logIndex } from './read';

/** What an entry is about besides its stream, from type, stream and body alone: what the app gives as `NewEntry.subjects`. */
export type SubjectsOf = (entry: StoredEntry) => readonly string[];

export interface SubjectRow {
  readonly subject: string;
  readonly clock: string;
  readonly place: number;
  readonly is_stream: 0 | 1;
}

/** The rows of `entry_subjects` as they follow from the entries, in the order of that table's key. */
export function rebuiltSubjects(db: ReadableDb, subjectsOf: SubjectsOf): SubjectRow[] {
  const rows: SubjectRow[] = [];
  for (const entry of everyEntry(db)) {
    if (!isStored(entry)) continue;
    const { clock, stream } = entry.header;
    const place = placeOf(logIndex(db).numberOf(entry.log) ?? 0, entry.seq);
    rows.push({ subject: stream, clock, place, is_stream: 1 });
    if (entry.body === null) continue;
    for (const subject of new Set(subjectsOf(entry))) {
      if (subject !== stream) rows.push({ subject, clock, place, is_stream: 0 });
    }
  }
  const key = (row: SubjectRow): string =>
    `${row.subject}\u0000${row.clock}\u0000${String(row.place).padStart(16, '0')}`;
  return rows.sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** The rows as they are kept, in the same order. */
export function keptSubjects(db: ReadableDb): SubjectRow[] {
  return db
    .prepare('SELECT subject, clock, place, is_stream FROM entry_subjects ORDER BY subject, clock, place')
    .all() as SubjectRow[];
}
