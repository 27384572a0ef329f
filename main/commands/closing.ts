import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildRecord } from '../closure/buildRecord';
import type { ClosedErasure } from '../closure/record';
import type { Recorded } from '../domain/entry';
import type { ErasureBody } from '../domain/erasure/erasure';
import { entriesAbout, entryAt, isStored, newestCheckpoint } from '../ledger/read';
import { base64 } from '../proof/encoding';
import { parseCheckpoint } from '../proof/note';
import { writeDurably } from '../site/durable';
import { recorded } from '../views/fold';
import { nameIn } from '../views/lists';
import { labelOf } from '../views/sentences';
import { stationOf } from './bundles';
import { newId, record, type Station, stationName } from './station';

/**
 * Makes the closure PDF of a closed work order, signs it with the device's certificate, puts it on disk for good, and
 * records its hash. Doing it again after a cut-off makes no second document. Resolves with the file's path.
 */
export async function issueClosure(station: Station, workOrder: string): Promise<string> {
  const { world, site } = station;
  const state = world.caseOf(workOrder);
  const document = world.documentFor(state);
  const jobType = world.jobTypeFor(state);
  if (!state.closure || !document || !jobType)
    throw new Error('Only a closed work order gets a closure PDF.');
  const path = closurePath(station, state.closure.number);
  if (state.closure.document && existsSync(path)) return path;
  const head = newestCheckpoint(site.ledger.db, site.ledger.log);
  const checkpoint = head && parseCheckpoint(head.note);
  if (!head || !checkpoint) throw new Error('The ledger has no checkpoint.');
  const entries = entriesAbout(site.ledger.db, workOrder).map(recorded);
  const record_ = buildRecord({
    site: world.site,
    state,
    document,
    jobType,
    entries,
    device: { id: site.device.id, station: stationName(station) },
    checkpoint: {
      note: head.note,
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: base64(checkpoint.root),
    },
    app: `Process Designer ${station.app}`,
    erasures: erasuresOf(station, entries),
  });
  const photos = new Map<string, Uint8Array>();
  for (const e of record_.evidence) {
    const held = await station.vault.read(e.sha256);
    if (held.ok) photos.set(e.sha256, held.bytes);
  }
  const signer = {
    certificate: site.identity.deviceCertificate,
    root: site.identity.rootCertificate,
    privateKey: site.device.certificateKey,
  };
  // Loaded when the first work order is closed: fonts, PDF and certificates would double the time of the start.
  const { makeClosure } = await import('../closure/closure');
  const made = await makeClosure(record_, (sha256) => photos.get(sha256), station.resources, signer);
  mkdirSync(join(site.folder, 'closures'), { recursive: true });
  await writeDurably(path, made.pdf);
  const body = {
    closure: state.closure.closure,
    workOrder,
    sha256: made.sha256,
    size: made.pdf.length,
    pages: pagesOf(made.pdf),
    checkpoint: checkpoint.size,
  };
  const done = await record(
    station,
    newId('command'),
    [{ type: 'closure.document-issued', stream: state.closure.closure, body, system: 'closure' }],
    undefined,
    () => ({}),
  );
  if (!done.ok) throw new Error(done.message);
  return path;
}

/** What was erased of these entries, in words; a document that was destroyed is none of the record. */
function erasuresOf(station: Station, entries: readonly Recorded[]): ClosedErasure[] {
  const { db, site } = station.world;
  return entries.flatMap((entry) => {
    const by = entry.erased && entryAt(db, entry.erased);
    if (!by || !isStored(by) || !by.body || !('user' in by.header.actor)) return [];
    if (entry.type === 'closure.document-issued') return [];
    const { second, authority } = by.body as unknown as ErasureBody<'body.erased'>;
    return [
      {
        entry: { device: stationOf(station, entry.log), seq: entry.seq },
        what: labelOf(entry.type),
        erasedBy: { device: stationOf(station, by.log), seq: by.seq },
        at: by.header.at,
        by: nameIn(site, by.header.actor.user),
        second: nameIn(site, second.user),
        authority,
      },
    ];
  });
}

/** Pages of a PDF that was just made here: its page objects are not compressed. */
function pagesOf(pdf: Uint8Array): number {
  return (
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length ?? 1
  );
}

/** Where the closure PDF of a number lies, or would. */
export function closurePath(station: Station, number: string): string {
  return join(station.site.folder, 'closures', `${number}.pdf`);
}

/** The closure PDF of a work order, if it is on disk. */
export function closurePdf(
  station: Station,
  workOrder: string,
): { readonly path: string; readonly name: string } | undefined {
  const closure = station.world.caseOf(workOrder).closure;
  if (!closure) return undefined;
  const path = closurePath(station, closure.number);
  return existsSync(path) ? { path, name: `${closure.number}.pdf` } : undefined;
}
