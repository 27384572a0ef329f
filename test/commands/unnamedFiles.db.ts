import { existsSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, record } from '../../main/commands/station';
import { sweepUnnamedFiles } from '../../main/commands/unnamedFiles';
import { AtWork } from './atWork';

const hour = 3_600_000;

describe('a file that was taken in', () => {
  let work: AtWork;
  beforeAll(async () => {
    work = await AtWork.sample();
  }, 60_000);
  afterAll(() => work?.close());

  /** Keeps a file, as of `age` ms ago. */
  const keep = async (text: string, age: number): Promise<string> => {
    const kept = await work.station.vault.keepBytes(Buffer.from(text), 'note.txt');
    if (!kept.ok) throw new Error(kept.message);
    const at = (Date.now() - age) / 1000;
    const path = work.station.vault.path(kept.sha256);
    utimesSync(path, at, at);
    if (age < 0) utimesSync(dirname(path), at, at);
    return kept.sha256;
  };
  const there = (sha256: string): boolean => existsSync(work.station.vault.path(sha256));
  const name = async (sha256: string, type: string, more: object): Promise<void> => {
    const { log } = work.station.site.ledger;
    const done = await record(
      work.station,
      newId('command'),
      [{ type, stream: newId('run'), body: { ...more, sha256 }, system: 'test' }],
      undefined,
      () => ({ log }),
    );
    if (!done.ok) throw new Error(done.message);
  };

  it('and recorded stays; one that no entry names goes at the next start; one of this process stays', async () => {
    const workOrder = newId('workOrder');
    const named = await keep('recorded', hour);
    await name(named, 'run.evidence-added', {
      run: newId('run'),
      workOrder,
      step: 's',
      no: '1.1',
      title: 'T',
      slot: 'main',
      label: 'Note',
      size: 8,
      mime: 'text/plain',
      name: 'note.txt',
      source: 'file',
    });
    const lost = await keep('the app ended before this was recorded', hour);
    const underWay = await keep('a deed under way', -hour);
    expect(await sweepUnnamedFiles(work.station, Date.now())).toBe(1);
    expect([there(named), there(lost), there(underWay)]).toEqual([true, false, true]);
  });

  it('is looked at once: the next start asks only for what came since', async () => {
    const old = await keep('older than the last look', 2 * hour);
    const begun = Date.now();
    expect(await sweepUnnamedFiles(work.station, begun)).toBe(0);
    expect(there(old)).toBe(true);
  });

  it('stays where an entry of another time names it, as those do that a bundle brings', async () => {
    const later = await keep('named long before its file came', -26 * hour);
    const other = await keep('of nobody', -26 * hour);
    await name(later, 'remediation.evidence-added', {
      remediation: newId('remediation'),
      workOrder: newId('workOrder'),
      size: 3,
      mime: 'text/plain',
      name: 'x.txt',
    });
    work.station.site.drafts.setNote('files-swept', String(Date.now() + 25 * hour + 60_000));
    expect(await sweepUnnamedFiles(work.station, Date.now() + 27 * hour)).toBe(1);
    expect([there(later), there(other)]).toEqual([true, false]);
  });
});
