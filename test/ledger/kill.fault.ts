import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReader } from '../../main/ledger/database';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { logsToVerify } from '../../main/ledger/verify';
import { verifyAll } from '../../main/proof/verify';
import { randomFrom, seedOf } from './random';
import { SITE } from './rig';
import {
  buildChild,
  type ChildProgram,
  type ChildSite,
  newChildSite,
  runOnSmallDisk,
  startChild,
} from './spawnChild';

const SEED = seedOf('PROCESS_DESIGNER_SEED');
const KILLS = Number(process.env.PROCESS_DESIGNER_KILLS ?? 200);
const LANES = 4;

let program: ChildProgram;
beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.remove());

interface Round {
  readonly acked: number;
  readonly midAppend: boolean;
}

/** Lets a child record until it is killed after `ms`; tells the last place it acknowledged. */
async function killAfter(site: ChildSite, ms: number): Promise<Round> {
  let acked = -1;
  let opened = false;
  const other: string[] = [];
  const child = startChild(program, 'append', site, (line) => {
    const match = /^ACK (\d+)$/.exec(line);
    if (match !== null) acked = Number(match[1]);
    else if (line !== 'OPEN') other.push(line);
    if (!opened) {
      opened = true;
      setTimeout(() => child.kill('SIGKILL'), ms);
    }
  });
  await once(child, 'close');
  if (other.length > 0) throw new Error(other.join('\n'));
  return { acked, midAppend: acked >= 0 };
}

function openAndCount(site: ChildSite): { entries: number; seen: number } {
  const opening = openLedger({
    folder: site.folder,
    headCopy: site.headCopy,
    site: SITE,
    device: site.device,
    app: '0.1.0',
    ballastBytes: 0,
  });
  if (!opening.ok) throw new Error(`${opening.code}: ${opening.message}`);
  const { db } = opening.ledger;
  const entries = db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
  const view = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'seen'").get() !== undefined;
  const seen = view ? (db.prepare('SELECT count(*) FROM seen').pluck().get() as number) : 0;
  void opening.ledger.close();
  return { entries, seen };
}

function verdictOf(site: ChildSite): number {
  const reader = openReader(site.folder);
  if (!reader.ok) throw new Error(reader.message);
  const steps = verifyAll(
    primitives,
    logsToVerify(reader.db, { site: SITE, isSigner: () => false, signatures: 'every' }),
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  reader.db.close();
  return step.value.verdict;
}

describe('killing the process that records', () => {
  it(`loses no acknowledged entry at ${KILLS} random moments, and the site opens and verifies after each (seed ${SEED})`, async () => {
    const rounds: Round[] = [];
    const lane = async (number: number): Promise<void> => {
      const random = randomFrom(SEED + number);
      const site = newChildSite();
      try {
        let last = -1;
        for (let round = 0; round < KILLS / LANES; round += 1) {
          const done = await killAfter(site, random() * random() * 120);
          last = Math.max(last, done.acked);
          rounds.push(done);
          const where = `seed ${SEED}, lane ${number}, round ${round}`;
          const { entries, seen } = openAndCount(site);
          expect(entries, `${where}: acknowledged up to ${last}`).toBeGreaterThan(last);
          expect(seen, `${where}: views`).toBe(entries);
          if (round % 10 === 9) expect(verdictOf(site), where).toBe(0);
        }
        expect(verdictOf(site), `seed ${SEED}, lane ${number}, at the end`).toBe(0);
      } finally {
        site.remove();
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
    expect(rounds).toHaveLength(KILLS);
    expect(rounds.filter(({ midAppend }) => midAppend).length).toBeGreaterThan(KILLS / 4);
  }, 180_000);
});

describe('a full disk', () => {
  it('is said, records nothing half, keeps everything readable, and recording goes on once space is free', (context) => {
    const site = newChildSite();
    try {
      const { out, mounted } = runOnSmallDisk(program, site, 12);
      if (!mounted) context.skip(`a small disk cannot be mounted here: ${out.trim()}`);
      const seen = JSON.parse(out) as Record<string, unknown>;
      expect(seen).toMatchObject({ code: 'disk-full', told: 1, ballast: false });
      expect(seen.message).toContain('nothing of this was recorded');
      expect(seen.readable).toBe((seen.acked as number) + 1);
      expect(seen.after).toBe((seen.readable as number) + 1);
    } finally {
      site.remove();
    }
  });
});
