import { useEffect, useState } from 'react';
import type { JobProgress } from '../api';
import { ProgressBar } from '../kit/Waiting';
import { useProgress } from './useProgress';
import './verify.css';

/** The jobs of a verification: Cancel stops them all, and two of them tell how far they are. */
export const verifyJobs = ['planVerify', 'verifyChain', 'verifyContent', 'concludeVerify'];
const halves = [
  { job: 'verifyChain', first: 'Reading entries and checkpoints' },
  { job: 'verifyContent', first: 'Reading what entries say, and who signed' },
] as const;

/** Both halves beside each other, each at its own stage. */
export function VerifyRunning() {
  const progress = useProgress(true);
  const [told, setTold] = useState<Readonly<Record<string, JobProgress>>>({});
  useEffect(() => {
    if (progress !== null) setTold((before) => ({ ...before, [progress.job]: progress }));
  }, [progress]);
  return (
    <div className="led-verify-progress">
      {halves.map(({ job, first }) => {
        const half = told[job];
        return (
          <ProgressBar
            key={job}
            label={half?.words ?? first}
            value={half?.done ?? 0}
            max={Math.max(1, half?.total ?? 1)}
            count={
              half === undefined || half.total === 0
                ? ''
                : `${half.done.toLocaleString('en')} of ${half.total.toLocaleString('en')}`
            }
          />
        );
      })}
    </div>
  );
}
