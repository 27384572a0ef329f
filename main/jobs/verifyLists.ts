import type { ListFinding, Lists, VerifyPlan } from '../commands/verifyParts';
import { subjectsOf } from '../domain/subjects';
import { deviceOf } from '../domain/sync/sync';
import type { ReadableDb } from '../ledger/database';
import type { RawEntry, StoredEntry } from '../ledger/entry';
import { placeOf, seqOf } from '../ledger/place';
import { entriesInRange, isStored, logIndex } from '../ledger/read';
import { unsound } from '../ledger/sound';
import { type Difference, Rebuild, viewsAreCurrent } from '../views/compare';
import { breathe, type Told } from './verifyHalf';
import { identityOf, readerOf } from './verifyPlan';

const most = 100;
const reading = 'Reading entries for the lists';
const folding = 'Folding work orders anew';
const comparing = 'Comparing lists with the entries';

/** What each table shows, as people say it. */
const tableWords: Readonly<Record<string, string>> = {
  work_orders: 'work order',
  exceptions: 'exception',
  post_reviews: 'post-review',
  remediations: 'remediation',
  waiting_gates: 'waiting gate',
  open_glasses: 'open break-glass',
  numbers: 'last number',
  bundles: 'bundle',
  seen_heads: 'head seen',
  forks: 'fork',
  conflicts: 'conflict',
  conflict_settlements: 'settled conflict',
  insight_orders: 'work order of the questions',
  insight_slots: 'evidence slot of the questions',
  history_cases: 'imported case',
  history_imports: 'import',
};

/** Up to so many entries the lists are compared also where the proof goes on from before: it takes a second or two. */
const quickly = 20_000;

/**
 * Compares everything that follows from the entries with what a rebuild gives: the search indexes, the answered commands, and
 * every row of every list. That reads all entries, because an edited row may be of any age; so in a large site only a full
 * verification does it.
 */
export async function verifyLists(plan: VerifyPlan, tell: Told): Promise<Lists> {
  const held = plan.logs.reduce((sum, { entries }) => sum + entries, 0);
  if (plan.since !== null && held > quickly) return { rows: null, findings: [] };
  const db = readerOf(plan.folder);
  let rebuild: Rebuild | undefined;
  try {
    // One moment for entries and lists: what is recorded meanwhile changes both.
    db.exec('BEGIN');
    rebuild = viewsAreCurrent(db) ? new Rebuild(db) : undefined;
    const findings: ListFinding[] = [];
    const index = new IndexCheck(db, identityOf(plan.folder).enrolment.statement.device, (finding) => {
      if (findings.length < most) findings.push(finding);
    });
    const total = db.prepare('SELECT count(*) FROM entries').pluck().get() as number;
    let done = 0;
    for (const log of db.prepare('SELECT log FROM logs ORDER BY log').pluck().all() as string[]) {
      for (let from = 0; ; from += 500) {
        const page = entriesInRange(db, log, from, from + 500);
        for (const entry of page) {
          index.entry(entry);
          if (isStored(entry)) rebuild?.entry(entry);
        }
        done += page.length;
        tell(done, total, reading);
        await breathe();
        if (page.length === 0) break;
      }
    }
    index.end();
    for (const words of await soundness(db, plan)) findings.push({ message: words, at: null });
    if (rebuild === undefined) return { rows: null, findings };
    for (const [folded, all] of rebuild.cases()) {
      if (folded % 20 !== 0) continue;
      tell(folded, all, folding);
      await breathe();
    }
    for (const difference of rebuild.differences(most)) {
      if (difference !== undefined) findings.push({ message: inWords(difference), at: null });
      else {
        tell(rebuild.rows, rebuild.rows, comparing);
        await breathe();
      }
    }
    return { rows: rebuild.rows, findings };
  } finally {
    rebuild?.close();
    db.close();
  }
}

/** What the file itself contradicts, table by table. */
async function soundness(db: ReadableDb, plan: VerifyPlan): Promise<string[]> {
  const { site, enrolment } = identityOf(plan.folder);
  const walk = unsound(db, { site, device: enrolment.statement.device });
  let step = walk.next();
  while (step.done !== true) {
    await breathe();
    step = walk.next();
  }
  return step.value;
}

