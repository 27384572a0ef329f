import { ink, sheetSize, styles } from './ink';
import { drawHatch } from './marks';
import type { PdfElement } from './paper';
import type { Sheet } from './sheet';
import { artifact, drawLines, drawOrnaments, element, linesThatFit, newPage, rule, run } from './sheet';
import type { Line, Run } from './text';
import { heightOf, setText } from './text';

export interface Column {
  readonly name: string;
  /** Points, with the gap to the next column. */
  readonly width: number;
}

export type Row =
  | { readonly kind: 'cells'; readonly cells: readonly (readonly Run[])[]; readonly edge?: 'glass' | 'changed' | 'both' }
  | { readonly kind: 'section'; readonly title: string };

export interface TableLook {
  /** Above and below the text of a row. */
  readonly pad: number;
  /** Indent of the first column, where the edge is drawn. */
  readonly indent?: number;
}

const gap = 6;

/**
 * A tagged table at the cursor, of any length: the head and the running section are repeated on each page (there as
 * artifacts, since a reader has them already), and a row taller than what is left goes on over the page.
 */
export function table(sheet: Sheet, columns: readonly Column[], rows: readonly Row[], look: TableLook): void {
  const made = element(sheet, sheet.root, 'Table');
  const xs = columns.map((_, i) => sheetSize.left + columns.slice(0, i).reduce((sum, column) => sum + column.width, 0));
  const left = (i: number): number => (xs[i] ?? sheetSize.left) + (i === 0 ? (look.indent ?? 0) : 0);
  const inner = (i: number): number => {
    const width = (columns[i]?.width ?? 0) - (i === 0 ? (look.indent ?? 0) : 0);
    return i === columns.length - 1 ? width : width - gap;
  };
  const names = columns.map((column, i) => setText(sheet.paper, [run(column.name, styles.columnName)], inner(i)));
  const headHeight = 6 + Math.max(...names.map(heightOf));
  let section: string | undefined;

  const head = (again: boolean): void => {
    const { y } = sheet;
    if (again) {
      artifact(sheet, () => names.forEach((lines, i) => drawLines(sheet, lines, left(i), y + 2)), 'Pagination');
    } else {
      const row = element(sheet, made, 'TR');
      names.forEach((lines, i) => cell(sheet, row, 'TH', lines, left(i), y + 2, { Scope: 'Column' }));
      row.end();
    }
    sheet.y += headHeight;
    rule(sheet, sheet.y);
    if (again && section !== undefined) sectionHead(section, true);
  };
  const sectionHead = (title: string, again: boolean): void => {
    const y = sheet.y + 7.5;
    const lines = setText(sheet.paper, [run(again ? `${title}, continued` : title, styles.tableSection)], sheetSize.contentWidth);
    if (again) {
      artifact(sheet, () => drawLines(sheet, lines, sheetSize.left, y), 'Pagination');
    } else {
      const row = element(sheet, made, 'TR');
      cell(sheet, row, 'TH', lines, sheetSize.left, y, { Scope: 'Row', ColSpan: columns.length });
      row.end();
    }
    sheet.y = y + heightOf(lines) + 2.25;
    rule(sheet, sheet.y, ink.text);
  };
  const turn = (): void => {
    newPage(sheet);
    head(true);
  };

  const set = rows.map((row) =>
    row.kind === 'section' ? undefined : columns.map((_, i) => setText(sheet.paper, row.cells[i] ?? [], inner(i))),
  );
  const heightOfRow = (cells: readonly (readonly Line[])[] | undefined): number =>
    2 * look.pad + Math.max(0, ...(cells ?? []).map(heightOf));
  const least = (index: number): number => Math.min(heightOfRow(set[index]), 120);
  if (sheet.y + headHeight + (rows[0]?.kind === 'section' ? 22 : 0) + least(rows[0]?.kind === 'section' ? 1 : 0) > sheetSize.bottom) {
    newPage(sheet);
  }
  head(false);
  rows.forEach((row, index) => {
    if (row.kind === 'section') {
      section = undefined;
      if (sheet.y + 22 + least(index + 1) > sheetSize.bottom) turn();
      section = row.title;
      sectionHead(row.title, false);
      return;
    }
    const made2 = element(sheet, made, 'TR');
    const tags = columns.map(() => element(sheet, made2, 'TD'));
    let rest: readonly (readonly Line[])[] = set[index] ?? [];
    if (sheet.y + heightOfRow(rest) > sheetSize.bottom && heightOfRow(rest) < 240) turn();
    do {
      const room = sheetSize.bottom - sheet.y - 2 * look.pad;
      const part = rest.map((lines) => linesThatFit(lines, room));
      if (part.every((lines, i) => lines.length === 0 && (rest[i]?.length ?? 0) > 0)) {
        turn();
        continue;
      }
      const { y } = sheet;
      part.forEach((lines, i) => {
        if (lines.length > 0) tags[i]?.add(() => drawLines(sheet, lines, left(i), y + look.pad));
      });
      part.forEach((lines, i) => drawOrnaments(sheet, lines, left(i), y + look.pad));
      sheet.y += 2 * look.pad + Math.max(0, ...part.map(heightOf));
      edge(sheet, row.edge, y, sheet.y - y);
      rest = rest.map((lines, i) => lines.slice(part[i]?.length ?? 0));
      if (rest.some((lines) => lines.length > 0)) turn();
    } while (rest.some((lines) => lines.length > 0));
    made2.end();
    rule(sheet, sheet.y);
  });
  made.end();
}

function cell(
  sheet: Sheet,
  row: PdfElement,
  tag: 'TH' | 'TD',
  lines: readonly Line[],
  x: number,
  y: number,
  attributes: Record<string, unknown>,
): void {
  const made = element(sheet, row, tag);
  made.dictionary.data.A = { O: 'Table', ...attributes };
  made.add(() => drawLines(sheet, lines, x, y));
  made.end();
}

function edge(sheet: Sheet, kind: 'glass' | 'changed' | 'both' | undefined, y: number, height: number): void {
  if (kind === undefined) return;
  artifact(sheet, (doc) => {
    if (kind !== 'changed') drawHatch(doc, sheetSize.left, y, 4.5, height);
    if (kind === 'changed') doc.rect(sheetSize.left, y, 2.25, height).fill(ink.accent);
    if (kind === 'both') doc.rect(sheetSize.left + 5.25, y, 2.25, height).fill(ink.accent);
  });
}
