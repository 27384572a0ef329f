import { useEffect, useState } from 'react';
import type { JobProgress } from '../api';

const listeners = new Set<(progress: JobProgress) => void>();
let following = false;

/** The bridge takes listeners and never lets one go, so one is given for all screens. */
function follow(listener: (progress: JobProgress) => void): () => void {
  listeners.add(listener);
  if (!following) {
    following = true;
    window.designer.onProgress((progress) => {
      for (const each of listeners) each(progress);
    });
  }
  return () => listeners.delete(listener);
}

/** How far the job under way is, while `active`; null before it said anything. */
export function useProgress(active: boolean): JobProgress | null {
  const [progress, setProgress] = useState<JobProgress | null>(null);
  useEffect(() => {
    if (!active) return undefined;
    setProgress(null);
    return follow(setProgress);
  }, [active]);
  return active ? progress : null;
}
