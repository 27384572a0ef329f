import { useEffect, useState } from 'react';

/** A value once it has stayed the same for `ms`, so that not every key typed is a question. Compared as JSON. */
export function useSettled<T>(value: T, ms: number): T {
  const key = JSON.stringify(value);
  const [settled, setSettled] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(key), ms);
    return () => clearTimeout(timer);
  }, [key, ms]);
  return settled === key ? value : (JSON.parse(settled) as T);
}
