import type { Colour } from './ink';
import { ink } from './ink';

/** Shapes that carry a status together with their word; the same as on screen. */
export type MarkName = 'done' | 'stop' | 'glass' | 'changed';

interface Mark {
  readonly colour: Colour;
  /** Side of the square the paths are drawn in. */
  readonly box: number;
  readonly fill?: string;
  readonly stroke: string;
  readonly strokeColour: Colour;
  readonly strokeWidth: number;
}

const marks: Readonly<Record<MarkName, Mark>> = {
  done: {
    colour: ink.ok,
    box: 20,
    fill: 'M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z',
    stroke: 'M5.8 10.3l2.9 2.9 5.6-6',
    strokeColour: ink.white,
    strokeWidth: 2.2,
  },
  stop: {
    colour: ink.stop,
    box: 20,
    fill: 'M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z',
    stroke: 'M5.5 10h9',
    strokeColour: ink.white,
    strokeWidth: 2.6,
  },
  glass: {
    colour: ink.glass,
    box: 20,
    fill: 'M10 .6L19.4 10 10 19.4.6 10z',
    stroke: 'M10.8 4.5L8.3 9.3l3.6 1.3-2.5 4.9',
    strokeColour: ink.white,
    strokeWidth: 1.9,
  },
  changed: {
    colour: ink.accent,
    box: 24,
    stroke:
      'M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497zM15 5l4 4',
    strokeColour: ink.accent,
    strokeWidth: 2,
  },
};

/** Draws a mark with its upper left corner at x, y. */
export function drawMark(doc: PDFKit.PDFDocument, name: MarkName, x: number, y: number, size: number): void {
  const mark = marks[name];
  doc
    .save()
    .translate(x, y)
    .scale(size / mark.box);
  if (mark.fill !== undefined) doc.path(mark.fill).fill(mark.colour);
  doc
    .lineWidth(mark.strokeWidth)
    .lineCap('round')
    .lineJoin('round')
    .path(mark.stroke)
    .stroke(mark.strokeColour);
  doc.restore();
}

/** The 45° hatching along everything done under break-glass. Its phase is that of the page, so that rows join. */
export function drawHatch(
  doc: PDFKit.PDFDocument,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const period = 4.24;
  doc.save().rect(x, y, width, height).clip();
  doc.lineWidth(1.13).lineCap('butt');
  const first = Math.floor((x + y) / period) * period;
  for (let sum = first; sum < x + width + y + height + period; sum += period) {
    doc.moveTo(sum - y + 1, y - 1).lineTo(sum - (y + height) - 1, y + height + 1);
  }
  doc.stroke(ink.glass).restore();
}
