import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Device, KeyStore, Protector, SiteIdentity } from '../identity/keyStore';
import { openKeyStore } from '../identity/keyStore';
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
};

export type SitePlaces = {
  /** The site's folder. */
  readonly folder: string;
  /** Where the second copy of the newest checkpoint lies: another directory tree than the site's folder. */
  readonly heads: string;
  readonly protector: Protector;
  readonly app: string;
};

/** Whether a folder holds a site: its identity is written last when one is made. */
export function holdsSite(folder: string): boolean {
  return existsSync(join(folder, 'keys', 'identity.json'));
}

const making = '.making';

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
  });
  if (!opened.ok) return opened;
  return {
    ok: true,
    site: { folder, keys, identity, device, ledger: opened.ledger, drafts: openDrafts(folder) },
  };
}

/**
 * Makes a site in an empty folder: `make` fills a folder inside it, which is then moved up, keys last, so that a site
 * is there whole or not at all. Leftovers of a making that was cut off are swept first.
 */
export async function makeSite(folder: string, make: (inside: string) => Promise<void>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const inside = join(folder, making);
  rmSync(inside, { recursive: true, force: true });
  mkdirSync(inside, { mode: 0o700 });
  await make(inside);
  const names = readdirSync(inside).filter((name) => name !== 'keys');
  for (const name of [...names, 'keys']) {
    rmSync(join(folder, name), { recursive: true, force: true });
    renameSync(join(inside, name), join(folder, name));
  }
  rmSync(inside, { recursive: true, force: true });
}

/** Closes everything of a site, ledger last. */
export async function closeSite(site: OpenSite): Promise<void> {
  site.drafts.close();
  await site.ledger.close();
}
