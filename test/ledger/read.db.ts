import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../main/ledger/ledger';
import { primitives } from '../../main/ledger/primitives';
import {
  entriesAbout,
  entriesInRange,
  everyEntry,
  isStored,
  type PageMark,
  pageOfEntries,
  provenEntry,
} from '../../main/ledger/read';
import { keptSubjects, rebuiltSubjects } from '../../main/ledger/subjects';
import type { JsonObject } from '../../main/proof/canonical';
import { fromHex } from '../../main/proof/encoding';
import { bodyCommitment, leafHash } from '../../main/proof/header';
import { parseCheckpoint } from '../../main/proof/note';
import { verifyInclusion } from '../../main/proof/tree';
import { ANA, BEN, newRig, type Rig, record, stepEntry } from './rig';

let rig: Rig;
let ledger: Ledger;
beforeEach(() => {
  rig = newRig();
  ledger = rig.open();
});
afterEach(async () => {
  await ledger.close();
  rig.remove();
});

const step = (index: number) => ({
  ...stepEntry(`run_${index % 3}`, String(index), [`wo_${index % 2}`]),
  type: index % 5 === 0 ? 'exception.raised' : 'run.step-recorded',
  actor: index % 4 === 0 ? BEN : ANA,
});

describe('looking through the ledger', () => {
  beforeEach(async () => {
    for (let index = 0; index < 23; index += 1) await record(ledger, step(index));
  });
  const notes = (filter: Parameters<typeof pageOfEntries>[1]): string[][] => {
    const pages: string[][] = [];
    let mark: PageMark | undefined;
    do {
      const page = pageOfEntries(ledger.db, filter, 5, mark);
      pages.push(page.entries.filter(isStored).map(({ body }) => String(body?.note)));
      mark = page.next;
    } while (mark !== undefined);
    return pages;
  };
  const all = Array.from({ length: 23 }, (_, index) => index).reverse();

  it('shows pages newest first, each entry once', () => {
    const pages = notes({});
    expect(pages.map((page) => page.length)).toEqual([5, 5, 5, 5, 3]);
    expect(pages.flat()).toEqual(all.map(String));
  });

  it('filters by work order, by person, by type, and by all at once', () => {
    expect(notes({ subject: 'wo_1' }).flat()).toEqual(all.filter((index) => index % 2 === 1).map(String));
    expect(notes({ subject: 'run_2' }).flat()).toEqual(all.filter((index) => index % 3 === 2).map(String));
    expect(notes({ person: BEN.user }).flat()).toEqual(all.filter((index) => index % 4 === 0).map(String));
    expect(notes({ type: 'exception.raised' }).flat()).toEqual(
      all.filter((index) => index % 5 === 0).map(String),
    );
    expect(notes({ subject: 'wo_0', person: BEN.user, type: 'exception.raised' }).flat()).toEqual([
      '20',
      '0',
    ]);
    expect(notes({ subject: 'wo_9' })).toEqual([[]]);
  });

  it('opens one entry with its neighbours and a proof that holds against the signed checkpoint', () => {
    for (let seq = 0; seq < 23; seq += 1) {
      const proven = provenEntry(ledger.db, { log: ledger.log, seq });
      const checkpoint = parseCheckpoint(proven?.checkpoint.note ?? '');
      if (
        proven === undefined ||
        checkpoint === undefined ||
        proven.salt === null ||
        proven.bodyBytes === null
      )
        throw new Error('not found');
      const proof = proven.proof.map((hash) => fromHex(hash) as Uint8Array);
      expect(
        verifyInclusion(
          primitives.sha256,
          leafHash(primitives.sha256, proven.headerBytes),
          seq,
          checkpoint.size,
          proof,
          checkpoint.root,
        ),
      ).toBe(true);
      const commitment = Buffer.from(
        bodyCommitment(primitives.sha256, proven.salt, proven.bodyBytes),
      ).toString('hex');
      expect(isStored(proven.entry) && proven.entry.header.body).toBe(commitment);
      expect([proven.before?.seq, proven.after?.seq]).toEqual([
        seq > 0 ? seq - 1 : undefined,
        seq < 22 ? seq + 1 : undefined,
      ]);
    }
    expect(provenEntry(ledger.db, { log: ledger.log, seq: 23 })).toBeUndefined();
    expect(provenEntry(ledger.db, { log: 'dev_other/0', seq: 0 })).toBeUndefined();
  });

  it('walks every entry oldest first while views are written', () => {
    ledger.db.exec('CREATE TABLE v (note TEXT) STRICT');
    const put = ledger.db.prepare('INSERT INTO v VALUES (?)');
    for (const entry of everyEntry(ledger.db)) if (isStored(entry)) put.run(String(entry.body?.note));
    expect(ledger.db.prepare('SELECT note FROM v').pluck().all()).toEqual([...all].reverse().map(String));
  });

  it('keeps what entries are about exactly as the entries themselves say', async () => {
    await record(ledger, stepEntry('run_9', 'x', ['wo_9']));
    const kept = keptSubjects(ledger.db);
    const rebuilt = rebuiltSubjects(ledger.db, ({ seq }) => [seq === 23 ? 'wo_9' : `wo_${seq % 2}`]);
    expect(rebuilt).toEqual(kept);
    expect(rebuiltSubjects(ledger.db, () => [])).not.toEqual(kept);
  });
});

