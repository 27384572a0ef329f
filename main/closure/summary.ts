import { ink, sheetSize, styles } from './layout/ink';
import { drawMark } from './layout/marks';
import { drawQr } from './layout/qr';
import type { Sheet } from './layout/sheet';
import { artifact, element, ensure, paragraph, place, rule, run } from './layout/sheet';
import type { Run } from './layout/text';
import { heightOf, setText } from './layout/text';
import type { ClosureRecord } from './record';
import { dayTime, duration, longTime, zoneName } from './words';

/** Page 1 down to the signatures: what was done, how it went, in a minute of reading. */
export function drawSummary(sheet: Sheet, record: ClosureRecord): void {
  const { workOrder, run: closed, checklist } = record;
  paragraph(sheet, [run(workOrder.title, styles.title)], { tag: 'H1', after: 3 });
  paragraph(sheet, [
    run('Work order ', styles.subtitle),
    run(workOrder.number, { ...styles.subtitle, face: 'semibold', colour: ink.text }),
    run(`, run ${closed.number} · ${checklist.name}, version ${checklist.version}`, styles.subtitle),
  ]);
  sheet.y += 15;
  drawResult(sheet, record);
  drawFacts(sheet, record);
  drawParticulars(sheet, record);
}

function drawResult(sheet: Sheet, record: ClosureRecord): void {
  const x = sheetSize.left + 42;
  const width = sheetSize.right - 12 - x;
  const ended =
    record.result.verdict === 'complete'
      ? 'with evidence complete'
      : 'with evidence complete and actions open';
  const when = `${longTime(record.closedAt, record.zone)} (${zoneName(record.zone)})`;
  const heading = setText(sheet.paper, [run(`Closed ${when}, ${ended}`, styles.result)], width);
  const sentences = setText(sheet.paper, [run(record.result.summary, styles.body)], width);
  const height = 21 + heightOf(heading) + heightOf(sentences);
  const { y } = sheet;
  artifact(sheet, (doc) => {
    doc
      .lineWidth(0.75)
      .roundedRect(sheetSize.left, y, sheetSize.contentWidth, height, 4.5)
      .fillAndStroke(ink.okTint, ink.okLine);
    drawMark(doc, 'done', sheetSize.left + 12, y + 12, 19.5);
  });
  place(sheet, 'P', heading, x, y + 10.5);
  place(sheet, 'P', sentences, x, y + 10.5 + heightOf(heading));
  sheet.y = y + height + 15;
}

/** Five figures. A count of nothing is said in words: there is no reading to be in band. */
function drawFacts(sheet: Sheet, { facts }: ClosureRecord): void {
  const of = (part: number, whole: number): string => (whole === 0 ? 'None' : `${part} of ${whole}`);
  const figures: readonly (readonly [string, string])[] = [
    ['Steps recorded', of(facts.steps.recorded, facts.steps.of)],
    ['Readings in band', of(facts.readings.inBand, facts.readings.of)],
    ['Evidence files', facts.evidenceFiles === 0 ? 'None' : String(facts.evidenceFiles)],
    ['Exceptions', facts.exceptions.raised === 0 ? 'None' : disposed(facts.exceptions)],
    ['Changes', facts.changes === 0 ? 'None' : `${facts.changes} explained`],
  ];
  const { y } = sheet;
  rule(sheet, y, ink.text, 1.5);
  const width = sheetSize.contentWidth / figures.length;
  const fits = figures.every(
    ([, value]) => sheet.paper.width('medium', value) * styles.factValue.size <= width - 8,
  );
  const style = fits ? styles.factValue : styles.factValueSmall;
  figures.forEach(([name, value], i) => {
    const x = sheetSize.left + i * width;
    const lines = setText(sheet.paper, [run(`${name}\n`, styles.factName), run(value, style)], width);
    place(sheet, 'P', lines, x, y + 6);
  });
  sheet.y = y + 6 + 12 + 21 + 7.5;
  rule(sheet, sheet.y);
  sheet.y += 10.5;
}

function disposed({ raised, disposed: ended }: ClosureRecord['facts']['exceptions']): string {
  return raised === ended ? `${raised} disposed` : `${ended} of ${raised}`;
}

