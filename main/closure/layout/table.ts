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

/** What is ruled along the left edge of a row. */
export type Edge = 'glass' | 'changed' | 'both';

export type Row =
  | { readonly kind: 'cells'; readonly cells: readonly (readonly Run[])[]; readonly edge?: Edge }
  | { readonly kind: 'section'; readonly title: string };

export interface TableLook {
  /** Above and below the text of a row. */
  readonly pad: number;
  /** Indent of the first column, where the edge is drawn. */
  readonly indent?: number;
}

interface SetColumn {
  readonly x: number;
  readonly width: number;
  readonly name: readonly Line[];
}

/** A table while it is drawn. */
interface OpenTable {
  readonly sheet: Sheet;
  readonly made: PdfElement;
  readonly columns: readonly SetColumn[];
  readonly look: TableLook;
  /** The section that the rows now drawn belong to. */
  section: string | undefined;
}

const gap = 6;
const sectionHeight = 22;
/** A row up to this tall is kept on one page. */
const keptTogether = 240;
/** A taller one starts only where this much of it fits. */
const leastPart = 60;

/**
 * A tagged table at the cursor, of any length: the head and the running section are repeated on each page (there as
 * artifacts, since a reader has them already), and a row taller than what is left goes on over the page.
 */
export function table(sheet: Sheet, columns: readonly Column[], rows: readonly Row[], look: TableLook): void {
  const open: OpenTable = {
    sheet,
    made: element(sheet, sheet.root, 'Table'),
    columns: setColumns(sheet, columns, look.indent ?? 0),
    look,
    section: undefined,
  };
  const set = rows.map((row) => (row.kind === 'cells' ? setCells(open, row.cells) : undefined));
  /** What must fit below the cursor so that the row at this place is not left alone at the foot of a page. */
  const least = (index: number): number => {
    const cells = set[index];
    if (cells !== undefined) return Math.min(rowHeight(open, cells), 120);
    return index < rows.length ? sectionHeight + least(index + 1) : 0;
  };
  if (sheet.y + headHeight(open) + least(0) > sheetSize.bottom) newPage(sheet);
  drawHead(open, false);
  rows.forEach((row, index) => {
    if (row.kind === 'section') {
      open.section = undefined;
      if (sheet.y + least(index) > sheetSize.bottom) turn(open);
      open.section = row.title;
      drawSection(open, row.title, false);
    } else {
      drawRow(open, set[index] ?? [], row.edge);
    }
  });
  open.made.end();
}

function setColumns(sheet: Sheet, columns: readonly Column[], indent: number): SetColumn[] {
  let x: number = sheetSize.left;
  return columns.map((column, i) => {
    const inset = i === 0 ? indent : 0;
    const width = column.width - inset - (i === columns.length - 1 ? 0 : gap);
    const made = {
      x: x + inset,
      width,
      name: setText(sheet.paper, [run(column.name, styles.columnName)], width),
    };
    x += column.width;
    return made;
  });
}

function setCells({ sheet, columns }: OpenTable, cells: readonly (readonly Run[])[]): (readonly Line[])[] {
  return columns.map((column, i) => setText(sheet.paper, cells[i] ?? [], column.width));
}

function headHeight({ columns }: OpenTable): number {
  return 6 + Math.max(...columns.map((column) => heightOf(column.name)));
}

function rowHeight({ look }: OpenTable, cells: readonly (readonly Line[])[]): number {
  return 2 * look.pad + Math.max(0, ...cells.map(heightOf));
}

function turn(open: OpenTable): void {
  newPage(open.sheet);
  drawHead(open, true);
}

function drawHead(open: OpenTable, again: boolean): void {
  const { sheet, made, columns } = open;
  const y = sheet.y + 2;
  if (again) {
    artifact(
      sheet,
      () => {
        for (const column of columns) drawLines(sheet, column.name, column.x, y);
      },
      'Pagination',
    );
  } else {
    const row = element(sheet, made, 'TR');
    for (const column of columns) headCell(sheet, row, column.name, column.x, y, { Scope: 'Column' });
    row.end();
  }
  sheet.y += headHeight(open);
  rule(sheet, sheet.y);
  if (again && open.section !== undefined) drawSection(open, open.section, true);
}

function drawSection({ sheet, made, columns }: OpenTable, title: string, again: boolean): void {
  const text = run(again ? `${title}, continued` : title, styles.tableSection);
  const lines = setText(sheet.paper, [text], sheetSize.contentWidth);
  const y = sheet.y + 7.5;
  if (again) {
    artifact(sheet, () => drawLines(sheet, lines, sheetSize.left, y), 'Pagination');
  } else {
    const row = element(sheet, made, 'TR');
    headCell(sheet, row, lines, sheetSize.left, y, { Scope: 'Row', ColSpan: columns.length });
    row.end();
  }
  sheet.y = y + heightOf(lines) + 2.25;
  rule(sheet, sheet.y, ink.text);
}

function headCell(
  sheet: Sheet,
  row: PdfElement,
  lines: readonly Line[],
  x: number,
  y: number,
  attributes: Record<string, unknown>,
): void {
  const made = element(sheet, row, 'TH');
  made.dictionary.data.A = { O: 'Table', ...attributes };
  made.add(() => drawLines(sheet, lines, x, y));
  made.end();
}

function drawRow(open: OpenTable, set: readonly (readonly Line[])[], edge: Edge | undefined): void {
  const { sheet, made, columns, look } = open;
  const row = element(sheet, made, 'TR');
  const cells = columns.map(() => element(sheet, row, 'TD'));
  const height = rowHeight(open, set);
  const room = sheetSize.bottom - sheet.y;
  if (height > room && (height < keptTogether || room < leastPart)) turn(open);
  let rest = set;
  for (;;) {
    const room = sheetSize.bottom - sheet.y - 2 * look.pad;
    const part = rest.map((lines) => linesThatFit(lines, room));
    const over = rest.map((lines, i) => lines.slice(part[i]?.length ?? 0));
    const more = over.some((lines) => lines.length > 0);
    if (!more || part.some((lines) => heightOf(lines) > 0)) {
      drawPart(open, cells, part, edge);
      rest = over;
    }
    if (!more) break;
    turn(open);
  }
  row.end();
  rule(sheet, sheet.y);
}

/** The lines of a row that stand on this page. */
function drawPart(
  open: OpenTable,
  cells: readonly PdfElement[],
  part: readonly (readonly Line[])[],
  edge: Edge | undefined,
): void {
  const { sheet, columns, look } = open;
  const top = sheet.y;
  const y = top + look.pad;
  part.forEach((lines, i) => {
    const x = columns[i]?.x ?? sheetSize.left;
    if (heightOf(lines) > 0) cells[i]?.add(() => drawLines(sheet, lines, x, y));
  });
  part.forEach((lines, i) => {
    drawOrnaments(sheet, lines, columns[i]?.x ?? sheetSize.left, y);
  });
  sheet.y = top + rowHeight(open, part);
  if (edge !== undefined) drawEdge(sheet, edge, top, sheet.y - top);
}

function drawEdge(sheet: Sheet, edge: Edge, y: number, height: number): void {
  artifact(sheet, (doc) => {
    if (edge !== 'changed') drawHatch(doc, sheetSize.left, y, 4.5, height);
    if (edge === 'changed') doc.rect(sheetSize.left, y, 2.25, height).fill(ink.accent);
    if (edge === 'both') doc.rect(sheetSize.left + 5.25, y, 2.25, height).fill(ink.accent);
  });
}
