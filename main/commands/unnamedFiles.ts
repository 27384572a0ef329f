import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeHlc } from '../ledger/clock';
import { namesFile } from './erasurePlan';
import type { Station } from './station';

/** Until when files were looked at, in ms: each is looked at once. */
const sweptNote = 'files-swept';
/** How much a file's time and its entry's may differ, for a clock that was set meanwhile. */
const marginMs = 24 * 3_600_000;

/** Files of the vault that were written from `from` until before `to` (ms), by their hashes. */
function keptBetween(folder: string, from: number, to: number): string[] {
  const parts = readdirSync(folder, { withFileTypes: true }).filter(
    (part) => part.isDirectory() && /^[0-9a-f]{2}$/.test(part.name),
  );
  return parts.flatMap(({ name }) => {
    const part = join(folder, name);
    // A folder's own time is that of the newest name in it.
    if (statSync(part).mtimeMs < from) return [];
    return readdirSync(part).filter((file) => {
      if (!/^[0-9a-f]{64}$/.test(file)) return false;
      const { mtimeMs } = statSync(join(part, file));
      return mtimeMs >= from && mtimeMs < to;
    });
  });
}

/**
 * Removes files that were taken in and never recorded, because the app ended between the two: nobody was told that they
 * are kept, and no entry names them. Only such from before this process began, so that none of a deed under way goes.
 * Takes the caller's turn. @returns how many went.
 */
export async function sweepUnnamedFiles(station: Station, begun: number): Promise<number> {
  const { db } = station.site.ledger;
  const from = Number(station.site.drafts.note(sweptNote) ?? 0);
  const kept = keptBetween(join(station.site.folder, 'evidence'), from, begun);
  const recent = kept.length === 0 ? new Set() : hashesSince(station, from - marginMs);
  const named = db.prepare(
    'SELECT 1 FROM entries WHERE body IS NOT NULL AND instr(body, CAST(? AS BLOB)) > 0 LIMIT 1',
  );
  let gone = 0;
  for (const sha256 of kept) {
    // A bundle brings older entries, and those of a newer version in words this one does not know: every body is asked.
    if (recent.has(sha256) || named.get(sha256) !== undefined) continue;
    await station.vault.destroy(sha256);
    station.log(`${new Date(station.now()).toISOString()} a file that no entry names was removed: ${sha256}`);
    gone += 1;
  }
  station.site.drafts.setNote(sweptNote, String(begun));
  return gone;
}

/** Hashes that entries recorded from `from` (ms) name. */
function hashesSince(station: Station, from: number): ReadonlySet<unknown> {
  const clock = writeHlc({ ms: Math.max(0, from), count: 0 });
  return new Set(
    station.site.ledger.db
      .prepare(
        `SELECT json_extract(CAST(body AS TEXT), '$.sha256') FROM entries WHERE type IN (${namesFile.map(() => '?').join(', ')}) AND clock >= ? AND body IS NOT NULL`,
      )
      .pluck()
      .all(...namesFile, clock),
  );
}
