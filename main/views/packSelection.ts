import { type Counted, type Question, questions } from '../contract/insight';
import type { PackPreview } from '../contract/packs';
import { packProblem } from '../domain/pack/decide';
import type { PackScope } from '../domain/pack/pack';
import { type ScopeNames, scopeWords } from '../domain/pack/words';
import type { SiteState } from '../domain/procedure/site';
import type { ReadableDb } from '../ledger/database';
import { headsOf } from '../ledger/snapshot';
import { countedPage } from './insight/counted';
import { answerQuestion } from './insight/questions';
import { type Counting, prepared } from './insight/scope';
import { nameIn } from './lists';
import { rangeAt } from './packRange';

/** Lets the window breathe: what a scope selects may be read from hundreds of thousands of entries. */
const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));
const page = 1000;

const questionWords: Readonly<Record<Question, string>> = {
  'closed-without-evidence': 'closed without closure evidence',
  codes: 'with an exception',
  stalls: 'whose run stalled',
  'overdue-reviews': 'with an overdue action after a break-glass',
};

/** The question of a scope, and the code where it is about one: `codes:MAT-02`. */
function questionOf(value: string): { readonly question: Question; readonly code?: string } | undefined {
  const [name = '', code] = value.split(':', 2);
  const question = questions.find((q) => q === name);
  if (question === undefined || (code !== undefined && question !== 'codes')) return undefined;
  return code === undefined ? { question } : { question, code };
}

export function scopeNames(site: SiteState): ScopeNames {
  return {
    jobType: (id) => site.jobTypes.get(id)?.name ?? id,
    person: (id) => nameIn(site, id),
    question: (value) => {
      const asked = questionOf(value);
      if (asked === undefined) return `of a question that is not known, ${value}`;
      return asked.code === undefined
        ? questionWords[asked.question]
        : `with the exception code ${asked.code}`;
    },
  };
}

/** What a scope selects now, in the order of ids. */
export async function selectWorkOrders(counting: Counting, scope: PackScope): Promise<string[]> {
  const { db } = counting;
  if (scope.kind === 'work-orders') {
    const known = prepared(db, 'SELECT 1 FROM work_orders WHERE work_order = ?');
    return [...new Set(scope.workOrders)].filter((id) => known.get(id) !== undefined).sort();
  }
  const opened = {
    from: scope.from === undefined ? '' : new Date(scope.from).toISOString(),
    until: scope.until === undefined ? '~' : new Date(scope.until).toISOString(),
  };
  const where = 'FROM work_orders WHERE opened_at >= @from AND opened_at < @until';
  const all = (more: string, given: Readonly<Record<string, string>>): string[] =>
    prepared(db, `SELECT work_order ${where}${more} ORDER BY work_order`)
      .pluck()
      .all({ ...opened, ...given }) as string[];
  switch (scope.kind) {
    case 'dates':
      return all('', {});
    case 'job-type':
      return all(' AND job_type = @value', { value: scope.value });
    case 'lot':
      return all(' AND lot = @value COLLATE NOCASE', { value: scope.value });
    case 'asset':
      return all(' AND asset = @value COLLATE NOCASE', { value: scope.value });
    case 'person':
      return within(db, await ofPerson(db, scope.value), opened);
    case 'question':
      return within(db, await ofQuestion(counting, scope.value), opened);
  }
}

function within(
  db: ReadableDb,
  workOrders: ReadonlySet<string>,
  opened: { readonly from: string; readonly until: string },
): string[] {
  const fits = prepared(
    db,
    'SELECT 1 FROM work_orders WHERE work_order = @id AND opened_at >= @from AND opened_at < @until',
  );
  return [...workOrders].filter((id) => fits.get({ ...opened, id }) !== undefined).sort();
}

/** Work orders with an entry by which this person acted, or that names them. */
async function ofPerson(db: ReadableDb, user: string): Promise<Set<string>> {
  const found = new Set<string>();
  const columns = "place, clock, json_extract(CAST(body AS TEXT), '$.workOrder') AS workOrder";
  for (const from of [
    'FROM entries WHERE person = @user AND body IS NOT NULL AND (clock, place) > (@clock, @place) ORDER BY clock, place LIMIT @page',
    'FROM (SELECT s.place, s.clock, e.body FROM entry_subjects s JOIN entries e USING (place) WHERE s.subject = @user AND e.body IS NOT NULL AND (s.clock, s.place) > (@clock, @place) ORDER BY s.clock, s.place LIMIT @page)',
  ]) {
    const next = prepared(db, `SELECT ${columns} ${from}`);
    for (let at = { clock: '', place: 0 }; ; await breathe()) {
      const rows = next.all({ user, page, ...at }) as {
        place: number;
        clock: string;
        workOrder: string | null;
      }[];
      for (const { workOrder } of rows) if (typeof workOrder === 'string') found.add(workOrder);
      const last = rows[rows.length - 1];
      if (last === undefined) break;
      at = { clock: last.clock, place: last.place };
    }
  }
  return found;
}

