import type {
  CodeRow,
  Counted,
  Dashboard,
  OwnerRow,
  QuestionAnswer,
  Rate,
  StallRow,
} from '../../main/contract/insight';
import { count } from '../app/format';
import { Hidden, Status, Tag } from '../kit/Status';
import { type FigureColumn, FigureTable } from './FigureTable';
import { NumberLink } from './NumberLink';
import { type Place, recordsHref } from './place';
import { dayWords, weekNumber, weekSpan } from './weeks';
import { byOldest, byRate, few, lateWords, rateWords } from './words';

/** Every table behind a question or a chart. Each number opens its records. */
export interface TableOf<T> {
  rows: T;
  place: Place;
  /** In a tile: the columns that the measure needs, in few words. */
  isSmall?: boolean;
}

const counted = (of: Counted, place: Place, value: number) => (
  <NumberLink href={recordsHref(of, place)} value={value} />
);

export function CodesTable({ rows, place, isSmall }: TableOf<readonly CodeRow[]>) {
  const columns: FigureColumn<CodeRow>[] = [
    {
      id: 'code',
      name: 'Code',
      cell: (row) => (
        <>
          <Tag>{row.code}</Tag> {row.meaning}
        </>
      ),
    },
    {
      id: 'count',
      name: 'Raised',
      align: 'end',
      cell: (row) => counted({ what: 'code', code: row.code }, place, row.count),
    },
    { id: 'orders', name: 'Work orders', align: 'end', cell: (row) => row.workOrders.toLocaleString('en') },
    {
      id: 'imported',
      name: 'Imported',
      align: 'end',
      cell: (row) =>
        counted({ what: 'code', code: row.code }, { ...place, source: 'imported' }, row.imported),
    },
    { id: 'owner', name: 'Owns remediation', cell: (row) => row.ownerName },
    {
      id: 'open',
      name: 'Open tasks',
      align: 'end',
      cell: (row) => row.openRemediations.toLocaleString('en'),
    },
  ];
  const shown = isSmall === true ? ['code', 'count', 'owner'] : columns.map((column) => column.id);
  return (
    <FigureTable
      label="Codes"
      columns={columns.filter((column) => shown.includes(column.id))}
      rows={rows}
      rowId={(row) => row.code}
    />
  );
}

export function StallsTable({ rows, place }: TableOf<readonly StallRow[]>) {
  const columns: FigureColumn<StallRow>[] = [
    {
      id: 'name',
      name: 'Job type',
      cell: (row) => (row.imported ? `${row.name} (imported)` : row.name),
    },
    {
      id: 'stalled',
      name: 'Stalled',
      align: 'end',
      cell: (row) => counted({ what: 'runs', jobType: row.jobType, stalled: true }, place, row.stalled),
    },
    {
      id: 'runs',
      name: 'Runs',
      align: 'end',
      cell: (row) => counted({ what: 'runs', jobType: row.jobType }, place, row.runs),
    },
    {
      id: 'rate',
      name: 'Rate',
      align: 'end',
      cell: (row) => rateWords({ counted: row.stalled, of: row.runs }),
    },
  ];
  return (
    <FigureTable
      label="Job types"
      columns={columns}
      rows={byRate(rows)}
      rowId={(row) => `${row.jobType} ${row.imported}`}
    />
  );
}

export interface OwnersTableProps extends TableOf<readonly OwnerRow[]> {
  now: string;
  /** Only what follows from a break-glass. */
  ofBreakGlass?: boolean;
  /** At most so many owners; the others are gathered in a last row. */
  most?: number;
}

/** Owners with what they are late with, the longest overdue first. */
export function OwnersTable({ rows, place, now, ofBreakGlass, most = 1000 }: OwnersTableProps) {
  const narrowed = ofBreakGlass === true ? { ofBreakGlass } : {};
  const of = (row: OwnerRow, kind: 'exception' | 'review' | 'remediation', value: number) =>
    counted({ what: 'overdue', owner: row.owner, kind, ...narrowed }, place, value);
  const columns: FigureColumn<OwnerRow>[] = [
    { id: 'owner', name: 'Owner', cell: (row) => <span title={row.ownerName}>{row.ownerName}</span> },
    {
      id: 'exceptions',
      name: 'Exceptions',
      align: 'end',
      cell: (row) => of(row, 'exception', row.exceptions),
    },
    { id: 'reviews', name: 'Reviews', align: 'end', cell: (row) => of(row, 'review', row.reviews) },
    { id: 'fixes', name: 'Fixes', align: 'end', cell: (row) => of(row, 'remediation', row.remediations) },
    { id: 'oldest', name: 'Oldest', align: 'end', cell: (row) => <Late due={row.oldestDue} now={now} /> },
  ];
  const sorted = byOldest(rows);
  const others = sorted.slice(most);
  const sum = (of: (row: OwnerRow) => number) =>
    others.reduce((total, row) => total + of(row), 0).toLocaleString('en');
  return (
    <FigureTable
      label="Owners"
      columns={ofBreakGlass === true ? columns.filter((column) => column.id !== 'exceptions') : columns}
      rows={sorted.slice(0, most)}
      rowId={(row) => row.owner}
      last={
        others.length > 0 && (
          <tr className="ins-others">
            <th scope="row">{count(others.length, 'other owner')}</th>
            <td data-align="end">{sum((row) => row.exceptions)}</td>
            <td data-align="end">{sum((row) => row.reviews)}</td>
            <td data-align="end">{sum((row) => row.remediations)}</td>
            <td data-align="end">In the table</td>
          </tr>
        )
      }
    />
  );
}

