import { createHash } from 'node:crypto';
import { heading } from './heading';
import { checkImage } from './images';
import { ink, sheetSize, styles } from './layout/ink';
import type { PdfElement } from './layout/paper';
import type { Sheet } from './layout/sheet';
import { artifact, drawLines, element, newPage, place, run } from './layout/sheet';
import type { Row } from './layout/table';
import { table } from './layout/table';
import type { Line } from './layout/text';
import { heightOf, setText } from './layout/text';
import type { ClosedEvidence, ClosureRecord, EvidenceBytes } from './record';
import { counted, fileSize, timeNear } from './words';

interface Picture {
  readonly file: ClosedEvidence;
  readonly bytes: Uint8Array | undefined;
  readonly size: { readonly width: number; readonly height: number };
  /** Why it is not shown. */
  readonly reason: string | undefined;
  readonly caption: readonly Line[];
}

const columns = 4;
const gap = 9;
const cellWidth = (sheetSize.contentWidth - (columns - 1) * gap) / columns;
const boxHeight = cellWidth * 0.75;

/** Pictures four a row, then the other files, each with what it shows and its SHA-256 in full. */
export function drawEvidence(sheet: Sheet, record: ClosureRecord, bytesOf: EvidenceBytes): void {
  if (record.evidence.length === 0) return;
  const isPicture = ({ mime }: ClosedEvidence): boolean => mime.startsWith('image/');
  const pictures = record.evidence.filter(isPicture);
  const others = record.evidence.filter((file) => !isPicture(file));
  const aside = `${counted(record.evidence.length, 'file')}, each named by its SHA-256`;
  heading(sheet, 'Evidence', aside);
  sheet.y += 1.5;
  for (let i = 0; i < pictures.length; i += columns) {
    drawRow(
      sheet,
      pictures.slice(i, i + columns).map((file) => preparePicture(sheet, record, file, bytesOf)),
    );
  }
  if (others.length > 0) drawFiles(sheet, record, others);
  sheet.y += 8;
}

function preparePicture(
  sheet: Sheet,
  record: ClosureRecord,
  file: ClosedEvidence,
  bytesOf: EvidenceBytes,
): Picture {
  const bytes = bytesOf(file.sha256);
  const caption = setText(
    sheet.paper,
    [
      run(`${file.label}, ${file.step}, ${file.caption}\n`, styles.caption),
      run(`${whoWhen(record, file)}\n`, styles.captionFaint),
      run(file.sha256, styles.hash),
    ],
    cellWidth,
  );
  const shown = judge(file, bytes);
  return typeof shown === 'string'
    ? { file, bytes: undefined, size: { width: 4, height: 3 }, reason: shown, caption }
    : { file, bytes, size: shown, reason: undefined, caption };
}

/** The bytes are hashed again here: what is shown is what the entry named. */
function judge(
  file: ClosedEvidence,
  bytes: Uint8Array | undefined,
): { width: number; height: number } | string {
  if (bytes === undefined) return 'the file is not on this device';
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    return 'the file is not the one that was recorded';
  const checked = checkImage(bytes);
  return checked.ok ? checked : checked.reason;
}

function whoWhen(record: ClosureRecord, file: ClosedEvidence): string {
  return `${file.by}, ${timeNear(file.at, record.run.startedAt, record.zone)}, ${fileSize(file.size)}`;
}

function drawRow(sheet: Sheet, pictures: readonly Picture[]): void {
  const height = boxHeight + 3 + Math.max(...pictures.map(({ caption }) => heightOf(caption)));
  if (sheet.y + height > sheetSize.bottom) newPage(sheet);
  const { y } = sheet;
  pictures.forEach((picture, i) => {
    const x = sheetSize.left + i * (cellWidth + gap);
    if (picture.bytes === undefined) drawMissing(sheet, picture, x, y);
    else if (!drawPicture(sheet, picture, picture.bytes, x, y)) {
      drawMissing(sheet, { ...picture, reason: 'the picture is damaged' }, x, y);
    }
    place(sheet, 'Caption', picture.caption, x, y + boxHeight + 3);
  });
  sheet.y = y + height + 10;
}

/** The whole picture, never cropped, on a ground that shows where it ends. False if the PDF writer refuses it. */
function drawPicture(
  sheet: Sheet,
  { file, size }: Picture,
  bytes: Uint8Array,
  x: number,
  y: number,
): boolean {
  const { doc } = sheet.paper;
  let image: PDFKit.Mixins.ImageSrc;
  try {
    image = (doc as unknown as { openImage(src: Uint8Array): PDFKit.Mixins.ImageSrc }).openImage(bytes);
  } catch {
    return false;
  }
  artifact(sheet, () => doc.rect(x, y, cellWidth, boxHeight).fill(ink.paper));
  const figure = figureAt(
    sheet,
    x,
    y,
    `${file.label}, ${file.step}: ${file.caption}. ${size.width} by ${size.height} pixels`,
  );
  figure.add(() =>
    doc.image(image, x, y, { fit: [cellWidth, boxHeight], align: 'center', valign: 'center' }),
  );
  figure.end();
  return true;
}

function drawMissing(sheet: Sheet, { file, reason }: Picture, x: number, y: number): void {
  artifact(sheet, (doc) =>
    doc
      .lineWidth(0.75)
      .rect(x + 0.4, y + 0.4, cellWidth - 0.8, boxHeight - 0.8)
      .stroke(ink.line),
  );
  const text = `Not shown: ${reason}. It is named here by its SHA-256.`;
  const lines = setText(
    sheet.paper,
    [run(`${text}\n`, styles.caption), run(file.mime, { ...styles.hash, size: 6.5 })],
    cellWidth - 18,
  );
  const figure = figureAt(sheet, x, y, `${file.label}: ${text}`);
  figure.add(() => drawLines(sheet, lines, x + 9, y + (boxHeight - heightOf(lines)) / 2));
  figure.end();
}

function figureAt(sheet: Sheet, x: number, y: number, alt: string): PdfElement {
  const figure = element(sheet, sheet.root, 'Figure', { alt });
  const { height } = sheet.paper.doc.page;
  figure.dictionary.data.A = {
    O: 'Layout',
    Placement: 'Block',
    BBox: [x, height - y - boxHeight, x + cellWidth, height - y],
  };
  return figure;
}

function drawFiles(sheet: Sheet, record: ClosureRecord, files: readonly ClosedEvidence[]): void {
  const names = [
    { name: 'File', width: 60 },
    { name: 'What it is', width: 245 },
    { name: 'By, when, size', width: 194.28 },
  ];
  const rows = files.map(
    (file): Row => ({
      kind: 'cells',
      cells: [
        [run(file.label, styles.cellMedium)],
        [run(`${file.step}, ${file.caption}\n`, styles.cell), run(file.sha256, styles.hash)],
        [run(`${whoWhen(record, file)}\n`, styles.cellQuiet), run(file.mime, styles.hash)],
      ],
    }),
  );
  table(sheet, names, rows, { pad: 3 });
  sheet.y += 10;
}
