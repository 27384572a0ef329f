import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hex, sameBytes } from '../proof/encoding';
import { keyId, leafHash, originOf, readHeader } from '../proof/header';
import { checkNote, type NoteKey } from '../proof/note';
import { rangeOf, rootFromNodes, rootOf } from '../proof/tree';
import { EMPTY_TAIL, type Sources, type Tail } from './append';
import { dropBallast, fillBallast } from './ballast';
import { bootClock, readHlc, zoneAt } from './clock';
import { openDatabase, openReader, type ReadableDb, refusalFor, type WritableDb } from './database';
import { refuseEngine } from './floor';
import { DATABASE, refuseFolder, refuseStrayFiles } from './folder';
import { readHead } from './head';
import { checkHeads, type Notice, openHeads } from './heads';
import type { LedgerOpening, LedgerOptions } from './ledger';
import { takeLock } from './lock';
import { refuseVersion } from './migrate';
import { LOG_WIDTH, placeOf } from './place';
import { primitives } from './primitives';
import { nodeReader } from './read';
import { LedgerFault, type LedgerRefusal, refuse } from './refusal';
import { changedRule } from './rules';
import { isFull } from './space';
import { SiteLedger } from './writer';

const { sha256 } = primitives;
const HEAD = 'ledger.head';
const BALLAST_BYTES = 64 * 1024 * 1024;

interface OwnLog {
  readonly log: string;
  readonly logNo: number;
  readonly key: NoteKey;
}

function ownLog(db: ReadableDb, options: LedgerOptions): OwnLog | LedgerRefusal {
  const { device, site } = options;
  const rows = db.prepare('SELECT log_no AS logNo, log, origin, key FROM logs').all() as {
    logNo: number;
    log: string;
    origin: string;
    key: Uint8Array;
  }[];
  const own = rows.filter(({ log }) => log.startsWith(`${device.id}/`));
  const foreign = rows.find(({ log, origin }) => origin !== originOf(site, log));
  const otherKey = own.find(({ key }) => !sameBytes(key, device.publicKey));
  if (
    foreign !== undefined ||
    otherKey !== undefined ||
    (rows.length > 0 && own.length === 0 && options.epoch === undefined)
  ) {
    return refuse(
      'other-device',
      `The ledger in ${options.folder} was written by another device or for another site (${rows[0]?.origin}). Nothing was changed. Open it on the device that wrote it, or restore it here, which starts a new log.`,
    );
  }
  const epoch =
    options.epoch ??
    own.reduce((most, { log }) => Math.max(most, Number(log.slice(log.indexOf('/') + 1))), 0);
  const log = `${device.id}/${epoch}`;
  const name = originOf(site, log);
  const key: NoteKey = { name, key: device.publicKey, kind: 'log' };
  const known = own.find((row) => row.log === log);
  if (known !== undefined) return { log, logNo: known.logNo, key };
  return { log, logNo: rows.reduce((most, row) => Math.max(most, row.logNo), 0) + 1, key };
}

/** A log's row is made once everything else was found in order, so that a refusal changes nothing. */
function enterLog(db: WritableDb, { log, logNo, key }: OwnLog): void {
  db.prepare('INSERT INTO logs (log_no, log, origin, key) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING').run(
    logNo,
    log,
    key.name,
    Buffer.from(key.key),
  );
}

type TailReading = { readonly ok: true; readonly tail: Tail; readonly note: string } | LedgerRefusal;

function damaged(what: string): LedgerRefusal {
  return refuse(
    'ledger-damaged',
    `The end of the ledger contradicts itself: ${what}. Nothing was changed. Copy the whole folder to another disk before anything else, then restore from a backup.`,
  );
}

function changedRules(which: string): LedgerRefusal {
  return refuse(
    'ledger-damaged',
    `The database is not as this program makes it: ${which}. Somebody changed it by other means, or the file is damaged. Nothing was changed now. Copy the whole folder to another disk before anything else, then restore from a backup.`,
  );
}

