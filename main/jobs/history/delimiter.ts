import { type Delimiter, delimiters } from '../../domain/history/history';

/** Cells of each of the first whole rows of a text, for one delimiter; what stands between quotation marks is one cell. */
function widths(text: string, delimiter: Delimiter): number[] {
  const rows: number[] = [];
  let cells = 1;
  let quoted = false;
  let begin = true;
  for (const letter of text) {
    if (quoted) {
      if (letter === '"') quoted = false;
      begin = false;
    } else if (letter === '"' && begin) {
      quoted = true;
      begin = false;
    } else if (letter === delimiter) {
      cells += 1;
      begin = true;
    } else if (letter === '\n' || letter === '\r') {
      if (cells > 1 || !begin) rows.push(cells);
      if (rows.length === 50) return rows;
      cells = 1;
      begin = true;
    } else begin = false;
  }
  // The last row may be cut; of a text with one row, it is all there is.
  if (rows.length === 0) rows.push(cells);
  return rows;
}

/**
 * The delimiter of a table, told from its beginning: the one that gives most rows the width of the header, then the widest.
 * @returns undefined where none gives two columns.
 */
export function delimiterOf(text: string): Delimiter | undefined {
  const scored = delimiters.map((delimiter) => {
    const rows = widths(text, delimiter);
    const header = rows[0] ?? 1;
    const same = rows.filter((width) => width === header).length / rows.length;
    return {
      delimiter,
      header,
      score: header > 1 ? Math.round(same * 10) * 1000 + Math.min(header, 999) : 0,
    };
  });
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0];
  return best !== undefined && best.header > 1 ? best.delimiter : undefined;
}
