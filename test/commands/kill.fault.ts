import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { World } from '../../main/commands/world';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { verifySite } from '../../main/jobs/verifySite';
import type { ReadableDb, WritableDb } from '../../main/ledger/database';
import { migrate } from '../../main/ledger/migrate';
import { everyEntry, isStored } from '../../main/ledger/read';
import { closeSite, openSite } from '../../main/site/site';
import { openVault } from '../../main/vault/evidence';
import { foldAll } from '../../main/views/fold';
import { projector } from '../../main/views/project';
import { viewTables } from '../../main/views/tables';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { AtWork, resources } from './atWork';

const seed = Number(process.env.PROCESS_DESIGNER_SEED ?? Date.now() % 1_000_000);
const kills = Number(process.env.PROCESS_DESIGNER_KILLS ?? 200);
const lanes = 2;

/** mulberry32: small, and the same on every machine. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let root = '';
let program = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'process-designer-kill-'));
  program = await childProgram('test/commands/ringChild.ts', join(root, 'program'));
  const work = await AtWork.sample();
  await closeSite(work.station.site);
  cpSync(work.places().folder, join(root, 'sample'), { recursive: true });
  cpSync(work.places().heads, join(root, 'sample-heads'), { recursive: true });
  work.discard();
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Round = {
  readonly size: number;
  readonly commands: readonly { readonly name: string; readonly id: string }[];
};

/** Lets the app work until it is killed `ms` after it has opened the site. Tells what it had acknowledged. */
async function killAfter(folder: string, heads: string, ms: number): Promise<Round> {
  let size = 0;
  const given: { name: string; id: string }[] = [];
  const other: string[] = [];
  const child = spawn(process.execPath, [program, folder, heads, join(resources, 'sample')], {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ack = /^ACK (\d+) (\w+) (\S+)$/.exec(line);
    if (ack) {
      size = Number(ack[1]);
      given.push({ name: ack[2] ?? '', id: ack[3] ?? '' });
    } else if (line === 'OPEN') setTimeout(() => child.kill('SIGKILL'), ms);
    else other.push(line);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (other.length > 0 || signal !== 'SIGKILL')
    throw new Error(`ended with ${code} ${signal}: ${other.join('\n')}`);
  return { size, commands: given };
}

function viewsOf(db: ReadableDb): Record<string, string[]> {
  return Object.fromEntries(
    viewTables.map((table) => [
      table,
      (db.prepare(`SELECT * FROM ${table}`).all() as object[]).map((row) => JSON.stringify(row)).sort(),
    ]),
  );
}

function rebuiltViews(db: ReadableDb): Record<string, string[]> {
  const fresh = new Database(':memory:') as unknown as WritableDb;
  migrate(fresh);
  foldAll([...everyEntry(db)].filter(isStored), projector(fresh));
  const views = viewsOf(fresh);
  fresh.close();
  return views;
}

/** Opens the site as a start of the app does, and looks whether all that was acknowledged is there. */
async function lookInto(folder: string, heads: string, round: Round, thoroughly: boolean): Promise<void> {
  const opened = openSite({ folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' });
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`);
  const { site } = opened;
  try {
    expect(site.ledger.head()?.size ?? 0).toBeGreaterThanOrEqual(round.size);
    expect(site.ledger.db.prepare('SELECT count(*) FROM entries').pluck().get()).toBe(
      site.ledger.head()?.size,
    );
    for (const { name, id } of round.commands)
      expect([name, site.ledger.answered(id) !== undefined]).toEqual([name, true]);
    const vault = openVault(join(folder, 'evidence'));
    const held = site.ledger.db
      .prepare(
        "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.sha256') FROM entries WHERE type = 'run.evidence-added'",
      )
      .pluck()
      .all() as string[];
    for (const sha256 of held) expect(existsSync(vault.path(sha256))).toBe(true);
    if (thoroughly) {
      expect(rebuiltViews(site.ledger.db)).toEqual(viewsOf(site.ledger.db));
      expect(new World(site.ledger.db).site.people.size).toBe(4);
    }
  } finally {
    await closeSite(site);
  }
  if (!thoroughly) return;
  const report = await verifySite(folder, () => undefined);
  expect(report.findings).toEqual([]);
}

describe('killing the app while people work', () => {
  it(`loses nothing that was acknowledged, at ${kills} random points of real commands (seed ${seed})`, async () => {
    let acknowledged = 0;
    let cut = 0;
    const names = new Set<string>();
    const lane = async (number: number): Promise<void> => {
      const random = randomFrom(seed + number);
      const folder = join(root, `site-${number}`);
      const heads = join(root, `heads-${number}`);
      cpSync(join(root, 'sample'), folder, { recursive: true });
      cpSync(join(root, 'sample-heads'), heads, { recursive: true });
      for (let round = 0; round < kills / lanes; round++) {
        const done = await killAfter(folder, heads, random() * random() * 300);
        acknowledged += done.commands.length;
        if (done.commands.length > 0) cut += 1;
        for (const { name } of done.commands) names.add(name);
        try {
          await lookInto(folder, heads, done, round % 20 === 19 || round === kills / lanes - 1);
        } catch (error) {
          throw new Error(`seed ${seed}, lane ${number}, round ${round}, acknowledged up to ${done.size}`, {
            cause: error,
          });
        }
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
    expect(cut).toBeGreaterThan(kills / 4);
    expect(acknowledged).toBeGreaterThan(kills * 2);
    expect([...names].sort()).toEqual([
      'addEvidence',
      'blockStep',
      'checkPrerequisite',
      'correctStep',
      'openGlass',
      'openWorkOrder',
      'recordStep',
      'startRun',
      'withdrawException',
    ]);
  }, 300_000);
});
