import { createHash } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReader } from '../../main/ledger/database';
import { primitives } from '../../main/ledger/primitives';
import { logsToVerify } from '../../main/ledger/verify';
import { base64 } from '../../main/proof/encoding';
import { type VerifyReport, verifyAll } from '../../main/proof/verify';
import { ANA, BEN, newKey, newRig, type Rig, record, SITE, stepEntry } from './rig';

const ANA_KEY = newKey();
const signedStep = {
  ...stepEntry('run_1', 'signed'),
  sign: { meaning: 'Performed', key: base64(ANA_KEY.publicKey), sign: (m: Uint8Array) => ANA_KEY.sign(m) },
};

let rig: Rig;
beforeEach(async () => {
  rig = newRig();
  const ledger = rig.open();
  for (let index = 0; index < 4; index += 1)
    await record(ledger, stepEntry('run_1', `a${index}`), stepEntry('run_1', `b${index}`));
  await record(ledger, signedStep);
  await record(ledger, stepEntry('run_2', 'last'));
  await ledger.close();
});
afterEach(() => rig.remove());

function verify(signatures: 'every' | 'spaced' = 'every'): VerifyReport {
  const reader = openReader(rig.folder);
  if (!reader.ok) throw new Error(reader.message);
  const logs = logsToVerify(reader.db, {
    site: SITE,
    signatures,
    isSigner: (key, user) => key === base64(ANA_KEY.publicKey) && user === ANA.user,
  });
  const steps = verifyAll(primitives, logs);
  let step = steps.next();
  while (!step.done) step = steps.next();
  reader.db.close();
  return step.value;
}

/** What someone with the file and a SQLite shell can do: no trigger, no check stands in the way. */
function tamper(change: (db: Database.Database) => void): void {
  const db = new Database(join(rig.folder, 'ledger.db'));
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  for (const name of db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .all() as string[])
    db.exec(`DROP TRIGGER ${name}`);
  change(db);
  db.close();
}

const PLACE = 2 ** 40;
const at = (seq: number): number => PLACE + seq;

