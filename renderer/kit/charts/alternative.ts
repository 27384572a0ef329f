import type { BarItem, ControlLines, ControlPoint, RunBand, SparkPoint } from './marks';

/** Bars in one sentence each, the largest first as they stand, then the finding. */
export function barsInWords(label: string, items: readonly BarItem[], finding?: string): string {
  if (items.length === 0) return `${label}: none.`;
  const list = items.map((item) => `${item.label} ${item.value.toLocaleString('en')}`).join(', ');
  return `${label}: ${list}.${finding === undefined ? '' : ` ${finding}.`}`;
}

/** A control chart in words: how many points, mean and limits, every run, every point outside. */
export function controlInWords(
  label: string,
  points: readonly ControlPoint[],
  lines: ControlLines | undefined,
  bands: readonly RunBand[],
): string {
  if (points.length === 0) return `${label}: none.`;
  const first = points[0]?.label ?? '';
  const last = points[points.length - 1]?.label ?? '';
  const outside = points.filter((point) => point.mark === 'outside');
  return [
    `Control chart: ${label}, ${points.length} points from ${first} to ${last}.`,
    lines === undefined
      ? 'No limits yet.'
      : `${lines.mean.words}. ${lines.lower.words}. ${lines.upper.words}.`,
    ...bands.map((band) => `${band.words}.`),
    ...outside.map((point) => `Outside the limits: ${point.name}.`),
  ].join(' ');
}

/** A line in words: its first and last value, and what is marked on it. */
export function sparkInWords(label: string, points: readonly SparkPoint[], marks: readonly string[]): string {
  const known = points.filter((point) => point.value !== null);
  const first = known[0];
  const last = known[known.length - 1];
  if (first === undefined || last === undefined) return `${label}: too few to say.`;
  const span =
    first === last ? `${first.name}.` : `from ${first.name} to ${last.name}, ${points.length} points.`;
  return `${label}: ${span}${marks.length === 0 ? '' : ` Marked: ${marks.join(', ')}.`}`;
}
