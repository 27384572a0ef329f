import { useNavigate } from '@tanstack/react-router';
import { ClipboardList, Plus } from 'lucide-react';
import { useState } from 'react';
import type { WorkOrderRow, WorkState } from '../../main/contract/answers';
import { ask, type Problem, useAsk } from '../api';
import { Bench } from '../app/Bench';
import { isOverdue, nearTime, timeLeft } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { type Stations, useStations } from '../app/useStations';
import { Button } from '../kit/Button';
import { FieldError } from '../kit/Field';
import { Mark, type MarkName } from '../kit/Mark';
import { SearchField } from '../kit/TextField';
import { EmptyState, Loading } from '../kit/Waiting';
import './mywork.css';

const groups: readonly { id: string; title: string; states: readonly WorkState[]; byDue?: boolean }[] = [
  { id: 'running', title: 'In progress', states: ['running'] },
  { id: 'blocked', title: 'Blocked', states: ['blocked', 'held', 'quarantined'] },
  { id: 'due', title: 'Due', states: ['open'], byDue: true },
  { id: 'waiting', title: 'Waiting for others', states: ['waiting', 'finished'] },
];

const signs: Record<WorkState, { mark: MarkName; words: string }> = {
  open: { mark: 'todo', words: 'Not started' },
  running: { mark: 'now', words: 'In progress' },
  blocked: { mark: 'stop', words: 'Blocked' },
  held: { mark: 'held', words: 'Held' },
  quarantined: { mark: 'quarantined', words: 'Quarantined' },
  waiting: { mark: 'gate', words: 'Waits for approval' },
  finished: { mark: 'done', words: 'Steps done' },
  closed: { mark: 'done', words: 'Closed' },
};

/** R1: what this person can take up, by what stops it or not. One tap resumes; a scanned or typed number opens. */
export function MyWork() {
  const navigate = useNavigate();
  const work = useAsk('myWork', {});
  const status = useAsk('status', {}).data;
  const now = useNow(15_000);
  const open = (workOrder: string) => void navigate({ to: '/run/$workOrder', params: { workOrder } });
  const stations = useStations();
  const rows = work.data?.rows ?? [];
  const away = rows.filter((row) => awayAt(row, stations) !== null);
  return (
    <Bench
      title="My work"
      note={status?.site === undefined ? undefined : `${status.site.name} · ${status.site.station}`}
      left={
        <>
          <Button icon={Plus} onPress={() => void navigate({ to: '/work-orders/new' })}>
            Open a work order
          </Button>
          <Button icon={ClipboardList} onPress={() => void navigate({ to: '/work-orders' })}>
            All work orders
          </Button>
        </>
      }
    >
      <div className="mywork">
        <Find onFound={open} />
        {work.error !== null && work.data === undefined && <ProblemNotice problem={work.error} />}
        {work.isPending && <Loading label="Reading your work" />}
        {work.data !== undefined && rows.length === 0 && (
          <EmptyState
            title="No work order waits for you."
            note="Scan or type a number above to take one up, or open a new one. What you start comes back here until it is done."
          />
        )}
        {groups.map((group) => {
          const found = rows.filter((row) => group.states.includes(row.state) && !away.includes(row));
          if (found.length === 0) return null;
          return (
            <section key={group.id} className="mywork-group" aria-labelledby={`mywork-${group.id}`}>
              <h2 id={`mywork-${group.id}`}>
                {group.title} <span className="text-3">{found.length}</span>
              </h2>
              <ul className="mywork-tiles">
                {sorted(found).map((row) => (
                  <Tile key={row.workOrder} row={row} now={now} onOpen={() => open(row.workOrder)} />
                ))}
              </ul>
            </section>
          );
        })}
        {away.length > 0 && (
          <section className="mywork-group" aria-labelledby="mywork-away">
            <h2 id="mywork-away">
              At other stations <span className="text-3">{away.length}</span>
            </h2>
            <ul className="mywork-tiles">
              {sorted(away).map((row) => (
                <Tile
                  key={row.workOrder}
                  row={row}
                  now={now}
                  away={awayAt(row, stations) ?? undefined}
                  onOpen={() => open(row.workOrder)}
                />
              ))}
            </ul>
          </section>
        )}
      </div>
    </Bench>
  );
}

