import type { Range } from '../domain/sync/sync';
import { deviceOf, rangeWords } from '../domain/sync/sync';
import type { ReadableDb } from '../ledger/database';
import type { ForeignEntry } from '../ledger/foreign';
import { LOG_WIDTH, placeOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { logIndex, newestCheckpoint, nodeReader } from '../ledger/read';
import { BODY_LIMITS, type JsonObject, parseCanonical } from '../proof/canonical';
import { base64, fromBase64, hex, isHexOf, sameBytes } from '../proof/encoding';
import {
  bodyCommitment,
  FIRST_PREV,
  leafHash,
  originOf,
  readHeader,
  signatureMessage,
} from '../proof/header';
import { checkNote, type NoteKey, parseCheckpoint } from '../proof/note';
import { appendLeaf, emptyRange, rangeOf, rootFromNodes, rootOf } from '../proof/tree';
import type { Manifest } from './bundle';
import { NotABundle } from './unpack';

const { sha256, verify } = primitives;

/** Two histories of one log: what is held here, and what came. Both notes are signed by that log's own key. */
export type FoundFork = {
  readonly log: string;
  readonly seq: number | undefined;
  readonly kind: 'entries' | 'heads' | 'lost';
  readonly ours: string;
  readonly theirs: string;
};

/** An electronic signature in what came: its key must be that person's, which only the whole set of entries can tell. */
export type Signed = {
  readonly key: string;
  readonly user: string;
  readonly log: string;
  readonly seq: number;
};

export type RangeCheck = {
  readonly fork: FoundFork | undefined;
  readonly signed: readonly Signed[];
  /** Keys of people that entries of the range say, by user. */
  readonly people: readonly (readonly [user: string, key: string])[];
  /** Places without a body, and places that an entry of the range erased. */
  readonly bare: readonly string[];
  readonly erased: readonly string[];
  readonly entries: number;
  /** The newest clock of the range; an empty text where nothing is new. */
  readonly clock: string;
};

/** The signed note of what is held of a log, for a fork; the newest, which covers all of it. */
function ourNote(db: ReadableDb | undefined, log: string): string {
  return (db && newestCheckpoint(db, log)?.note) ?? '';
}

function noteKey(site: string, log: string, key: Uint8Array): NoteKey {
  return { name: originOf(site, log), key, kind: 'log' };
}

const broken = (what: string): NotABundle =>
  new NotABundle(
    'altered',
    `${what} Nothing was taken. The station that wrote it may be damaged: run Verify there, and have the bundle written again.`,
  );

/** How many entries of a log a database holds. */
export function sizeOf(db: ReadableDb | undefined, log: string): number {
  const logNo = db && logIndex(db).numberOf(log);
  if (!db || logNo === undefined) return 0;
  const seq = db
    .prepare('SELECT seq FROM entries WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
    .pluck()
    .get(placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH) as number | undefined;
  return seq === undefined ? 0 : seq + 1;
}

/**
 * Checks a range that begins within or right after what is held: header form, place, chain, rising clock, body commitment,
 * signatures, and the root of all of it against the checkpoint that the log's own device signed, and against heads of this log
 * that were seen before. An entry that differs from one that is held is a fork, and so is a root that differs from one seen.
 * @throws NotABundle for what no honest station writes.
 */
export async function checkRange(
  db: ReadableDb | undefined,
  site: string,
  { log, from, to }: Range,
  key: Uint8Array,
  note: string,
  seen: readonly { readonly size: number; readonly root: string; readonly note: string }[],
  entries: AsyncIterable<ForeignEntry>,
): Promise<RangeCheck> {
  const check = checkNote(primitives, note, noteKey(site, log, key));
  if (!check.ok || check.checkpoint.size !== to)
    throw broken(`The checkpoint of a log does not hold${check.ok ? '' : `: ${check.reason}`}.`);
  const held = sizeOf(db, log);
  const logNo = db && logIndex(db).numberOf(log);
  const tree = db && logNo !== undefined ? rangeOf(held, nodeReader(db, logNo)) : emptyRange();
  const before = db && logNo !== undefined && held > 0 ? lastOf(db, placeOf(logNo, held - 1)) : undefined;
  const leaves =
    db && logNo !== undefined ? db.prepare('SELECT hashes FROM entries WHERE place = ?').pluck() : undefined;
  let prev = before?.leaf ?? FIRST_PREV;
  let clock = before?.clock ?? '';
  const signed: Signed[] = [];
  const people: (readonly [string, string])[] = [];
  const bare: string[] = [];
  const erased: string[] = [];
  const roots = new Map(seen.map((s) => [s.size, s]));
  let seq = from;
  for await (const entry of entries) {
    const leaf = leafHash(sha256, entry.header);
    if (seq < held) {
      const ours = leaves?.get(placeOf(logNo ?? 0, seq)) as Uint8Array;
      if (!sameBytes(ours.subarray(0, 32), leaf))
        return forked({ log, seq, kind: 'entries', ours: ourNote(db, log), theirs: note });
      seq += 1;
      continue;
    }
    const where = `Entry ${seq} of a log`;
    const reading = readHeader(entry.header);
    if (reading.kind === 'bad') throw broken(`${where} has no header of the format: ${reading.reason}.`);
    if (reading.kind === 'header') {
      const { header } = reading;
      if (header.log !== log || header.seq !== seq) throw broken(`${where} belongs somewhere else.`);
      if (header.prev !== prev) {
        // The first one after what is held that does not follow it: another history of the log.
        if (seq === held && held > 0)
          return forked({ log, seq: held, kind: 'entries', ours: ourNote(db, log), theirs: note });
        throw broken(`${where} does not follow the one before it.`);
      }
      if (header.clock <= clock) throw broken(`${where} has a clock that goes back.`);
      clock = header.clock;
      const body = bodyOf(entry, header.body, where);
      if (body === undefined) bare.push(`${log}/${seq}`);
      if (header.signature && 'user' in header.actor) {
        const raw = fromBase64(header.signature.key);
        const value = fromBase64(header.signature.value);
        if (!raw || !value || !verify(raw, signatureMessage(header), value))
          throw broken(`${where} has an electronic signature that does not hold.`);
        if (body !== undefined && body.meaning !== header.signature.meaning)
          throw broken(`${where} says another meaning than its signature.`);
        signed.push({ key: header.signature.key, user: header.actor.user, log, seq });
      }
      if (body !== undefined) noteBody(header.type, body, people, erased);
    }
    appendLeaf(sha256, tree, leaf);
    prev = hex(leaf);
    seq += 1;
    const known = roots.get(seq);
    if (known && known.root !== base64(rootOf(sha256, tree)))
      return forked({ log, seq: undefined, kind: 'heads', ours: known.note, theirs: note });
  }
  if (seq !== to)
    throw broken(
      `${rangeWords({ from: seq, to })} of a log, which it promises, ${to - seq === 1 ? 'is' : 'are'} not in it.`,
    );
  if (to > held && !sameBytes(rootOf(sha256, tree), check.checkpoint.root)) {
    // Where what is held was all checked before, a wrong root over its continuation shows another history below.
    if (held > 0 && from > 0)
      return forked({ log, seq: undefined, kind: 'heads', ours: ourNote(db, log), theirs: note });
    throw broken('The entries of a log are not those that its checkpoint signs.');
  }
  return {
    fork: undefined,
    signed,
    people,
    bare,
    erased,
    entries: Math.max(0, to - Math.max(from, held)),
    clock: to > held ? clock : '',
  };
}

const forked = (fork: FoundFork): RangeCheck => ({
  fork,
  signed: [],
  people: [],
  bare: [],
  erased: [],
  entries: 0,
  clock: '',
});

function lastOf(db: ReadableDb, place: number): { readonly leaf: string; readonly clock: string } {
  const row = db.prepare('SELECT clock, hashes FROM entries WHERE place = ?').get(place) as {
    readonly clock: string;
    readonly hashes: Uint8Array;
  };
  return { leaf: hex(row.hashes.subarray(0, 32)), clock: row.clock };
}

function bodyOf(entry: ForeignEntry, commitment: string, where: string): JsonObject | undefined {
  if (entry.body === null || entry.salt === null) return undefined;
  if (!isHexOf(commitment, bodyCommitment(sha256, entry.salt, entry.body)))
    throw broken(`What ${where.toLowerCase()} says was changed.`);
  try {
    return parseCanonical(entry.body, BODY_LIMITS);
  } catch {
    throw broken(`What ${where.toLowerCase()} says is not in the form of the format.`);
  }
}

function noteBody(
  type: string,
  body: JsonObject,
  people: (readonly [string, string])[],
  erased: string[],
): void {
  if (
    (type === 'user.enrolled' || type === 'user.key-set') &&
    typeof body.user === 'string' &&
    typeof body.key === 'string'
  )
    people.push([body.user, body.key]);
  const target = type === 'body.erased' ? body.entry : undefined;
  if (typeof target === 'object' && target !== null && 'log' in target && 'seq' in target)
    erased.push(`${String(target.log)}/${String(target.seq)}`);
}

/**
 * Holds the heads that a bundle tells against what is held: a signed head of a size that is held and with another root is a
 * fork; a head of the own log beyond what is here says that this station has lost entries.
 */
export function checkHeads(
  db: ReadableDb,
  site: string,
  own: string,
  heads: Manifest['heads'],
  keyOf: (device: string) => Uint8Array | undefined,
): { readonly forks: readonly FoundFork[]; readonly believed: Manifest['heads'] } {
  const forks: FoundFork[] = [];
  const believed: Manifest['heads'] = [];
  for (const head of heads) {
    const key = keyOf(deviceOf(head.log));
    const check = key && checkNote(primitives, head.note, noteKey(site, head.log, key));
    if (!check?.ok || check.checkpoint.size !== head.size) continue;
    const held = sizeOf(db, head.log);
    const logNo = logIndex(db).numberOf(head.log);
    if (logNo !== undefined && head.size <= held) {
      const root = rootFromNodes(sha256, head.size, nodeReader(db, logNo));
      if (!sameBytes(root, check.checkpoint.root)) {
        forks.push({
          log: head.log,
          seq: undefined,
          kind: 'heads',
          ours: ourNote(db, head.log),
          theirs: head.note,
        });
        continue;
      }
    } else if (head.log === own) {
      forks.push({ log: own, seq: held, kind: 'lost', ours: ourNote(db, own), theirs: head.note });
    }
    believed.push(head);
  }
  return { forks, believed };
}

/** Root that a note names, base64; empty for what is none. */
export function rootIn(note: string): string {
  const checkpoint = parseCheckpoint(note);
  return checkpoint ? base64(checkpoint.root) : '';
}
