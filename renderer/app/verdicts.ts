import type { ReviewVerdict } from '../../main/domain/breakglass/breakglass';

/** The verdicts in the order they are offered. */
export const verdicts = ['justified', 'not-justified', 'unclear'] as const;

export const verdictNames: Record<ReviewVerdict, string> = {
  justified: 'Justified',
  'not-justified': 'Not justified',
  unclear: 'Unclear',
};
