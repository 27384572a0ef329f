import type { Cause } from '../../main/contract/learning';

/** The same for two causes exactly when they are the same one. */
export function causeKey(cause: Cause): string {
  switch (cause.kind) {
    case 'signal':
      return cause.signal;
    case 'code':
      return cause.code;
    case 'decision':
      return cause.decision;
    case 'remediation':
      return cause.remediation;
  }
}

/**
 * Where a cause can be read; a code alone has no place that everybody may open. The words of a decision begin with the
 * month of its review (`causeWords`), which opens that month.
 */
export function causeHref(cause: Cause, words: string): string | undefined {
  switch (cause.kind) {
    case 'signal':
      return `#/signals/${cause.signal}`;
    case 'remediation':
      return `#/remediation/${cause.remediation}`;
    case 'decision': {
      const month = /^Review of (\d{4}-\d{2}):/.exec(words)?.[1];
      return month === undefined ? '#/monthly-review' : `#/monthly-review/${month}`;
    }
    case 'code':
      return undefined;
  }
}