/** Marked once it is late by a day or more. */
function Late({ due, now }: { due: string; now: string }) {
  const words = lateWords(due, now);
  return Date.parse(now) - Date.parse(due) >= 86_400_000 ? <Status mark="late">{words}</Status> : words;
}

export function ClosedTable({
  answer,
  place,
}: {
  answer: Extract<QuestionAnswer, { question: 'closed-without-evidence' }>;
  place: Place;
}) {
  const rows = [
    { id: 'here', name: 'Made here', rate: answer.here },
    { id: 'imported', name: 'Imported history', rate: answer.imported },
  ] as const;
  const of = (id: 'here' | 'imported', evidence: 'without' | 'with' | 'any', value: number) => (
    <NumberLink href={recordsHref({ what: 'closed', evidence }, { ...place, source: id })} value={value} />
  );
  const columns: FigureColumn<(typeof rows)[number]>[] = [
    { id: 'name', name: 'Records', cell: (row) => row.name },
    {
      id: 'without',
      name: 'Without evidence',
      align: 'end',
      cell: (row) => of(row.id, 'without', row.rate.counted),
    },
    {
      id: 'with',
      name: 'With evidence',
      align: 'end',
      cell: (row) => of(row.id, 'with', row.rate.of - row.rate.counted),
    },
    { id: 'any', name: 'Closed', align: 'end', cell: (row) => of(row.id, 'any', row.rate.of) },
    { id: 'rate', name: 'Without', align: 'end', cell: (row) => rateWords(row.rate) },
  ];
  return <FigureTable label="Closed work" columns={columns} rows={rows} rowId={(row) => row.id} />;
}

type FirstTimeWeek = Dashboard['firstTimeFix']['weeks'][number];

export function FirstTimeTable({ rows, place }: TableOf<readonly FirstTimeWeek[]>) {
  const columns: FigureColumn<FirstTimeWeek>[] = [
    { id: 'week', name: 'Week', cell: (row) => <Week monday={row.week} /> },
    {
      id: 'fixed',
      name: 'First',
      align: 'end',
      cell: (row) => (
        <NumberLink
          href={recordsHref({ what: 'first-time', fixed: true }, place, weekSpan(row.week).span)}
          value={row.counted}
        />
      ),
    },
    {
      id: 'closed',
      name: 'Closed',
      align: 'end',
      cell: (row) => (
        <NumberLink
          href={recordsHref({ what: 'first-time' }, place, weekSpan(row.week).span)}
          value={row.of}
        />
      ),
    },
    { id: 'rate', name: 'Rate', align: 'end', cell: (row) => (row.of < few ? 'Too few' : rateWords(row)) },
  ];
  return (
    <FigureTable label="First-time fix by week" columns={columns} rows={rows} rowId={(row) => row.week} />
  );
}

type Weekly = Dashboard['weekly'];

export function WeeksTable({ rows, place }: TableOf<Weekly['weeks']>) {
  const said = { none: 'In line', 'beyond-limit': 'Outside a limit', run: 'In a run' } as const;
  const columns: FigureColumn<Weekly['weeks'][number]>[] = [
    { id: 'week', name: 'Week', cell: (row) => <Week monday={row.week} /> },
    {
      id: 'count',
      name: 'Exceptions',
      align: 'end',
      cell: (row) => counted({ what: 'week', week: row.week }, place, row.exceptions),
    },
    {
      id: 'signal',
      name: 'Signal',
      cell: (row) =>
        row.signal === 'beyond-limit' ? <Status mark="stop">{said[row.signal]}</Status> : said[row.signal],
    },
  ];
  return <FigureTable label="Exceptions by week" columns={columns} rows={rows} rowId={(row) => row.week} />;
}

function Week({ monday }: { monday: string }) {
  const number = weekNumber(monday);
  return (
    <span className="nowrap">
      {`Wk ${number}`}
      <Hidden>, from</Hidden> <span className="text-3">{dayWords(monday)}</span>
    </span>
  );
}

/** The two measures of completeness; each number opens what it counts. */
export function evidenceRows(evidence: Dashboard['evidence']) {
  return [
    {
      id: 'slots',
      name: 'Evidence slots filled',
      short: 'Slots',
      rate: evidence.slots,
      full: { what: 'evidence', missing: false },
      all: { what: 'evidence' },
      missing: { what: 'evidence', missing: true },
    },
    {
      id: 'closures',
      name: 'Closed with closure evidence',
      short: 'Closures',
      rate: evidence.closures,
      full: { what: 'closed', evidence: 'with' },
      all: { what: 'closed', evidence: 'any' },
      missing: { what: 'closed', evidence: 'without' },
    },
  ] as const satisfies readonly {
    id: string;
    name: string;
    short: string;
    rate: Rate;
    full: Counted;
    all: Counted;
    missing: Counted;
  }[];
}

export function EvidenceTable({ rows, place }: TableOf<Dashboard['evidence']>) {
  const columns: FigureColumn<ReturnType<typeof evidenceRows>[number]>[] = [
    { id: 'name', name: 'Evidence', cell: (row) => row.short },
    { id: 'full', name: 'With', align: 'end', cell: (row) => counted(row.full, place, row.rate.counted) },
    {
      id: 'missing',
      name: 'Missing',
      align: 'end',
      cell: (row) => counted(row.missing, place, row.rate.of - row.rate.counted),
    },
    { id: 'all', name: 'Of', align: 'end', cell: (row) => counted(row.all, place, row.rate.of) },
  ];
  return (
    <FigureTable
      label="Evidence completeness"
      columns={columns}
      rows={evidenceRows(rows)}
      rowId={(row) => row.id}
    />
  );
}
