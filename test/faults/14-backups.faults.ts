import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Restoring, readBackup } from '../../main/commands/restoring';
import { closeSite } from '../../main/site/site';
import { AtWork } from '../commands/atWork';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { randomFrom } from '../ledger/random';
import { restoringOf } from '../site/restoring';
import { counted, type FaultCase } from './case';

/** Backups that a process may make before it is killed in its next one. */
const EACH = 5;

type Run = { readonly made: readonly string[]; readonly recorded: number };

/** Lets a child back up and record; kills it within the backup that comes after `most` finished ones, at that part of the time they took. */
async function backUpUntilKilled(
  program: string,
  root: string,
  place: string,
  part: number,
  most: number,
): Promise<Run> {
  const made: string[] = [];
  let recorded = 0;
  let [begun, took] = [0, 0];
  const other: string[] = [];
  const child = spawn(process.execPath, [program, root, place], {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const done = /^MADE (\S+) (\d+)$/.exec(line);
    if (done) {
      made.push(done[1] ?? '');
      recorded += Number(done[2]);
      took = performance.now() - begun;
    } else if (line === 'BEGIN') {
      begun = performance.now();
      if (made.length === most) setTimeout(() => child.kill('SIGKILL'), took * part);
    } else if (line !== 'OPEN') other.push(line);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (other.length > 0 || signal !== 'SIGKILL')
    throw new Error(`the app ended with ${code} ${signal}: ${other.join('\n')}`);
  return { made, recorded };
}

/** Why a folder is no backup, in words; empty: it is one, and every byte of it was read. */
async function refusalOf(restoring: Restoring, folder: string): Promise<string> {
  const read = await readBackup(restoring, folder);
  return read.ok ? '' : read.message;
}

/** Turns one bit of a file. */
function flip(file: string, at: number): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, at);
  byte[0] = (byte[0] ?? 0) ^ 1;
  writeSync(handle, byte, 0, 1, at);
  closeSync(handle);
}

export const faultCase: FaultCase = {
  promise: 14,
  title: 'A backup made under load verifies, and one that was cut off is none',
  trials: { quick: 2, full: 100 },
  async run({ trials, seed, folder, say }) {
    const program = await childProgram('test/faults/backupChild.ts', join(folder, 'program'));
    const random = randomFrom(seed);
    const sample = await AtWork.sample();
    await closeSite(sample.station.site);
    const elsewhere = AtWork.empty();
    const restoring = restoringOf(elsewhere);
    let [made, kills, cutOff, recorded] = [0, 0, 0, 0];
    const wrong: string[] = [];
    let last = '';
    for (let left = trials; left > 0; left -= Math.min(EACH, left)) {
      const root = join(folder, `root-${left}`);
      const place = join(folder, `place-${left}`);
      mkdirSync(root);
      mkdirSync(place);
      cpSync(sample.places().folder, join(root, 'site'), { recursive: true });
      cpSync(sample.places().heads, join(root, 'heads'), { recursive: true });
      const run = await backUpUntilKilled(program, root, place, random(), Math.min(EACH, left));
      kills += 1;
      recorded += run.recorded;
      const names = readdirSync(place, { withFileTypes: true }).filter((entry) => entry.isDirectory());
      for (const { name } of names) {
        const refusal = await refusalOf(restoring, join(place, name));
        if (name.endsWith('.part')) {
          cutOff += 1;
          if (refusal === '') wrong.push(`${name} was cut off and verifies`);
        } else if (refusal !== '') wrong.push(`${name}: ${refusal}`);
        else made += 1;
        if (!name.endsWith('.part')) last = join(place, name);
      }
      const missing = run.made.find((name) => !names.some((entry) => entry.name === name));
      if (missing !== undefined) wrong.push(`${missing} was answered and is not there`);
      say(`${counted(made)} of ${counted(trials)}`);
      // The control: one bit of the last one.
      if (left <= EACH) break;
      for (const path of [root, place]) rmSync(path, { recursive: true, force: true });
    }
    flip(join(last, 'ledger.db'), 4096 + Math.floor(random() * 4096));
    const caught = await refusalOf(restoring, last);
    sample.discard();
    elsewhere.discard();
    return {
      trials: made,
      silent: wrong.length,
      figure: `${made} backups verify, made while ${counted(recorded)} commands were recorded; ${kills} kills left ${cutOff} cut off, ${wrong.length === 0 ? 'none' : wrong.length} of which verifies or is missing`,
      ...(wrong[0] === undefined ? {} : { firstFailure: `seed ${seed}: ${wrong.join('; ')}` }),
      control: { words: `one bit turned: ${caught.slice(0, 60)}`, failed: caught !== '' },
    };
  },
};