describe('verifying', () => {
  it('says that nothing was changed when nothing was', () => {
    const report = verify();
    expect(report).toMatchObject({
      verdict: 0,
      findings: [],
      entries: 10,
      summary: '10 entries read. Each is where it was recorded, unchanged.',
    });
    expect(report.logs[0]).toMatchObject({
      electronicSignatures: 1,
      checkpoints: 6,
      checkpointSignatures: 6,
      head: { size: 10 },
    });
  });

  const edits: [string, string, number | null, (db: Database.Database) => void][] = [
    [
      'a body rewritten',
      'body-changed',
      3,
      (db) =>
        db
          .prepare(
            "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), 'b1', 'zz') AS BLOB) WHERE place = ?",
          )
          .run(at(3)),
    ],
    [
      'a salt changed',
      'body-changed',
      3,
      (db) => db.prepare('UPDATE entries SET salt = randomblob(32) WHERE place = ?').run(at(3)),
    ],
    [
      'a body removed',
      'body-missing',
      3,
      (db) =>
        db
          .prepare('UPDATE entries SET salt = NULL, body = NULL, erased_by = NULL WHERE place = ?')
          .run(at(3)),
    ],
    [
      'a person replaced in a header',
      'header-changed',
      3,
      (db) =>
        db
          .prepare(
            "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'usr_ana', 'usr_eve') AS BLOB) WHERE place = ?",
          )
          .run(at(3)),
    ],
    [
      'a header with a space in it',
      'header-changed',
      3,
      (db) =>
        db
          .prepare("UPDATE entries SET header = CAST(CAST(header AS TEXT) || ' ' AS BLOB) WHERE place = ?")
          .run(at(3)),
    ],
    [
      'a header replaced together with its hash',
      'hashes-changed',
      3,
      (db) => {
        const row = db.prepare('SELECT header, hashes FROM entries WHERE place = ?').get(at(3)) as {
          header: Buffer;
          hashes: Buffer;
        };
        const header = Buffer.from(row.header.toString().replace('usr_ana', 'usr_eve'));
        createHash('sha256')
          .update(Buffer.from([0]))
          .update(header)
          .digest()
          .copy(row.hashes);
        db.prepare('UPDATE entries SET header = ?, hashes = ? WHERE place = ?').run(
          header,
          row.hashes,
          at(3),
        );
      },
    ],
    [
      'an entry removed from the middle',
      'entries-missing',
      3,
      (db) => db.prepare('DELETE FROM entries WHERE place = ?').run(at(3)),
    ],
    [
      'the newest entry removed',
      'checkpoint-beyond',
      9,
      (db) => db.prepare('DELETE FROM entries WHERE place = ?').run(at(9)),
    ],
    [
      'two entries exchanged',
      'entry-out-of-order',
      3,
      (db) => {
        const rows = [3, 4].map(
          (seq) =>
            db
              .prepare('SELECT header, salt, body, hashes FROM entries WHERE place = ?')
              .get(at(seq)) as Record<string, Buffer>,
        );
        rows.forEach((row, index) => {
          db.prepare('UPDATE entries SET header = ?, salt = ?, body = ?, hashes = ? WHERE place = ?').run(
            row.header,
            row.salt,
            row.body,
            row.hashes,
            at(4 - index),
          );
        });
      },
    ],
    [
      'an entry doubled at the end',
      'entry-out-of-order',
      10,
      (db) =>
        db
          .prepare(
            'INSERT INTO entries SELECT place + 5, log_no, 10, clock, type, stream, person, NULL, hashes, salt, header, body FROM entries WHERE place = ?',
          )
          .run(at(5)),
    ],
    [
      'stored nodes changed',
      'hashes-changed',
      3,
      (db) =>
        db
          .prepare(
            'UPDATE entries SET hashes = CAST(substr(hashes, 1, 32) || randomblob(length(hashes) - 32) AS BLOB) WHERE place = ?',
          )
          .run(at(3)),
    ],
    [
      'a checkpoint of another size',
      'checkpoint-contradicts',
      3,
      (db) =>
        db
          .prepare(
            'UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 6) WHERE size = 4',
          )
          .run(),
    ],
    [
      'a checkpoint’s signature changed',
      'checkpoint-signature',
      3,
      (db) =>
        db
          .prepare(
            "UPDATE checkpoints SET note = substr(note, 1, length(note) - 20) || (CASE substr(note, -20, 1) WHEN 'A' THEN 'B' ELSE 'A' END) || substr(note, -19) WHERE size = 4",
          )
          .run(),
    ],
    [
      'a checkpoint that is no checkpoint',
      'checkpoint-unreadable',
      3,
      (db) => db.prepare("UPDATE checkpoints SET note = 'fine' WHERE size = 4").run(),
    ],
    [
      'the newest checkpoint removed',
      'entries-unsigned',
      9,
      (db) => db.prepare('DELETE FROM checkpoints WHERE size = 10').run(),
    ],
    [
      'the device’s key replaced',
      'device-unknown',
      null,
      (db) => db.prepare('UPDATE logs SET key = ?').run(newKey().publicKey),
    ],
  ];
  it.each(edits)('finds %s', (_, code, seq, change) => {
    tamper(change);
    const report = verify();
    expect(report.verdict).toBe(1);
    const found = report.findings.find((finding) => finding.code === code);
    expect(found, JSON.stringify(report.findings)).toMatchObject({ seq });
    expect(report.summary).toBe(report.findings[0]?.message);
    if (seq !== null) expect(report.findings[0]?.seq).toBe(seq);
  });

  it('finds a history written anew with everything but the device’s key', () => {
    tamper((db) => {
      const rows = db.prepare('SELECT place, header FROM entries ORDER BY place').all() as {
        place: number;
        header: Buffer;
      }[];
      let prev = '0'.repeat(64);
      for (const { place, header } of rows) {
        const text = header
          .toString()
          .replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`)
          .replace('usr_ana', 'usr_eve');
        const leaf = createHash('sha256')
          .update(Buffer.from([0]))
          .update(text)
          .digest();
        prev = leaf.toString('hex');
        db.prepare(
          'UPDATE entries SET header = ?, hashes = CAST(? || substr(hashes, 33) AS BLOB) WHERE place = ?',
        ).run(Buffer.from(text), leaf, place);
      }
    });
    const report = verify('spaced');
    expect(report.verdict).toBe(1);
    expect(report.findings.map(({ code }) => code)).toContain('checkpoint-contradicts');
  });

  it('finds a signature by a key that was not the person’s, and one that does not fit', () => {
    const reader = openReader(rig.folder);
    if (!reader.ok) throw new Error(reader.message);
    const steps = verifyAll(primitives, logsToVerify(reader.db, { site: SITE, isSigner: () => false }));
    let step = steps.next();
    while (!step.done) step = steps.next();
    reader.db.close();
    expect(step.value).toMatchObject({ verdict: 1, findings: [{ code: 'signer-unknown', seq: 8 }] });
    tamper((db) =>
      db
        .prepare(
          "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'Performed', 'Approved!') AS BLOB) WHERE place = ?",
        )
        .run(at(8)),
    );
    expect(verify().findings.map(({ code }) => code)).toContain('signature-wrong');
  });

  it('says 3, not valid and not invalid, for entries of a newer format', async () => {
    tamper((db) => {
      db.prepare('DELETE FROM checkpoints WHERE size = 10').run();
      db.prepare('DELETE FROM entries WHERE place = ?').run(at(9));
    });
    const ledger = rig.folder;
    const db = new Database(join(ledger, 'ledger.db'));
    const header = Buffer.from('{"v":2}');
    const { appendLeaf, rangeOf, rootOf } = await import('../../main/proof/tree');
    const { leafHash } = await import('../../main/proof/header');
    const { noteKeyHash, signCheckpoint } = await import('../../main/proof/note');
    const { nodeReader } = await import('../../main/ledger/read');
    const range = rangeOf(9, nodeReader(db as never, 1));
    const hashes = Buffer.concat(appendLeaf(primitives.sha256, range, leafHash(primitives.sha256, header)));
    const { log, origin } = db.prepare('SELECT log, origin FROM logs').get() as {
      log: string;
      origin: string;
    };
    db.prepare(
      "INSERT INTO entries VALUES (?, 1, 9, '', '', '', NULL, NULL, ?, zeroblob(32), ?, CAST('{}' AS BLOB))",
    ).run(at(9), hashes, header);
    const hash = noteKeyHash(primitives.sha256, { name: origin, key: rig.device.publicKey, kind: 'log' });
    const note = signCheckpoint({ origin, size: 10, root: rootOf(primitives.sha256, range) }, hash, (m) =>
      rig.device.sign(m),
    );
    db.prepare('INSERT INTO checkpoints VALUES (?, 1, 10, ?)').run(at(10), note);
    db.close();
    expect(log).toContain('dev_');
    expect(verify()).toMatchObject({ verdict: 3, findings: [{ code: 'newer-format' }] });
  });

  it('finds any single changed bit of what is recorded', () => {
    const db = new Database(join(rig.folder, 'ledger.db'));
    const rows = db.prepare('SELECT place, header, salt, body, hashes FROM entries').all() as Record<
      string,
      Buffer | number
    >[];
    const notes = db.prepare('SELECT place, note FROM checkpoints').all() as {
      place: number;
      note: string;
    }[];
    db.close();
    const key = rig.device.publicKey;
    const log = `${rig.device.id}/0`;
    const run = (
      changed: Record<string, Buffer | number>[],
      signed: { place: number; note: string }[],
    ): number => {
      const steps = verifyAll(primitives, [
        {
          site: SITE,
          log,
          key,
          rows: changed.map((row) => ({
            seq: (row.place as number) - PLACE,
            header: row.header as Buffer,
            salt: row.salt as Buffer,
            body: row.body as Buffer,
            hashes: row.hashes as Buffer,
          })),
          checkpoints: signed.map(({ place, note }) => ({ size: place - PLACE, note })),
          isSigner: () => true,
        },
      ]);
      let step = steps.next();
      while (!step.done) step = steps.next();
      return step.value.verdict;
    };
    expect(run(rows, notes)).toBe(0);
    fc.assert(
      fc.property(
        fc.nat(rows.length - 1),
        fc.constantFrom('header', 'salt', 'body', 'hashes'),
        fc.nat(),
        (index, column, bit) => {
          const bytes = Buffer.from(rows[index]?.[column] as Buffer);
          const place = bit % (bytes.length * 8);
          bytes[place >> 3] = (bytes[place >> 3] as number) ^ (1 << (place & 7));
          expect(
            run(
              rows.map((row, each) => (each === index ? { ...row, [column]: bytes } : row)),
              notes,
            ),
          ).toBe(1);
        },
      ),
      { numRuns: 600 },
    );
    fc.assert(
      fc.property(fc.nat(notes.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), (index, at, by) => {
        const bytes = Buffer.from(notes[index]?.note ?? '');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] as number) ^ by;
        expect(
          run(
            rows,
            notes.map((each, other) => (other === index ? { ...each, note: bytes.toString() } : each)),
          ),
        ).toBe(1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an erased body', () => {
  const erase = async (seq: number) => {
    const ledger = rig.open();
    const done = await ledger.erase({
      idem: `cmd_erase_${seq}`,
      entries: [
        {
          type: 'body.erased',
          stream: `${ledger.log}/${seq}`,
          actor: BEN,
          body: {
            entry: { log: ledger.log, seq },
            authority: 'Retention rule 7: after 5 years',
            scope: 'The note of one step',
            second: { user: ANA.user, role: 'supervisor' },
          },
        },
      ],
      answer: () => ({ seq }),
    });
    await ledger.close();
    return done;
  };

  it('is named as erased by its entry, never as missing, and every proof still holds', async () => {
    expect(await erase(3)).toMatchObject({ ok: true, answer: { seq: 3 } });
    const report = verify();
    expect(report).toMatchObject({ verdict: 2, findings: [], entries: 11 });
    expect(report.erased).toMatchObject([
      { target: { seq: 3 }, by: { seq: 10 }, authority: 'Retention rule 7: after 5 years' },
    ]);
    expect(report.summary).toContain('1 body was erased by an entry that says so');
  });
});
