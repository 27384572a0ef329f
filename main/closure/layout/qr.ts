import { create } from 'qrcode';
import { ink } from './ink';
import type { Sheet } from './sheet';
import { element } from './sheet';

/** Draws a QR code as one path of rectangles, level L (larger squares read better from paper), its upper left corner at x, y, `side` points wide. */
export function drawQr(sheet: Sheet, text: string, x: number, y: number, side: number, alt: string): void {
  const { modules } = create([{ data: new TextEncoder().encode(text), mode: 'byte' }], {
    errorCorrectionLevel: 'L',
  });
  const unit = side / modules.size;
  const figure = element(sheet, sheet.root, 'Figure', { alt });
  figure.dictionary.data.A = { O: 'Layout', Placement: 'Block', BBox: bbox(sheet, x, y, side) };
  figure.add(() => {
    const { doc } = sheet.paper;
    for (let row = 0; row < modules.size; row++) {
      let column = 0;
      while (column < modules.size) {
        let end = column;
        while (end < modules.size && modules.get(row, end)) end++;
        if (end > column) doc.rect(x + column * unit, y + row * unit, (end - column) * unit, unit);
        column = end + 1;
      }
    }
    doc.fill(ink.text);
  });
  figure.end();
}

function bbox(sheet: Sheet, x: number, y: number, side: number): number[] {
  const { height } = sheet.paper.doc.page;
  return [x, height - y - side, x + side, height - y];
}
