import { type Delimiter, delimiters } from '../../domain/history/history';

type Shape = {
  /** Cells of each of the first rows. */
  readonly widths: readonly number[];
  /** A closing quotation mark is followed by something else than a delimiter or the end of the row: it is not this one. */
  readonly isTorn: boolean;
};

/** The first rows of a text as one delimiter cuts them; what stands between quotation marks is one cell. */
function shapeOf(text: string, delimiter: Delimiter): Shape {
  const widths: number[] = [];
  let cells = 1;
  let at: 'begin' | 'inside' | 'quoted' | 'closed' = 'begin';
  let isTorn = false;
  for (const letter of text) {
    if (at === 'quoted') {
      if (letter === '"') at = 'closed';
      continue;
    }
    if (letter === '"' && (at === 'begin' || at === 'closed')) at = 'quoted';
    else if (letter === delimiter) {
      cells += 1;
      at = 'begin';
    } else if (letter === '\n' || letter === '\r') {
      if (cells > 1 || at !== 'begin') widths.push(cells);
      if (widths.length === 50) break;
      cells = 1;
      at = 'begin';
    } else {
      isTorn ||= at === 'closed';
      at = 'inside';
    }
  }
  // The last row may be cut; of a text with one row, it is all there is.
  return { widths: widths.length === 0 ? [cells] : widths, isTorn };
}

/**
 * The delimiter of a table, told from its beginning: the one that tears no quoted value and gives most rows the width of
 * the header, then the widest. @returns undefined where none gives two columns.
 */
export function delimiterOf(text: string): Delimiter | undefined {
  const scored = delimiters.map((delimiter) => {
    const { widths, isTorn } = shapeOf(text, delimiter);
    const header = widths[0] ?? 1;
    const same = widths.filter((width) => width === header).length / widths.length;
    const fit = Math.round(same * 10) * 1000 + Math.min(header, 999);
    return { delimiter, header, score: header === 1 ? 0 : isTorn ? fit / 1_000_000 : fit };
  });
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0];
  return best !== undefined && best.header > 1 ? best.delimiter : undefined;
}