/** Reads the end of the own log and checks it: last entry, stored nodes, newest checkpoint. O(log n). */
function readTail(db: ReadableDb, own: OwnLog): TailReading {
  const from = placeOf(own.logNo, 0);
  const to = from + LOG_WIDTH - 1;
  const last = db
    .prepare(
      'SELECT seq, header, hashes FROM entries WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1',
    )
    .get(from, to) as { seq: number; header: Uint8Array; hashes: Uint8Array } | undefined;
  const newest = db
    .prepare('SELECT size, note FROM checkpoints WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1')
    .get(from, to) as { size: number; note: string } | undefined;
  if (last === undefined && newest === undefined) return { ok: true, tail: EMPTY_TAIL, note: '' };
  if (last === undefined || newest === undefined || newest.size !== last.seq + 1) {
    return damaged(
      `it has ${last === undefined ? 0 : last.seq + 1} entries and a checkpoint over ${newest?.size ?? 0}`,
    );
  }
  const leaf = leafHash(sha256, last.header);
  if (!sameBytes(leaf, last.hashes.subarray(0, 32)))
    return damaged(`entry ${last.seq} is not the one that was recorded`);
  const reading = readHeader(last.header);
  if (reading.kind !== 'header') return damaged(`entry ${last.seq} cannot be read`);
  const range = rangeOf(newest.size, nodeReader(db, own.logNo));
  const check = checkNote(primitives, newest.note, own.key);
  if (!check.ok) return damaged(`the newest checkpoint does not hold, because ${check.reason}`);
  if (check.checkpoint.size !== newest.size || !sameBytes(check.checkpoint.root, rootOf(sha256, range))) {
    return damaged(`the newest checkpoint, over ${newest.size} entries, does not fit them`);
  }
  const { header } = reading;
  const wall = { wall: Date.parse(header.at), boot: header.boot };
  return { ok: true, tail: { range, prev: hex(leaf), hlc: readHlc(header.clock), wall }, note: newest.note };
}

/** A new epoch goes on in the time of the ones before: its first entry comes after their last, whatever the wall clock says. */
function afterEpochsBefore(db: ReadableDb, device: string, tail: Tail): Tail {
  if (tail.range.size > 0) return tail;
  const clock = db
    .prepare(
      "SELECT e.clock FROM entries e JOIN logs l USING (log_no) WHERE l.log GLOB ? || '/*' ORDER BY e.clock DESC LIMIT 1",
    )
    .pluck()
    .get(device) as string | undefined;
  return clock === undefined ? tail : { ...tail, hlc: readHlc(clock) };
}

