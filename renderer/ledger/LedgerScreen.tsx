import { useSearch } from '@tanstack/react-router';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { EntryRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Desk } from '../app/Desk';
import { recordedTime, roleName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { useStations } from '../app/useStations';
import { Split } from '../kit/Card';
import { type DataColumn, DataList } from '../kit/DataList';
import { PageHead } from '../kit/DeskShell';
import { Mark, type MarkName } from '../kit/Mark';
import { DropFilter, Filters } from '../kit/Picker';
import { Hidden } from '../kit/Status';
import { EmptyState } from '../kit/Waiting';
import { AboutFilter } from './AboutFilter';
import { EntryPanel } from './EntryPanel';
import './ledger.css';
import { type EntryFilter, useEntries } from './useEntries';
import { VerifyBanner } from './VerifyBanner';

/** What happened, in order, newest first; each entry opens to its fields, its proof, and what is stored. */
export function LedgerScreen() {
  const search: { log?: unknown; entry?: unknown; about?: unknown; number?: unknown } = useSearch({
    strict: false,
  });
  const now = useNow(60_000);
  const [about, setAbout] = useState(() => aboutOf(search));
  const [person, setPerson] = useState<string | null>(null);
  const [type, setType] = useState<string | null>(null);
  const [chosen, setChosen] = useState<{ log: string; seq: number; index: number } | null>(null);
  const people = useAsk('people', {}).data ?? [];
  const types = useAsk('entryTypes', {}).data ?? [];
  const { here, others } = useStations();
  const stationOf = (log: string) =>
    others.length === 0
      ? null
      : ([here, ...others].find((row) => row !== undefined && log.startsWith(`${row.device}/`))?.station ??
        null);

  const filter: EntryFilter = {
    ...(about === null ? {} : { subject: about.workOrder }),
    ...(person === null ? {} : { person }),
    ...(type === null ? {} : { type }),
  };
  const entries = useEntries(filter);
  const newest = entries.rowAt(0);
  const linked = Number(search.entry);
  const [followed, setFollowed] = useState<string | null>(null);
  const link = `${search.log} ${search.entry}`;
  if (newest !== undefined && Number.isInteger(linked) && search.entry !== undefined && followed !== link) {
    setFollowed(link);
    const log = typeof search.log === 'string' ? search.log : newest.log;
    // Among entries of several stations its place in the list is not known, so it has no neighbours to go to.
    setChosen({ log, seq: linked, index: others.length === 0 ? newest.seq - linked : Number.NaN });
  }

  const go = (index: number) => {
    const row = entries.rowAt(index);
    if (row !== undefined) setChosen({ log: row.log, seq: row.seq, index });
  };
  const narrow = (set: () => void) => {
    set();
    setChosen(null);
  };

  return (
    <Desk current="ledger">
      <PageHead title="Ledger" lead="What happened, in order. Entries are added, never changed." />
      <VerifyBanner onEntry={(log, seq) => setChosen({ log, seq, index: Number.NaN })} />
      <div className="led-filters">
        <Filters
          count={
            entries.isRead
              ? `${entries.matching.toLocaleString('en')} of ${entries.total.toLocaleString('en')} entries`
              : undefined
          }
        >
          <AboutFilter value={about} onChange={(next) => narrow(() => setAbout(next))} />
          <DropFilter
            label="Who"
            any="anyone"
            value={person}
            onChange={(next) => narrow(() => setPerson(next))}
            options={people.map((one) => ({ id: one.user, label: one.name, note: roleName(one.role) }))}
          />
          <DropFilter
            label="Kind"
            any="all"
            value={type}
            onChange={(next) => narrow(() => setType(next))}
            options={types.map((one) => ({ id: one.type, label: one.label }))}
          />
        </Filters>
      </div>
      {entries.problem !== null && <ProblemNotice problem={entries.problem} />}
      <div className="led-split">
        <Split
          width={520}
          panel={
            chosen !== null && (
              <EntryPanel
                key={`${chosen.log} ${chosen.seq}`}
                log={chosen.log}
                seq={chosen.seq}
                onPrevious={chosen.index > 0 ? () => go(chosen.index - 1) : undefined}
                onNext={chosen.index < entries.matching - 1 ? () => go(chosen.index + 1) : undefined}
                onClose={() => setChosen(null)}
              />
            )
          }
        >
          {entries.isRead && (
            <DataList
              label="Entries"
              columns={columns(now, stationOf)}
              count={entries.matching}
              rowAt={entries.rowAt}
              rowId={idOf}
              selected={chosen === null ? null : `${chosen.log} ${chosen.seq}`}
              onSelect={(row, index) => setChosen({ log: row.log, seq: row.seq, index })}
              onRange={entries.onRange}
              empty={
                <EmptyState title="No entry fits the filters." note="Clear a filter to see the others." />
              }
            />
          )}
        </Split>
      </div>
    </Desk>
  );
}

/** An address may narrow the ledger to one subject, named by its number. */
function aboutOf(search: {
  about?: unknown;
  number?: unknown;
}): { workOrder: string; number: string } | null {
  const { about, number } = search;
  if (typeof about !== 'string') return null;
  return { workOrder: about, number: typeof number === 'string' ? number : about };
}

const idOf = (row: EntryRow) => `${row.log} ${row.seq}`;

const marks: Partial<Record<EntryRow['mark'], { mark: MarkName; word: string }>> = {
  ok: { mark: 'done', word: 'In order' },
  warn: { mark: 'warn', word: 'Warning' },
  stop: { mark: 'stop', word: 'Stopped' },
  glass: { mark: 'glass', word: 'Break-glass' },
};

function columns(now: string, stationOf: (log: string) => string | null): readonly DataColumn<EntryRow>[] {
  return [
    {
      id: 'time',
      name: 'Time',
      width: '128px',
      cell: (row) => (row.at === '' ? '' : recordedTime(row.at, now)),
    },
    {
      id: 'entry',
      name: 'Entry',
      width: '92px',
      align: 'end',
      cell: (row) => {
        const station = stationOf(row.log);
        const seq = row.seq.toLocaleString('en');
        return station === null ? seq : `${station} · ${seq}`;
      },
    },
    {
      id: 'who',
      name: 'Who',
      width: '156px',
      cell: (row) => <span className={row.system ? 'text-3' : undefined}>{row.who}</span>,
    },
    { id: 'what', name: 'What', width: 'minmax(200px, 1fr)', cell: (row) => <What row={row} /> },
  ];
}

function What({ row }: { row: EntryRow }) {
  const known = marks[row.mark];
  return (
    <span className="led-what" title={row.sentence}>
      {known !== undefined && (
        <>
          <Mark name={known.mark} />
          <Hidden>{known.word}</Hidden>
        </>
      )}
      {row.mark === 'signed' && <PenLine className="k-icon tone-ink" aria-label="Signed" role="img" />}
      <span>{row.sentence}</span>
    </span>
  );
}
