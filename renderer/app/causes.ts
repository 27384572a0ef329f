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

/** Where a cause can be read; a code alone has no place that everybody may open. */
export function causeHref(cause: Cause): string | undefined {
  switch (cause.kind) {
    case 'signal':
      return `#/signals/${cause.signal}`;
    case 'remediation':
      return `#/remediation/${cause.remediation}`;
    case 'decision':
      return '#/monthly-review';
    case 'code':
      return undefined;
  }
}
