import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { verifySite } from '../../main/jobs/verifySite';
import { finishRestore } from '../../main/site/restore';
import { closeSite, openSite } from '../../main/site/site';
import { AtWork, sampleSecret } from '../commands/atWork';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { choosePlace } from './restoring';

const kills = Number(process.env.PROCESS_DESIGNER_KILLS ?? 12);
let root = '';
let program = '';
let backup = '';
let reached = 0;
const places: string[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'process-designer-restore-kill-'));
  program = await childProgram('test/site/restoreChild.ts', join(root, 'program'));
  const work = await AtWork.sample();
  const place = await choosePlace(work, places);
  const { name } = await work.done('s.halvorsen', 'backUpNow', {});
  backup = join(place, name);
  await work.done('s.halvorsen', 'signOut', { how: 'signed-out' });
  reached = work.station.site.ledger.head()?.size ?? 0;
  await closeSite(work.station.site);
  cpSync(work.folder, join(root, 'sample'), { recursive: true });
  cpSync(work.places().heads, join(root, 'sample-heads'), { recursive: true });
  work.discard();
}, 180_000);
afterAll(() => {
  for (const place of [root, ...places]) rmSync(place, { recursive: true, force: true });
});

/**
 * Restores in a process of its own, killed `ms` after the first folder appeared beside the site; undefined: not killed. Tells
 * how long it took from then.
 */
async function restoreIn(folder: string, heads: string, ms: number | undefined): Promise<number> {
  const child = spawn(process.execPath, [program, folder, heads, backup, sampleSecret], {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let from = 0;
  const other: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line !== 'DONE' && line !== 'CHECKED') other.push(line);
  });
  const watch = setInterval(() => {
    if (from > 0 || !existsSync(`${folder}.restoring`)) return;
    from = performance.now();
    if (ms !== undefined) setTimeout(() => child.kill('SIGKILL'), ms);
  }, 1);
  await once(child, 'close');
  clearInterval(watch);
  expect(other).toEqual([]);
  expect(from).toBeGreaterThan(0);
  return performance.now() - from;
}

describe('a restore that is killed', () => {
  it('at any moment leaves the old site or the restored one, each whole, and the start says which', async () => {
    const outcomes = { old: 0, restored: 0, midway: 0 };
    let whole = 0;
    for (let kill = 0; kill <= kills; kill++) {
      const lane = join(root, `lane-${kill}`);
      const [folder, heads] = [join(lane, 'site'), join(lane, 'heads')];
      cpSync(join(root, 'sample'), folder, { recursive: true });
      cpSync(join(root, 'sample-heads'), heads, { recursive: true });
      // The first runs to its end, so that the others are killed all along it.
      const ms = kill === 0 ? undefined : (whole * kill) / (kills + 1);
      const took = await restoreIn(folder, heads, ms);
      if (kill === 0) whole = took;
      if (existsSync(`${folder}.restoring`)) outcomes.midway += 1;
      const said = finishRestore(folder);
      const opened = openSite({ folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' });
      if (!opened.ok) throw new Error(`after ${ms} ms: ${opened.message}`);
      const { site } = opened;
      const restored = site.ledger.log.endsWith('/1');
      outcomes[restored ? 'restored' : 'old'] += 1;
      expect([ms, restored || site.ledger.head()?.size === reached]).toEqual([ms, true]);
      if (restored) expect(said).toMatchObject({ ok: true });
      else if (said !== undefined) expect(said).toMatchObject({ ok: false });
      await closeSite(site);
      expect((await verifySite(folder, () => undefined)).findings).toEqual([]);
      if (restored) expect(readdirSync(lane).filter((n) => n.includes('.before-restore-'))).toHaveLength(1);
      expect(existsSync(`${folder}.restoring`)).toBe(false);
      rmSync(lane, { recursive: true, force: true });
    }
    expect(outcomes.restored).toBeGreaterThan(0);
    expect(outcomes.old).toBeGreaterThan(0);
    expect(outcomes.midway).toBeGreaterThan(0);
  }, 300_000);
});

describe('a stick that is full', () => {
  it('is said in a sentence, at whatever moment it fills up', (context) => {
    const place = mkdtempSync(join(root, 'stick-'));
    const identity = JSON.parse(readFileSync(join(root, 'sample', 'keys', 'identity.json'), 'utf8')) as {
      site: string;
      enrolment: { statement: { device: string } };
    };
    const script = 'mount -t tmpfs -o size="$1"k none "$2" || exit 77; shift 2; exec "$@"';
    const results = [100, 300, 380, 420].map((kilobytes) => {
      const done = spawnSync(
        'unshare',
        [
          ...['-Urm', 'sh', '-c', script, 'sh', String(kilobytes), place, process.execPath, program],
          ...[join(root, 'sample'), place, identity.site, identity.enrolment.statement.device],
        ],
        {
          env: {
            ...childEnvironment,
            BACK_UP: '1',
          },
          encoding: 'utf8',
        },
      );
      if (done.error !== undefined || done.status === 77 || /unshare/.test(done.stderr))
        context.skip(`a small disk cannot be mounted here: ${done.stderr}`);
      return `${done.stdout}${done.stderr}`;
    });
    for (const out of results) {
      expect(out).toMatch(
        /RESULT \{"ok":false,"message":"stick-\w+ is full\. What was written there now was removed/,
      );
    }
  }, 60_000);
});
