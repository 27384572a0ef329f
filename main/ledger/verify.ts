import type { LogToVerify, VerifyRow } from '../proof/verifyLog';
import type { ReadableDb } from './database';
import { LOG_WIDTH, placeOf, seqOf } from './place';

const PAGE = 512;

type RawRow = readonly [
  place: number,
  header: number,
  salt: number | null,
  body: number | null,
  all: Uint8Array,
];

/** The four byte strings of a row come as one and are taken apart here: each one more across the binding costs as much as a hash. */
function* rowsOf(db: ReadableDb, logNo: number): Generator<VerifyRow> {
  const page = db
    .prepare(
      `SELECT place, length(header), length(salt), length(body),
         CAST(header || coalesce(salt, x'') || coalesce(body, x'') || hashes AS BLOB)
       FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT ?`,
    )
    .raw();
  const end = placeOf(logNo + 1, 0);
  let after = placeOf(logNo, 0) - 1;
  for (;;) {
    const rows = page.all(after, end, PAGE) as RawRow[];
    for (const [place, headerLength, saltLength, bodyLength, all] of rows) {
      after = place;
      const part = (from: number, to: number): Uint8Array =>
        new Uint8Array(all.buffer, all.byteOffset + from, to - from);
      const saltAt = headerLength;
      const bodyAt = saltAt + (saltLength ?? 0);
      const hashesAt = bodyAt + (bodyLength ?? 0);
      yield {
        seq: seqOf(place),
        header: part(0, saltAt),
        salt: saltLength === null ? null : part(saltAt, bodyAt),
        body: bodyLength === null ? null : part(bodyAt, hashesAt),
        hashes: part(hashesAt, all.length),
      };
    }
    if (rows.length < PAGE) return;
  }
}

function* checkpointsOf(
  db: ReadableDb,
  logNo: number,
): Generator<{ readonly size: number; readonly note: string }> {
  const page = db
    .prepare('SELECT size, note FROM checkpoints WHERE place > ? AND place < ? ORDER BY place LIMIT ?')
    .raw();
  let size = 0;
  for (;;) {
    const rows = page.all(placeOf(logNo, size), placeOf(logNo, 0) + LOG_WIDTH, PAGE) as [number, string][];
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
  readonly isSigner: LogToVerify['isSigner'];
  readonly isDevice?: LogToVerify['isDevice'];
  readonly signatures?: LogToVerify['signatures'];
}

/**
 * All logs of the database, to be read from disk and verified (`verifyAll` in proof/verify.ts). Use a connection of its own
 * (`openReader`), inside one read transaction, so that appends meanwhile do not show as findings.
 */
export function logsToVerify(db: ReadableDb, trust: Trust): LogToVerify[] {
  const logs = db.prepare('SELECT log_no AS logNo, log, key FROM logs ORDER BY log').all() as {
    logNo: number;
    log: string;
    key: Uint8Array;
  }[];
  return logs.map(({ logNo, log, key }) => ({
    ...trust,
    log,
    key,
    rows: rowsOf(db, logNo),
    checkpoints: checkpointsOf(db, logNo),
  }));
}
