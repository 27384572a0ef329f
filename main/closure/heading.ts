import type { Style } from './layout/ink';
import { sheetSize, styles } from './layout/ink';
import type { Sheet } from './layout/sheet';
import { ensure, paragraph, place, run } from './layout/sheet';
import { setText } from './layout/text';

/** A heading with a remark at the right edge, and room below it for the first rows. */
export function heading(sheet: Sheet, text: string, aside?: string, style: Style = styles.heading): void {
  ensure(sheet, 76);
  const { y } = sheet;
  if (aside !== undefined) {
    const lines = setText(sheet.paper, [run(aside, styles.aside)], 300);
    const width = Math.max(...lines.map((line) => line.width));
    paragraph(sheet, [run(text, style)], { tag: 'H2', width: sheetSize.contentWidth - width - 12 });
    place(sheet, 'P', lines.slice(0, 1), sheetSize.right - width, y + (style.leading - 15));
  } else {
    paragraph(sheet, [run(text, style)], { tag: 'H2' });
  }
  sheet.y += 3;
}
