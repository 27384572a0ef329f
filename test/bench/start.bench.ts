import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeSite } from '../../main/site/site';
import { sampleProject } from '../fixtures/closureRecord';
import { bigSite } from './bigSite';
import type { BenchCase } from './case';
import { untilUsable } from './untilUsable';

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
