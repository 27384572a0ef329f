import type { PackRequest, PackRow } from '../contract/packs';
import type { IssuedPack } from '../domain/pack/decide';
import type { PackIssued, PackRequested } from '../domain/pack/pack';
import type { SiteState } from '../domain/procedure/site';
import type { ReadableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { placeOf } from '../ledger/place';
import { entriesAbout, isStored, logIndex, pageOfEntries } from '../ledger/read';
import { recorded } from './fold';
import { nameIn } from './lists';

/** A pack as the ledger tells it: what was asked for, and the first file that came of it, if one did. */
export type HeldPack = {
  readonly entry: StoredEntry;
  readonly asked: PackRequested;
  readonly issued: { readonly at: string; readonly body: PackIssued } | undefined;
};

const mostRows = 1000;

function heldPack(db: ReadableDb, entry: StoredEntry): HeldPack | undefined {
  // Of a request whose words were erased the rest stays, so that the pack stays in the list.
  const { type, body } = recorded(entry);
  if (body === undefined || type !== 'pack.requested') return undefined;
  const asked = body as unknown as PackRequested;
  const issued = entriesAbout(db, asked.pack).find(
    ({ header, body }) => header.type === 'pack.issued' && body !== null && body.pack === asked.pack,
  );
  return {
    entry,
    asked,
    issued: issued && { at: issued.header.at, body: issued.body as unknown as PackIssued },
  };
}

/** The pack with this id. */
export function packOf(db: ReadableDb, pack: string): HeldPack | undefined {
  for (const entry of entriesAbout(db, pack)) {
    const held = heldPack(db, entry);
    if (held?.asked.pack === pack) return held;
  }
  return undefined;
}

/** The pack that another is to add to, if it was issued. */
export function issuedPack(db: ReadableDb, pack: string): IssuedPack | undefined {
  const held = packOf(db, pack);
  if (held?.issued === undefined) return undefined;
  const { number, workOrders } = held.asked;
  return { pack, number, workOrders, sha256: held.issued.body.sha256 };
}

export function packRequestOf(db: ReadableDb, pack: string): PackRequest | undefined {
  const held = packOf(db, pack);
  if (held === undefined) return undefined;
  const { number, scope, workOrders, complete } = held.asked;
  return { number, scope, disclosed: workOrders, complete };
}

/** How many entries about the pack's work orders were recorded after all that it holds. */
async function laterThan(db: ReadableDb, { entry, asked }: HeldPack): Promise<number> {
  const count = db
    .prepare('SELECT count(*) FROM entry_subjects WHERE subject = ? AND place >= ? AND place < ?')
    .pluck();
  const held = new Map([
    ...asked.logs.map(({ log, size }) => [log, size] as const),
    [entry.log, entry.seq + 1] as const,
  ]);
  const ranges = (db.prepare('SELECT log FROM logs').pluck().all() as string[]).map((log) => {
    const logNo = logIndex(db).numberOf(log) ?? 0;
    return [placeOf(logNo, held.get(log) ?? 0), placeOf(logNo + 1, 0)] as const;
  });
  let later = 0;
  let begun = performance.now();
  for (const id of asked.workOrders) {
    for (const [from, to] of ranges) later += count.get(id, from, to) as number;
    if (performance.now() - begun < 15) continue;
    await new Promise((done) => setImmediate(done));
    begun = performance.now();
  }
  return later;
}

/** Every pack that was asked for, at any station, the newest first. */
export async function packRows(db: ReadableDb, site: SiteState): Promise<PackRow[]> {
  const rows: PackRow[] = [];
  for (const entry of pageOfEntries(db, { type: 'pack.requested' }, mostRows).entries) {
    const held = isStored(entry) ? heldPack(db, entry) : undefined;
    if (held === undefined) continue;
    rows.push(await rowOf(db, site, held));
  }
  return rows;
}

async function rowOf(db: ReadableDb, site: SiteState, held: HeldPack): Promise<PackRow> {
  const { entry, asked, issued } = held;
  const { actor } = entry.header;
  return {
    pack: asked.pack,
    number: asked.number,
    at: entry.header.at,
    byName: 'user' in actor ? nameIn(site, actor.user) : actor.system,
    reason: asked.reason,
    words: asked.words,
    workOrders: asked.workOrders.length,
    issued: issued ? { at: issued.at, sha256: issued.body.sha256, size: issued.body.size } : null,
    addendumTo: asked.addendumTo ? { pack: asked.addendumTo.pack, number: asked.addendumTo.number } : null,
    later: await laterThan(db, held),
  };
}
