import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import type { LedgerOpening, LedgerOptions } from '../../main/ledger/ledger';
import { openLedger } from '../../main/ledger/open';
import { type Act, type Crew, crewOf, orderOf, recordActs } from '../bench/bigSite';
import { AtWork, resources } from '../commands/atWork';

/** Files of a site and of its second head, by path: `site/…`, `heads/…`. What only a running process needs is left out. */
export type Files = ReadonlyMap<string, Buffer>;

/** One site in two states: closed as it should be, and as a process that was killed left it, with its write-ahead log. */
export type TamperSite = { readonly closed: Files; readonly killed: Files; readonly entries: number };

const leftOut = /^(ballast|drafts\.db|writer\.)|-shm$/;

export function readFiles(root: string): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(root, { recursive: true }).map(String).sort()) {
    const path = join(root, name);
    if (!leftOut.test(relative('site', name)) && statSync(path).isFile()) files.set(name, readFileSync(path));
  }
  return files;
}

/** Puts files into a folder that then holds them and nothing else. */
export function layDown(files: Files, root: string): void {
  rmSync(root, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), bytes);
  }
}

/** The same without evidence and closure documents, for what is only about the ledger. */
export const ledgerOnly = (files: Files): Files =>
  new Map([...files].filter(([name]) => !/^site\/(evidence|closures)\//.test(name)));

export const siteIn = (root: string): string => join(root, 'site');

export function ledgerOptions(root: string): LedgerOptions {
  const keys = openKeyStore(join(siteIn(root), 'keys'), filePermissionsOnly);
  const identity = keys.loadIdentity();
  const device = keys.loadDevice();
  if (!identity || !device) throw new Error(`${root} holds no site`);
  return {
    folder: siteIn(root),
    headCopy: join(root, 'heads', `${identity.site}-${device.id}.head`),
    site: identity.site,
    device: {
      id: device.id,
      publicKey: Buffer.from(device.key.publicKey, 'base64'),
      sign: (message) => device.key.sign(message),
    },
    app: '0.0.0-test',
    ballastBytes: 0,
  };
}

/** Opens the ledger as the app's start does. */
export const openLaid = (root: string): LedgerOpening => openLedger(ledgerOptions(root));

const crews = new Map<string, Crew>();

/** The people of a site, whose keys take seconds to open: once for all copies of it. */
async function crewAt(work: AtWork): Promise<Crew> {
  const { site } = work.station.site.identity;
  const crew = crews.get(site) ?? (await crewOf(work));
  crews.set(site, crew);
  return { ...crew, held: new Map() };
}

/** Work orders with evidence, exceptions, a break-glass and a closing, a commit each, with the files they name. */
export async function recordOrders(work: AtWork, from: number, to: number): Promise<void> {
  const crew = await crewAt(work);
  const versions = [...work.station.world.site.versions.values()];
  for (let n = from; n < to; n++) {
    const version = versions[n % versions.length];
    if (!version) throw new Error('the sample site has no released checklist');
    const { begins, ends } = orderOf(work, crew, version, n);
    for (const batch of [begins, ends]) {
      const withFiles = await Promise.all(batch.map((one) => withFile(work, one)));
      await recordActs(work, crew, withFiles);
    }
  }
}

const sampleFile = (...names: string[]): Buffer => readFileSync(join(resources, 'sample', ...names));

/** The document of a closing, other bytes for each. */
const closureBytes = (closure: unknown): Buffer =>
  Buffer.concat([sampleFile('files', 'permit.pdf'), Buffer.from(`% ${String(closure)}\n`)]);

/** The same entry, about a file that is there: evidence in the vault, a document in `closures/`. */
async function withFile(work: AtWork, proposed: Act): Promise<Act> {
  const { type, body } = proposed;
  if (type === 'closure.document-issued') {
    const bytes = closureBytes(body.closure);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...proposed, body: { ...body, sha256, size: bytes.length } };
  }
  if (type !== 'run.evidence-added') return proposed;
  const kept = await work.station.vault.keepBytes(sampleFile('photos', 'seal-seated.jpg'), 'seal-seated.jpg');
  if (!kept.ok) throw new Error(kept.message);
  return { ...proposed, body: { ...body, sha256: kept.sha256, size: kept.size } };
}

/** The closure documents that `recordOrders` recorded lie where the app keeps them. */
function putClosures(work: AtWork): void {
  const closed = work.station.site.ledger.db
    .prepare("SELECT CAST(body AS TEXT) FROM entries WHERE type = 'work-order.closed'")
    .pluck()
    .all() as string[];
  const folder = join(work.folder, 'closures');
  mkdirSync(folder, { recursive: true });
  for (const body of closed) {
    const { number, closure } = JSON.parse(body) as { number: string; closure: string };
    writeFileSync(join(folder, `${number}.pdf`), closureBytes(closure));
  }
}

async function make(): Promise<TamperSite> {
  const work = await AtWork.sample();
  try {
    const root = dirname(work.folder);
    await recordOrders(work, 7, 9);
    await work.reopen();
    await recordOrders(work, 9, 11);
    putClosures(work);
    const killed = readFiles(root);
    const entries = work.station.site.ledger.head()?.size ?? 0;
    await work.closeSite();
    return { closed: readFiles(root), killed, entries };
  } finally {
    work.discard();
  }
}

let made: Promise<TamperSite> | undefined;
/** Made once a process: a sample site and four work orders by the app's own append path. */
export function tamperSite(): Promise<TamperSite> {
  made ??= make();
  return made;
}
