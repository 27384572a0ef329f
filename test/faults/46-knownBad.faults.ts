import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ELECTRON_FLOOR, isBefore, runtimeProblem, SQLITE_FLOOR } from '../../main/ledger/versions';
import { packagesMatch } from '../../resources/launch/packages.mjs';
import { childEnvironment } from '../fixtures/childProgram';
import { sampleProject } from '../fixtures/closureRecord';
import { buildChild, newChildSite, runToEnd } from '../ledger/spawnChild';
import type { FaultCase } from './case';

const BAD_SQLITE = ['3.7.0', '3.40.1', '3.51.2', '3.51.3', '3.52.0', '3.53.0', '3.53.1', 'unknown'];
const GOOD_SQLITE = ['3.53.2', '3.53.10', '3.54.1', '4.0.0'];
const BAD_ELECTRON = ['33.2.1', '44.9.9', '45.0.0', '45.4.0', ''];

/** A start in a process whose SQLite says it is of that version. */
async function startWith(version: string, folder: string, program: string): Promise<string> {
  const site = newChildSite(folder);
  const pretend = join(site.root, 'pretend.cjs');
  writeFileSync(
    pretend,
    `const Database = require('better-sqlite3');
const { prepare } = Database.prototype;
Database.prototype.prepare = function (sql) {
  return sql === 'SELECT sqlite_version()'
    ? prepare.call(this, "SELECT ${version === '' ? '' : `'${version}'`}")
    : prepare.call(this, sql);
};\n`,
  );
  const args = ['-r', pretend, program, 'count', ...site.arguments];
  return (await runToEnd(process.execPath, args, 60_000, childEnvironment)).out;
}

export const faultCase: FaultCase = {
  promise: 46,
  title: 'A version that is known to be bad does not start, and nothing but the lockfile is installed',
  trials: { quick: BAD_SQLITE.length, full: BAD_SQLITE.length },
  async run({ folder }) {
    const program = await buildChild(folder);
    const wrong: string[] = [];
    let trials = 0;
    const expect = (holds: boolean, words: string): void => {
      trials += 1;
      if (!holds) wrong.push(words);
    };
    for (const version of BAD_SQLITE) {
      expect(isBefore(version, SQLITE_FLOOR), `SQLite ${version} passes`);
      if (!['3.51.2', '3.53.1'].includes(version)) continue;
      const said = await startWith(version, folder, program.file);
      expect(said.startsWith('REFUSED engine-too-old'), `with SQLite ${version}: ${said.slice(0, 200)}`);
    }
    for (const version of GOOD_SQLITE)
      expect(!isBefore(version, SQLITE_FLOOR), `SQLite ${version} is refused`);
    const shipped = { packaged: true, evaluation: false };
    for (const version of BAD_ELECTRON)
      expect(runtimeProblem(version, shipped) !== undefined, `a program on Electron ${version} starts`);
    expect(runtimeProblem(ELECTRON_FLOOR, shipped) === undefined, `${ELECTRON_FLOOR} is refused`);
    expect(runtimeProblem('33.2.1', { packaged: true, evaluation: true }) === undefined, 'no evaluation');
    const lock = JSON.parse(readFileSync(join(sampleProject, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { integrity?: string; link?: boolean; version?: string }>;
    };
    const loose = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== '' && entry.link !== true && !entry.integrity?.startsWith('sha512-'),
    );
    expect(loose.length === 0, `without a hash in the lockfile: ${loose.map(([path]) => path).join()}`);
    const source = readFileSync(join(sampleProject, 'resources/launch/packages.mjs'), 'utf8');
    expect(/'ci', '--ignore-scripts'/.test(source), 'the launcher installs past the lockfile');
    const electron = lock.packages['node_modules/electron']?.version ?? '';
    expect(!isBefore(electron, ELECTRON_FLOOR), `the lockfile asks for Electron ${electron}`);
    expect(packagesMatch(sampleProject), 'what is installed is not what the lockfile says');
    // The control: the SQLite that is built in starts.
    const own = await startWith('3.54.1', folder, program.file);
    return {
      trials,
      silent: wrong.length,
      figure: `${trials - wrong.length} of ${trials} as they should be: ${BAD_SQLITE.length} versions of SQLite and ${BAD_ELECTRON.length} of Electron refused, ${Object.keys(lock.packages).length} packages each with a hash`,
      ...(wrong[0] === undefined ? {} : { firstFailure: wrong.join('; ') }),
      control: { words: 'a version past the floor starts', failed: /^ACK 119$/m.test(own) },
    };
  },
};