/** What is due first comes first; what has no due time comes last. */
function sorted(rows: readonly WorkOrderRow[]): WorkOrderRow[] {
  return [...rows].sort(
    (a, b) => (a.due ?? '9').localeCompare(b.due ?? '9') || a.number.localeCompare(b.number),
  );
}

/** The station that holds the run, when it is another one. */
function awayAt(row: WorkOrderRow, { here, others }: Stations): string | null {
  if (row.holder === null || row.holder === '' || here === undefined || row.holder === here.device)
    return null;
  return others.find((one) => one.device === row.holder)?.station ?? 'another station';
}

interface TileProps {
  row: WorkOrderRow;
  now: string;
  /** The station it is at, when it cannot be recorded in here. */
  away?: string;
  onOpen: () => void;
}

function Tile({ row, now, away, onOpen }: TileProps) {
  const sign = away === undefined ? signs[row.state] : { mark: 'held' as const, words: `At station ${away}` };
  const late = row.due !== null && row.state !== 'finished' && isOverdue(row.due, now);
  const share = row.stepsTotal === 0 ? 0 : row.stepsDone / row.stepsTotal;
  return (
    <li>
      <button
        type="button"
        className="mywork-tile"
        data-state={away === undefined ? row.state : 'waiting'}
        onClick={onOpen}
      >
        <span className="mywork-state">
          <Mark name={sign.mark} size={24} />
          <b>{sign.words}</b>
          <span className="mono end">{row.number}</span>
        </span>
        <span className="mywork-title">{row.title}</span>
        <span className="mywork-note">{[row.asset, row.jobTypeName].join(' · ')}</span>
        {row.state !== 'open' && <span className="mywork-at">{row.at}</span>}
        {away !== undefined && (
          <span className="mywork-at">{`Hand it over there, or wait for the bundle. It was ${signs[row.state].words.toLocaleLowerCase('en')}.`}</span>
        )}
        <span className="mywork-foot">
          <span>{row.stepsTotal === 0 ? 'Not begun' : `${row.stepsDone} of ${row.stepsTotal} steps`}</span>
          {row.due !== null && (
            <span className={late ? 'mywork-due tone-stop' : 'mywork-due'}>
              {late && <Mark name="late" size={20} />}
              {late ? timeLeft(row.due, now) : `Due ${nearTime(row.due, now)}`}
            </span>
          )}
        </span>
        {row.stepsTotal > 0 && (
          <span className="mywork-bar" aria-hidden="true">
            <span style={{ width: `${share * 100}%` }} />
          </span>
        )}
      </button>
    </li>
  );
}

/** A scanner types the number and Enter; the field holds the focus, so that a scan opens the work order at once. */
function Find({ onFound }: { onFound: (workOrder: string) => void }) {
  const [number, setNumber] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const look = async (text: string) => {
    const wanted = text.trim();
    if (wanted === '') return;
    setSaid(null);
    try {
      const { workOrder } = await ask('findWorkOrder', { number: wanted });
      if (workOrder !== null) onFound(workOrder);
      else
        setSaid(`No work order ${wanted} on this station. Check the number on the label, or open a new one.`);
    } catch (problem) {
      setSaid((problem as Problem).message);
    }
  };
  return (
    <div className="mywork-find">
      <div className="mywork-find-line">
        <SearchField
          label="Scan or type a work order number"
          value={number}
          onChange={(text) => {
            setNumber(text);
            setSaid(null);
          }}
          onSubmit={(text) => void look(text)}
          autoFocus
        />
        <Button onPress={() => void look(number)}>Open</Button>
      </div>
      {said !== null && <FieldError>{said}</FieldError>}
    </div>
  );
}
