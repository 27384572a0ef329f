import type { NumberStep } from '../../main/domain/procedure/checklist';
import { bandOf, beyondLimits, unreadable } from '../../main/domain/run/decimal';
import type { Verdict } from '../../main/domain/run/run';
import type { BandLimits } from '../kit/bands';
import type { MarkName } from '../kit/Mark';

/** How a typed number stands before it is recorded: the same functions judge it again in main. */
export type Judged =
  | { readonly how: 'empty' }
  | { readonly how: 'unreadable'; readonly words: string }
  | { readonly how: 'beyond'; readonly words: string }
  | { readonly how: 'ok' | 'warn' | 'act' };

/** Judges what is typed against the step's limits and bands. */
export function judge(typed: string, step: NumberStep): Judged {
  const value = typed.trim();
  if (value === '') return { how: 'empty' };
  const bad = unreadable(value, step.decimals);
  if (bad !== undefined) return { how: 'unreadable', words: bad };
  const beyond = beyondLimits(value, step);
  if (beyond !== undefined) return { how: 'beyond', words: beyond };
  return { how: bandOf(value, step) };
}

/** The step's bands as the gauge takes them. */
export function bandsOf(step: NumberStep): BandLimits {
  return {
    ...(step.act?.low === undefined ? {} : { actLow: step.act.low }),
    ...(step.warn?.low === undefined ? {} : { warnLow: step.warn.low }),
    ...(step.warn?.high === undefined ? {} : { warnHigh: step.warn.high }),
    ...(step.act?.high === undefined ? {} : { actHigh: step.act.high }),
  };
}

/** Whether the step has any band to show. */
export function hasBands(step: NumberStep): boolean {
  return step.act !== undefined || step.warn !== undefined;
}

/** Shape and word of a recorded reading. The tick is allowed here: the entry is durable. */
export function verdictSign(verdict: Verdict): { mark: MarkName; words: string } {
  switch (verdict) {
    case 'ok':
      return { mark: 'done', words: 'Within limits' };
    case 'warn':
      return { mark: 'warn', words: 'In the warn band' };
    case 'act':
      return { mark: 'stop', words: 'In the act band' };
    case 'pass':
      return { mark: 'done', words: 'Passed' };
    case 'fail':
      return { mark: 'stop', words: 'Failed' };
    case 'given':
      return { mark: 'done', words: 'Recorded' };
  }
}
