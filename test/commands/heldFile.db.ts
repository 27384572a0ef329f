import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShownFile } from '../../main/commands/station';
import { AtWork } from './atWork';

describe('a held file', () => {
  let work: AtWork;
  let folder: string;
  let shown: ShownFile[] = [];
  let offered = '';
  const held: Record<string, string> = {};

  beforeAll(async () => {
    work = await AtWork.sample();
    folder = join(work.folder, 'saved');
    mkdirSync(folder);
    const { shell, vault } = work.station as unknown as {
      shell: Record<string, unknown>;
      vault: AtWork['station']['vault'];
    };
    shell.showFile = async (_window: number, file: ShownFile) => void shown.push(file);
    for (const [name, bytes] of Object.entries({
      'log.txt': '<script>alert(1)</script>',
      'manual.pdf': '%PDF-1.7\n1 0 obj\n<< /OpenAction << /S /JavaScript >> >>\n',
    })) {
      const kept = await vault.keepBytes(Buffer.from(bytes), name);
      if (!kept.ok) throw new Error(kept.message);
      held[name] = kept.sha256;
    }
  }, 60_000);
  afterAll(() => work?.close());

  const chooses = (where: (name: string) => string | null): void => {
    (work.station.shell as { askWhere: (name: string) => Promise<string | null> }).askWhere = async (
      name,
    ) => {
      offered = name;
      return where(name);
    };
  };
  const of = (file: string, name = file) => ({ sha256: held[file] ?? '', name });

  it('is shown by what it holds, whatever it is called, and no longer than the sitting', async () => {
    shown = [];
    await work.done('m.kovac', 'showFile', of('log.txt', '../../payload.html'));
    expect(shown).toEqual([expect.objectContaining({ type: 'text/plain', name: 'payload.html' })]);
    expect(shown[0]?.isStillAllowed()).toBe(true);
    work.station.sessions.lockAll();
    expect(shown[0]?.isStillAllowed()).toBe(false);
  });

  it('that is a PDF is not opened, and it is said why', async () => {
    shown = [];
    expect(await work.give('a.ruiz', 'showFile', of('manual.pdf'))).toMatchObject({
      ok: false,
      code: 'evidence-refused',
      message: expect.stringMatching(/PDF.*programs.*Save it/),
    });
    expect(shown).toEqual([]);
  });

  it('is saved unchanged under an ending that fits what it holds', async () => {
    chooses((name) => join(folder, name));
    const { saved } = await work.done('a.ruiz', 'saveFile', of('manual.pdf', '..\\..\\run me.exe'));
    expect(offered).toBe('run me.pdf');
    expect(readFileSync(saved ?? '', 'utf8')).toMatch(/^%PDF-1\.7/);
    chooses(() => null);
    expect(await work.done('a.ruiz', 'saveFile', of('manual.pdf'))).toEqual({ saved: null });
  });

  it.each(['run.exe', 'run', 'run.desktop', 'run.pdf.html', 'run.pdf '])(
    'is not saved as “%s”, and nothing is written',
    async (name) => {
      chooses(() => join(folder, name));
      expect(await work.give('a.ruiz', 'saveFile', of('manual.pdf'))).toMatchObject({
        ok: false,
        code: 'folder',
        message: expect.stringMatching(/must end in \.pdf.*Nothing was written/),
      });
      expect(existsSync(join(folder, name))).toBe(false);
    },
  );

  it('that was changed on the disk, or is not there, is neither shown nor saved', async () => {
    shown = [];
    chooses((name) => join(folder, name));
    const gone = { sha256: 'a'.repeat(64), name: 'gone.txt' };
    for (const name of ['showFile', 'saveFile'] as const)
      expect(await work.give('a.ruiz', name, gone)).toMatchObject({ ok: false, code: 'evidence-refused' });
    expect(shown).toEqual([]);
    expect(existsSync(join(folder, 'gone.txt'))).toBe(false);
  });
});
