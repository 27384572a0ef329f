import type { JsonValue } from '../proof/canonical';
import { canonicalBytes } from '../proof/canonical';
import { drawAcceptance, drawExceptions, drawGates, drawReviews } from './details';
import { drawEvidence } from './evidence';
import { loadFaces } from './layout/faces';
import { sheetSize, styles } from './layout/ink';
import type { Paper } from './layout/paper';
import { newPaper } from './layout/paper';
import type { Sheet } from './layout/sheet';
import { artifact, drawLines, newSheet, paragraph, run } from './layout/sheet';
import type { Run } from './layout/text';
import { setLine } from './layout/text';
import { drawDeviations, drawErasures, drawSignatures } from './outcomes';
import type { ClosureRecord, EvidenceBytes } from './record';
import type { SignaturePlace } from './signaturePlace';
import { reserveSignature } from './signaturePlace';
import { drawSteps } from './steps';
import { drawCheck, drawSummary } from './summary';
import { grouped } from './words';

export interface RenderInput {
  readonly record: ClosureRecord;
  readonly evidence: EvidenceBytes;
  /** The app's resources folder: `fonts/`, `sRGB.icc`. */
  readonly resources: string;
  /** Leave a place for a signature; without it the document is a plain PDF/A-3. */
  readonly signature?: SignaturePlace;
}

/**
 * The closure as PDF/A-3a with the record embedded as `closure.json`. The same input gives the same bytes. Throws only
 * on a record that is not one; evidence that cannot be shown is named in its place.
 */
export async function renderClosure({
  record,
  evidence,
  resources,
  signature,
}: RenderInput): Promise<Uint8Array> {
  const paper = newPaper(loadFaces(resources), {
    title: `${record.number} · ${record.workOrder.number}, ${record.workOrder.title}`,
    author: record.site.name,
    subject: `Closure record, closure_evidence_id ${record.closure_evidence_id}`,
    creator: record.app,
    at: new Date(record.closedAt),
  });
  const sheet = newSheet(paper);
  drawSummary(sheet, record);
  drawDeviations(sheet, record);
  drawErasures(sheet, record);
  drawSignatures(sheet, record);
  const checked = drawCheck(sheet, record, 'this-page');
  drawSteps(sheet, record);
  drawEvidence(sheet, record, evidence);
  drawExceptions(sheet, record);
  drawGates(sheet, record);
  drawReviews(sheet, record);
  drawAcceptance(sheet, record);
  drawMissingNote(sheet);
  if (!checked) drawCheck(sheet, record, 'any-page');
  sheet.root.end();
  drawHeadsAndFeet(sheet, record);
  embedRecord(paper, record);
  if (signature !== undefined) reserveSignature(paper, signature);
  return paper.finish();
}

/** Says so where a text holds characters that cannot be printed here. */
function drawMissingNote(sheet: Sheet): void {
  if (sheet.paper.missing.size === 0) return;
  const text =
    'Characters that the fonts of this document lack stand as \uFFFD. Copying the text gives them, and the embedded record holds them.';
  paragraph(sheet, [run(text, styles.note)], { after: 12 });
}

/** What is embedded: the record in canonical JSON (RFC 8785). */
export function recordBytes(record: ClosureRecord): Uint8Array {
  return canonicalBytes(record as unknown as JsonValue);
}

function embedRecord({ doc }: Paper, record: ClosureRecord): void {
  const at = new Date(record.closedAt);
  doc.file(Buffer.from(recordBytes(record)), {
    name: 'closure.json',
    type: 'application/json',
    description: `The record this document shows, in canonical JSON (RFC 8785)`,
    relationship: 'Source',
    creationDate: at,
    modifiedDate: at,
  } as PDFKit.Mixins.PDFAttachmentOptions);
}

function drawHeadsAndFeet(sheet: Sheet, record: ClosureRecord): void {
  const { doc } = sheet.paper;
  const { count } = doc.bufferedPageRange();
  const { site, station, workOrder, checkpoint } = record;
  const device = station.name;
  const place = station.place === undefined ? `, station ${device}` : `, ${station.place}`;
  const first: Run[] = [run(site.name, styles.noteStrong), run(place, styles.note)];
  const later: Run[] = [run(workOrder.number, styles.noteStrong), run(`, ${workOrder.title}`, styles.note)];
  const right = setLine(
    sheet.paper,
    [run('Closure record ', styles.note), run(record.number, styles.noteMono)],
    200,
  );
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    const left = setLine(sheet.paper, page === 0 ? first : later, sheetSize.contentWidth - right.width - 24);
    const foot = (text: string) => setLine(sheet.paper, [run(text, styles.foot)], sheetSize.contentWidth / 2);
    const middle = foot(`${record.number} · checkpoint ${device} ${grouped(checkpoint.size)}`);
    const number = foot(`Page ${page + 1} of ${count}`);
    artifact(
      sheet,
      () => {
        drawLines(sheet, [left], sheetSize.left, sheetSize.headTop);
        drawLines(sheet, [right], sheetSize.right - right.width, sheetSize.headTop);
        drawLines(sheet, [foot(workOrder.number)], sheetSize.left, sheetSize.footTop);
        drawLines(
          sheet,
          [middle],
          sheetSize.left + (sheetSize.contentWidth - middle.width) / 2,
          sheetSize.footTop,
        );
        drawLines(sheet, [number], sheetSize.right - number.width, sheetSize.footTop);
      },
      'Pagination',
    );
  }
}
