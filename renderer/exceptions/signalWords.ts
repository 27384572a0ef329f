import type { SignalRow } from '../../main/contract/learning';
import { count } from '../app/format';
import type { MarkName } from '../kit/Mark';

/** "MAT-02 repeats: 9 in 30 days" */
export function signalTitle(row: SignalRow): string {
  return `${row.code} repeats: ${row.count} in ${count(row.days, 'day')}`;
}

/** How a repeat signal stands, as shape and word. */
export function signalMark(row: SignalRow): { mark: MarkName; word: string } {
  switch (row.state) {
    case 'open':
      return { mark: 'warn', word: 'Needs a decision' };
    case 'remediation':
      return { mark: 'done', word: 'Remediation' };
    case 'dismissed':
      return { mark: 'void', word: 'Dismissed' };
  }
}
