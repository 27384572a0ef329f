import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { createSite } from '../../main/commands/founding';
import { openDrafts } from '../../main/site/drafts';
import { writeDurably } from '../../main/site/durable';
import { holdsSite, makeSite, openSite } from '../../main/site/site';
import { AtWork } from '../commands/atWork';

const args = {
  siteName: 'North works',
  station: 'K1',
  name: 'Ida Lund',
  identifier: 'i.lund',
  secret: 'seven green kettles on ice',
};

let folders: string[] = [];
let sites: AtWork[] = [];
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  for (const site of sites) site.discard();
  folders = [];
  sites = [];
});
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'process-designer-site-'));
  folders.push(folder);
  return folder;
}
function nothingYet(): AtWork {
  const site = AtWork.empty();
  sites.push(site);
  return site;
}

/** Every file with its bytes' hash. */
function bytesOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile());
  return Object.fromEntries(
    files.map((e) => [
      join(e.parentPath, e.name),
      createHash('sha256')
        .update(readFileSync(join(e.parentPath, e.name)))
        .digest('hex'),
    ]),
  );
}

describe('making a site', () => {
  it('gives a site that opens, with its first admin and nothing else', async () => {
    const work = nothingYet();
    expect(await createSite(work.founding(), args)).toMatchObject({ ok: true });
    expect(holdsSite(work.folder)).toBe(true);
    expect(existsSync(join(work.folder, '.making'))).toBe(false);
    work.open();
    expect([...work.station.world.site.people.values()].map((p) => [p.identifier, p.role])).toEqual([
      ['i.lund', 'admin'],
    ]);
    expect(work.station.world.site.site?.sample).toBe(false);
    await work.station.site.ledger.close();
  }, 30_000);

  it.each(['nothing', 'some names moved up', 'all but the keys moved up'])(
    'that was cut off with %s is no site, and is made whole the next time',
    async (how) => {
      const folder = join(temporary(), 'site');
      const fill = async (inside: string): Promise<void> => {
        for (const name of ['ledger.db', 'evidence', 'keys'])
          mkdirSync(join(inside, name), { recursive: true });
        writeFileSync(join(inside, 'keys', 'identity.json'), how);
      };
      await expect(
        makeSite(folder, async (inside) => {
          await fill(inside);
          const moved =
            how === 'nothing' ? [] : how === 'some names moved up' ? ['evidence'] : ['evidence', 'ledger.db'];
          for (const name of moved) renameSync(join(inside, name), join(folder, name));
          throw new Error('cut off');
        }),
      ).rejects.toThrow('cut off');
      expect(holdsSite(folder)).toBe(false);
      await makeSite(folder, fill);
      expect(holdsSite(folder)).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(['evidence', 'keys', 'ledger.db']);
    },
  );

  it('is refused where a site is, and where a ledger lies whose keys are gone; not a byte is touched', async () => {
    const work = nothingYet();
    await createSite(work.founding(), args);
    const before = bytesOf(work.folder);
    expect(await createSite(work.founding(), args)).toMatchObject({
      ok: false,
      code: 'taken',
      message: expect.stringMatching(/Nothing was changed\. Start the app again to open it\.$/),
    });
    expect(bytesOf(work.folder)).toEqual(before);
    renameSync(join(work.folder, 'keys'), join(work.folder, '..', 'keys-elsewhere'));
    const without = bytesOf(work.folder);
    expect(await createSite(work.founding(), args)).toMatchObject({
      ok: false,
      code: 'folder',
      message: expect.stringContaining('restore its keys folder from a backup'),
    });
    expect(bytesOf(work.folder)).toEqual(without);
    renameSync(join(work.folder, '..', 'keys-elsewhere'), join(work.folder, 'keys'));
    work.open();
    await work.station.site.ledger.close();
  }, 30_000);
});

