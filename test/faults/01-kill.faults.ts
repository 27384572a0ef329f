import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
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
import { AtWork, resources } from '../commands/atWork';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase } from './case';
import { inLanes } from './lanes';

/** A site grows over this many kills, then a new one begins, so that all of it can be verified after each. */
const ROUNDS = 10;

type Round = {
  readonly size: number;
  readonly commands: readonly { readonly name: string; readonly id: string }[];
  /** A command was given, and no answer to it came. */
  readonly midway: boolean;
};

/** Lets the app work until it is killed `ms` after its first command. Tells what it had acknowledged. */
async function killAfter(program: string, folder: string, heads: string, ms: number): Promise<Round> {
  let size = 0;
  let midway = false;
  let begun = false;
  const commands: { name: string; id: string }[] = [];
  const other: string[] = [];
  const child = spawn(process.execPath, [program, folder, heads, join(resources, 'sample')], {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ack = /^ACK (\d+) (\w+) (\S+)$/.exec(line);
    midway = line.startsWith('GIVE ');
    if (ack) {
      size = Number(ack[1]);
      commands.push({ name: ack[2] ?? '', id: ack[3] ?? '' });
    } else if (!midway && line !== 'OPEN') other.push(line);
    if (!midway || begun) return;
    begun = true;
    setTimeout(() => child.kill('SIGKILL'), ms);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (other.length > 0 || signal !== 'SIGKILL')
    throw new Error(`the app ended with ${code} ${signal}: ${other.join('\n')}`);
  return { size, commands, midway };
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

/** What of all that was acknowledged is not there, or is not whole, when the app opens the site again; empty: nothing. */
async function lackingIn(
  folder: string,
  heads: string,
  round: Round,
  withViews: boolean,
): Promise<{ readonly lost: string; readonly wrong: string }> {
  const opened = openSite({ folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' });
  if (!opened.ok) return { lost: '', wrong: `${opened.code}: ${opened.message}` };
  const { site } = opened;
  try {
    const { db } = site.ledger;
    const size = site.ledger.head()?.size ?? 0;
    if (size < round.size) return { lost: `${size} entries of ${round.size} acknowledged`, wrong: '' };
    const gone = round.commands.find(({ id }) => site.ledger.answered(id) === undefined);
    if (gone) return { lost: `${gone.name} ${gone.id}`, wrong: '' };
    const vault = openVault(join(folder, 'evidence'));
    const held = db
      .prepare(
        "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.sha256') FROM entries WHERE type = 'run.evidence-added'",
      )
      .pluck()
      .all() as string[];
    const missing = held.find((sha256) => !existsSync(vault.path(sha256)));
    if (missing !== undefined) return { lost: `evidence ${missing}`, wrong: '' };
    if (withViews && !isDeepStrictEqual(rebuiltViews(db), viewsOf(db)))
      return { lost: '', wrong: 'the views are not those of the entries' };
  } finally {
    await closeSite(site);
  }
  const { findings } = await verifySite(folder, () => undefined);
  return { lost: '', wrong: findings.length === 0 ? '' : JSON.stringify(findings[0]) };
}

/** The sample site, closed, in `folder`. */
async function sampleIn(folder: string): Promise<void> {
  const work = await AtWork.sample();
  await closeSite(work.station.site);
  cpSync(work.places().folder, join(folder, 'sample'), { recursive: true });
  cpSync(work.places().heads, join(folder, 'sample-heads'), { recursive: true });
  work.discard();
}

export const faultCase: FaultCase = {
  promise: 1,
  title: "An acknowledged entry survives the process's death",
  trials: { quick: 20, full: 1000 },
  async run({ trials, seed, folder, say }) {
    const program = await childProgram('test/commands/ringChild.ts', join(folder, 'program'));
    await sampleIn(folder);
    let [killed, midway, acknowledged, lost, controls, caught] = [0, 0, 0, 0, 0, 0];
    let firstFailure: string | undefined;
    const names = new Set<string>();
    await inLanes(
      Array.from({ length: Math.ceil(trials / ROUNDS) }, (_, lane) => lane),
      async (lane) => {
        const random = randomFrom(seed + lane);
        const [site, heads] = [join(folder, `site-${lane}`), join(folder, `heads-${lane}`)];
        cpSync(join(folder, 'sample'), site, { recursive: true });
        cpSync(join(folder, 'sample-heads'), heads, { recursive: true });
        for (let round = 0; round < ROUNDS && firstFailure === undefined; round += 1) {
          const done = await killAfter(program, site, heads, random() * random() * 300);
          killed += 1;
          acknowledged += done.commands.length;
          if (done.midway) midway += 1;
          for (const { name } of done.commands) names.add(name);
          const { lost: gone, wrong } = await lackingIn(site, heads, done, round === ROUNDS - 1);
          if (gone !== '') lost += 1;
          if (gone !== '' || wrong !== '')
            firstFailure ??= `seed ${seed}, lane ${lane}, round ${round}: ${gone || wrong}`;
          if (round === ROUNDS - 1) {
            // The control: one that was never recorded is missed.
            const one = { ...done, commands: [{ name: 'recordStep', id: 'cmd_never' }] };
            controls += 1;
            if ((await lackingIn(site, heads, one, false)).lost !== '') caught += 1;
          }
          if (killed % 100 === 0) say(`${killed} of ${trials}`);
        }
        for (const place of [site, heads]) rmSync(place, { recursive: true, force: true });
      },
    );
    if (trials >= 100 && names.size < 9)
      throw new Error(`only these commands were given: ${[...names].sort().join(', ')}`);
    // In a few trials chance may have it otherwise.
    if (midway < (trials >= 100 ? 0.9 : 0.5) * killed)
      throw new Error(`only ${midway} of ${killed} kills were in mid-append`);
    return {
      trials: killed,
      silent: lost,
      figure: `${lost} lost of ${counted(acknowledged)} commands acknowledged (${names.size} kinds), ${midway} of ${killed} kills in mid-append, each site opened and verified`,
      ...(firstFailure === undefined ? {} : { firstFailure }),
      control: {
        words: `${caught} of ${controls} acknowledgements of what was never recorded are missed`,
        failed: controls > 0 && caught === controls,
      },
    };
  },
};
