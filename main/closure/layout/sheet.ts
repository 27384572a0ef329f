import type { Colour, Style } from './ink';
import { ink, sheetSize } from './ink';
import { drawMark } from './marks';
import type { Paper, PdfElement } from './paper';
import type { Line, Piece, Run } from './text';
import { heightOf, setText } from './text';

/** Types of PDF 1.7, 14.8.4, that are used here. */
export type Tag =
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'Span'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'
  | 'Caption'
  | 'Sect';

/** A place to write on: the pages, where the next thing goes, and the structure it becomes a part of. */
export interface Sheet {
  readonly paper: Paper;
  readonly root: PdfElement;
  y: number;
}

export function newSheet(paper: Paper): Sheet {
  const root = paper.doc.struct('Document') as unknown as PdfElement;
  paper.doc.addStructure(root as never);
  return { paper, root, y: sheetSize.firstTop };
}

/** Adds an element; content is drawn by adding functions to it. The caller ends it. */
export function element(
  sheet: Sheet,
  parent: PdfElement,
  tag: Tag,
  options: { alt?: string } = {},
): PdfElement {
  const made = sheet.paper.doc.struct(tag, options) as unknown as PdfElement;
  parent.add(made);
  return made;
}

/** What is not part of the text: rules, tints, running heads. Never inside a function given to an element. */
export function artifact(
  sheet: Sheet,
  draw: (doc: PDFKit.PDFDocument) => void,
  type: 'Layout' | 'Pagination' = 'Layout',
): void {
  const { doc } = sheet.paper;
  doc.markContent('Artifact', { type });
  draw(doc);
  doc.endMarkedContent();
}

export function newPage(sheet: Sheet): void {
  sheet.paper.doc.addPage();
  sheet.y = sheetSize.top;
}

/** Goes to a new page unless `height` points are left on this one. True if it did. */
export function ensure(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= sheetSize.bottom || sheet.y <= sheetSize.top) return false;
  newPage(sheet);
  return true;
}

export function rule(
  sheet: Sheet,
  y: number,
  colour: Colour = ink.line,
  width = 0.75,
  left: number = sheetSize.left,
): void {
  artifact(sheet, (doc) => doc.lineWidth(width).moveTo(left, y).lineTo(sheetSize.right, y).stroke(colour));
}

/** Draws set lines with their top at y. Runs inside a function given to an element. */
export function drawLines(sheet: Sheet, lines: readonly Line[], x: number, y: number): void {
  let top = y;
  for (const line of lines) {
    for (const piece of line.pieces) drawPiece(sheet, piece, x, baselineOf(line, top));
    top += line.leading;
  }
}

/** Marks and strikes belong to the words beside them and say nothing of their own: artifacts, drawn after the text. */
export function drawOrnaments(sheet: Sheet, lines: readonly Line[], x: number, y: number): void {
  const ornaments: (() => void)[] = [];
  const { doc } = sheet.paper;
  let top = y;
  for (const line of lines) {
    const baseline = baselineOf(line, top);
    for (const { mark, struck, style, width, x: at } of line.pieces) {
      if (mark !== undefined) ornaments.push(() => drawMark(doc, mark, x + at, baseline - 8.1, 9.75));
      if (struck) {
        const middle = baseline - style.size * 0.28;
        ornaments.push(() =>
          doc
            .lineWidth(0.6)
            .moveTo(x + at, middle)
            .lineTo(x + at + width, middle)
            .stroke(style.colour),
        );
      }
    }
    top += line.leading;
  }
  if (ornaments.length > 0) {
    artifact(sheet, () => {
      for (const draw of ornaments) draw();
    });
  }
}

/** A paragraph or heading at the cursor; moves the cursor below it. Long ones continue on the next page. */
export function paragraph(
  sheet: Sheet,
  runs: readonly Run[],
  options: { tag?: Tag; parent?: PdfElement; x?: number; width?: number; after?: number } = {},
): void {
  const x = options.x ?? sheetSize.left;
  const lines = setText(sheet.paper, runs, options.width ?? sheetSize.right - x);
  const made = element(sheet, options.parent ?? sheet.root, options.tag ?? 'P');
  let rest: readonly Line[] = lines;
  while (rest.length > 0) {
    const part = linesThatFit(rest, sheetSize.bottom - sheet.y);
    if (part.length === 0 && sheet.y > sheetSize.top) {
      newPage(sheet);
      continue;
    }
    const now = part.length === 0 ? rest.slice(0, 1) : part;
    const { y } = sheet;
    made.add(() => drawLines(sheet, now, x, y));
    drawOrnaments(sheet, now, x, y);
    sheet.y += heightOf(now);
    rest = rest.slice(now.length);
  }
  made.end();
  sheet.y += options.after ?? 0;
}

/** Text at a fixed place, in an element of its own. */
export function place(
  sheet: Sheet,
  tag: Tag,
  lines: readonly Line[],
  x: number,
  y: number,
  parent = sheet.root,
): void {
  const made = element(sheet, parent, tag);
  made.add(() => drawLines(sheet, lines, x, y));
  made.end();
  drawOrnaments(sheet, lines, x, y);
}

export function linesThatFit(lines: readonly Line[], height: number): readonly Line[] {
  let left = height;
  const count = lines.findIndex((line) => {
    left -= line.leading;
    return left < -0.01;
  });
  return count < 0 ? lines : lines.slice(0, count);
}

export function run(text: string, style: Style): Run {
  return { text, style };
}

/** Plex Sans: ascent 1.025, descent 0.275 of the size; the text is centred in its line. */
function baselineOf(line: Line, top: number): number {
  const size = line.pieces.reduce((most, { style }) => Math.max(most, style.beside ?? style.size), 0);
  return top + (line.leading - 1.3 * size) / 2 + 1.025 * size;
}

function drawPiece(sheet: Sheet, piece: Piece, x: number, baseline: number): void {
  if (piece.text === '') return;
  const { doc } = sheet.paper;
  const { style } = piece;
  // Both are read out and copied as what they stand for.
  const actual = piece.instead ?? (piece.struck ? `[was ${piece.text}]` : undefined);
  if (actual !== undefined) doc.markContent('Span', { actual });
  doc.font(piece.face, style.size).fillColor(style.colour);
  doc.text(piece.text, x + piece.x, baseline, {
    lineBreak: false,
    baseline: 'alphabetic',
    characterSpacing: style.spacing ?? 0,
  });
  if (actual !== undefined) doc.endMarkedContent();
}
