import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Half, VerifyPlan } from '../commands/verifyParts';
import type { ReadableDb } from '../ledger/database';
import { placeOf } from '../ledger/place';
import { primitives } from '../ledger/primitives';
import { entriesAbout, logIndex } from '../ledger/read';
import { logsToVerify } from '../ledger/verify';
import type { JsonObject } from '../proof/canonical';
import { entryOrder, type Header, readHeader } from '../proof/header';
import type { Primitives } from '../proof/primitives';
import { Rules } from '../proof/rules';
import { walkAll } from '../proof/verify';
import type { LogReport } from '../proof/verifyLog';
import { deviceCheck, identityOf, readerOf, siteOf } from './verifyPlan';

/** Tells how far a stage is: entries, files or rows. */
export type Told = (done: number, total: number, words: string) => void;

const words = {
  chain: 'Reading entries and checkpoints',
  content: 'Reading what entries say, and who signed',
};
export const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));

/**
 * One half of the ledger's verification, for a process of its own: `chain` reads headers, tree and checkpoints, `content`
 * bodies, electronic signatures and the rules. Each takes about as long as the other.
 */
export async function verifyHalf(plan: VerifyPlan, part: 'chain' | 'content', tell: Told): Promise<Half> {
  const db = readerOf(plan.folder);
  try {
    db.exec('BEGIN');
    const identity = identityOf(plan.folder);
    const pool = signaturePool();
    const logs = logsToVerify(db, {
      site: identity.site,
      isDevice: deviceCheck(identity, siteOf(db)),
      part,
      plan: new Map(plan.logs.map((one) => [one.log, one])),
    });
    const rules = new Rules();
    const about = new Set<string>();
    const visit =
      plan.since === null
        ? (header: Header, body: JsonObject | undefined) => rules.entry(header, body)
        : (header: Header, body: JsonObject | undefined) => {
            about.add(header.stream);
            if (typeof body?.workOrder === 'string') about.add(body.workOrder);
          };
    const walk = walkAll(
      pool.primitives,
      logs,
      part === 'content' ? { visit, needsBody: Rules.needsBody } : {},
    );
    tell(0, plan.entries, words[part]);
    let step = walk.next();
    for (; step.done !== true; step = walk.next()) {
      tell(step.value.entries, plan.entries, words[part]);
      await breathe();
      if (pool.waiting() > 2000) await pool.idle();
    }
    await pool.idle();
    if (part === 'content' && plan.since !== null) judgeSince(db, plan, about, rules);
    return { logs: step.value.map(plainReport), rules: [...rules.findings], unjudged: rules.unjudged };
  } finally {
    db.close();
  }
}

/** Signatures go to the runtime's own threads, while the walk goes on. */
function signaturePool(): {
  readonly primitives: Primitives;
  readonly waiting: () => number;
  readonly idle: () => Promise<void>;
} {
  const keys = new Map<string, KeyObject | null>();
  let waiting = 0;
  let woken: (() => void) | undefined;
  const verifyLater: Primitives['verifyLater'] = (key, message, signature, answer) => {
    const object = keyObject(keys, key);
    if (object === null || signature.length !== 64) {
      answer(false);
      return;
    }
    waiting += 1;
    verify(null, message, object, signature, (error, holds) => {
      waiting -= 1;
      answer(error === null && holds);
      if (waiting === 0) woken?.();
    });
  };
  return {
    primitives: { ...primitives, verifyLater },
    waiting: () => waiting,
    idle: () =>
      waiting === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            woken = resolve;
          }),
  };
}

/** DER of an Ed25519 SubjectPublicKeyInfo up to the raw key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function keyObject(known: Map<string, KeyObject | null>, raw: Uint8Array): KeyObject | null {
  const name = Buffer.from(raw).toString('base64');
  const held = known.get(name);
  if (held !== undefined) return held;
  let key: KeyObject | null = null;
  try {
    if (raw.length === 32)
      key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  } catch {
    // Not a point of the curve: no signature holds by it.
  }
  if (known.size < 10_000) known.set(name, key);
  return key;
}

/**
 * The rules over what is new: what it is about is judged from its beginning, and people, checklists and erasures from the
 * ledger's beginning. Work orders that nothing was added to were judged before.
 */
function judgeSince(db: ReadableDb, plan: VerifyPlan, about: ReadonlySet<string>, rules: Rules): void {
  const upTo = new Map(plan.logs.map(({ log, entries }) => [log, entries]));
  const from = new Map(plan.logs.map((one) => [one.log, one.from?.range.size ?? 0]));
  const places = new Set(
    db
      .prepare(
        "SELECT place FROM entries WHERE type LIKE 'user.%' OR type LIKE 'checklist.%' OR type = 'body.erased'",
      )
      .pluck()
      .all() as number[],
  );
  const index = logIndex(db);
  const add = (log: string, seq: number): void => {
    if (seq < (upTo.get(log) ?? 0)) places.add(placeOf(index.numberOf(log) ?? 0, seq));
  };
  for (const subject of about) for (const { log, seq } of entriesAbout(db, subject)) add(log, seq);
  for (const [log, size] of upTo) for (let seq = from.get(log) ?? 0; seq < size; seq += 1) add(log, seq);
  const row = db.prepare('SELECT header, body FROM entries WHERE place = ?');
  const entries = [...places].flatMap((place) => {
    const { header: bytes } = row.get(place) as { header: Uint8Array };
    const reading = readHeader(bytes);
    if (reading.kind !== 'header') return [];
    const { clock, log, seq } = reading.header;
    return [{ clock, log, seq, place }];
  });
  entries.sort(entryOrder);
  for (const { place } of entries) {
    const { header: bytes, body } = row.get(place) as { header: Uint8Array; body: Uint8Array | null };
    const reading = readHeader(bytes);
    if (reading.kind === 'header')
      rules.entry(
        reading.header,
        body === null ? undefined : (JSON.parse(Buffer.from(body).toString('utf8')) as JsonObject),
      );
  }
}

/** A report as plain data, so that it can be sent to another process. */
function plainReport(report: LogReport): LogReport {
  return { ...report, findings: [...report.findings], findingCount: report.findingCount };
}
