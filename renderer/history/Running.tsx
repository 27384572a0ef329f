import { useEffect, useState } from 'react';
import { command, type JobProgress } from '../api';
import { Button } from '../kit/Button';
import { ProgressBar } from '../kit/Waiting';

/** Work under way: nothing for a moment, then how far it is, and from 2 s on a way to stop it. */
export function Running({
  label,
  progress,
  note,
  cancelLabel,
}: {
  label: string;
  progress: JobProgress | null;
  note: string;
  cancelLabel: string;
}) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 2000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="his-running" role="status">
      <ProgressBar
        label={label}
        value={progress?.done ?? 0}
        max={progress?.total ?? 1}
        count={progress?.words ?? ''}
      />
      <p className="text-2 measure">{note}</p>
      {late && (
        <div className="his-buttons">
          <Button
            onPress={() =>
              void command('cancelJob', { jobs: ['readHistory', 'previewHistory', 'importHistory'] })
            }
          >
            {cancelLabel}
          </Button>
        </div>
      )}
    </div>
  );
}
