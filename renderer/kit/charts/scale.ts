/**
 * Round numbers from 0 to at least `high`, steps of 1, 2 or 5 times a power of ten, about `wanted` of them. `isWhole` keeps the
 * steps whole, for counts. `high` under 0 or not finite counts as 0; the answer always has at least two ticks.
 */
export function niceTicks(high: number, wanted = 4, isWhole = false): readonly number[] {
  const top = Number.isFinite(high) && high > 0 ? high : 1;
  const rough = top / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const found = [1, 2, 5, 10].map((n) => n * power).find((size) => size >= rough * 0.999) ?? rough;
  const step = isWhole ? Math.max(1, Math.ceil(found)) : found;
  const steps = Math.max(1, Math.ceil(top / step - 1e-9));
  return Array.from({ length: steps + 1 }, (_, n) => Number((n * step).toPrecision(12)));
}

/** Which of `count` places carry a label when `most` fit: the first, then evenly, and the last one, never two side by side at the end. */
export function labelled(count: number, most: number): readonly number[] {
  if (count <= 0) return [];
  const room = Math.max(1, Math.floor(most));
  if (count <= room) return Array.from({ length: count }, (_, n) => n);
  if (room === 1) return [count - 1];
  const every = Math.ceil((count - 1) / (room - 1));
  const places: number[] = [];
  for (let n = 0; n <= count - 1 - every * 0.75; n += every) places.push(n);
  places.push(count - 1);
  return places;
}

/** A share in whole per cent that never says none or all when it is not: "0%", "under 1%", "73%", "over 99%". */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '0%';
  const share = (100 * part) / whole;
  if (part > 0 && share < 1) return 'under 1%';
  if (part < whole && share > 99) return 'over 99%';
  return `${Math.round(share)}%`;
}

/** How many of the leading values make `share` of `total` together; 0 when they never do or there is no total. */
export function leading(values: readonly number[], total: number, share = 2 / 3): number {
  if (total <= 0) return 0;
  let sum = 0;
  for (const [index, value] of values.entries()) {
    sum += value;
    if (sum >= share * total) return index + 1;
  }
  return 0;
}

/** Places moved apart until neighbours are `least` apart, in their order, within `low` and `high` where there is room. */
export function apart(
  places: readonly number[],
  least: number,
  low: number,
  high: number,
): readonly number[] {
  const order = places.map((place, index) => ({ place, index })).toSorted((a, b) => a.place - b.place);
  let floor = low;
  for (const one of order) {
    one.place = Math.max(one.place, floor);
    floor = one.place + least;
  }
  let ceiling = high;
  for (const one of order.toReversed()) {
    one.place = Math.min(one.place, ceiling);
    ceiling = one.place - least;
  }
  const moved: number[] = [];
  for (const one of order) moved[one.index] = one.place;
  return moved;
}

/** px that a letter takes at 12 px type, on the average of names and codes. */
const perLetter = 5.9;

/** Text cut to about `width` px at 12 px type, with an ellipsis; whole when it fits. */
export function cut(text: string, width: number): string {
  const most = Math.max(1, Math.floor(width / perLetter));
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

/** Text in at most two lines of about `width` px each, broken between words before neighbours would touch; what does not fit is cut. */
export function twoLines(text: string, width: number): readonly string[] {
  const most = Math.max(1, Math.floor((width - 8) / perLetter));
  if (text.length <= most) return [text];
  const at = text.lastIndexOf(' ', most);
  return at <= 0 ? [cut(text, width)] : [text.slice(0, at), cut(text.slice(at + 1), width)];
}
