import { useEffect, useState } from 'react';

/** The time now as RFC 3339 UTC, renewed every `everyMs`. For clocks and counts on screen only: entries take their time in main. */
export function useNow(everyMs = 1000): string {
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