/** Work orders behind the number that answers a question now. */
async function ofQuestion(counting: Counting, value: string): Promise<Set<string>> {
  const found = new Set<string>();
  const asked = questionOf(value);
  if (asked === undefined) return found;
  for (const of of countedBehind(counting, asked)) {
    for (let after: string | undefined; ; await breathe()) {
      const { rows, next } = countedPage(counting, of, { source: 'here' }, { after, limit: page });
      for (const { workOrder } of rows) if (workOrder !== null) found.add(workOrder);
      if (next === null) break;
      after = next;
    }
  }
  return found;
}

function countedBehind(
  counting: Counting,
  { question, code }: { readonly question: Question; readonly code?: string },
): Counted[] {
  switch (question) {
    case 'closed-without-evidence':
      return [{ what: 'closed', evidence: 'without' }];
    case 'stalls':
      return [{ what: 'runs', stalled: true }];
    case 'overdue-reviews':
      return [{ what: 'overdue', ofBreakGlass: true }];
    case 'codes': {
      if (code !== undefined) return [{ what: 'code', code }];
      const answer = answerQuestion(counting, question, { source: 'here' });
      return answer.question === 'codes'
        ? answer.rows.map((row) => ({ what: 'code' as const, code: row.code }))
        : [];
    }
  }
}

/** What belongs to one work order: entries, what they take up as lines, and the files that they name. */
type Weight = {
  readonly entries: number;
  readonly bytes: number;
  readonly files: readonly { readonly name: string; readonly size: number }[];
};

// A proof, the names of the fields, and base64.
const lineBytes = (content: number, entries: number): number => Math.ceil(content / 0.75) + entries * 700;
const withheldLine = 1500;

function weightOf(db: ReadableDb, workOrder: string): Weight {
  const { entries, content } = prepared(
    db,
    'SELECT count(*) AS entries, sum(length(e.header) + coalesce(length(e.body), 0)) AS content FROM entry_subjects s JOIN entries e USING (place) WHERE s.subject = ?',
  ).get(workOrder) as { entries: number; content: number | null };
  const named = prepared(
    db,
    `SELECT coalesce(json_extract(CAST(e.body AS TEXT), '$.closure'), json_extract(CAST(e.body AS TEXT), '$.sha256')) AS name,
       json_extract(CAST(e.body AS TEXT), '$.size') AS size
     FROM entry_subjects s JOIN entries e USING (place) WHERE s.subject = ? AND e.body IS NOT NULL
       AND (e.type LIKE '%.evidence-added' OR e.type = 'closure.document-issued') ORDER BY s.clock`,
  ).all(workOrder) as { name: string; size: number }[];
  return { entries, bytes: lineBytes(content ?? 0, entries), files: named };
}

/** How many entries a claim of completeness covers: of every log, all of it or what the times bound. */
function coveredBy(db: ReadableDb, scope: PackScope): number {
  return headsOf(db).reduce((sum, { log, size }) => {
    const { from, to } = rangeAt(db, log, size, scope);
    return sum + to - from;
  }, 0);
}

const mostListed = 500;

/** What a pack of this scope would hold. */
export async function previewPack(
  counting: Counting,
  asked: {
    readonly scope: PackScope;
    readonly disclose?: readonly string[] | undefined;
    readonly complete: boolean;
  },
): Promise<PackPreview> {
  const { db, site } = counting;
  const selected = await selectWorkOrders(counting, asked.scope);
  const disclosed = new Set(asked.disclose ?? selected);
  const row = prepared(
    db,
    `SELECT work_order AS workOrder, number, title, job_type AS jobType, asset, lot, opened_at AS openedAt, closure_number AS closureNumber
     FROM work_orders WHERE work_order = ?`,
  );
  const files = new Map<string, number>();
  let [entries, bytes] = [0, 0];
  const candidates: PackPreview['workOrders'][number][] = [];
  let begun = performance.now();
  for (const id of selected) {
    const { jobType, ...known } = row.get(id) as Omit<
      PackPreview['workOrders'][number],
      'jobTypeName' | 'entries'
    > & { readonly jobType: string };
    const weight = weightOf(db, id);
    candidates.push({
      ...known,
      jobTypeName: site.jobTypes.get(jobType)?.name ?? '',
      entries: weight.entries,
    });
    if (disclosed.has(id)) {
      entries += weight.entries;
      bytes += weight.bytes;
      for (const { name, size } of weight.files) files.set(name, size);
    }
    if (performance.now() - begun > 15) {
      await breathe();
      begun = performance.now();
    }
  }
  const rest = asked.complete ? Math.max(0, coveredBy(db, asked.scope) - entries) : 0;
  return {
    words: scopeWords(asked.scope, scopeNames(site), {
      selected: selected.length,
      disclosed: disclosed.size,
    }),
    workOrders: candidates
      .sort((a, b) =>
        a.openedAt === b.openedAt ? (a.number < b.number ? 1 : -1) : a.openedAt < b.openedAt ? 1 : -1,
      )
      .slice(0, mostListed),
    total: selected.length,
    entries,
    files: files.size,
    bytes: bytes + rest * withheldLine + [...files.values()].reduce((sum, size) => sum + size, 0),
    rest,
    problem: packProblem(selected, asked.disclose),
  };
}
