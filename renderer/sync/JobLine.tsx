import { command } from '../api';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { Status } from '../kit/Status';
import { ProgressBar } from '../kit/Waiting';

/** How far the long work under way is, and its Cancel. `first` stands before anything can be counted. */
export function JobLine({ first, cancel }: { first: string; cancel: string }) {
  const progress = useProgress(true);
  return (
    <div className="sync-job" role="status">
      {progress === null || progress.total === 0 ? (
        <Status mark="saving">{progress?.words ?? first}</Status>
      ) : (
        <ProgressBar
          label={progress.words}
          value={progress.done}
          max={progress.total}
          count={`${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`}
        />
      )}
      <Button
        onPress={() => void command('cancelJob', { jobs: ['collectBundle', 'sealBundle', 'readBundle'] })}
      >
        {cancel}
      </Button>
    </div>
  );
}
