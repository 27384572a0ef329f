import { compareDecimals } from '../run/decimal';
import type { NumberStep, Range } from './checklist';

/** What is wrong with the three ranges of a number step, without the step's name before it. */
export type BandFinding = { readonly severity: 'stop' | 'warn'; readonly message: string };

/**
 * Limits hold the act band, the act band holds the warn band, and each is written low to high. An open side of the
 * outer range holds anything; a side that only the outer range has is no fault (there is simply no band there).
 */
export function lintBands(step: NumberStep): BandFinding[] {
  const ranges = [
    { name: 'limits', range: step.limits },
    { name: 'act', range: step.act },
    { name: 'warn', range: step.warn },
  ] as const;
  const findings: BandFinding[] = [];
  for (const { name, range } of ranges) {
    if (range?.low !== undefined && range.high !== undefined && compareDecimals(range.low, range.high) > 0) {
      findings.push({
        severity: 'stop',
        message: `${name} is upside down, ${range.low} is above ${range.high}.`,
      });
    }
  }
  if (findings.length === 0) {
    findings.push(...nested('act', step.act, 'limits', step.limits));
    findings.push(...nested('warn', step.warn, step.act ? 'act' : 'limits', step.act ?? step.limits));
  }
  if ((step.act?.low ?? step.act?.high) !== undefined && step.actCode === undefined)
    findings.push({
      severity: 'stop',
      message: 'a reading in the act band raises no exception. Choose a code.',
    });
  const finest = Math.max(
    0,
    ...ranges.flatMap(({ range }) => [range?.low, range?.high]).map((v) => v?.split('.')[1]?.length ?? 0),
  );
  if (finest > step.decimals) {
    findings.push({
      severity: 'warn',
      message: `a band is written with ${finest} decimals, and the reading takes ${step.decimals}.`,
    });
  }
  return findings;
}

function nested(
  innerName: string,
  inner: Range | undefined,
  outerName: string,
  outer: Range | undefined,
): BandFinding[] {
  const out: BandFinding[] = [];
  const beyond = (side: string, value: string, edge: string) =>
    out.push({
      severity: 'stop',
      message: `${innerName} ${side} ${value} lies outside ${outerName} ${edge}. Put it inside.`,
    });
  for (const side of ['low', 'high'] as const) {
    const value = inner?.[side];
    if (value === undefined) continue;
    if (outer?.low !== undefined && compareDecimals(value, outer.low) < 0) beyond(side, value, outer.low);
    if (outer?.high !== undefined && compareDecimals(value, outer.high) > 0) beyond(side, value, outer.high);
  }
  return out;
}
