import { fromUtf8 } from '../proof/encoding';
import type { LogToVerify, Verified, VerifyRow } from '../proof/verifyLog';
import type { ReadableDb } from './database';
import { LOG_WIDTH, logNoOf, placeOf, seqOf } from './place';

const PAGE = 512;
/** Rows that come across the binding as one byte string: each one by itself costs as much as its hashes. */
const BLOCK = 64;
const LINE_END = 0x0a;
type Part = LogToVerify['part'];

/** What a half reads of a row, with the decimal digits in which its size is written; those marked may be NULL. */
const HEADER = { column: 'header', digits: 6 };
const CONTENT = [
  { column: 'salt', digits: 3, nullable: true },
  { column: 'body', digits: 8, nullable: true },
];
const CHAIN = [
  { column: 'hashes', digits: 6 },
  { column: 'repeats', digits: 6 },
];
const SEQ_DIGITS = 14;

function columnsOf(
  part: Part,
): readonly { readonly column: string; readonly digits: number; readonly nullable?: boolean }[] {
  return [HEADER, ...(part === 'chain' ? [] : CONTENT), ...(part === 'content' ? [] : CHAIN)];
}

/**
 * A block of rows as one byte string: for each its place, the sizes of its columns (plus one; 0 for NULL), then their bytes.
 * `repeats`: what columns repeat of the header, each ended by a line end, and then the place that erased it, where one did.
 */
function blockSql(part: Part): string {
  const columns = columnsOf(part);
  const digits = columns.map((one) => `%0${one.digits}d`).join('');
  const sizes = columns.map(({ column, nullable }) =>
    nullable === true ? `coalesce(octet_length(${column}) + 1, 0)` : `octet_length(${column}) + 1`,
  );
  const bytes = columns.map(({ column, nullable }) =>
    nullable === true ? `coalesce(${column}, x'')` : column,
  );
  return `
  SELECT count(*), CAST(coalesce(group_concat(printf('%0${SEQ_DIGITS}d${digits}', seq, ${sizes.join(', ')}) || ${bytes.join(' || ')}, ''), '') AS BLOB)
  FROM (SELECT seq, header, salt, body, hashes,
      clock || char(10) || type || char(10) || stream || char(10) || coalesce(person, '') || char(10) || coalesce(erased_by, '') AS repeats
    FROM entries WHERE place >= ? AND place < ? ORDER BY place LIMIT ${BLOCK})`;
}

/** The rows of a log from `from` to before `to`, in order. `nameOf`: a log's name by its number. */
function* rowsOf(
  db: ReadableDb,
  logNo: number,
  from: number,
  to: number,
  nameOf: (logNo: number) => string,
  part: Part,
): Generator<VerifyRow> {
  const page = db.prepare(blockSql(part)).raw();
  const end = placeOf(logNo, to);
  const widths = columnsOf(part).map(({ digits }) => digits);
  const sizes = new Float64Array(widths.length);
  const [saltAt, bodyAt, hashesAt, repeatsAt] = ['salt', 'body', 'hashes', 'repeats'].map((name) =>
    columnsOf(part).findIndex(({ column }) => column === name),
  ) as [number, number, number, number];
  for (let next = placeOf(logNo, from); ; ) {
    const [count, block] = page.get(next, end) as [number, Uint8Array];
    if (count === 0) return;
    let at = 0;
    const number = (width: number): number => {
      let value = 0;
      for (const stop = at + width; at < stop; at += 1) value = value * 10 + (block[at] as number) - 48;
      return value;
    };
    const take = (size: number): Uint8Array => {
      const bytes = new Uint8Array(block.buffer, block.byteOffset + at, size - 1);
      at += size - 1;
      return bytes;
    };
    const column = (index: number): Uint8Array | null => {
      const size = index < 0 ? 0 : (sizes[index] as number);
      return size === 0 ? null : take(size);
    };
    let seq = 0;
    for (let row = 0; row < count; row += 1) {
      seq = number(SEQ_DIGITS);
      for (let index = 0; index < widths.length; index += 1) sizes[index] = number(widths[index] as number);
      const header = take(sizes[0] as number);
      const salt = column(saltAt);
      const body = column(bodyAt);
      const hashes = column(hashesAt) ?? undefined;
      const said = column(repeatsAt);
      const erased = said === null || said[said.length - 1] === LINE_END ? 0 : said.lastIndexOf(LINE_END) + 1;
      yield {
        seq,
        header,
        salt,
        body,
        hashes,
        repeats: said === null ? undefined : erased === 0 ? said : said.subarray(0, erased),
        erasedBy: said === null || erased === 0 ? null : eraser(said.subarray(erased), nameOf),
      };
    }
    if (count < BLOCK) return;
    next = placeOf(logNo, seq + 1);
  }
}

function eraser(digits: Uint8Array, nameOf: (logNo: number) => string): VerifyRow['erasedBy'] {
  const place = Number(fromUtf8(digits));
  return { log: nameOf(logNoOf(place)), seq: seqOf(place) };
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
