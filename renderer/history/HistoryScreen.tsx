import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, ChartNoAxesCombined, FileInput, Import } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { HistoryFile, HistoryPreview } from '../../main/contract/history';
import type { Mapping } from '../../main/domain/history/history';
import { type CommandAnswer, command, commandWithFile } from '../api';
import { Desk } from '../app/Desk';
import { count, date } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { RunningJob } from '../app/RunningJob';
import { useDeed } from '../app/useDeed';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Facts } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { FileDrop } from '../kit/Photo';
import { ColumnsForm } from './ColumnsForm';
import { FileFacts } from './FileFacts';
import './history.css';
import { ImportList } from './ImportList';
import { Rejects, SampleCases } from './PreviewTables';
import { StepLine, type StepName } from './StepLine';

const historyJobs = ['readHistory', 'previewHistory', 'importHistory'];

/** L7: history of before this app, from a CSV file: file, columns, preview, done. Nothing counts before the end. */
export function HistoryScreen() {
  const [file, setFile] = useState<HistoryFile | null>(null);
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const [preview, setPreview] = useState<HistoryPreview | null>(null);
  const [done, setDone] = useState<CommandAnswer<'importHistory'> | null>(null);
  const at: StepName =
    done !== null ? 'Done' : preview !== null ? 'Preview' : file !== null ? 'Columns' : 'File';
  const anew = () => {
    setFile(null);
    setMapping(null);
    setPreview(null);
    setDone(null);
  };
  const body = (): ReactNode => {
    if (done !== null) return <Done done={done} onAnew={anew} />;
    if (file === null || mapping === null)
      return (
        <ChooseFile
          onRead={(read) => {
            setFile(read);
            setMapping(read.suggested);
          }}
        />
      );
    if (preview !== null)
      return (
        <Preview
          file={file}
          mapping={mapping}
          preview={preview}
          onBack={() => setPreview(null)}
          onDone={setDone}
        />
      );
    return (
      <Columns file={file} mapping={mapping} onChange={setMapping} onBack={anew} onPreview={setPreview} />
    );
  };
  return (
    <Desk current="history">
      <PageHead
        title="History import"
        lead="Cases of before this app, from a CSV file, so that the questions have a baseline from the first day."
      />
      <PageBody>
        <div className="his-page">
          <StepLine at={at} />
          <StepRoom key={at}>{body()}</StepRoom>
        </div>
      </PageBody>
    </Desk>
  );
}

/** A new step begins at its top, and the keyboard with it. */
function StepRoom({ children }: { children: ReactNode }) {
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    room.current?.focus({ preventScroll: true });
    room.current?.closest('.k-scroll')?.scrollTo(0, 0);
  }, []);
  return (
    <div className="his-room" ref={room} tabIndex={-1}>
      {children}
    </div>
  );
}

function ChooseFile({ onRead }: { onRead: (file: HistoryFile) => void }) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const read = async (picked: File | undefined) => {
    if (picked === undefined || deed.busy) return;
    const found = await deed.run(() => commandWithFile('readHistory', {}, picked));
    if (found !== null) onRead(found);
  };
  return (
    <>
      <section aria-labelledby="his-file" className="his-part">
        <h2 id="his-file">Choose the file</h2>
        <p className="measure text-2">
          One row is one case, or one update of a case. What the columns mean is said in the next step. The
          file stays as it is; a copy of it is kept as evidence when its cases are imported.
        </p>
        {deed.busy ? (
          <RunningJob
            label="Reading the file"
            progress={progress}
            note="Nothing is recorded yet."
            jobs={historyJobs}
            cancelLabel="Stop reading"
          />
        ) : (
          <FileDrop
            label="Choose a CSV file"
            note="Comma, semicolon, tab or bar between values; up to 200 MB and 1,000,000 rows."
            icon={FileInput}
            onFiles={(files) => void read(files[0])}
          />
        )}
        {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      </section>
      <ImportList />
    </>
  );
}

function Columns({
  file,
  mapping,
  onChange,
  onBack,
  onPreview,
}: {
  file: HistoryFile;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
  onBack: () => void;
  onPreview: (preview: HistoryPreview) => void;
}) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const look = async () => {
    const found = await deed.run(() => command('previewHistory', { file: file.file, mapping }));
    if (found !== null) onPreview(found);
  };
  const missing = (['number', 'opened'] as const).filter((field) => mapping.columns[field] === undefined);
  return (
    <>
      <FileFacts file={file} />
      <ColumnsForm file={file} mapping={mapping} onChange={onChange} error={deed.field} />
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      {deed.busy && (
        <RunningJob
          label="Putting the cases together"
          progress={progress}
          note="Nothing is recorded yet."
          jobs={historyJobs}
          cancelLabel="Stop, record nothing"
        />
      )}
      <div className="his-foot">
        <Button icon={ArrowLeft} onPress={onBack}>
          Another file
        </Button>
        <Button
          tone="primary"
          iconEnd={ArrowRight}
          isPending={deed.busy}
          why={
            missing.length === 0
              ? undefined
              : `Choose the column for ${missing.map((f) => (f === 'number' ? 'the case number' : 'when a case was opened')).join(' and ')} first.`
          }
          onPress={() => void look()}
        >
          Preview the cases
        </Button>
      </div>
    </>
  );
}

