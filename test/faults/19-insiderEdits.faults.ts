import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { randomFrom } from '../ledger/random';
import type { FaultCase } from './case';
import { stateHash } from './tamperDump';
import { type Found, foundIn, isSoundToSqlite } from './tamperFind';
import { layDown, readFiles, siteIn, tamperSite } from './tamperSite';
import { at, entryAt, insider, type Rewritten, rewriteHistory, type Signing, strangeKey } from './tamperSql';

/** Random places that scripts are tried at: inside the log, its size, and the entries of a type. */
type Aim = {
  readonly root: string;
  readonly seq: number;
  readonly size: number;
  readonly one: <T>(of: readonly T[]) => T;
};
type Script = readonly [words: string, run: (aim: Aim) => void];

const sql = (words: string, statement: string): Script =>
  [
    words,
    ({ root, seq }) =>
      insider(root, (db) => db.prepare(statement).run(...(statement.includes('?') ? [at(seq)] : []))),
  ] as const;

const script = (
  words: string,
  change: (db: Database.Database, aim: Aim) => void,
  careless = false,
): Script => [words, (aim) => insider(aim.root, (db) => change(db, aim), careless)];

const seqsOf = (db: Database.Database, type: string): number[] =>
  db.prepare('SELECT seq FROM entries WHERE type = ? ORDER BY seq').pluck().all(type) as number[];

/** The whole log written anew with one entry changed. */
const rewritten = (
  words: string,
  change: (entry: Rewritten, seq: number, target: number) => Rewritten | undefined,
  signing: Signing,
  type?: string,
): Script =>
  script(words, (db, { seq, one }) => {
    const target = type === undefined ? seq : one(seqsOf(db, type));
    rewriteHistory(db, (entry, index) => change(entry, index, target), signing);
  });

const withBody = (entry: Rewritten, more: Record<string, string>): Rewritten => ({
  ...entry,
  body: { ...entry.body, ...more },
});
const otherRole = (entry: Rewritten): string => (entry.body?.role === 'admin' ? 'operator' : 'admin');
const otherPerson = (entry: Rewritten, index: number, target: number): Rewritten =>
  index !== target
    ? entry
    : {
        ...entry,
        header: { ...entry.header, actor: { user: 'usr_eve', role: 'admin', session: 'ses_eve' } },
      };

function flipFile(path: string, one: Aim['one']): void {
  const bytes = readFileSync(path);
  const place = one([...bytes.keys()]);
  bytes[place] = (bytes[place] as number) ^ 1;
  writeFileSync(path, bytes);
}

/** The evidence that entries name; a file that none names is nobody's evidence. */
function namedEvidence(root: string): string[] {
  const db = new Database(join(siteIn(root), 'ledger.db'), { readonly: true });
  const hashes = db
    .prepare(
      "SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.sha256') FROM entries WHERE type = 'run.evidence-added'",
    )
    .pluck()
    .all() as string[];
  db.close();
  return hashes.map((sha256) => join(siteIn(root), 'evidence', sha256.slice(0, 2), sha256));
}

const swap = (db: Database.Database, left: number, right: number): void => {
  const read = db.prepare('SELECT header, salt, body, hashes FROM entries WHERE place = ?');
  const write = db.prepare('UPDATE entries SET header = ?, salt = ?, body = ?, hashes = ? WHERE place = ?');
  const [a, b] = [read.get(at(left)), read.get(at(right))] as Record<string, Buffer>[];
  for (const [row, seq] of [
    [a, right],
    [b, left],
  ] as const)
    write.run(row?.header, row?.salt, row?.body, row?.hashes, at(seq));
};