function drawParticulars(sheet: Sheet, record: ClosureRecord): void {
  const { run: closed, workOrder, zone } = record;
  const stalled = closed.stalled;
  const left: readonly (readonly [string, string])[] = [
    ['Started', dayTime(closed.startedAt, zone)],
    ['Ended', dayTime(closed.endedAt, zone)],
    [
      'Stalled',
      stalled === undefined ? 'Not at any time' : `${duration(stalled.minutes)}, ${stalled.codes.join(', ')}`,
    ],
    ...(workOrder.lot === undefined ? [] : [['Lot', workOrder.lot] as const]),
  ];
  const right: readonly (readonly [string, string])[] = [
    ['Done by', closed.doneBy.join(', ') || 'Nobody'],
    ['Witnesses', closed.witnesses.join(', ') || 'None'],
    ...(workOrder.asset === undefined ? [] : [['Asset', workOrder.asset] as const]),
    ['Job type', workOrder.jobType],
  ];
  const { y } = sheet;
  const half = (sheetSize.contentWidth - 24) / 2;
  const bottoms = [left, right].map((list, side) =>
    drawTerms(sheet, list, sheetSize.left + side * (half + 24), y, half),
  );
  sheet.y = Math.max(...bottoms) + 16;
}

/** Term and description pairs, one below the other. Gives the y below the last. */
function drawTerms(
  sheet: Sheet,
  list: readonly (readonly [string, string])[],
  x: number,
  y: number,
  width: number,
): number {
  const indent = 75;
  let top = y;
  for (const [term, description] of list) {
    const name = setText(sheet.paper, [run(term, styles.term)], indent - 6);
    const value = setText(sheet.paper, [run(description, styles.body)], width - indent);
    const pair = element(sheet, sheet.root, 'P');
    place(sheet, 'Span', name, x, top, pair);
    place(sheet, 'Span', value, x + indent, top, pair);
    pair.end();
    top += Math.max(heightOf(name), heightOf(value)) + 1.5;
  }
  return top;
}

const qrSide = 87;

/**
 * At the foot of the page: the checkpoint, as text and as a code that a phone reads. False, and nothing drawn, if
 * `only` this page is allowed and it is too full.
 */
export function drawCheck(sheet: Sheet, record: ClosureRecord, only: 'this-page' | 'any-page'): boolean {
  const width = sheetSize.contentWidth - qrSide - 20;
  const heading = setText(sheet.paper, [run('Check this record', styles.heading)], width);
  const how =
    'Scan, or open the audit pack in any browser. The record is embedded in this file; any PDF reader shows the signature.';
  const words = setText(sheet.paper, [run(how, styles.note)], width);
  const id: Run[] = [run(`closure_evidence_id  ${record.closure_evidence_id}`, styles.checkpoint)];
  const note = record.checkpoint.note.replace(/\n+$/, '').replace(/\n\n/, '\n');
  const text = setText(sheet.paper, [run(`${note}\n`, styles.checkpoint), ...id], width);
  const height = 10.5 + Math.max(heightOf(heading) + heightOf(words) + 4.5 + heightOf(text), qrSide);
  if (sheet.y + height > sheetSize.bottom && only === 'this-page') return false;
  ensure(sheet, height);
  const y = sheetSize.bottom - height;
  rule(sheet, y, ink.text, 1.5);
  const top = y + 10.5;
  place(sheet, 'H2', heading, sheetSize.left, top);
  place(sheet, 'P', words, sheetSize.left, top + heightOf(heading));
  place(sheet, 'P', text, sheetSize.left, top + heightOf(heading) + heightOf(words) + 4.5);
  const alt = `QR code of the closure's number, its closure_evidence_id and the checkpoint printed beside it`;
  drawQr(sheet, qrText(record), sheetSize.right - qrSide, top, qrSide, alt);
  sheet.y = sheetSize.bottom;
  return true;
}

/** The number and id on the first line, an empty line, then the signed note byte for byte. */
export function qrText(record: ClosureRecord): string {
  return `${record.number} ${record.closure_evidence_id}\n\n${record.checkpoint.note}`;
}