function Preview({
  file,
  mapping,
  preview,
  onBack,
  onDone,
}: {
  file: HistoryFile;
  mapping: Mapping;
  preview: HistoryPreview;
  onBack: () => void;
  onDone: (done: CommandAnswer<'importHistory'>) => void;
}) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const { counts } = preview;
  const bring = async () => {
    const found = await deed.run(() => command('importHistory', { file: file.file, mapping }));
    if (found !== null) onDone(found);
  };
  return (
    <>
      <section aria-labelledby="his-counts" className="his-part">
        <h2 id="his-counts">What it will bring</h2>
        <Facts
          items={[
            {
              name: 'Cases',
              value: preview.cases.toLocaleString('en'),
              note: `from ${count(preview.rows, 'row')}`,
            },
            {
              name: 'Opened',
              value: preview.first === null ? 'None' : date(preview.first),
              note: preview.last === null ? '' : `to ${date(preview.last)}`,
            },
            {
              name: 'Rejected rows',
              value: preview.rejectedRows.toLocaleString('en'),
              note: `in ${count(preview.rejectedCases, 'case')}`,
            },
          ]}
        />
        <ul className="his-answers" aria-label="What the questions will count">
          <li>{`Closed without closure evidence: ${share(counts.closedWithoutEvidence, counts.closed)}`}</li>
          <li>
            {counts.codes.length === 0
              ? 'Codes: none in this file'
              : `Codes that repeat most: ${counts.codes.map((c) => `${c.code} (${c.cases.toLocaleString('en')})`).join(', ')}`}
          </li>
          <li>{`Stalled: ${share(counts.stalled, preview.cases)}, in ${count(counts.jobTypes, 'job type')}`}</li>
          <li>Overdue post-reviews: imported history has none</li>
        </ul>
      </section>
      <section aria-labelledby="his-cases" className="his-part">
        <h2 id="his-cases">The first cases, as they will stand</h2>
        <SampleCases cases={preview.sample.slice(0, 6)} />
      </section>
      <section aria-labelledby="his-rejects" className="his-part">
        <h2 id="his-rejects">Rejected rows</h2>
        <Rejects preview={preview} file={file.file} />
      </section>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      {deed.busy ? (
        <RunningJob
          label="Importing"
          progress={progress}
          note="Other work goes on meanwhile. No case counts before the last one is recorded."
          jobs={historyJobs}
          cancelLabel="Cancel, count nothing"
        />
      ) : (
        <div className="his-foot">
          <Button icon={ArrowLeft} onPress={onBack}>
            Back to the columns
          </Button>
          <p className="his-promise">
            The cases are marked as imported for ever. They cannot be taken out again.
          </p>
          <Button
            tone="primary"
            icon={Import}
            why={preview.cases === 0 ? 'No case of this file can be imported.' : undefined}
            onPress={() => void bring()}
          >
            {`Import ${count(preview.cases, 'case')}`}
          </Button>
        </div>
      )}
    </>
  );
}

const share = (n: number, of: number): string => `${n.toLocaleString('en')} of ${of.toLocaleString('en')}`;

function Done({ done, onAnew }: { done: CommandAnswer<'importHistory'>; onAnew: () => void }) {
  const navigate = useNavigate();
  return (
    <>
      <Notice
        kind="ok"
        title={`${count(done.cases, 'case')} ${done.cases === 1 ? 'is' : 'are'} imported and ${done.cases === 1 ? 'counts' : 'count'} from now on.`}
      >
        {done.rejectedRows === 0
          ? `Every one of ${count(done.rows, 'row')} is in a case. The original file is kept as evidence.`
          : `${count(done.rejectedRows, 'row')} of ${done.rows.toLocaleString('en')} were rejected; the list of them is kept with the file.`}
      </Notice>
      <div className="his-buttons">
        <Button tone="primary" icon={ChartNoAxesCombined} onPress={() => void navigate({ to: '/insight' })}>
          Open the questions
        </Button>
        <Button icon={FileInput} onPress={onAnew}>
          Import another file
        </Button>
      </div>
      <ImportList />
    </>
  );
}
