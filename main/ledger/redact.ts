import type { WritableDb } from './database';
import type { NewEntry, Place, StoredEntry } from './entry';
import type { EraseCommand } from './ledger';
import { placeOf } from './place';
import { logIndex } from './read';
import { type LedgerRefusal, refuse } from './refusal';

function targetOf(db: WritableDb, { log, seq }: Place): number | undefined {
  const logNo = logIndex(db).numberOf(log);
  return logNo === undefined ? undefined : placeOf(logNo, seq);
}

/** Why a body may not be erased: it is not there, it is erased already, it records an erasure, or one person asks alone. */
export function refuseErasure(db: WritableDb, command: EraseCommand): LedgerRefusal | undefined {
  const { target } = command;
  const name = `Entry ${target.seq} of ${target.log}`;
  if (command.first.user === command.second.user) {
    return refuse(
      'erasure-refused',
      'Erasing needs two different people, and only one was named. Nothing was erased. Have a second person confirm it.',
    );
  }
  if (command.authority.trim() === '' || command.scope.trim() === '') {
    return refuse(
      'erasure-refused',
      'Erasing needs the rule that requires it and what is erased, in words. Nothing was erased. Fill in both.',
    );
  }
  const place = targetOf(db, target);
  const row = db
    .prepare('SELECT type, body IS NULL AS erased FROM entries WHERE place = ?')
    .get(place ?? -1) as { type: string; erased: number } | undefined;
  if (row === undefined)
    return refuse('erasure-refused', `${name} is not in this ledger. Nothing was erased. Check the number.`);
  if (row.erased === 1) return refuse('erasure-refused', `${name} was erased before. Nothing was changed.`);
  if (row.type === 'body.erased') {
    return refuse(
      'erasure-refused',
      `${name} records an erasure, and that record is kept for ever. Nothing was erased.`,
    );
  }
  return undefined;
}

export function eraseEntry({ target, authority, scope, first, second }: EraseCommand): NewEntry {
  return {
    type: 'body.erased',
    stream: `${target.log}/${target.seq}`,
    actor: first,
    body: {
      entry: { log: target.log, seq: target.seq },
      authority,
      scope,
      second: { user: second.user, role: second.role },
    },
    subjects: [first.user, second.user],
  };
}

/**
 * Erases salt and body of the target, and what the search knew of the body, in the transaction of the entry
 * `body.erased`. The triggers let this change through because that entry names the target.
 */
export function eraseBytes(db: WritableDb, target: Place, entries: readonly StoredEntry[]): void {
  const place = targetOf(db, target);
  const last = entries[entries.length - 1];
  const by = last === undefined ? undefined : targetOf(db, last);
  if (place === undefined || by === undefined) throw new Error('an erasure without its entry');
  db.prepare('UPDATE entries SET salt = NULL, body = NULL, erased_by = ? WHERE place = ?').run(by, place);
  db.prepare('DELETE FROM entry_subjects WHERE place = ? AND is_stream = 0').run(place);
}
