import type { LogToVerify, VerifyRow } from '../proof/verifyLog';
import type { ReadableDb } from './database';
import { LOG_WIDTH, placeOf, seqOf } from './place';

const PAGE = 512;

type RawRow = readonly [place: number, header: Uint8Array, salt: Uint8Array | null, body: Uint8Array | null, hashes: Uint8Array];

function* rowsOf(db: ReadableDb, logNo: number): Generator<VerifyRow> {
  const page = db
    .prepare('SELECT place, header, salt, body, hashes FROM entries WHERE place > ? AND place < ? ORDER BY place LIMIT ?')
    .raw();
  const end = placeOf(logNo + 1, 0);
  let after = placeOf(logNo, 0) - 1;
  for (;;) {
    const rows = page.all(after, end, PAGE) as RawRow[];
    for (const [place, header, salt, body, hashes] of rows) {
      after = place;
      yield { seq: seqOf(place), header, salt, body, hashes };
    }
    if (rows.length < PAGE) return;
  }
}

function* checkpointsOf(db: ReadableDb, logNo: number): Generator<{ readonly size: number; readonly note: string }> {
  const page = db.prepare('SELECT size, note FROM checkpoints WHERE place > ? AND place < ? ORDER BY place LIMIT ?').raw();
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
  const logs = db.prepare('SELECT log_no AS logNo, log, key FROM logs ORDER BY log').all() as { logNo: number; log: string; key: Uint8Array }[];
  return logs.map(({ logNo, log, key }) => ({ ...trust, log, key, rows: rowsOf(db, logNo), checkpoints: checkpointsOf(db, logNo) }));
}
