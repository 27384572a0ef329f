import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Problem } from '../api';
import { Button } from '../kit/Button';
import { Loading } from '../kit/Waiting';
import { ProblemNotice } from './ProblemNotice';

export interface AskedProps<T> {
  asked: UseQueryResult<T, Problem>;
  /** What is being read: "Reading the work orders". */
  label: string;
  children: (data: T) => ReactNode;
}

/** An answer on screen: quiet while it is read, its problem in words, and old data kept while new data is fetched. */
export function Asked<T>({ asked, label, children }: AskedProps<T>) {
  if (asked.data !== undefined) return children(asked.data);
  if (asked.error !== null) {
    return (
      <ProblemNotice
        problem={asked.error}
        actions={<Button onPress={() => void asked.refetch()}>Read again</Button>}
      />
    );
  }
  return <Loading label={label} />;
}
