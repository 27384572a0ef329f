// The stores that the bench measures the ledger against: installed when a case needs them, into the machine's cache folder.

import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHeaders } from './binding.mjs';
import { run } from './command.mjs';
import { cacheFolder, machinePath, project, putInPlace } from './place.mjs';
import { Stop, say } from './say.mjs';

/** The folder whose node_modules holds them; installed, and their one native part built from source, if it is not there. */
export async function ensurePeers() {
  const from = join(project, 'test', 'bench', 'peers');
  const mark = createHash('sha256')
    .update(readFileSync(join(from, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12);
  return putInPlace(join(cacheFolder(), 'peers', mark), async (folder) => {
    say(
      'Installing the stores that the bench compares with, and building one of them (two minutes or so) ...',
    );
    for (const name of ['package.json', 'package-lock.json'])
      copyFileSync(join(from, name), join(folder, name));
    const env = { ...process.env, PATH: machinePath(), NODE_ENV: '' };
    await must(
      run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
        cwd: folder,
        quiet: true,
        env,
      }),
    );
    const headers = nodeHeaders();
    await must(
      run(
        process.execPath,
        [
          join(project, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
          'rebuild',
          '--release',
          ...(headers ? [`--nodedir=${headers}`] : []),
        ],
        { cwd: join(folder, 'node_modules', 'sqlite3'), quiet: true, env },
      ),
    );
    await run('chmod', ['-R', 'go+rX', folder], { capture: true });
  });
}

async function must(running) {
  const result = await running;
  if (result.code !== 0)
    throw new Stop(
      `${result.output}\nWhat the bench compares with could not be installed: see the lines above.`,
    );
}
