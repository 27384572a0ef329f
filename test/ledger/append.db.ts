import { sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { primitives } from '../../main/ledger/primitives';
import { entriesAbout, entriesInRange, entriesOfStream, isStored } from '../../main/ledger/read';
import { LedgerFault } from '../../main/ledger/refusal';
import { base64, fromBase64 } from '../../main/proof/encoding';
import { signatureMessage } from '../../main/proof/header';
import { parseCheckpoint } from '../../main/proof/note';
import { newKey, newRig, type Rig, record, stepEntry } from './rig';

let rig: Rig;
beforeEach(() => {
  rig = newRig();
});
afterEach(() => rig.remove());

describe('recording a command', () => {
  it('keeps what was recorded, and goes on after it when the app is started again', async () => {
    const first = rig.open();
    const done = await first.append({
      idem: 'cmd_1',
      entries: [stepEntry('run_1', 'first', ['wo_1']), stepEntry('run_1', 'second', ['wo_1'])],
      answer: (entries) => ({ last: entries[1]?.seq }),
    });
    expect(done).toMatchObject({ ok: true, repeated: false, answer: { last: 1 } });
    await first.close();

    const second = rig.open();
    expect(second.notices).toEqual([]);
    await record(second, stepEntry('run_1', 'third', ['wo_1']));
    const entries = entriesOfStream(second.db, 'run_1');
    expect(entries.map((entry) => [entry.seq, entry.body?.note, entry.header.rev])).toEqual([
      [0, 'first', 0],
      [1, 'second', 0],
      [2, 'third', 2],
    ]);
    expect(entries[2]?.header.prev).toHaveLength(64);
    expect(second.head()?.size).toBe(3);
    await second.close();
  });

  it('answers a command that comes twice with its first answer, and records nothing', async () => {
    const ledger = rig.open();
    const once = () =>
      ledger.append({
        idem: 'cmd_same',
        entries: [stepEntry('run_1', 'x')],
        answer: () => ({ at: Math.random() }),
      });
    const first = await once();
    const again = await once();
    expect(first.ok && again.ok && again.answer).toEqual(first.ok && first.answer);
    expect(again).toMatchObject({ repeated: true, entries: [] });
    expect(ledger.head()?.size).toBe(1);
    await ledger.close();
    const reopened = rig.open();
    expect(reopened.answered('cmd_same')?.answer).toEqual(first.ok && first.answer);
    expect(reopened.answered('cmd_other')).toBeUndefined();
    await reopened.close();
  });

  it('records nothing at all when folding it into a view fails', async () => {
    const ledger = rig.open();
    ledger.db.exec('CREATE TABLE seen (seq INTEGER PRIMARY KEY) STRICT');
    await record(ledger, stepEntry('run_1', 'kept'));
    const before = ledger.head();
    await expect(
      ledger.append({
        idem: 'cmd_fails',
        entries: [stepEntry('run_1', 'lost')],
        project: (db) => {
          db.prepare('INSERT INTO seen VALUES (1)').run();
          throw new Error('a fold failed');
        },
        answer: () => null,
      }),
    ).rejects.toThrow('a fold failed');
    expect(ledger.head()).toEqual(before);
    expect(ledger.db.prepare('SELECT count(*) FROM seen').pluck().get()).toBe(0);
    expect(ledger.answered('cmd_fails')).toBeUndefined();
    await record(ledger, stepEntry('run_1', 'after'));
    expect(entriesOfStream(ledger.db, 'run_1').map(({ body }) => body?.note)).toEqual(['kept', 'after']);
    await ledger.close();
  });

  it('refuses a decision made on an older state of the thing', async () => {
    const ledger = rig.open();
    await record(ledger, stepEntry('run_1', 'one'));
    const late = await ledger.append({
      idem: 'cmd_late',
      entries: [stepEntry('run_1', 'two')],
      expected: [{ stream: 'run_1', rev: 0 }],
      answer: () => null,
    });
    expect(late).toMatchObject({ ok: false, code: 'stale' });
    const fresh = await ledger.append({
      idem: 'cmd_fresh',
      entries: [stepEntry('run_1', 'two')],
      expected: [{ stream: 'run_1', rev: ledger.revision('run_1') }],
      answer: () => null,
    });
    expect(fresh.ok).toBe(true);
    await ledger.close();
  });

  it('finds everything about a work order, oldest first, also where it is not the stream', async () => {
    const ledger = rig.open();
    await record(ledger, stepEntry('run_1', 'a', ['wo_1', 'wo_1', 'run_1']));
    await record(ledger, stepEntry('run_2', 'b', ['wo_2']));
    await record(ledger, stepEntry('wo_1', 'c'));
    expect(entriesAbout(ledger.db, 'wo_1').map(({ body }) => body?.note)).toEqual(['a', 'c']);
    await ledger.close();
  });

  it('keeps answers of commands that record no entry, without a checkpoint', async () => {
    const ledger = rig.open();
    const done = await ledger.append({ idem: 'cmd_nothing', entries: [], answer: () => 'nothing to do' });
    expect(done).toMatchObject({ ok: true, answer: 'nothing to do' });
    expect(ledger.head()).toBeNull();
    await ledger.close();
  });

  it('signs with the signer’s own key over the header as it stands', async () => {
    const ledger = rig.open();
    const key = newKey();
    const publicKey = base64(key.publicKey);
    const entry = {
      ...stepEntry('run_1', 'signed'),
      sign: { meaning: 'Performed', key: publicKey, sign: (m: Uint8Array) => sign(null, m, key.privateKey) },
    };
    await record(ledger, entry);
    const [read] = entriesInRange(ledger.db, ledger.log, 0, 1);
    if (read === undefined || !isStored(read)) throw new Error('not read');
    const { signature } = read.header;
    expect(signature?.meaning).toBe('Performed');
    const value = fromBase64(signature?.value ?? '') ?? new Uint8Array();
    expect(primitives.verify(key.publicKey, signatureMessage(read.header), value)).toBe(true);
    await expect(
      record(ledger, { ...entry, sign: { ...entry.sign, sign: () => new Uint8Array(64) } }),
    ).rejects.toThrow('signature');
    expect(ledger.head()?.size).toBe(1);
    await ledger.close();
  });

  it('says by an entry of its own that the wall clock was set back', async () => {
    let now = Date.parse('2026-11-20T10:00:00.000Z');
    let mono = 1000;
    const ledger = rig.open({
      now: () => now,
      boot: () => ({ id: 'boot_1', ms: mono }),
      zone: () => '+01:00',
    });
    await record(ledger, stepEntry('run_1', 'before'));
    now -= 30_000;
    await record(ledger, stepEntry('run_1', 'within a minute'));
    now += 600_000;
    mono += 3_600_000;
    await record(ledger, stepEntry('run_1', 'an hour later by the other clock'));
    await record(ledger, stepEntry('run_1', 'and once only'));
    const entries = entriesInRange(ledger.db, ledger.log, 0, 10).filter(isStored);
    expect(entries.map(({ header }) => header.type)).toEqual([
      'run.step-recorded',
      'run.step-recorded',
      'clock.stepped-back',
      'run.step-recorded',
      'run.step-recorded',
    ]);
    expect(entries[2]?.header.actor).toEqual({ system: 'clock' });
    const clocks = entries.map(({ header }) => header.clock);
    expect(clocks).toEqual([...clocks].sort());
    expect(new Set(clocks).size).toBe(clocks.length);
    await ledger.close();
  });

  it('refuses a body with a fraction, and says so', async () => {
    const ledger = rig.open();
    await expect(record(ledger, { ...stepEntry('run_1', 'x'), body: { reading: 12.5 } })).rejects.toThrow(
      '12.5 is not an integer',
    );
    await expect(record(ledger, { ...stepEntry('run_1', 'x'), type: 'Step Recorded' })).rejects.toThrow(
      '"type"',
    );
    expect(ledger.head()).toBeNull();
    await ledger.close();
  });

  it('ends each commit with a checkpoint over all entries so far', async () => {
    const ledger = rig.open();
    await record(ledger, stepEntry('run_1', '1'), stepEntry('run_1', '2'));
    await record(ledger, stepEntry('run_1', '3'));
    const notes = ledger.db.prepare('SELECT note FROM checkpoints ORDER BY place').pluck().all() as string[];
    expect(notes.map((note) => parseCheckpoint(note)?.size)).toEqual([2, 3]);
    await ledger.close();
  });

  it('records many commands given at once one after another, each once', async () => {
    const ledger = rig.open();
    const given = Array.from({ length: 50 }, (_, index) =>
      ledger.append({
        idem: `cmd_${index % 40}`,
        entries: [stepEntry('run_1', String(index))],
        answer: () => index,
      }),
    );
    const done = await Promise.all(given);
    expect(done.filter((one) => one.ok && one.repeated)).toHaveLength(10);
    expect(ledger.head()?.size).toBe(40);
    await ledger.close();
    await expect(record(ledger, stepEntry('run_1', 'late'))).rejects.toThrow(LedgerFault);
  });
});
