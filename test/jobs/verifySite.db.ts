import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../main/contract/answers';
import { planVerify, verifiedFile } from '../../main/jobs/verifyPlan';
import {
  concludeVerify,
  rememberVerified,
  verifyChain,
  verifyContent,
  verifySite,
} from '../../main/jobs/verifySite';
import { AtWork } from '../commands/atWork';
import { makeBusy } from '../commands/busyHistory';

const quiet = (): void => undefined;

/** Verifies as the app does: both halves beside each other, and remembers how far. */
async function verify(folder: string, full = false): Promise<VerifyReport> {
  const plan = planVerify(folder, full);
  const [chain, content] = await Promise.all([verifyChain(plan, quiet), verifyContent(plan, quiet)]);
  const { report } = concludeVerify(plan, structuredClone(chain), structuredClone(content));
  rememberVerified(plan, report, chain);
  return report;
}

/** What someone with the file and a SQLite shell can do: no trigger, no check stands in the way, and the triggers are put back. */
function tamper(folder: string, change: (db: Database.Database) => void): void {
  const db = new Database(join(folder, 'ledger.db'));
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  change(db);
  for (const { sql } of triggers) db.exec(sql);
  db.close();
}

const placeOfType = (db: Database.Database, type: string): number =>
  db.prepare('SELECT place FROM entries WHERE type = ? LIMIT 1').pluck().get(type) as number;

describe('verifying a site where everything that can happen has happened', () => {
  let work: AtWork;
  let root = '';
  let made = 0;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'process-designer-verify-'));
    work = await AtWork.sample();
    await makeBusy(work);
    await work.closeSite();
  }, 240_000);
  afterAll(() => {
    work?.discard();
    rmSync(root, { recursive: true, force: true });
  });
  const copy = (): string => {
    made += 1;
    const folder = join(root, `site-${made}`);
    cpSync(work.folder, folder, { recursive: true });
    return folder;
  };

  it('finds nothing, and says what was read and who agrees', async () => {
    const report = await verify(copy());
    expect(report.findings).toEqual([]);
    expect([0, 2]).toContain(report.verdict);
    expect(report.words).toMatch(/^Nothing missing, nothing changed\./);
    expect(report.entries).toBe(report.held);
    expect(report.since).toBeNull();
    expect(report.rows).toBeGreaterThan(0);
    expect(report.files).toBeGreaterThan(5);
    expect(report.signatures).toBeGreaterThan(5);
    expect(report.witnesses).toBe(1);
  });

  it('says the same in one process as in two', async () => {
    const folder = copy();
    const [one, two] = [await verifySite(folder, quiet), await verify(folder, true)];
    const { at: _a, seconds: _s, ...left } = one;
    const { at: _b, seconds: _t, ...right } = two;
    expect(left).toEqual(right);
  });

  type Edit = readonly [name: string, said: RegExp, change: (db: Database.Database, folder: string) => void];
  const edits: readonly Edit[] = [
    [
      'a recorded value',
      /^What entry \d+ \(run RUN-K1-\d{6}, step \d+, .+\) says was changed after it was recorded/,
      (db) =>
        db
          .prepare(
            'UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), \'"shown":"\', \'"shown":"9\') AS BLOB) WHERE place = ?',
          )
          .run(placeOfType(db, 'run.step-recorded')),
    ],
    [
      'a header',
      /^Entry \d+ \(run RUN-K1-\d{6}, step \d+, .+\) was changed after it was recorded/,
      (db) =>
        db
          .prepare(
            "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'operator', 'operater') AS BLOB) WHERE place = ?",
          )
          .run(placeOfType(db, 'run.step-recorded')),
    ],
    [
      'the person in the search column',
      /^What the database repeats of entry \d+ \(.+\) for searching is not what the entry says/,
      (db) =>
        db
          .prepare("UPDATE entries SET person = 'usr_somebody-else' WHERE place = ?")
          .run(placeOfType(db, 'run.step-recorded')),
    ],
    [
      'an exception shown as settled',
      /^A row of the app’s lists was edited: exception EXC-.+: state is “settled”, and the entries say “disposed”/,
      (db) =>
        db
          .prepare(
            "UPDATE exceptions SET state = 'settled' WHERE rowid = (SELECT min(rowid) FROM exceptions WHERE state = 'disposed')",
          )
          .run(),
    ],
    [
      'an exception taken out of the list',
      /^The list of the app lacks a row that the entries make: exception EXC-/,
      (db) => db.prepare('DELETE FROM exceptions WHERE rowid = (SELECT min(rowid) FROM exceptions)').run(),
    ],
    [
      'a work order that nobody opened',
      /^The list of the app holds a row that no entry made: work order WO-9/,
      (db) =>
        db
          .prepare(
            `INSERT INTO work_orders SELECT 'wo_made-up', 'WO-9', 'wo-9', title, job_type, asset, lot, due, state, opened_at, performer, steps_done,
             steps_total, place, open_exceptions, open_reviews, closed_at, closure_number, opened_clock, opened_log, opened_seq, holder FROM work_orders LIMIT 1`,
          )
          .run(),
    ],
    [
      'what an entry is found under',
      /^The index by which people find entry \d+ \(.+\) was changed: it does not list it under/,
      (db) =>
        db
          .prepare('DELETE FROM entry_subjects WHERE place = ? AND is_stream = 0')
          .run(placeOfType(db, 'run.step-recorded')),
    ],
    [
      'an index row that nothing made',
      /^The index by which people find entries holds/,
      (db) =>
        db
          .prepare("INSERT INTO entry_subjects SELECT 'wo_made-up', clock, place, 0 FROM entries LIMIT 1")
          .run(),
    ],
    [
      'the answer of a command that was removed',
      /^The answer of the command that made entry \d+ \(.+\) was removed/,
      (db) =>
        db
          .prepare('DELETE FROM commands WHERE first_place <= ? AND first_place + entries > ?')
          .run(placeOfType(db, 'run.step-recorded'), placeOfType(db, 'run.step-recorded')),
    ],
    [
      'an evidence file',
      /^Evidence file “.+” \([0-9a-f]{12}…\) was changed after it was recorded\. Named by entry \d+ \(run RUN-K1-/,
      (_db, folder) => {
        const evidence = join(folder, 'evidence');
        const part = readdirSync(evidence).find((name) => name.length === 2) ?? '';
        const path = join(evidence, part, readdirSync(join(evidence, part))[0] ?? '');
        const bytes = readFileSync(path);
        bytes[100] = (bytes[100] ?? 0) ^ 1;
        rmSync(path);
        writeFileSync(path, bytes);
      },
    ],
    [
      'a closing document that is gone',
      /^The closure PDF CL-K1-000001\.pdf is missing\..+Named by entry \d+/,
      (_db, folder) => rmSync(join(folder, 'closures', 'CL-K1-000001.pdf')),
    ],
  ];
  it.each(edits)('finds %s, and names the place', async (_name, said, change) => {
    const folder = copy();
    tamper(folder, (db) => change(db, folder));
    const report = await verify(folder);
    expect(report.verdict).toBe(1);
    expect(report.findings[0]).toMatch(said);
    expect(report.holds.length).toBeGreaterThan(0);
    expect(existsSync(join(folder, verifiedFile))).toBe(false);
  });

  it('says what still holds before the first entry that does not, and in other logs', async () => {
    const folder = copy();
    tamper(folder, (db) =>
      db
        .prepare('UPDATE entries SET salt = randomblob(32) WHERE place = ?')
        .run(placeOfType(db, 'run.step-recorded')),
    );
    const { found, holds } = await verify(folder);
    const seq = found[0]?.at?.seq ?? -1;
    expect(holds[0]).toBe(`Entries 0 to ${seq - 1} of this station’s log are as they were recorded.`);
    expect(holds.some((one) => /^All \d+ entries of station K2 are as they were recorded\.$/.test(one))).toBe(
      true,
    );
    expect(holds.join(' ')).toMatch(/All \d+ files are as they were recorded/);
  });
});

