import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeSite } from '../../main/site/site';
import { sampleProject } from '../fixtures/closureRecord';
import { bigSite } from './bigSite';
import type { BenchCase } from './case';

/** The smallest app with a window: says when its page has painted. */
const blankApp = `
const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900 });
  window.webContents.once('did-finish-load', () =>
    window.webContents.executeJavaScript('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))').then(() => console.log('process-designer usable')),
  );
  window.loadURL('data:text/html,<h1>blank</h1>');
});
`;

/** Milliseconds from the start of the program until it says that its window is usable; it stays open for `stayMs` more. */
function untilUsable(args: readonly string[], stayMs = 0): Promise<number> {
  const program = process.env.PROCESS_DESIGNER_RUNTIME;
  if (program === undefined) throw new Error('no runtime is named: run it by npm run bench');
  const env: NodeJS.ProcessEnv = { ...process.env, PROCESS_DESIGNER_TELL_USABLE: '1' };
  delete env.ELECTRON_RUN_AS_NODE;
  return new Promise((resolve, reject) => {
    const begun = process.hrtime.bigint();
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let took = 0;
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (took === 0 && said.includes('process-designer usable')) {
        took = Number(process.hrtime.bigint() - begun) / 1e6;
        setTimeout(() => child.kill('SIGTERM'), stayMs);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () =>
      took > 0 ? resolve(took) : reject(new Error(`the app ended before it was usable: ${said.slice(-500)}`)),
    );
    setTimeout(() => child.kill('SIGKILL'), 30_000).unref();
  });
}

export const benchCase: BenchCase = {
  name: 'Start to a usable window with 100,000 entries',
  against: 'a blank window of the same runtime',
  unit: 'ms',
  pass: { atMost: 1.6 },
  rounds: 7,
  setUp: async (folder) => {
    const work = await bigSite(100_000);
    await closeSite(work.station.site);
    const blank = join(folder, 'blank');
    mkdirSync(blank, { recursive: true });
    writeFileSync(
      join(blank, 'package.json'),
      JSON.stringify({ name: 'blank', main: 'main.js', version: '1.0.0' }),
    );
    writeFileSync(join(blank, 'main.js'), blankApp);
    const own = join(folder, 'own');
    const other = join(folder, 'other');
    // As on a workstation that was used before: the app has seen once what this machine's graphics can do.
    await untilUsable([sampleProject, `--user-data-dir=${own}`, '--site', work.folder], 5000);
    return {
      limit: () => untilUsable([blank, `--user-data-dir=${other}`]),
      product: () => untilUsable([sampleProject, `--user-data-dir=${own}`, '--site', work.folder]),
      tearDown: () => work.discard(),
    };
  },
};
