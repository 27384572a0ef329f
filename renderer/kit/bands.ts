/** Which part of the scale a reading lies in. `below` and `above` are as seen from the target. */
export type Zone = 'actBelow' | 'warnBelow' | 'target' | 'warnAbove' | 'actAbove';

/** Limits as written on the checklist, "11.00" or 11. Each may be absent; a pair that is absent on one side makes the scale one-sided. */
export interface BandLimits {
  actLow?: string | number;
  warnLow?: string | number;
  warnHigh?: string | number;
  actHigh?: string | number;
}

export interface ScalePart {
  zone: Zone;
  /** Left and right edge, 0 to 1 of the width. */
  from: number;
  to: number;
  /** The limits at its edges as numbers; absent where the scale is open. */
  low: number | undefined;
  high: number | undefined;
}

export interface Scale {
  parts: readonly ScalePart[];
  /** The limits between the parts, left to right, as written. */
  limits: readonly { at: number; text: string }[];
}

/** The number in a text as entered, with a point or a comma; undefined when it is none. */
export function numberOf(text: string | number | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'number') return Number.isFinite(text) ? text : undefined;
  const plain = text.trim().replace('−', '-').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/u.test(plain)) return undefined;
  return Number(plain);
}

/** Parts of equal width, so that no label meets another; inside a part the position is linear. */
export function scaleOf(limits: BandLimits): Scale {
  const edges: { value: number; text: string }[] = [];
  const zones: Zone[] = ['target'];
  const below = [
    { limit: limits.warnLow, zone: 'warnBelow' as const },
    { limit: limits.actLow, zone: 'actBelow' as const },
  ];
  const above = [
    { limit: limits.warnHigh, zone: 'warnAbove' as const },
    { limit: limits.actHigh, zone: 'actAbove' as const },
  ];
  for (const { limit, zone } of below) {
    const value = numberOf(limit);
    if (value === undefined) continue;
    zones.unshift(zone);
    edges.unshift({ value, text: String(limit) });
  }
  for (const { limit, zone } of above) {
    const value = numberOf(limit);
    if (value === undefined) continue;
    zones.push(zone);
    edges.push({ value, text: String(limit) });
  }
  const step = 1 / zones.length;
  return {
    parts: zones.map((zone, index) => ({
      zone,
      from: index * step,
      to: (index + 1) * step,
      low: edges[index - 1]?.value,
      high: edges[index]?.value,
    })),
    limits: edges.map((edge, index) => ({ at: (index + 1) * step, text: edge.text })),
  };
}

export interface Place {
  zone: Zone;
  /** 0 to 1 of the width. Beyond the ends of an open part it stays just inside. */
  at: number;
}

/** Where a reading stands on a scale. A reading on a limit belongs to the part nearer to the target. */
export function placeOf(scale: Scale, reading: number): Place | undefined {
  const target = scale.parts.findIndex((part) => part.zone === 'target');
  const index = scale.parts.findIndex((part, i) => {
    const low = part.low ?? Number.NEGATIVE_INFINITY;
    const high = part.high ?? Number.POSITIVE_INFINITY;
    if (i < target) return reading >= low && reading < high;
    if (i > target) return reading > low && reading <= high;
    return reading >= low && reading <= high;
  });
  const part = scale.parts[index];
  if (part === undefined) return undefined;
  const span = part.to - part.from;
  const reach = reachOf(scale, part);
  if (part.low !== undefined && part.high !== undefined) {
    const share = part.high === part.low ? 0.5 : (reading - part.low) / (part.high - part.low);
    return { zone: part.zone, at: part.from + span * share };
  }
  if (part.low !== undefined)
    return { zone: part.zone, at: part.from + span * Math.min(0.96, (reading - part.low) / reach) };
  if (part.high !== undefined)
    return { zone: part.zone, at: part.to - span * Math.min(0.96, (part.high - reading) / reach) };
  return { zone: part.zone, at: part.from + span / 2 };
}

/** How many units an open part shows: as many as the nearest closed one, else a tenth of its limit. */
function reachOf(scale: Scale, part: ScalePart): number {
  for (const other of scale.parts) {
    if (other.low !== undefined && other.high !== undefined && other.high > other.low)
      return other.high - other.low;
  }
  const limit = Math.abs(part.low ?? part.high ?? 1);
  return limit === 0 ? 1 : limit / 10;
}
