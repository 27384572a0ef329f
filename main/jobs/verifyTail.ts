import type { SiteState } from '../domain/procedure/site';
import type { ReadableDb } from '../ledger/database';
import { LOG_WIDTH, placeOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { logIndex, nodeReader } from '../ledger/read';
import { LedgerFault } from '../ledger/refusal';
import { logsToVerify } from '../ledger/verify';
import { rangeOf } from '../proof/tree';
import { verifyAll } from '../proof/verify';
import type { Verified } from '../proof/verifyLog';
import { Places } from './verifyWords';

/** How many of the newest entries a start looks at. */
export const tailEntries = 1000;

export type TailOf = {
  readonly site: string;
  readonly device: string;
  readonly log: string;
  readonly state: SiteState;
};

/**
 * Verifies the newest entries of this station's log, before anything is recorded upon them: bytes, chain, the tree from the
 * nodes that are stored, and the newest checkpoint. Takes some tens of milliseconds. @returns what is wrong, in words, or undefined.
 */
export function tailProblem(db: ReadableDb, of: TailOf): string | undefined {
  const found = firstFinding(db, of);
  return found === undefined
    ? undefined
    : `${found} Nothing more is recorded here, so that nothing is built upon it; what is recorded is kept as it is. Copy the whole folder to another disk, then restore this site from a backup made before.`;
}

function firstFinding(db: ReadableDb, { device, log, site, state }: TailOf): string | undefined {
  const logNo = logIndex(db).numberOf(log);
  if (logNo === undefined) return undefined;
  const last = db
    .prepare('SELECT seq FROM entries WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1')
    .pluck()
    .get(placeOf(logNo, 0), placeOf(logNo, 0) + LOG_WIDTH) as number | undefined;
  const entries = (last ?? -1) + 1;
  try {
    const from = startOf(db, logNo, Math.max(0, entries - tailEntries));
    const plan = new Map([[log, { entries, checkpoint: LOG_WIDTH - 1, from }]]);
    const logs = logsToVerify(db, { site, plan }).filter((one) => one.log === log);
    const walk = verifyAll(primitives, logs, { withheldAllowed: true });
    let step = walk.next();
    while (step.done !== true) step = walk.next();
    const finding = step.value.findings.find(({ code }) => code !== 'newer-format');
    if (finding === undefined) return undefined;
    return new Places(db, state, device).said(finding.message, finding.log, finding.seq);
  } catch (error) {
    if (error instanceof LedgerFault) return error.message;
    return `The newest entries cannot be read (${error instanceof Error ? error.message : String(error)}).`;
  }
}

/** The tree before an entry, from what is stored beside the entries that complete its parts; null: from the beginning. */
function startOf(db: ReadableDb, logNo: number, size: number): Verified | null {
  if (size === 0) return null;
  const row = db.prepare('SELECT hashes, clock FROM entries WHERE place = ?').get(placeOf(logNo, size - 1)) as
    | { hashes: Uint8Array; clock: string }
    | undefined;
  if (row === undefined)
    throw new LedgerFault('damaged', `Entry ${size - 1} is missing: entries after it are there.`);
  return {
    range: rangeOf(size, nodeReader(db, logNo)),
    leaf: row.hashes.subarray(0, 32),
    clock: row.clock,
  };
}
