import type { Escalated, ExceptionRow } from '../../main/contract/answers';
import type { Disposition, Effect } from '../../main/domain/procedure/catalogue';
import type { MarkName } from '../kit/Mark';
import { nearTime } from './format';

/** What each disposition says and does. */
export const dispositionWords: Record<Disposition, { label: string; note: string }> = {
  resolved: {
    label: 'Resolved',
    note: 'The cause is removed. The run goes on; a failed answer is given again.',
  },
  'use-as-is': { label: 'Use as is', note: 'What is there is good enough. The run goes on with it.' },
  rework: { label: 'Rework', note: 'The part is worked on again, and the step is done again.' },
  repeat: { label: 'Repeat', note: 'The step is done again.' },
  concession: { label: 'Concession', note: 'It departs from the rule, and that is accepted with this note.' },
};

/** The disposition in words, also where a later version of the app wrote one that this one does not know. */
function dispositionName(disposition: string): string {
  return Object.entries(dispositionWords).find(([id]) => id === disposition)?.[1].label ?? disposition;
}

const effectMarks: Record<Effect, { mark: MarkName; word: string }> = {
  blocks: { mark: 'stop', word: 'Blocked' },
  holds: { mark: 'held', word: 'Held' },
  quarantines: { mark: 'quarantined', word: 'Quarantined' },
  notes: { mark: 'todo', word: 'Noted' },
};

/** How an exception stands, as shape and word. */
export function exceptionMark(row: Pick<ExceptionRow, 'state' | 'effect' | 'disposition'>): {
  mark: MarkName;
  word: string;
} {
  if (row.state === 'withdrawn') return { mark: 'void', word: 'Withdrawn' };
  if (row.state === 'disposed')
    return { mark: 'done', word: row.disposition === null ? 'Disposed' : dispositionName(row.disposition) };
  return effectMarks[row.effect];
}

/** "Escalated to Ana Ruiz at 12:12 today" */
export function escalatedWords(escalated: Escalated, now: string): string {
  return `Escalated to ${escalated.toName} at ${nearTime(escalated.at, now)}`;
}
