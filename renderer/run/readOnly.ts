import { createContext, useContext } from 'react';

const ReadOnly = createContext(false);

/** Everything below only shows the run: it is at another station, so nothing is recorded in it here. */
export const ReadOnlyRun = ReadOnly.Provider;

/** Whether the run is only shown. */
export function useReadOnly(): boolean {
  return useContext(ReadOnly);
}
