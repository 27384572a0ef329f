import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { entriesOfStream } from '../../main/ledger/read';
import { newRig, type Rig, record, stepEntry } from './rig';

const disk = vi.hoisted(() => ({ broken: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    fdatasyncSync: (handle: number) => {
      if (disk.broken) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
      fs.fdatasyncSync(handle);
    },
  };
});

let rig: Rig;
beforeEach(() => {
  rig = newRig();
});
afterEach(() => {
  disk.broken = false;
  rig.remove();
});

const command = (idem: string, note: string) => ({
  idem,
  entries: [stepEntry('run_1', note)],
  answer: () => note,
});

describe('a disk that does not confirm what was written', () => {
  it('makes the outcome unknown, stops all writing, and the next start says what was recorded', async () => {
    const ledger = rig.open();
    await record(ledger, stepEntry('run_1', 'before'));
    disk.broken = true;
    await expect(ledger.append(command('cmd_unknown', 'unknown'))).rejects.toMatchObject({
      name: 'LedgerFault',
      code: 'unknown-outcome',
      message: expect.stringContaining('it is not known whether it was recorded'),
    });
    disk.broken = false;
    await expect(ledger.append(command('cmd_after', 'after'))).rejects.toMatchObject({
      code: 'unknown-outcome',
    });
    expect(entriesOfStream(ledger.db, 'run_1')).toHaveLength(2);
    await ledger.close();
    await expect(ledger.append(command('cmd_late', 'late'))).rejects.toMatchObject({
      code: 'unknown-outcome',
    });

    const again = rig.open();
    expect(again.answered('cmd_unknown')).toEqual({ answer: 'unknown' });
    expect(again.answered('cmd_after')).toBeUndefined();
    // The person does it again: the same command is one entry.
    expect(await again.append(command('cmd_unknown', 'unknown'))).toMatchObject({ ok: true, repeated: true });
    expect(entriesOfStream(again.db, 'run_1').map(({ body }) => body?.note)).toEqual(['before', 'unknown']);
    await again.close();
  });

  it('does not repeat an answer before both heads witness it', async () => {
    const ledger = rig.open();
    await ledger.append(command('cmd_1', 'one'));
    disk.broken = true;
    await expect(ledger.append(command('cmd_1', 'one'))).rejects.toMatchObject({ code: 'unknown-outcome' });
    disk.broken = false;
    await ledger.close();
  });
});

describe('an open site', () => {
  it('can be closed twice, and gives its lock back once', async () => {
    const ledger = rig.open();
    await ledger.close();
    await ledger.close();
    const again = rig.open();
    await again.close();
  });

  it('writes its heads in turn over many starts, each time after the newest', async () => {
    for (let start = 0; start < 5; start += 1) {
      const ledger = rig.open();
      expect(ledger.notices).toEqual([]);
      for (let index = 0; index <= start; index += 1)
        await record(ledger, stepEntry('run_1', `${start}.${index}`));
      await ledger.close();
    }
    const ledger = rig.open();
    expect(ledger.head()?.size).toBe(15);
    await ledger.close();
  });
});