describe('opening a site', () => {
  it('that a newer version has opened, or that is open already, is refused with a sentence, and nothing is changed', async () => {
    const work = nothingYet();
    await createSite(work.founding(), args);
    work.open();
    expect(openSite(work.places())).toMatchObject({
      ok: false,
      code: 'held-by-another',
      message: expect.stringMatching(
        /^This site is already open on this computer \(process \d+, since .+\)\. Nothing was changed\. Go to that window, or close it and start again\.$/,
      ),
    });
    await work.station.site.ledger.close();
    const db = new Database(join(work.folder, 'ledger.db'));
    db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?)').run(
      '9999_later',
      'a'.repeat(64),
      '2031-01-01T00:00:00.000Z',
    );
    db.close();
    const before = bytesOf(work.folder)[join(work.folder, 'ledger.db')];
    expect(openSite(work.places())).toMatchObject({
      ok: false,
      code: 'newer-version',
      message: expect.stringContaining('Install the newer version, then open the site again.'),
    });
    expect(bytesOf(work.folder)[join(work.folder, 'ledger.db')]).toBe(before);
  }, 30_000);

  it('whose keys are not whole says what to restore', async () => {
    const work = nothingYet();
    await createSite(work.founding(), args);
    const device = readdirSync(join(work.folder, 'keys')).find((name) => /device/.test(name)) ?? '';
    expect(device).not.toBe('');
    rmSync(join(work.folder, 'keys', device), { recursive: true });
    expect(() => openSite(work.places())).toThrow(/Restore the keys folder from a backup/);
  }, 30_000);
});

describe('what a person had typed', () => {
  it('outlives a restart, is one’s own, and goes when it is recorded or emptied', () => {
    const folder = temporary();
    let drafts = openDrafts(folder);
    drafts.keep('usr_a', 'run:wo_1:torque:value', '12.');
    drafts.keep('usr_a', 'run:wo_1:torque:value', '12.5');
    drafts.keep('usr_a', 'run:wo_1:torque-2:value', '3');
    drafts.keep('usr_b', 'run:wo_1:torque:value', '99');
    drafts.close();
    drafts = openDrafts(folder);
    expect(drafts.of('usr_a', 'run:wo_1:')).toEqual({
      'run:wo_1:torque:value': '12.5',
      'run:wo_1:torque-2:value': '3',
    });
    expect(drafts.of('usr_b', 'run:wo_1:')).toEqual({ 'run:wo_1:torque:value': '99' });
    // The places alone are listed for the sign-in screen, never what was typed.
    expect(JSON.stringify(drafts.places())).not.toContain('12.5');
    drafts.drop('usr_a', 'run:wo_1:torque:');
    expect(drafts.of('usr_a', 'run:wo_1:')).toEqual({ 'run:wo_1:torque-2:value': '3' });
    drafts.keep('usr_a', 'run:wo_1:torque-2:value', '');
    expect(drafts.of('usr_a', '')).toEqual({});
    expect(drafts.of('usr_b', '%')).toEqual({});
    drafts.close();
    expect(readFileSync(join(folder, 'drafts.db')).includes('12.5')).toBe(false);
  });
});

describe('a file written durably', () => {
  it('is there whole or as it was before', async () => {
    const folder = temporary();
    const path = join(folder, 'CL-K1-000001.pdf');
    await writeDurably(path, Buffer.from('first'));
    await writeDurably(path, Buffer.from('second'));
    expect(readFileSync(path, 'utf8')).toBe('second');
    expect(readdirSync(folder)).toEqual(['CL-K1-000001.pdf']);
    // Left by a cut-off: swept by the next write, never taken for the file.
    writeFileSync(`${path}.part`, 'half');
    await writeDurably(path, Buffer.from('third'));
    expect(readFileSync(path, 'utf8')).toBe('third');
    await expect(writeDurably(join(folder, 'none', 'x.pdf'), Buffer.from('x'))).rejects.toThrow(/ENOENT/);
    expect(readFileSync(path, 'utf8')).toBe('third');
  });
});
