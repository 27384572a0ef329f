import type { Question } from '../../main/contract/insight';

/** The four questions, as every screen names them. */
export const questionTitle: Record<Question, string> = {
  'closed-without-evidence': 'Closed without closure evidence',
  codes: 'Codes that repeat most, and who owns the remediation',
  stalls: 'Job types by stall rate',
  'overdue-reviews': 'Owners overdue on post-review actions',
};
