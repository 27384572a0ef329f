import { existsSync, readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryPlace } from '../domain/erasure/erasure';
import { dropCopies } from '../ledger/beforeMigration';
import { syncFolder } from '../ledger/folder';
import { entryAt, erasingOf, isStored } from '../ledger/read';
import { diskWords } from '../site/copying';
import { writeDurably } from '../site/durable';
import { members } from '../sync/bundle';
import { closurePath, issueClosure } from './closing';
import { namedBy } from './erasurePlan';
import { hashBytes } from './hash';
import { JobStopped } from './jobs';
import type { Station } from './station';

/** Under which it is noted that an erasure is not finished: bodies go with the commit, what lies outside goes after it. */
const dueNote = 'erasure-due';

/**
 * Notes, before the commit, which entries are erased: if the app ends before the rest is done, the next start does it. A
 * note whose commit never came makes a start look after nothing.
 */
export function oweErasure(station: Station, targets: readonly EntryPlace[] = []): void {
  const owed = new Set([...dueOf(station), ...targets.map(({ log, seq }) => `${log}/${seq}`)]);
  station.site.drafts.setNote(dueNote, JSON.stringify([...owed]));
}

function dueOf(station: Station): readonly string[] {
  const note = station.site.drafts.note(dueNote);
  return note ? (JSON.parse(note) as string[]) : [];
}

/** Whether an erasure waits to be finished here. */
export function isErasureDue(station: Station): boolean {
  return (station.site.drafts.note(dueNote) ?? '') !== '';
}

/**
 * Does what an erasure needs outside its commit: files that no body names any more are destroyed, half-typed work about
 * them is dropped, closure documents are issued again without them, the copy from before an update is removed, and the database is written anew, so that no copy is
 * left between its rows. Doing it again changes nothing. Takes the caller's turn.
 * @returns null when all of it is done; else what is not, in words: it is tried again.
 */
export async function finishErasures(station: Station): Promise<string | null> {
  if (!isErasureDue(station)) return null;
  try {
    dropDrafts(station, dueOf(station));
    await destroyFiles(station);
    await issueAgain(station);
    dropCopies(station.site.folder);
    await station.shell.jobs.run('rewriteLedger', { folder: station.site.folder });
    // Another connection may still read the log that was written before.
    if (!station.site.ledger.settle())
      return 'A check or a backup still reads the ledger, so its old pages are removed when that ends.';
    station.site.drafts.setNote(dueNote, '');
    station.site.drafts.rewrite();
    station.changed();
    return null;
  } catch (error) {
    station.log(
      `an erasure could not be finished yet: ${error instanceof Error ? error.message : String(error)}`,
    );
    return error instanceof JobStopped
      ? error.message
      : `Old copies of it may still lie in unused parts of this station’s files (${diskWords(error, 'The disk of the site')}). It is tried again by itself.`;
  }
}

/** What people had typed and not recorded at a step whose answer is erased, and everything of a person who is. */
function dropDrafts(station: Station, due: readonly string[]): void {
  const { db } = station.site.ledger;
  const places = new Set<string>();
  const people = new Set<string>();
  for (const name of due) {
    const cut = name.lastIndexOf('/');
    const place = { log: name.slice(0, cut), seq: Number(name.slice(cut + 1)) };
    const stays = erasingOf(db, place)?.stays;
    if (stays === undefined) continue;
    if (typeof stays.workOrder === 'string' && typeof stays.step === 'string')
      places.add(`run:${stays.workOrder}:${stays.step}:`);
    const entry = entryAt(db, place);
    if (entry && isStored(entry) && entry.header.type === 'user.enrolled') people.add(String(stays.user));
  }
  if (places.size + people.size === 0) return;
  station.site.drafts.dropWhere(
    ({ user, place }) => people.has(user) || [...places].some((prefix) => place.startsWith(prefix)),
  );
}

/** Hashes of all files that erasures took, by this station or another. */
function destroyedHashes(station: Station): string[] {
  return station.site.ledger.db
    .prepare(
      `SELECT DISTINCT f.value FROM entries e, json_each(CAST(e.body AS TEXT), '$.files') f WHERE e.type = 'body.erased' AND e.body IS NOT NULL`,
    )
    .pluck()
    .all() as string[];
}

