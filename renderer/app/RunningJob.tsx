import { useEffect, useState } from 'react';
import { command, type JobProgress } from '../api';
import { Button } from '../kit/Button';
import { ProgressBar } from '../kit/Waiting';
import './running.css';

export interface RunningJobProps {
  label: string;
  progress: JobProgress | null;
  /** What is recorded or written so far, and what is not. */
  note: string;
  /** The jobs that Cancel stops. */
  jobs: readonly string[];
  /** What Cancel loses and what it does not: "Cancel, count nothing". */
  cancelLabel: string;
}

/** Work under way: how far it is, and from 2 s on a way to stop it, whose place is kept, so that nothing moves when it comes. */
export function RunningJob({ label, progress, note, jobs, cancelLabel }: RunningJobProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="running" role="status">
      <ProgressBar
        label={label}
        value={progress?.done ?? 0}
        max={Math.max(1, progress?.total ?? 1)}
        count={progress?.words ?? ''}
      />
      <p className="text-2 measure">{note}</p>
      <div className="running-exit" data-late={late || undefined}>
        <Button
          onPress={() => {
            void command('cancelJob', { jobs: [...jobs] });
          }}
        >
          {cancelLabel}
        </Button>
      </div>
    </div>
  );
}
