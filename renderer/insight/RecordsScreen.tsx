import { useSearch } from '@tanstack/react-router';
import { FileDown } from 'lucide-react';
import { useState } from 'react';
import type { Counted, CountedRow, Scope } from '../../main/contract/insight';
import type { Role } from '../../main/domain/entry';
import { useAsk } from '../api';
import { Desk } from '../app/Desk';
import { count, date, dateTime, roleName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { type DataColumn, DataList } from '../kit/DataList';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Chip } from '../kit/Status';
import { TwoLines } from '../kit/Table';
import { EmptyState, Loading } from '../kit/Waiting';
import { countedOf, insightHref, type Place, periodWords, placeOf, scopeOf } from './place';
import { RecordPanel } from './RecordPanel';
import { useCounted } from './useCounted';
import { useExport } from './useExport';
import { countedWords, type Names, whyWords } from './words';
import './insight.css';

/** The records behind one number: as many rows as the number says, each open to its work order and its entries. */
export function RecordsScreen() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const place = placeOf(search);
  const now = useNow(60_000);
  const asked = countedOf(search);
  if (asked !== null) {
    const scope = { ...scopeOf(place, new Date(now)), ...asked.span };
    const key = JSON.stringify([asked, place]);
    return <Records key={key} of={asked.of} scope={scope} place={place} isPart={asked.span !== null} />;
  }
  return (
    <Desk current="insight">
      <PageHead title="Records" />
      <PageBody>
        <EmptyState
          title="This address names no number."
          note="Open insight and press a number: its records stand here."
          action={<a href={insightHref(place)}>Open insight</a>}
        />
      </PageBody>
    </Desk>
  );
}

interface RecordsProps {
  of: Counted;
  scope: Scope;
  place: Place;
  isPart: boolean;
}

function Records({ of, scope, place, isPart }: RecordsProps) {
  const records = useCounted(of, scope);
  const file = useExport();
  const [chosen, setChosen] = useState<number | null>(null);
  const names = useNames();
  const row = chosen === null ? undefined : records.rowAt(chosen);
  const jobTypes = useAsk('insightScope', {}).data?.jobTypes ?? [];
  const narrowed = [
    spanSaid(of, scope, place, isPart),
    scope.jobType === undefined
      ? null
      : (jobTypes.find((one) => one.key === scope.jobType)?.name ?? scope.jobType),
    { all: null, here: 'made here', imported: 'imported' }[place.source],
  ].filter((part) => part !== null);

  return (
    <Desk current="insight">
      <Split
        width={520}
        panel={
          row !== undefined &&
          chosen !== null && (
            <RecordPanel
              key={row.key}
              row={row}
              onPrevious={chosen > 0 ? () => setChosen(chosen - 1) : undefined}
              onNext={records.rowAt(chosen + 1) === undefined ? undefined : () => setChosen(chosen + 1)}
              onClose={() => setChosen(null)}
            />
          )
        }
      >
        <header className="ins-head ins-records-head">
          <div className="ins-title">
            <div className="ins-kicker">
              <a href={insightHref(place)}>Insight</a>
            </div>
            <h1>{countedWords(of, names)}</h1>
            <p className="ins-of" role="status">
              {records.isRead && `${count(records.total, 'record')}`}
              {narrowed.length > 0 && <span className="text-2">{` · ${narrowed.join(' · ')}`}</span>}
            </p>
          </div>
          <div className="ins-acts">
            <Button icon={FileDown} isPending={file.busy} onPress={() => file.give({ counted: of }, scope)}>
              Export as CSV
            </Button>
          </div>
        </header>
        <div className="ins-said">
          {file.said}
          {records.problem !== null && <ProblemNotice problem={records.problem} />}
        </div>
        {records.isRead ? (
          <DataList
            label="Records"
            columns={columns}
            count={records.total}
            rowAt={records.rowAt}
            rowId={(one) => one.key}
            rowHeight={56}
            selected={row?.key ?? null}
            onSelect={(_row, index) => setChosen(index)}
            onRange={records.onRange}
            empty={
              <EmptyState
                title="No record is counted here."
                note="In a wider period there may be some: go back to insight and change it."
                action={<a href={insightHref({ ...place, period: 'all' })}>Insight, all time</a>}
              />
            }
          />
        ) : (
          records.problem === null && <Loading label="Reading the records" />
        )}
      </Split>
    </Desk>
  );
}

/** The days that the records are of. What is overdue is overdue now, and a week is whole, whatever the period. */
function spanSaid(of: Counted, scope: Scope, place: Place, isPart: boolean): string | null {
  if (of.what === 'overdue' || of.what === 'week') return null;
  if (!isPart && place.period !== 'own') return periodWords(place.period).toLowerCase();
  const from = scope.from === undefined ? 'the beginning' : date(scope.from);
  const last = scope.to === undefined ? 'now' : date(new Date(Date.parse(scope.to) - 1).toISOString());
  return `${from} to ${last}`;
}

const columns: readonly DataColumn<CountedRow>[] = [
  {
    id: 'what',
    name: 'Record',
    width: 'minmax(180px, 1fr)',
    cell: (row) => (
      <span className="ins-record" title={row.title}>
        <TwoLines
          first={row.title}
          second={
            <>
              <span className="mono">{row.number}</span>
              {` · ${row.jobTypeName}`}
            </>
          }
        />
      </span>
    ),
  },
  {
    id: 'why',
    name: 'Why it counts',
    width: 'minmax(160px, 1fr)',
    cell: (row) => (
      <span className="ins-why">
        {row.imported && <Chip>Imported</Chip>}
        <span title={whyWords(row)}>{whyWords(row)}</span>
      </span>
    ),
  },
  { id: 'at', name: 'Time', width: '156px', cell: (row) => dateTime(row.at) },
];

/** Names of job types and owners, as far as they are known. */
function useNames(): Names {
  const jobTypes = useAsk('insightScope', {}).data?.jobTypes ?? [];
  const people = useAsk('people', {}).data ?? [];
  return {
    jobType: (key) => jobTypes.find((one) => one.key === key)?.name ?? key,
    owner: (owner) =>
      people.find((one) => one.user === owner)?.name ??
      owner
        .split('+')
        .map((role) => roleName(role as Role).toLowerCase())
        .join(' or '),
  };
}
