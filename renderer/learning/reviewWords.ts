import type { DecisionRow, SignalRow } from '../../main/contract/learning';
import { causeKey } from '../app/causes';

export type About = DecisionRow['about'];
export type Outcome = DecisionRow['outcome'];

/** "March 2026" of `2026-03`. */
export function monthName(month: string): string {
  const [year = '1970', number = '01'] = month.split('-');
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(Number(year), Number(number) - 1, 1),
  );
}

/** The same for two abouts exactly when they are one line of the review. */
export function aboutKey(about: About): string {
  return about.kind === 'completeness' || about.kind === 'overdue' ? about.kind : causeKey(about);
}

/** What can be decided about a line, and what follows from it. */
export const outcomeWords: Record<Outcome, { readonly label: string; readonly note: string }> = {
  'change-checklist': {
    label: 'Change the checklist',
    note: 'The next version can name this decision as its cause.',
  },
  remediation: {
    label: 'Open a remediation',
    note: 'A task with owner, due day and target follows from it.',
  },
  watch: { label: 'Watch', note: 'Nothing changes yet. It is looked at again next month.' },
  accept: { label: 'Accept', note: 'It stays as it is, with your reason.' },
};

/** The change against the month before, in words: "5 more", "2 fewer", "the same". */
export function against(now: number, before: number): string {
  if (now === before) return 'the same';
  return now > before ? `${now - before} more` : `${before - now} fewer`;
}

/** A share as people say it; of nothing there is none. */
export function share(part: number, of: number): string {
  return of === 0 ? 'None' : `${part} of ${of}`;
}

/** What must be decided before the meeting can be recorded as held: every signal of its month, or an older one, that waits. */
export function blockers(
  open: readonly SignalRow[],
  month: string,
): { readonly words: string; readonly href: string }[] {
  return open
    .filter((signal) => signal.raisedAt.slice(0, 7) <= month)
    .map((signal) => ({
      words: `${signal.code} on ${signal.jobTypeName} waits for a remediation or a reason`,
      href: `#/signals/${signal.signal}`,
    }));
}