function inWords({ table, key, kind, columns }: Difference): string {
  const what = `${tableWords[table] ?? table} ${key}`;
  if (kind === 'added')
    return `The list of the app holds a row that no entry made: ${what}. The entries are what counts; start the app again after the list was made anew.`;
  if (kind === 'missing') return `The list of the app lacks a row that the entries make: ${what}.`;
  const differs = columns.map(
    ({ column, is, follows }) =>
      `${column.replaceAll('_', ' ')} is “${is}”, and the entries say “${follows}”`,
  );
  return `A row of the app’s lists was edited: ${what}: ${differs.join('; ')}.`;
}

/** The indexes for searching: each row that an entry makes is there, and no other. */
class IndexCheck {
  #subjects = 0;
  #commands = 0;
  #idem = '';
  #first = -1;
  #count = 0;
  #log = '';
  readonly #db: ReadableDb;
  readonly #device: string;
  readonly #tell: (finding: ListFinding) => void;
  readonly #subject: (subject: string, clock: string, place: number) => unknown;
  readonly #command: (idem: string) => { first: number | null; entries: number } | undefined;

  constructor(db: ReadableDb, device: string, tell: (finding: ListFinding) => void) {
    this.#db = db;
    this.#device = device;
    this.#tell = tell;
    const subject = db
      .prepare('SELECT is_stream FROM entry_subjects WHERE subject = ? AND clock = ? AND place = ?')
      .pluck();
    const command = db.prepare('SELECT first_place AS first, entries FROM commands WHERE idem = ?');
    this.#subject = (...key) => subject.get(...key);
    this.#command = (idem) => command.get(idem) as { first: number | null; entries: number } | undefined;
  }

  entry(entry: StoredEntry | RawEntry): void {
    const place = placeOf(logIndex(this.#db).numberOf(entry.log) ?? 0, entry.seq);
    if (!isStored(entry)) {
      // Of what cannot be read only its stream is listed.
      this.#subjects += 1;
      this.#endCommand();
      return;
    }
    const { clock, idem, stream, type } = entry.header;
    const wanted = new Map<string, 0 | 1>(
      entry.body === null ? [] : subjectsOf(type, entry.body).map((subject) => [subject, 0]),
    );
    wanted.set(stream, 1);
    this.#subjects += wanted.size;
    const lacking = [...wanted].filter(
      ([subject, isStream]) => this.#subject(subject, clock, place) !== isStream,
    );
    if (lacking.length > 0)
      this.#tell({
        message: `The index by which people find entry ${entry.seq} was changed: it does not list it under ${lacking.map(([subject]) => subject).join(', ')}.`,
        at: { log: entry.log, seq: entry.seq },
      });
    if (idem !== this.#idem || entry.log !== this.#log) {
      this.#endCommand();
      this.#idem = idem;
      this.#log = entry.log;
      this.#first = place;
    }
    this.#count += 1;
  }

  /** A command that another station recorded is not answered here, so it has no row; one of this station has. */
  #endCommand(): void {
    if (this.#count === 0) return;
    const row = this.#command(this.#idem);
    if (row !== undefined) {
      this.#commands += 1;
      if (row.first !== this.#first || row.entries !== this.#count)
        this.#tell({
          message: `The answer kept for a command says that it made ${row.entries} entries elsewhere, and it made ${this.#count} here: it was changed.`,
          at: { log: this.#log, seq: seqOf(this.#first) },
        });
    } else if (deviceOf(this.#log) === this.#device)
      this.#tell({
        message: `The answer of the command that made entry ${seqOf(this.#first)} was removed: given again, it would be recorded again.`,
        at: { log: this.#log, seq: seqOf(this.#first) },
      });
    this.#count = 0;
    this.#idem = '';
  }

  end(): void {
    this.#endCommand();
    const subjects = this.#db.prepare('SELECT count(*) FROM entry_subjects').pluck().get() as number;
    if (subjects !== this.#subjects)
      this.#tell({
        message: `The index by which people find entries holds ${subjects} rows, and the entries make ${this.#subjects}.`,
        at: null,
      });
    const commands = this.#db
      .prepare('SELECT count(*) FROM commands WHERE first_place IS NOT NULL')
      .pluck()
      .get() as number;
    if (commands !== this.#commands)
      this.#tell({
        message: `${commands} answered commands name entries, and the entries know ${this.#commands} of them.`,
        at: null,
      });
  }
}