describe('erasing a body', () => {
  const SECRET = 'Heinrich Testmann called in sick';
  const command = (seq = 1, changed: JsonObject = {}, idem = 'cmd_erase') => ({
    idem,
    entries: [
      {
        type: 'body.erased',
        stream: `${ledger.log}/${seq}`,
        actor: BEN,
        body: {
          entry: { log: ledger.log, seq },
          authority: 'Court order 12/26',
          scope: 'The note',
          second: { user: ANA.user, role: 'supervisor' },
          ...changed,
        },
        subjects: [BEN.user, ANA.user],
      },
    ],
    answer: () => ({ seq }),
  });
  const bytesOnDisk = (): string =>
    readdirSync(rig.folder)
      .map((name) => readFileSync(join(rig.folder, name), 'latin1'))
      .join('');

  beforeEach(async () => {
    await record(ledger, stepEntry('run_1', 'before', ['wo_1']));
    await record(ledger, stepEntry('run_1', SECRET, ['wo_1']));
    await record(ledger, stepEntry('run_1', 'after', ['wo_1']));
  });

  it('takes the bytes out of the files of the site, and leaves the entry in its place with its proof', async () => {
    expect(bytesOnDisk()).toContain(SECRET);
    expect(await ledger.erase(command())).toMatchObject({ ok: true, answer: { seq: 1 } });
    expect(bytesOnDisk()).not.toContain(SECRET);
    const [, erased, , by] = entriesInRange(ledger.db, ledger.log, 0, 4).filter(isStored);
    expect(erased).toMatchObject({ seq: 1, body: null, erasedBy: { seq: 3 } });
    expect(by).toMatchObject({
      header: { type: 'body.erased', actor: BEN },
      body: { authority: 'Court order 12/26', second: { user: ANA.user } },
    });
    const proven = provenEntry(ledger.db, { log: ledger.log, seq: 1 });
    const checkpoint = parseCheckpoint(proven?.checkpoint.note ?? '');
    if (proven === undefined || checkpoint === undefined) throw new Error('not found');
    const proof = proven.proof.map((hash) => fromHex(hash) as Uint8Array);
    expect(
      verifyInclusion(
        primitives.sha256,
        leafHash(primitives.sha256, proven.headerBytes),
        1,
        checkpoint.size,
        proof,
        checkpoint.root,
      ),
    ).toBe(true);
    expect(entriesAbout(ledger.db, 'wo_1').map(({ seq }) => seq)).toEqual([0, 2]);
    expect(rebuiltSubjects(ledger.db, ({ seq }) => (seq === 3 ? [BEN.user, ANA.user] : ['wo_1']))).toEqual(
      keptSubjects(ledger.db),
    );
  });

  it('folds the erasure into the views in the same transaction, and undoes both when that fails', async () => {
    await expect(
      ledger.erase({
        ...command(),
        project: () => {
          throw new Error('a fold failed');
        },
      }),
    ).rejects.toThrow('a fold failed');
    expect(entriesInRange(ledger.db, ledger.log, 1, 2)).toMatchObject([{ body: { note: SECRET } }]);
    expect(ledger.head()?.size).toBe(3);
  });

  it('refuses one person alone, no reason, an entry that is not there, one erased before, and an erasure itself', async () => {
    const target = (seq: number) => command(seq, {}, `cmd_${seq}_${Math.random()}`);
    expect(await ledger.erase(command(1, { second: { user: BEN.user, role: 'admin' } }))).toMatchObject({
      code: 'erasure-refused',
      message: expect.stringContaining('two different people'),
    });
    expect(await ledger.erase(command(1, { authority: ' ' }))).toMatchObject({ code: 'erasure-refused' });
    expect(await ledger.erase(target(9))).toMatchObject({
      code: 'erasure-refused',
      message: expect.stringContaining('not in this ledger'),
    });
    expect(await ledger.erase(command())).toMatchObject({ ok: true });
    expect(await ledger.erase(command())).toMatchObject({ ok: true, repeated: true });
    expect(await ledger.erase(target(1))).toMatchObject({
      code: 'erasure-refused',
      message: expect.stringContaining('erased before'),
    });
    expect(await ledger.erase(target(3))).toMatchObject({
      code: 'erasure-refused',
      message: expect.stringContaining('kept for ever'),
    });
    expect(ledger.head()?.size).toBe(4);
  });

  it('is refused by the database for any other entry than the one that is named', async () => {
    await ledger.erase(command());
    const other =
      "UPDATE entries SET salt = NULL, body = NULL, erased_by = (SELECT place FROM entries WHERE type = 'body.erased') WHERE seq = 2";
    expect(() => ledger.db.exec(other)).toThrow('never changed');
  });
});
