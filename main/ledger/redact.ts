import type { JsonObject, JsonValue } from '../proof/canonical';
import type { WritableDb } from './database';
import type { NewEntry, Place, StoredEntry } from './entry';
import { placeOf } from './place';
import { logIndex } from './read';
import { type LedgerRefusal, refuse } from './refusal';

function placeIn(db: WritableDb, { log, seq }: Place): number | undefined {
  const logNo = logIndex(db).numberOf(log);
  return logNo === undefined ? undefined : placeOf(logNo, seq);
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The entry whose body an entry erases; undefined where it erases none. */
export function targetOf(type: string, body: JsonObject | null): Place | undefined {
  if (type !== 'body.erased' || body === null || !isObject(body.entry)) return undefined;
  const { log, seq } = body.entry;
  return typeof log === 'string' && typeof seq === 'number' ? { log, seq } : undefined;
}

/** Why one of these entries may not erase what it names; undefined where all may. */
export function refuseErasures(db: WritableDb, entries: readonly NewEntry[]): LedgerRefusal | undefined {
  const named = new Set<string>();
  for (const entry of entries) {
    if (entry.type !== 'body.erased') continue;
    const refusal = refuseErasure(db, entry, named);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** A body is not erased that is not there, is erased already, records an erasure, or that one person alone asks to erase. */
function refuseErasure(
  db: WritableDb,
  { type, actor, body }: NewEntry,
  named: Set<string>,
): LedgerRefusal | undefined {
  const target = targetOf(type, body);
  if (target === undefined)
    return refuse('erasure-refused', 'An erasure names the entry that it erases. Nothing was erased.');
  const second = isObject(body.second) ? body.second.user : undefined;
  if (!('user' in actor) || typeof second !== 'string' || second === actor.user)
    return refuse(
      'erasure-refused',
      'Erasing needs two different people, and only one was named. Nothing was erased. Have a second person confirm it.',
    );
  const said = (value: JsonValue | undefined): boolean => typeof value === 'string' && value.trim() !== '';
  if (!said(body.authority) || !said(body.scope))
    return refuse(
      'erasure-refused',
      'Erasing needs the rule that requires it and what is erased, in words. Nothing was erased. Fill in both.',
    );
  const name = `Entry ${target.seq} of ${target.log}`;
  const row = db
    .prepare('SELECT type, body IS NULL AS erased FROM entries WHERE place = ?')
    .get(placeIn(db, target) ?? -1) as { type: string; erased: number } | undefined;
  if (row === undefined)
    return refuse('erasure-refused', `${name} is not in this ledger. Nothing was erased. Check the number.`);
  const twice = named.has(`${target.log}/${target.seq}`);
  named.add(`${target.log}/${target.seq}`);
  if (row.erased === 1 || twice)
    return refuse('erasure-refused', `${name} was erased before. Nothing was changed.`);
  if (row.type === 'body.erased')
    return refuse(
      'erasure-refused',
      `${name} records an erasure, and that record is kept for ever. Nothing was erased.`,
    );
  return undefined;
}

/** Erases what each of these entries says is erased, in the transaction in which they were written. */
export function eraseTargets(db: WritableDb, entries: readonly StoredEntry[]): void {
  for (const entry of entries) {
    const target = targetOf(entry.header.type, entry.body);
    if (target === undefined) continue;
    const [place, by] = [placeIn(db, target), placeIn(db, entry)];
    if (place === undefined || by === undefined) throw new Error('an erasure without its entry');
    eraseBytes(db, place, by);
  }
}

/**
 * Erases salt and body at a place, what the search knew of the body, and what its command was answered, in the
 * transaction of the entry `body.erased` at `by`. The triggers let this change through because that entry names the place.
 */
export function eraseBytes(db: WritableDb, place: number, by: number): void {
  db.prepare('UPDATE entries SET salt = NULL, body = NULL, erased_by = ? WHERE place = ?').run(by, place);
  db.prepare('DELETE FROM entry_subjects WHERE place = ? AND is_stream = 0').run(place);
  const idem = db
    .prepare("SELECT json_extract(CAST(header AS TEXT), '$.idem') FROM entries WHERE place = ?")
    .pluck()
    .get(place) as string;
  const answer = db
    .prepare('SELECT answer FROM commands WHERE idem = ? AND first_place <= ? AND ? < first_place + entries')
    .pluck()
    .get(idem, place, place) as string | undefined;
  if (answer === undefined) return;
  const bare = JSON.stringify(withoutWords(JSON.parse(answer) as JsonValue));
  if (bare !== answer) db.prepare('UPDATE commands SET answer = ? WHERE idem = ?').run(bare, idem);
}

/** Ids, numbers that people say aloud, and times: what an answer may keep of its texts. */
const kept = /^([a-z]+_[0-9a-z-]{8,}|[A-Z]+-[A-Z][A-Z0-9]*-\d{6,}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** An answer without the words in it. */
function withoutWords(answer: JsonValue): JsonValue {
  if (!isObject(answer)) return typeof answer === 'string' || Array.isArray(answer) ? null : answer;
  return Object.fromEntries(
    Object.entries(answer).filter(
      ([, value]) =>
        typeof value === 'number' ||
        typeof value === 'boolean' ||
        (typeof value === 'string' && kept.test(value)),
    ),
  );
}
