import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, KeyStore, Protector, SiteIdentity } from '../identity/keyStore';
import { openKeyStore } from '../identity/keyStore';
import { openTries, type Tries } from '../identity/tries';
import { bootClock } from '../ledger/clock';
import { syncFolder } from '../ledger/folder';
import type { Ledger } from '../ledger/ledger';
import { openLedger } from '../ledger/open';
import type { LedgerRefusal } from '../ledger/refusal';
import { type Drafts, openDrafts } from './drafts';

/** One site's folder, open for writing: its keys, its ledger, and what this device keeps beside it. */
export type OpenSite = {
  readonly folder: string;
  readonly keys: KeyStore;
  readonly identity: SiteIdentity;
  readonly device: Device;
  readonly ledger: Ledger;
  readonly drafts: Drafts;
  /** Failed tries at secrets, as this machine knows them; outside of the folder. */
  readonly tries: Tries;
  /** The machine's start, and monotonic ms since then. */
  readonly boot: BootClock;
};

type BootClock = ReturnType<typeof bootClock>;

export type SitePlaces = {
  /** The site's folder. */
  readonly folder: string;
  /** Where the second copy of the newest checkpoint lies: another directory tree than the site's folder. */
  readonly heads: string;
  readonly protector: Protector;
  readonly app: string;
  /** Wall clock of the ledger in ms since 1970; the machine's unless told. */
  readonly now?: () => number;
  /** The machine's start and monotonic ms since then; the machine's unless told. */
  readonly boot?: BootClock;
  /** Space of the disk kept in hand, as the ledger takes it. */
  readonly ballastBytes?: number;
  /** Begins a new log `<device>/<epoch>`: only a restore does. */
  readonly epoch?: number;
};

/** The folder a site is made in. It is there from the first moment of a making to its last: its presence marks a cut-off. */
const making = '.making';

/** Whether a folder holds a site: its identity is written last when one is made. */
export function holdsSite(folder: string): boolean {
  return existsSync(join(folder, 'keys', 'identity.json'));
}

/** Names under which a site keeps what cannot be made again. */
const precious = ['ledger.db', 'ledger.head', 'drafts.db', 'keys', 'evidence', 'closures'];

/**
 * What in a folder forbids to make a site there: a ledger whose keys are gone, or somebody else's folders of the same
 * names. Undefined where the folder is free, or holds only what a making left that was cut off.
 */
export function inTheWay(folder: string): string | undefined {
  if (existsSync(join(folder, making))) return undefined;
  return precious.find((name) => existsSync(join(folder, name)));
}

/** Opens the site in a folder. A refusal says what is wrong with it; a fault (unreadable keys) is thrown. */
export function openSite(places: SitePlaces): { readonly ok: true; readonly site: OpenSite } | LedgerRefusal {
  const { folder } = places;
  const keys = openKeyStore(join(folder, 'keys'), places.protector);
  const identity = keys.loadIdentity();
  const device = keys.loadDevice();
  if (!identity || !device)
    throw new Error(
      `The keys in ${join(folder, 'keys')} are not complete. Restore the keys folder from a backup.`,
    );
  mkdirSync(places.heads, { recursive: true });
  const boot = places.boot ?? bootClock(randomBytes);
  const opened = openLedger({
    folder,
    headCopy: join(places.heads, `${identity.site}-${device.id}.head`),
    site: identity.site,
    device: {
      id: device.id,
      publicKey: Buffer.from(device.key.publicKey, 'base64'),
      sign: (message) => device.key.sign(message),
    },
    app: places.app,
    ...(places.now ? { now: places.now } : {}),
    boot,
    ...(places.epoch === undefined ? {} : { epoch: places.epoch }),
    ...(places.ballastBytes === undefined ? {} : { ballastBytes: places.ballastBytes }),
  });
  if (!opened.ok) return opened;
  sweepParts(folder);
  // Cut off after its last step, a making leaves its folder, which would speak for a making still going on.
  rmSync(join(folder, making), { recursive: true, force: true });
  return {
    ok: true,
    site: {
      folder,
      keys,
      identity,
      device,
      ledger: opened.ledger,
      drafts: openDrafts(folder),
      tries: openTries(join(places.heads, `${identity.site}.tries`)),
      boot,
    },
  };
}

/** Removes what a cut-off left half-written beside the ledger. The writer's lock is held, so nothing of it is under way. */
function sweepParts(folder: string): void {
  for (const place of [join(folder, 'evidence', 'incoming'), join(folder, 'closures')]) {
    if (!existsSync(place)) continue;
    for (const name of readdirSync(place))
      if (name.endsWith('.part')) rmSync(join(place, name), { force: true });
  }
}

/** Says what stands in the way of making a site. */
export function notFree(folder: string, name: string): string {
  return `${folder} holds “${name}”, but not the keys of a site, so no site can be opened or set up here. Nothing was changed. If a site was here, restore its keys folder from a backup; else start with --site and an empty folder.`;
}

/**
 * Makes a site in an empty folder: `make` fills a folder inside it, which is then moved up, keys last, so that a site
 * is there whole or not at all. Leftovers of a making that was cut off are swept first; nothing else is ever removed:
 * throws where the folder holds anything under a site's names.
 */
export async function makeSite(folder: string, make: (inside: string) => Promise<void>): Promise<void> {
  const foreign = holdsSite(folder) ? 'keys' : inTheWay(folder);
  if (foreign !== undefined)
    throw new Error(`${join(folder, foreign)} is there already. Nothing was changed.`);
  const inside = join(folder, making);
  mkdirSync(inside, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(inside)) rmSync(join(inside, name), { recursive: true, force: true });
  await make(inside);
  const names = readdirSync(inside).filter((name) => name !== 'keys');
  for (const name of [...names, 'keys']) {
    rmSync(join(folder, name), { recursive: true, force: true });
    // Keys make it a site, so they move when the rest is on disk under its new name.
    if (name === 'keys') syncFolder(folder);
    renameSync(join(inside, name), join(folder, name));
  }
  syncFolder(folder);
  rmSync(inside, { recursive: true, force: true });
}

/** Closes everything of a site, ledger last. */
export async function closeSite(site: OpenSite): Promise<void> {
  site.drafts.close();
  await site.ledger.close();
}