describe('verifying again', () => {
  it('goes on from where it ended, reads all on demand, and trusts no place that the device did not sign', async () => {
    const work = await AtWork.sample();
    try {
      const folder = work.folder;
      const first = await verify(folder);
      expect(first).toMatchObject({ verdict: 0, since: null, findings: [] });
      await work.enrol(
        's.halvorsen',
        {
          name: 'Ida Lund',
          identifier: 'i.lund',
          role: 'operator',
        },
        'seven green kettles on ice',
      );
      const again = await verify(folder);
      expect(again).toMatchObject({
        verdict: 0,
        since: first.at,
        findings: [],
        held: first.held + 5,
        entries: 5,
      });
      expect(await verify(folder)).toMatchObject({ verdict: 0, entries: 0, held: again.held });
      expect(await verify(folder, true)).toMatchObject({ verdict: 0, since: null, entries: again.held });
      const path = join(folder, verifiedFile);
      const kept = readFileSync(path, 'utf8');
      const { logs } = JSON.parse(kept) as { logs: { peaks: string[] }[] };
      const peak = logs[0]?.peaks[0] ?? '';
      for (const forged of [
        kept.replace(peak, peak.replace(/^./, peak.startsWith('0') ? '1' : '0')),
        kept.replace(/"leaf":"./, '"leaf":"g'),
        'not JSON',
        kept.replace(/"size":\d+/, '"size":1'),
      ]) {
        writeFileSync(path, forged);
        expect(planVerify(folder, false).since).toBeNull();
      }
      writeFileSync(path, kept);
      expect(planVerify(folder, false).since).not.toBeNull();
    } finally {
      await work.close();
    }
  }, 120_000);

  it('finds a change in what is new, and in what an older place stands on', async () => {
    const work = await AtWork.sample();
    try {
      const first = await verify(work.folder);
      await work.enrol(
        's.halvorsen',
        {
          name: 'Ida Lund',
          identifier: 'i.lund',
          role: 'operator',
        },
        'seven green kettles on ice',
      );
      await work.closeSite();
      tamper(work.folder, (db) =>
        db
          .prepare(
            "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), 'Ida', 'Eva') AS BLOB) WHERE type = 'user.enrolled'",
          )
          .run(),
      );
      const report = await verify(work.folder);
      expect(report).toMatchObject({ verdict: 1, since: first.at });
      expect(report.findings[0]).toMatch(/^What entry \d+ .*says was changed/);
    } finally {
      work.discard();
    }
  }, 120_000);
});