async function destroyFiles(station: Station): Promise<void> {
  const { db } = station.site.ledger;
  const hashes = destroyedHashes(station);
  for (const sha256 of hashes)
    if (existsSync(station.vault.path(sha256)) && namedBy(db, sha256) === undefined)
      await station.vault.destroy(sha256);
  const destroyed = new Set(hashes);
  const folder = join(station.site.folder, 'closures');
  for (const { number } of closings(station)) {
    const path = closurePath(station, number);
    if (!existsSync(path) || !destroyed.has(hashBytes(readFileSync(path)))) continue;
    rmSync(path, { force: true });
    syncFolder(folder);
  }
}

type Closing = { readonly workOrder: string; readonly number: string; readonly log: string };

/** Closed work orders of which a document was destroyed. */
function closings(station: Station): Closing[] {
  return station.site.ledger.db
    .prepare(
      `SELECT DISTINCT json_extract(CAST(c.body AS TEXT), '$.workOrder') AS workOrder, json_extract(CAST(c.body AS TEXT), '$.number') AS number, l.log
       FROM entries b JOIN entries c ON c.type = 'work-order.closed' AND c.body IS NOT NULL
         AND json_extract(CAST(c.body AS TEXT), '$.closure') = json_extract(CAST(b.body AS TEXT), '$.stays.closure')
       JOIN logs l ON l.log_no = c.log_no
       WHERE b.type = 'body.erased' AND b.body IS NOT NULL AND json_extract(CAST(b.body AS TEXT), '$.type') = 'closure.document-issued'`,
    )
    .all() as Closing[];
}

/** Documents that were destroyed are issued again by the station that closed the work order, and by the one that erased. */
async function issueAgain(station: Station): Promise<void> {
  const own = `${station.site.device.id}/`;
  for (const { workOrder, log } of closings(station)) {
    if (station.world.caseOf(workOrder).closure?.document) continue;
    if (log.startsWith(own) || erasedHere(station, workOrder, own)) await issueClosure(station, workOrder);
  }
}

function erasedHere(station: Station, workOrder: string, own: string): boolean {
  return (
    station.site.ledger.db
      .prepare(
        `SELECT 1 FROM entries b JOIN logs l USING (log_no) WHERE b.type = 'body.erased' AND b.body IS NOT NULL AND substr(l.log, 1, length(@own)) = @own
         AND json_extract(CAST(b.body AS TEXT), '$.type') = 'closure.document-issued' AND json_extract(CAST(b.body AS TEXT), '$.stays.workOrder') = @workOrder`,
      )
      .get({ own, workOrder }) !== undefined
  );
}

/** Puts closure documents that a bundle brought in the place of older ones: that whose hash the newest entry names. */
export async function keepDocuments(
  station: Station,
  staging: string,
  numbers: readonly string[],
): Promise<void> {
  const hashOf = station.site.ledger.db
    .prepare(
      `SELECT json_extract(CAST(d.body AS TEXT), '$.sha256') FROM entries c JOIN entry_subjects s ON s.subject = json_extract(CAST(c.body AS TEXT), '$.closure')
       JOIN entries d ON d.place = s.place AND d.type = 'closure.document-issued' AND d.body IS NOT NULL
       WHERE c.type = 'work-order.closed' AND c.body IS NOT NULL AND json_extract(CAST(c.body AS TEXT), '$.number') = ? ORDER BY d.clock DESC LIMIT 1`,
    )
    .pluck();
  for (const number of numbers) {
    const brought = join(staging, members.closure(number));
    const named = hashOf.get(number) as string | undefined;
    if (named === undefined || !existsSync(brought)) continue;
    const path = closurePath(station, number);
    if (existsSync(path) && hashBytes(readFileSync(path)) === named) continue;
    const bytes = await readFile(brought);
    if (hashBytes(bytes) === named) await writeDurably(path, bytes);
  }
}
