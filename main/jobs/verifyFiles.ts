import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFinding, FilesRead, VerifyPlan } from '../commands/verifyParts';
import type { ReadableDb } from '../ledger/database';
import { logNoOf, seqOf } from '../ledger/place';
import { logIndex } from '../ledger/read';
import { openVault } from '../vault/evidence';
import { hashFile } from '../vault/hashFile';
import { breathe, type Told } from './verifyHalf';
import { readerOf } from './verifyPlan';

const hash = /^[0-9a-f]{64}$/;
const stage = 'Reading files';
type Named = readonly [sha256: string, place: number];

/** Re-reads every evidence file and closing document that an entry names; in what goes on from before, of new entries. */
export async function verifyFiles(plan: VerifyPlan, tell: Told): Promise<FilesRead> {
  const db = readerOf(plan.folder);
  try {
    db.exec('BEGIN');
    const vault = openVault(join(plan.folder, 'evidence'));
    const evidence = namedEvidence(db, plan);
    const documents = namedDocuments(db, plan);
    const total = evidence.length + documents.length;
    const findings: FileFinding[] = [];
    const add = (sha256: string, place: number, message: string): void => {
      if (findings.length < 200) findings.push({ sha256, message, at: placeIn(db, place) });
    };
    let read = 0;
    const told = async (): Promise<void> => {
      read += 1;
      if (read % 20 === 0) {
        tell(read, total, stage);
        await breathe();
      }
    };
    tell(0, total, stage);
    for (const [sha256, place] of evidence) {
      const state = await vault.check(sha256);
      const name = fileName(db, place);
      if (state === 'missing')
        add(
          sha256,
          place,
          `Evidence file ${name} (${sha256.slice(0, 12)}…) is recorded, but not in the site’s folder.`,
        );
      if (state === 'altered')
        add(
          sha256,
          place,
          `Evidence file ${name} (${sha256.slice(0, 12)}…) was changed after it was recorded.`,
        );
      await told();
    }
    for (const { number, sha256, place } of documents) {
      const path = join(plan.folder, 'closures', `${number}.pdf`);
      const there = existsSync(path) ? await hashFile(path) : undefined;
      if (there === undefined)
        add(
          sha256,
          place,
          `The closure PDF ${number}.pdf is missing. Its record is whole, and the PDF can be made again from it.`,
        );
      else if (there !== sha256)
        add(sha256, place, `The closure PDF ${number}.pdf was changed after it was issued.`);
      await told();
    }
    tell(total, total, stage);
    return { read, findings };
  } finally {
    db.close();
  }
}

/** Condition that an entry is new to this verification, and belongs to it. */
function within(db: ReadableDb, plan: VerifyPlan): string {
  const index = logIndex(db);
  const parts = plan.logs.flatMap(({ log, entries, from }) => {
    const logNo = index.numberOf(log);
    return logNo === undefined
      ? []
      : [`(log_no = ${logNo} AND seq >= ${from?.range.size ?? 0} AND seq < ${entries})`];
  });
  return parts.length === 0 ? '0' : `(${parts.join(' OR ')})`;
}

/** Each hash once, with the first entry that names it. */
function namedEvidence(db: ReadableDb, plan: VerifyPlan): Named[] {
  const rows = db
    .prepare(
      `SELECT json_extract(CAST(body AS TEXT), '$.sha256') AS sha256, min(place) FROM entries
       WHERE type IN (SELECT DISTINCT type FROM entries WHERE type LIKE '%.evidence-added' OR type IN ('history.import-started', 'history.import-finished'))
         AND body IS NOT NULL AND ${within(db, plan)} GROUP BY sha256`,
    )
    .raw()
    .all() as [string | null, number][];
  return rows.flatMap(([sha256, place]) =>
    sha256 !== null && hash.test(sha256) ? [[sha256, place] as const] : [],
  );
}

/** Of each closing the document issued last, which is the file. */
function namedDocuments(
  db: ReadableDb,
  plan: VerifyPlan,
): { readonly number: string; readonly sha256: string; readonly place: number }[] {
  const bodies = (type: string, more: string) =>
    db
      .prepare(
        `SELECT place, json_extract(CAST(body AS TEXT), '$.closure'), json_extract(CAST(body AS TEXT), '$.sha256'), json_extract(CAST(body AS TEXT), '$.number')
         FROM entries WHERE type = '${type}' AND body IS NOT NULL AND ${more} ORDER BY clock`,
      )
      .raw()
      .iterate() as IterableIterator<[place: number, closure: unknown, sha256: unknown, number: unknown]>;
  const issued = new Map<string, Named>();
  for (const [place, closure, sha256] of bodies('closure.document-issued', within(db, plan)))
    if (typeof closure === 'string' && typeof sha256 === 'string') issued.set(closure, [sha256, place]);
  const found: { number: string; sha256: string; place: number }[] = [];
  for (const [, closure, , number] of bodies('work-order.closed', '1')) {
    const document = typeof closure === 'string' ? issued.get(closure) : undefined;
    if (document !== undefined && typeof number === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(number))
      found.push({ number, sha256: document[0], place: document[1] });
  }
  return found;
}

const placeIn = (db: ReadableDb, place: number): FileFinding['at'] => ({
  log: logIndex(db).nameOf(logNoOf(place)),
  seq: seqOf(place),
});

function fileName(db: ReadableDb, place: number): string {
  const name = db
    .prepare(
      "SELECT coalesce(json_extract(CAST(body AS TEXT), '$.name'), json_extract(CAST(body AS TEXT), '$.fileName')) FROM entries WHERE place = ?",
    )
    .pluck()
    .get(place);
  return typeof name === 'string' ? `“${name}”` : 'without a name';
}
