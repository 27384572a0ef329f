import type { Counted, OwnerRow, Question, QuestionAnswer, Rate, Scope, Tile } from '../contract/insight';
import { countedPage } from '../views/insight/counted';
import { evidence, firstTimeFix, overdue, weekly } from '../views/insight/dashboard';
import { answerQuestion } from '../views/insight/questions';
import type { Counting } from '../views/insight/scope';
import type { CsvCell } from './csv';

/** A table as it is exported: what stands on the screen, in numbers that a spreadsheet can go on with. */
export type InsightTable = {
  /** What the file is called, without date and ending. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
};

/** A share in per cent with one decimal; empty where nothing was counted. */
const share = ({ counted, of }: Rate): CsvCell => (of === 0 ? null : Math.round((counted / of) * 1000) / 10);

export function questionTable(counting: Counting, question: Question, scope: Scope): InsightTable {
  return tableOf(answerQuestion(counting, question, scope));
}

function tableOf(answer: QuestionAnswer): InsightTable {
  switch (answer.question) {
    case 'closed-without-evidence': {
      const row = (records: string, rate: Rate) => [records, rate.of, rate.counted, share(rate)];
      return {
        name: 'closed-without-evidence',
        header: ['Records', 'Closed', 'Without closure evidence', 'Share %'],
        rows: [row('Here', answer.here), row('Imported', answer.imported)],
      };
    }
    case 'codes': {
      let sum = 0;
      return {
        name: 'exceptions-by-code',
        header: [
          'Code',
          'Meaning',
          'Exceptions',
          'Sum %',
          'Work orders',
          'Remediation owner',
          'Open remediations',
          'Of these imported',
        ],
        rows: answer.rows.map((r) => {
          sum += r.count;
          const upToHere = share({ counted: sum, of: answer.total });
          return [
            r.code,
            r.meaning,
            r.count,
            upToHere,
            r.workOrders,
            r.ownerName,
            r.openRemediations,
            r.imported,
          ];
        }),
      };
    }
    case 'stalls':
      return {
        name: 'stall-rate',
        header: ['Job type', 'Imported only', 'Runs', 'Stalled', 'Share %'],
        rows: answer.rows.map((r) => [
          r.name,
          r.imported ? 'yes' : 'no',
          r.runs,
          r.stalled,
          share({ counted: r.stalled, of: r.runs }),
        ]),
      };
    case 'overdue-reviews':
      return {
        name: 'overdue-post-review-actions',
        header: ['Owner', 'Post-reviews', 'Remediations', 'Oldest due'],
        rows: answer.rows.map((r) => [r.ownerName, r.reviews, r.remediations, r.oldestDue]),
      };
  }
}

const ownerCells = (r: OwnerRow): CsvCell[] => [
  r.ownerName,
  r.exceptions,
  r.reviews,
  r.remediations,
  r.oldestDue,
];

export function tileTable(counting: Counting, tile: Tile, scope: Scope): InsightTable {
  switch (tile) {
    case 'exceptions-by-code':
      return questionTable(counting, 'codes', scope);
    case 'stall-rate':
      return questionTable(counting, 'stalls', scope);
    case 'first-time-fix':
      return {
        name: 'first-time-fix',
        header: ['Week of', 'Closed', 'First-time fix', 'Share %'],
        rows: firstTimeFix(counting, scope).weeks.map((w) => [w.week, w.of, w.counted, share(w)]),
      };
    case 'evidence': {
      const { slots, closures } = evidence(counting, scope);
      const row = (what: string, rate: Rate) => [what, rate.of, rate.counted, share(rate)];
      return {
        name: 'evidence-completeness',
        header: ['Evidence', 'Due', 'Held', 'Share %'],
        rows: [row('Evidence slots', slots), row('Closure evidence', closures)],
      };
    }
    case 'overdue':
      return {
        name: 'overdue-by-owner',
        header: ['Owner', 'Exceptions', 'Post-reviews', 'Remediations', 'Oldest due'],
        rows: overdue(counting, scope).rows.map(ownerCells),
      };
    case 'weekly': {
      const chart = weekly(counting, scope);
      const limit = (value: number): CsvCell => (chart.enough ? Math.round(value * 100) / 100 : null);
      const signals = { none: '', 'beyond-limit': 'beyond a limit', run: 'in a run' } as const;
      return {
        name: 'exceptions-by-week',
        header: ['Week of', 'Exceptions', 'Signal', 'Mean', 'Lower limit', 'Upper limit'],
        rows: chart.weeks.map((w) => [
          w.week,
          w.exceptions,
          signals[w.signal],
          limit(chart.mean),
          limit(chart.lower),
          limit(chart.upper),
        ]),
      };
    }
  }
}

const pageSize = 500;

/** All records behind a number. It lets the window breathe between pages: there may be many. */
export async function countedTable(counting: Counting, of: Counted, scope: Scope): Promise<InsightTable> {
  const rows: CsvCell[][] = [];
  let after: string | undefined;
  for (;;) {
    const page = countedPage(counting, of, scope, { after, limit: pageSize });
    for (const r of page.rows)
      rows.push([r.number, r.title, r.jobTypeName, r.at, r.words, r.imported ? 'yes' : 'no']);
    if (page.next === null) break;
    after = page.next;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    name: `records-${of.what}`,
    header: ['Number', 'Title', 'Job type', 'At (UTC)', 'What counts', 'Imported'],
    rows,
  };
}