/** After a crash the newest commit may not be on the disk yet; no head may say so before it is. */
function syncWal(folder: string): void {
  const wal = join(folder, `${DATABASE}-wal`);
  if (statSync(wal, { throwIfNoEntry: false }) === undefined) return;
  const handle = openSync(wal, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The system's random bytes, fetched 4 KiB at a time and handed out once: one call to it costs as much as ten hashes. */
function pooledRandom(): (bytes: number) => Uint8Array {
  let pool = randomBytes(4096);
  let used = 0;
  return (bytes) => {
    if (used + bytes > pool.length) {
      pool = randomBytes(Math.max(4096, bytes));
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };
}

function sourcesOf(options: LedgerOptions): Sources {
  const random = options.random ?? pooledRandom();
  return {
    now: options.now ?? Date.now,
    zone: options.zone ?? zoneAt,
    boot: options.boot ?? bootClock(random),
    random,
  };
}

/** A head without its ledger: making a new one here would hide that everything is gone. */
function refuseMissing(folder: string, paths: readonly string[]): LedgerRefusal | undefined {
  if (existsSync(join(folder, DATABASE))) return undefined;
  const witness = paths.find((path) => (readHead(path).notes?.length ?? 0) > 0);
  if (witness === undefined) return undefined;
  return refuse(
    'entries-lost',
    `There is no ledger in ${folder}, but ${witness} shows that one was written here. Nothing was changed or created. Bring ${DATABASE} back from where it was moved, or restore the newest backup.`,
  );
}

type Judged =
  | {
      readonly ok: true;
      readonly own: OwnLog;
      readonly tail: Tail;
      readonly note: string;
      readonly notices: readonly Notice[];
    }
  | LedgerRefusal;

/** Whose ledger it is, whether its end holds, and whether it reaches the heads outside. Reads only. */
function judge(db: ReadableDb, options: LedgerOptions, paths: readonly [string, string]): Judged {
  const own = ownLog(db, options);
  if ('ok' in own) return own;
  const end = readTail(db, own);
  if (!end.ok) return end;
  const tail = afterEpochsBefore(db, options.device.id, end.tail);
  const heads = checkHeads({
    paths,
    key: own.key,
    size: tail.range.size,
    rootAt: (size) => rootFromNodes(sha256, size, nodeReader(db, own.logNo)),
  });
  return heads.ok ? { ok: true, own, tail, note: end.note, notices: heads.notices } : heads;
}

/** A page that cannot be read, or stored hashes that are not there, are a refusal; anything else is a defect and thrown on. */
function refusalForRead(error: unknown): LedgerRefusal {
  if (error instanceof LedgerFault) return damaged(error.message);
  return refusalFor(error);
}

/**
 * Judges a ledger that has a write-ahead log before anything may fold that log into the file: it may be damaged, or another
 * ledger's, and once it is folded in nothing tells what the file held. A connection that only reads folds nothing, so a
 * refusal leaves both files byte for byte.
 */
function refuseUnfolded(options: LedgerOptions, paths: readonly [string, string]): LedgerRefusal | undefined {
  const { folder } = options;
  if ((statSync(join(folder, `${DATABASE}-wal`), { throwIfNoEntry: false })?.size ?? 0) === 0)
    return undefined;
  const reader = openReader(folder);
  if (!reader.ok) return reader;
  try {
    const judged = refuseVersion(reader.db) ?? judge(reader.db, options, paths);
    return judged.ok ? undefined : judged;
  } catch (error) {
    return refusalForRead(error);
  } finally {
    reader.db.close();
  }
}

function openHeld(
  options: LedgerOptions,
  paths: readonly [string, string],
  release: () => void,
): LedgerOpening {
  const { folder } = options;
  const refused = refuseStrayFiles(folder) ?? refuseMissing(folder, paths) ?? refuseUnfolded(options, paths);
  if (refused !== undefined) return refused;
  const opening = openDatabase(folder);
  if (!opening.ok) return opening;
  const { db } = opening;
  const stop = (refusal: LedgerRefusal): LedgerRefusal => {
    db.close();
    return refusal;
  };
  try {
    const judged = judge(db, options, paths);
    if (!judged.ok) return stop(judged);
    const { own, tail, note, notices } = judged;
    const rule = changedRule(db);
    if (rule !== undefined) return stop(changedRules(rule));
    enterLog(db, own);
    syncWal(folder);
    const missing = fillBallast(folder, options.ballastBytes ?? BALLAST_BYTES);
    const sources = sourcesOf(options);
    return {
      ok: true,
      ledger: new SiteLedger({
        ...own,
        db,
        folder,
        tail,
        note,
        notices: missing === undefined ? notices : [...notices, missing],
        heads: openHeads(paths, note),
        appender: { ...sources, app: options.app, ...own, sign: (message) => options.device.sign(message) },
        release,
      }),
    };
  } catch (error) {
    db.close();
    return refusalForRead(error);
  }
}

/**
 * Opens the ledger in `options.folder` for writing, creating it when neither it nor a head of it is there: looks at the
 * folder and its side files, takes the writer's lock, sets and reads back every setting, runs migrations, checks the end of
 * the log and both copies of the head. Costs O(log n).
 * @throws TypeError when `device.id` is not the id of its key.
 */
export function openLedger(options: LedgerOptions): LedgerOpening {
  if (keyId(sha256, 'dev', options.device.publicKey) !== options.device.id) {
    throw new TypeError(`${options.device.id} is not the id of the device's key`);
  }
  const folder = resolve(options.folder);
  const paths = [join(folder, HEAD), resolve(options.headCopy)] as const;
  const unfit = refuseEngine() ?? refuseFolder(folder);
  if (unfit !== undefined) return unfit;
  const taken = takeLock(folder, (options.now ?? Date.now)());
  if (!taken.ok) return taken;
  let opened = false;
  try {
    // A full disk must not keep the ledger from being read and a fault from being recorded: that is what the ballast is for.
    if (isFull(folder)) dropBallast(folder);
    const opening = openHeld({ ...options, folder }, paths, () => taken.lock.release());
    opened = opening.ok;
    return opening;
  } finally {
    if (!opened) taken.lock.release();
  }
}