const scripts: readonly Script[] = [
  // Rows of the ledger
  sql(
    'a body rewritten',
    "UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), '\"', '\"x') AS BLOB) WHERE place = ?",
  ),
  sql('a salt exchanged', 'UPDATE entries SET salt = randomblob(32) WHERE place = ?'),
  sql('a body removed', 'UPDATE entries SET salt = NULL, body = NULL WHERE place = ?'),
  sql(
    'a body removed and called erased',
    'UPDATE entries SET salt = NULL, body = NULL, erased_by = place + 1 WHERE place = ?',
  ),
  sql(
    'a person put into a header',
    "UPDATE entries SET header = CAST(replace(CAST(header AS TEXT), 'usr_', 'usr_x') AS BLOB), person = 'usr_x' WHERE place = (SELECT min(place) FROM entries WHERE place >= ? AND person IS NOT NULL)",
  ),
  sql('an entry deleted', 'DELETE FROM entries WHERE place = ?'),
  sql(
    'a checkpoint deleted from the end',
    'DELETE FROM checkpoints WHERE place = (SELECT max(place) FROM checkpoints)',
  ),
  script('the newest commit deleted with all that speaks of it', (db) => {
    const from = db
      .prepare('SELECT max(place) FROM checkpoints WHERE place < (SELECT max(place) FROM checkpoints)')
      .pluck()
      .get();
    for (const table of ['entries', 'entry_subjects'])
      db.prepare(`DELETE FROM ${table} WHERE place >= ?`).run(from);
    db.prepare('DELETE FROM commands WHERE first_place >= ?').run(from);
    db.prepare('DELETE FROM checkpoints WHERE place > ?').run(from);
  }),
  script('two entries exchanged', (db, { seq }) => swap(db, seq, seq + 1)),
  script('an entry put in twice, at the end', (db, { seq, size }) =>
    db
      .prepare(
        'INSERT INTO entries SELECT ?, log_no, ?, clock, type, stream, person, NULL, hashes, salt, header, body FROM entries WHERE place = ?',
      )
      .run(at(size), size, at(seq)),
  ),
  // Histories written anew to their end
  rewritten('another person in one header, signatures left', otherPerson, 'kept'),
  rewritten('another person in one header, signatures made up', otherPerson, 'forged'),
  rewritten(
    'another person in one header, signed with the insider’s own key',
    otherPerson,
    strangeKey().sign,
  ),
  rewritten('an entry left out', (entry, index, target) => (index === target ? undefined : entry), 'kept'),
  rewritten(
    'a clock moved by a year',
    (entry, index, target) =>
      index === target
        ? { ...entry, header: { ...entry.header, at: entry.header.at.replace(/^2/, '1') } }
        : entry,
    'kept',
  ),
  rewritten(
    'a reading rewritten',
    (entry, index, target) =>
      index === target ? withBody(entry, { shown: '12.50', value: '12.50' }) : entry,
    'kept',
    'run.step-recorded',
  ),
  rewritten(
    'a role exchanged',
    (entry, index, target) => (index === target ? withBody(entry, { role: otherRole(entry) }) : entry),
    'kept',
    'user.enrolled',
  ),
  rewritten(
    'a person’s public key exchanged',
    (entry, index, target) =>
      index === target ? withBody(entry, { key: strangeKey().publicKey.toString('base64') }) : entry,
    'forged',
    'user.enrolled',
  ),
  script('the device’s key exchanged, and the whole history signed with it', (db, { seq }) => {
    const key = strangeKey();
    db.prepare('UPDATE logs SET key = ?').run(key.publicKey);
    rewriteHistory(db, (entry, index) => otherPerson(entry, index, seq), key.sign);
  }),
  // What follows from the entries and is asked instead of them
  script('a role exchanged in place', (db, { one }) => {
    const seq = one(seqsOf(db, 'user.enrolled'));
    const body = JSON.stringify({ ...entryAt(db, seq).body, role: otherRole(entryAt(db, seq)) });
    db.prepare('UPDATE entries SET body = ? WHERE place = ?').run(Buffer.from(body), at(seq));
  }),
  sql(
    'a work order called open again',
    "UPDATE work_orders SET state = 'open', closed_at = NULL WHERE state = 'closed'",
  ),
  sql('an exception disposed', "UPDATE exceptions SET disposition = 'use-as-is' WHERE state = 'disposed'"),
  sql('a review put off', "UPDATE post_reviews SET due = '2099-01-01T00:00:00.000Z'"),
  sql('a number given again', "UPDATE numbers SET last = last - 1 WHERE kind = 'workOrder'"),
  sql(
    'an entry hidden from what it is about',
    'DELETE FROM entry_subjects WHERE place = ? AND is_stream = 1',
  ),
  sql(
    'an entry said to be about something else',
    "UPDATE entry_subjects SET subject = 'wo_other' WHERE place = ? AND is_stream = 1",
  ),
  sql(
    'an entry filed under another person',
    "UPDATE entries SET person = 'usr_eve', type = 'run.started' WHERE place = ?",
  ),
  script('a command forgotten, so that it would be recorded twice', (db, { one }) => {
    const all = db.prepare('SELECT idem FROM commands WHERE entries > 0').pluck().all() as string[];
    db.prepare('DELETE FROM commands WHERE idem = ?').run(one(all));
  }),
  sql(
    'a checkpoint filed under another log',
    'UPDATE checkpoints SET log_no = 2 WHERE place = (SELECT min(place) FROM checkpoints WHERE place >= ?)',
  ),
  script('the triggers left out', () => undefined, true),
  // Files
  ['a byte of an evidence file', ({ root, one }) => flipFile(one(namedEvidence(root)), one)],
  [
    'a byte of a closure PDF',
    ({ root, one }) =>
      flipFile(
        one(readdirSync(join(siteIn(root), 'closures')).map((name) => join(siteIn(root), 'closures', name))),
        one,
      ),
  ],
];

