import type { LogToVerify, Verified, VerifyRow } from '../proof/verifyLog';
import type { ReadableDb } from './database';
import { LOG_WIDTH, logNoOf, placeOf, seqOf } from './place';

const PAGE = 512;
/** Rows that come across the binding as one byte string: each one by itself costs as much as its hashes. */
const BLOCK = 64;
/** Widths of the numbers before each row, as decimal digits. */
const WIDTHS = [14, 6, 6, 8, 6, 6, 17] as const;

/**
 * A block of rows as one byte string: for each its place, the sizes of header, salt, body, hashes and of what the columns
 * repeat, and the place that erased it (sizes plus one, 0 for NULL), then the bytes themselves.
 */
const BLOCK_SQL = (part: LogToVerify['part']): string => `
  SELECT count(*), CAST(coalesce(group_concat(
    printf('%014d%06d%06d%08d%06d%06d%017d', seq, octet_length(header) + 1, coalesce(octet_length(salt) + 1, 0),
      coalesce(octet_length(body) + 1, 0), octet_length(hashes) + 1, octet_length(repeats) + 1, coalesce(erased_by + 1, 0))
    || header || coalesce(salt, x'') || coalesce(body, x'') || hashes || repeats, ''), '') AS BLOB)
  FROM (SELECT seq, header, erased_by,
      ${part === 'chain' ? 'NULL AS salt, NULL AS body' : 'salt, body'},
      ${part === 'content' ? "x'' AS hashes, '' AS repeats" : "hashes, clock || char(10) || type || char(10) || stream || char(10) || coalesce(person, '') || char(10) AS repeats"}
    FROM entries WHERE place >= ? AND place < ? ORDER BY place LIMIT ${BLOCK})`;

/** The rows of a log from `from` to before `to`, in order. `nameOf`: a log's name by its number. */
export function* rowsOf(
  db: ReadableDb,
  logNo: number,
  from: number,
  to: number,
  nameOf: (logNo: number) => string,
  part?: LogToVerify['part'],
): Generator<VerifyRow> {
  const page = db.prepare(BLOCK_SQL(part)).raw();
  const end = placeOf(logNo, to);
  const sizes = new Float64Array(WIDTHS.length);
  for (let next = placeOf(logNo, from); ; ) {
    const [count, block] = page.get(next, end) as [number, Uint8Array];
    if (count === 0) return;
    let at = 0;
    const number = (width: number): number => {
      let value = 0;
      for (const stop = at + width; at < stop; at += 1) value = value * 10 + (block[at] as number) - 48;
      return value;
    };
    const part = (size: number): Uint8Array => {
      const bytes = new Uint8Array(block.buffer, block.byteOffset + at, size - 1);
      at += size - 1;
      return bytes;
    };
    let seq = 0;
    for (let row = 0; row < count; row += 1) {
      for (let index = 0; index < WIDTHS.length; index += 1) sizes[index] = number(WIDTHS[index] as number);
      const [place = 0, header = 1, salt = 0, body = 0, hashes = 1, repeats = 1, erasedBy = 0] = sizes;
      seq = place;
      yield {
        seq,
        header: part(header),
        salt: salt === 0 ? null : part(salt),
        body: body === 0 ? null : part(body),
        hashes: part(hashes),
        repeats: part(repeats),
        erasedBy: erasedBy === 0 ? null : { log: nameOf(logNoOf(erasedBy - 1)), seq: seqOf(erasedBy - 1) },
      };
    }
    if (count < BLOCK) return;
    next = placeOf(logNo, seq + 1);
  }
}

function* checkpointsOf(
  db: ReadableDb,
  logNo: number,
  from: number,
  to: number,
): Generator<{ readonly size: number; readonly note: string }> {
  const page = db
    .prepare('SELECT size, note FROM checkpoints WHERE place > ? AND place <= ? ORDER BY place LIMIT ?')
    .raw();
  let size = from;
  for (;;) {
    const rows = page.all(placeOf(logNo, size), placeOf(logNo, to), PAGE) as [number, string][];
    for (const [each, note] of rows) {
      size = each;
      yield { size, note };
    }
    if (rows.length < PAGE) return;
  }
}

export interface Trust {
  /** The site's id, as this installation knows it: not read from the database. */
  readonly site: string;
  /** Left out where the rules judge whose key a signature was made with. */
  readonly isSigner?: LogToVerify['isSigner'];
  readonly isDevice?: LogToVerify['isDevice'];
  readonly signatures?: LogToVerify['signatures'];
  readonly part?: LogToVerify['part'];
  /** By log: what an earlier verification reached, where that still fits a checkpoint, and how far to read now. Left out: all of it. */
  readonly plan?: ReadonlyMap<
    string,
    { readonly entries: number; readonly checkpoint: number; readonly from: Verified | null }
  >;
}

/**
 * All logs of the database, to be read from disk and verified (`verifyAll` in proof/verify.ts). Use a connection of its own
 * (`openReader`), inside one read transaction, so that appends meanwhile do not show as findings.
 */
export function logsToVerify(db: ReadableDb, trust: Trust): LogToVerify[] {
  const { plan, ...given } = trust;
  const logs = db.prepare('SELECT log_no AS logNo, log, key FROM logs ORDER BY log').all() as {
    logNo: number;
    log: string;
    key: Uint8Array;
  }[];
  const names = new Map(logs.map(({ logNo, log }) => [logNo, log]));
  return logs.map(({ logNo, log, key }) => {
    const { from = null, entries = LOG_WIDTH, checkpoint = LOG_WIDTH } = plan?.get(log) ?? {};
    const size = from?.range.size ?? 0;
    return {
      ...given,
      log,
      key,
      from: from ?? undefined,
      rows: rowsOf(db, logNo, size, entries, (no) => names.get(no) ?? `log ${no}`, trust.part),
      checkpoints: trust.part === 'content' ? [] : checkpointsOf(db, logNo, size, checkpoint),
    };
  });
}
