import { FolderOpen, HardDriveDownload, History } from 'lucide-react';
import { useState } from 'react';
import type { backupQueries } from '../../main/contract/backup';
import type { AnswerOf } from '../../main/contract/call';
import { command, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { count, dateTime, fileSize, nearTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { RestoreDialog } from '../app/RestoreDialog';
import { useDeed } from '../app/useDeed';
import { useNow } from '../app/useNow';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { Checkbox } from '../kit/Choice';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Select } from '../kit/Picker';
import { Status } from '../kit/Status';
import { Table } from '../kit/Table';
import { EmptyState, ProgressBar } from '../kit/Waiting';
import './backup.css';

type Backups = AnswerOf<(typeof backupQueries)['backups']>;
type Restoring = { readonly name?: string };

/** S6: where this station is backed up and when, the last one in words, those that are there, and the way back from one. */
export function BackupPanel() {
  const backups = useAsk('backups', {});
  const [restoring, setRestoring] = useState<Restoring | null>(null);
  return (
    <Asked asked={backups} label="Reading the backups">
      {(known) => (
        <>
          <section aria-labelledby="site-backup">
            <h2 id="site-backup">Backup</h2>
            <Last known={known} />
            <Place known={known} />
            {known.plan.place !== null && (
              <>
                <Plan known={known} />
                <Now known={known} />
              </>
            )}
          </section>
          <Held known={known} onRestore={setRestoring} />
          {restoring !== null && (
            <RestoreDialog {...restoring} isOverSite onClose={() => setRestoring(null)} />
          )}
        </>
      )}
    </Asked>
  );
}

/** The newest backup, or that there is none: what is lost if this machine is lost now. */
function Last({ known: { last, plan } }: { known: Backups }) {
  const now = useNow(30_000);
  if (last === null)
    return (
      <Notice
        kind="warn"
        title={
          plan.place === null
            ? 'This station is not backed up. If this machine is lost, its records are lost.'
            : 'No backup has been made yet.'
        }
      >
        {plan.place === null
          ? 'Choose a folder on another disk, or a stick. Backups are then made every day while the app runs.'
          : 'Make the first one now.'}
      </Notice>
    );
  return last.ok ? (
    <Status mark="done">{`Last backup ${nearTime(last.at, now)}. ${last.words}.`}</Status>
  ) : (
    <Notice kind="fault" title={`No backup ${nearTime(last.at, now)}. ${last.words}`}>
      It is tried again every hour. The backups before are kept.
    </Notice>
  );
}

function Place({ known: { plan, problem, sameDisk, keyWords } }: { known: Backups }) {
  const deed = useDeed();
  return (
    <>
      <KeyValue
        items={[
          {
            name: 'Place',
            value: (
              <span className="backup-place">
                {plan.place === null ? 'Not chosen' : <span className="mono backup-path">{plan.place}</span>}
                <Button
                  icon={FolderOpen}
                  tone={plan.place === null ? 'primary' : 'edge'}
                  onPress={() => void deed.run(() => command('chooseBackupPlace', {}))}
                  isPending={deed.busy}
                >
                  {plan.place === null ? 'Choose a place' : 'Choose another place'}
                </Button>
              </span>
            ),
          },
          {
            name: 'Holds',
            value:
              'The ledger, evidence files, closure records and the keys folder. People’s signing keys in it stay locked with their secrets. What is recorded in it can be read by whoever holds it.',
          },
          { name: 'Station’s key', value: keyWords },
        ]}
      />
      {plan.place !== null && problem !== null && <Status mark="stop">{problem}</Status>}
      {sameDisk && problem === null && (
        <Status mark="warn">
          This place is on the same disk as the site. If the disk breaks, both are lost.
        </Status>
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </>
  );
}

const hours = Array.from({ length: 24 }, (_, hour) => ({
  id: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const keeps = [3, 7, 14, 30, 60, 90].map((n) => ({ id: String(n), label: `${n} days` }));

function Plan({ known: { plan, next, problem } }: { known: Backups }) {
  const deed = useDeed();
  const set = (change: Partial<{ daily: boolean; hour: number; keep: number }>) =>
    void deed.run(() =>
      command('setBackupPlan', { daily: plan.daily, hour: plan.hour, keep: plan.keep, ...change }),
    );
  const kept = keeps.some(({ id }) => id === String(plan.keep))
    ? keeps
    : [...keeps, { id: String(plan.keep), label: `${plan.keep} days` }];
  return (
    <>
      <Checkbox
        isSelected={plan.daily}
        onChange={(daily) => set({ daily })}
        note={
          plan.daily
            ? next === null || problem !== null
              ? 'While the app runs. One that was missed is made as soon as it runs again.'
              : `Next ${dateTime(next)}, while the app runs. One that was missed is made as soon as it runs again.`
            : 'Backups are made only when somebody presses the button.'
        }
      >
        Back up every day
      </Checkbox>
      {plan.daily && (
        <div className="backup-when">
          <Select
            label="From"
            options={hours}
            value={String(plan.hour)}
            onChange={(hour) => set({ hour: Number(hour) })}
          />
          <Select
            label="Keep daily backups for"
            note="Those you ask for are kept until you remove them."
            options={kept}
            value={String(plan.keep)}
            onChange={(keep) => set({ keep: Number(keep) })}
          />
        </div>
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </>
  );
}

function Now({ known }: { known: Backups }) {
  const deed = useDeed();
  const running = deed.busy || known.running;
  const progress = useProgress(running);
  const why = known.problem ?? undefined;
  if (running)
    return (
      <div className="backup-now">
        <ProgressBar
          label={progress?.words ?? 'Beginning the backup'}
          value={progress?.done ?? 0}
          max={Math.max(1, progress?.total ?? 1)}
          count={
            progress === null || progress.total === 0
              ? undefined
              : `${Math.floor((100 * progress.done) / progress.total)}%`
          }
        />
        <div>
          <Button onPress={() => void command('cancelJob', { jobs: ['backUp'] })}>
            Cancel, keep nothing of it
          </Button>
        </div>
      </div>
    );
  return (
    <div className="backup-now">
      <div>
        <Button
          tone="primary"
          icon={HardDriveDownload}
          onPress={() => void deed.run(() => command('backUpNow', {}))}
          why={why}
          whyPlace="hidden"
        >
          Back up now
        </Button>
      </div>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </div>
  );
}

const howWords = { asked: 'Asked for', daily: 'Daily', update: 'Before an update' } as const;

function Held({ known, onRestore }: { known: Backups; onRestore: (restoring: Restoring) => void }) {
  const { held, plan, restores } = known;
  return (
    <section aria-labelledby="site-held">
      <h2 id="site-held">Backups at this place</h2>
      {held.length === 0 ? (
        <EmptyState
          title={plan.place === null ? 'No place is chosen.' : 'No backup of this site is here.'}
          note="Each one that is made and read back whole appears here, with what it holds."
        />
      ) : (
        <Table
          label="Backups at this place"
          rows={held}
          rowId={(row) => row.name}
          columns={[
            {
              id: 'made',
              name: 'Made',
              isRowHeader: true,
              cell: (row) => dateTime(row.madeAt),
              width: '160px',
            },
            { id: 'station', name: 'Station', cell: (row) => row.station, width: '80px' },
            { id: 'how', name: 'Why', cell: (row) => howWords[row.how], width: '136px' },
            {
              id: 'entries',
              name: 'Entries',
              align: 'end',
              cell: (row) => row.entries.toLocaleString('en'),
              width: '88px',
            },
            {
              id: 'size',
              name: 'Size',
              align: 'end',
              cell: (row) => fileSize(row.bytes),
              width: '88px',
            },
            {
              id: 'checked',
              name: 'Checked',
              cell: (row) =>
                row.missing === 0 ? (
                  <Status mark="done">Read back whole</Status>
                ) : (
                  <Status mark="warn">{`Whole, but ${count(row.missing, 'file')} the site lacked`}</Status>
                ),
            },
            {
              id: 'restore',
              name: 'Restore',
              width: '120px',
              cell: (row) => (
                <Button
                  tone="plain"
                  onPress={() => onRestore({ name: row.name })}
                  aria-label={`Restore the backup of ${dateTime(row.madeAt)}`}
                >
                  Restore…
                </Button>
              ),
            },
          ]}
        />
      )}
      <div className="admin-buttons">
        <Button icon={History} onPress={() => onRestore({})}>
          Restore another backup…
        </Button>
      </div>
      {restores.length > 0 && (
        <>
          <h3>Restores of this site</h3>
          <ul className="admin-plain">
            {restores.map(({ at, words, log, seq }) => (
              <li key={`${log}/${seq}`}>
                <Status mark="warn">{`${dateTime(at)}: ${words}`}</Status>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