/** What is held and every file, so that a script that changes nothing is not counted. */
function stateOf(root: string): string {
  const db = new Database(join(siteIn(root), 'ledger.db'), { readonly: true });
  const hash = createHash('sha256').update(stateHash(db));
  db.close();
  for (const [name, bytes] of readFiles(root))
    if (!name.includes('ledger.db')) hash.update(name).update(bytes);
  return hash.digest('hex');
}

export const faultCase: FaultCase = {
  promise: 19,
  title: 'An edit by somebody with the file and a SQLite shell is found',
  trials: { quick: scripts.length, full: scripts.length * 20 },
  async run({ trials, seed, folder: root, say }) {
    const site = await tamperSite();
    const random = randomFrom(seed);
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
    const found: Record<Found['by'], Set<string>> = {
      verify: new Set(),
      start: new Set(),
    };
    const missed = new Set<string>();
    layDown(site.closed, root);
    const unchanged = stateOf(root);
    let silent = 0;
    let soundToSqlite = 0;
    for (let trial = 0; trial < trials; trial++) {
      const [words, run] = scripts[trial % scripts.length] as Script;
      layDown(site.closed, root);
      // Neither the first entries, which other scripts aim at, nor the last, which the start looks at in any case.
      const seq = 6 + Math.floor(random() * (site.entries - 12));
      run({ root, seq, size: site.entries, one });
      if (stateOf(root) === unchanged) throw new Error(`${words}, at entry ${seq}: nothing was changed`);
      if (isSoundToSqlite(join(siteIn(root), 'ledger.db'))) soundToSqlite += 1;
      const by = await foundIn(root);
      if (by === undefined) {
        silent += 1;
        missed.add(words);
        say(`not found: ${words}, at entry ${seq}`);
      } else found[by.by].add(words);
    }
    layDown(site.closed, root);
    const clean = await foundIn(root);
    if (clean !== undefined) throw new Error(`the unchanged site is called changed: ${clean.words}`);
    const count = (by: Found['by']): number => found[by].size;
    return {
      trials,
      silent,
      figure: `${scripts.length - missed.size} of ${scripts.length} scripts found: ${count('verify')} by verifying, ${count('start')} only by the start`,
      ...(missed.size === 0 ? {} : { firstFailure: `not found: ${[...missed].join('; ')}, seed ${seed}` }),
      control: {
        words: `integrity_check alone calls ${soundToSqlite} of ${trials} sound`,
        failed: soundToSqlite > 0,
      },
    };
  },
};
