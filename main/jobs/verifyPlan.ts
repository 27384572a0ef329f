import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogPlan, VerifyPlan } from '../commands/verifyParts';
import { siteSubject } from '../domain/entry';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { deviceOf } from '../domain/sync/sync';
import { verifyEnrolment } from '../identity/enrolment';
import { filePermissionsOnly, openKeyStore, type SiteIdentity } from '../identity/keyStore';
import { openReader, type ReadableDb } from '../ledger/database';
import { LOG_WIDTH, placeOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { entriesAbout } from '../ledger/read';
import { fromHex, hex, sameBytes } from '../proof/encoding';
import { originOf } from '../proof/header';
import { checkNote } from '../proof/note';
import { rootOf } from '../proof/tree';
import type { LogReport, Verified } from '../proof/verifyLog';
import { recorded } from '../views/fold';
import { enrolledKeys } from './enrolledKeys';

/** Where the place that was verified lies: outside the ledger, and worth nothing unless its root is one that the device signed. */
export const verifiedFile = 'verified.json';
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const keptSchema = z.strictObject({
  v: z.literal(1),
  at: z.string().max(40),
  logs: z
    .array(
      z.strictObject({
        log: z.string().max(60),
        size: z.int().min(1),
        peaks: z.array(hash).max(53),
        levels: z.array(z.int().min(0).max(53)).max(53),
        leaf: hash,
        clock: z.string().max(30),
      }),
    )
    .max(8000),
});

/** The folder's identity. @throws Error in words where it is not there. */
export function identityOf(folder: string): SiteIdentity {
  const identity = openKeyStore(join(folder, 'keys'), filePermissionsOnly).loadIdentity();
  if (identity) return identity;
  throw new Error(`The identity of the site in ${folder} is missing. Restore the keys folder from a backup.`);
}

/** Opens the ledger of a site for reading. @throws Error with a refusal's words. */
export function readerOf(folder: string): ReadableDb {
  const reader = openReader(folder);
  if (reader.ok) return reader.db;
  throw new Error(reader.message);
}

export function siteOf(db: ReadableDb): SiteState {
  let site = emptySite;
  for (const entry of entriesAbout(db, siteSubject)) site = evolveSite(site, recorded(entry));
  return site;
}

/** Whether the site's root enrolled this key as the device of a log. */
export function deviceCheck(
  identity: SiteIdentity,
  site: SiteState,
): (log: string, key: Uint8Array) => boolean {
  const own = verifyEnrolment(identity.rootKey, identity.enrolment)
    ? [
        {
          statement: JSON.stringify(identity.enrolment.statement),
          signature: identity.enrolment.signature,
          certificate: '',
        },
      ]
    : [];
  const keyOf = enrolledKeys(identity.rootKey, site, { devices: own });
  return (log, key) => {
    const enrolled = keyOf(deviceOf(log));
    return enrolled !== undefined && sameBytes(enrolled, key);
  };
}

/** Looks how far each log reaches and how far it was verified before. `full`: nothing that was verified before counts. */
export function planVerify(folder: string, full: boolean): VerifyPlan {
  const db = readerOf(folder);
  try {
    db.exec('BEGIN');
    const identity = identityOf(folder);
    const kept = full ? undefined : keptIn(folder);
    const isDevice = kept === undefined ? () => false : deviceCheck(identity, siteOf(db));
    const last = db
      .prepare('SELECT seq FROM entries WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
      .pluck();
    const checkpoint = db
      .prepare('SELECT size FROM checkpoints WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
      .pluck();
    const logs = db.prepare('SELECT log_no AS logNo, log, key FROM logs ORDER BY log').all() as {
      logNo: number;
      log: string;
      key: Uint8Array;
    }[];
    const plans = logs.map(({ logNo, log, key }): LogPlan => {
      const [from, to] = [placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH];
      const entries = ((last.get(from, to) as number | undefined) ?? -1) + 1;
      const place = kept?.logs.find((one) => one.log === log);
      const trusted =
        place !== undefined && place.size <= entries && isDevice(log, key)
          ? trustedPlace(db, identity.site, { logNo, log, key }, place)
          : undefined;
      return {
        log,
        entries,
        checkpoint: (checkpoint.get(from, to) as number | undefined) ?? 0,
        from: trusted ?? null,
      };
    });
    const some = plans.some(({ from }) => from !== null);
    return {
      folder,
      begun: Date.now(),
      logs: plans,
      entries: plans.reduce((sum, { entries, from }) => sum + entries - (from?.range.size ?? 0), 0),
      since: some ? (kept?.at ?? null) : null,
    };
  } finally {
    db.close();
  }
}

type Kept = z.infer<typeof keptSchema>;

function keptIn(folder: string): Kept | undefined {
  const path = join(folder, verifiedFile);
  try {
    if (!existsSync(path) || statSync(path).size > 8_000_000) return undefined;
    return keptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** The place, where the device's own checkpoint there signs the root that it gives. */
function trustedPlace(
  db: ReadableDb,
  site: string,
  { logNo, log, key }: { logNo: number; log: string; key: Uint8Array },
  place: Kept['logs'][number],
): Verified | undefined {
  const note = db
    .prepare('SELECT note FROM checkpoints WHERE place = ?')
    .pluck()
    .get(placeOf(logNo, place.size)) as string | undefined;
  const peaks = place.peaks.map(fromHex).filter((peak) => peak !== undefined);
  const leaf = fromHex(place.leaf);
  const width = place.levels.reduce((sum, level) => sum + 2 ** level, 0);
  if (
    note === undefined ||
    leaf === undefined ||
    width !== place.size ||
    peaks.length !== place.levels.length
  )
    return undefined;
  const check = checkNote(primitives, note, { name: originOf(site, log), key, kind: 'log' });
  const range = { size: place.size, peaks, levels: [...place.levels] };
  if (!check.ok || check.checkpoint.size !== place.size) return undefined;
  if (!sameBytes(check.checkpoint.root, rootOf(primitives.sha256, range))) return undefined;
  // The last leaf is bound by what is stored beside the last entry, and that by the chain of whatever follows.
  const stored = db
    .prepare('SELECT hashes, clock FROM entries WHERE place = ?')
    .get(placeOf(logNo, place.size - 1)) as { hashes: Uint8Array; clock: string } | undefined;
  if (stored === undefined || !sameBytes(stored.hashes.subarray(0, 32), leaf) || stored.clock !== place.clock)
    return undefined;
  return { range, leaf, clock: place.clock };
}

/** Keeps how far was verified, for the next time. A folder that cannot be written is verified whole again. */
export function keepVerified(folder: string, at: string, reports: readonly LogReport[]): void {
  const logs: Kept['logs'] = reports.flatMap(({ log, end }) =>
    end === null
      ? []
      : [
          {
            log,
            size: end.range.size,
            peaks: end.range.peaks.map(hex),
            levels: [...end.range.levels],
            leaf: hex(end.leaf),
            clock: end.clock,
          },
        ],
  );
  const path = join(folder, verifiedFile);
  try {
    writeFileSync(`${path}.new`, JSON.stringify({ v: 1, at, logs } satisfies Kept), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    rmSync(`${path}.new`, { force: true });
  }
}

/** Forgets what was verified: something was found, so all is read the next time. */
export function forgetVerified(folder: string): void {
  try {
    rmSync(join(folder, verifiedFile), { force: true });
  } catch {
    // What cannot be removed is not trusted either, unless its root still is the device's.
  }
}
