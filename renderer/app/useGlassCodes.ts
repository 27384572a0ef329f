import { useMemo } from 'react';
import { useAsk } from '../api';

/** The codes that are reasons for breaking the glass. */
export function useGlassCodes(isWanted = true): ReadonlySet<string> {
  const codes = useAsk('codes', {}, isWanted).data;
  return useMemo(
    () => new Set((codes ?? []).filter((one) => one.kind === 'break-glass').map((one) => one.code)),
    [codes],
  );
}
