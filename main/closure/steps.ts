import { ink, sheetSize, styles } from './layout/ink';
import { drawHatch } from './layout/marks';
import type { Sheet } from './layout/sheet';
import { artifact, newPage, paragraph, place, run } from './layout/sheet';
import type { Row } from './layout/table';
import { table } from './layout/table';
import type { Run } from './layout/text';
import { setText } from './layout/text';
import type { ClosedStep, ClosureRecord } from './record';
import { day, shortDay, time, timeNear, withUnit, zoneName } from './words';

/** Every step with who, what, when and why, on pages of their own after the summary. */
export function drawSteps(sheet: Sheet, record: ClosureRecord): void {
  newPage(sheet);
  paragraph(sheet, [run('Steps', styles.section)], { tag: 'H2', after: 4.5 });
  drawKey(sheet, record);
  const labels = new Map(record.evidence.map((file) => [file.sha256, file.label]));
  const steps = record.sections.flatMap((section) => section.steps);
  // A time says its day when the step before was on another one.
  const days = new Map<ClosedStep, string>();
  let last = record.run.startedAt;
  for (const step of steps) {
    if (step.at === undefined) continue;
    if (day(step.at, record.zone) !== day(last, record.zone)) days.set(step, shortDay(step.at, record.zone));
    last = step.at;
  }
  const rows = record.sections.flatMap((section): Row[] => [
    { kind: 'section', title: section.title },
    ...section.steps.map((step) => stepRow(step, record, labels, days.get(step))),
  ]);
  const columns = [
    { name: 'No', width: 28 },
    { name: 'Step', width: 126 },
    { name: 'Value as entered', width: 112 },
    { name: 'By', width: 73 },
    { name: 'At', width: 36 },
    { name: 'Notes and evidence', width: 124.28 },
  ];
  table(sheet, columns, rows, { pad: 2.6, indent: 9 });
  sheet.y += 20;
}

function drawKey(sheet: Sheet, record: ClosureRecord): void {
  const { startedAt, endedAt } = record.run;
  const one = day(startedAt, record.zone) === day(endedAt, record.zone);
  const from = one ? day(startedAt, record.zone) : `from ${day(startedAt, record.zone)}`;
  const { y } = sheet;
  const items: readonly (readonly [string, 'changed' | 'glass' | undefined])[] = [
    ['Changed after first entry; old value struck through', 'changed'],
    ['Done under break-glass', 'glass'],
    [`Times are ${from}, ${zoneName(record.zone)}`, undefined],
  ];
  let x: number = sheetSize.left;
  for (const [text, kind] of items) {
    const start = x;
    artifact(sheet, (doc) => {
      if (kind === 'changed') doc.rect(start, y + 1, 2.25, 10.5).fill(ink.accent);
      if (kind === 'glass') drawHatch(doc, start, y + 1, 4.5, 10.5);
    });
    const indent = kind === undefined ? 0 : 9;
    const [line] = setText(sheet.paper, [run(text, styles.note)], sheetSize.contentWidth);
    if (line === undefined) continue;
    place(sheet, 'P', [line], x + indent, y);
    x += indent + line.width + 18;
  }
  sheet.y = y + 12 + 5;
}

function stepRow(
  step: ClosedStep,
  record: ClosureRecord,
  labels: ReadonlyMap<string, string>,
  newDay: string | undefined,
): Row {
  const under = step.breakGlass !== undefined;
  const edge =
    under && step.changed.length > 0
      ? 'both'
      : under
        ? 'glass'
        : step.changed.length > 0
          ? 'changed'
          : undefined;
  const at = step.at === undefined ? '' : time(step.at, record.zone);
  const cells: Run[][] = [
    [run(step.no, styles.cellFaint)],
    [run(step.title, styles.cellMedium)],
    valueRuns(step),
    [run(step.by.join(', '), styles.cell)],
    [run(newDay === undefined ? at : `${newDay}\n${at}`, styles.cell)],
    noteRuns(step, record, labels),
  ];
  return edge === undefined ? { kind: 'cells', cells } : { kind: 'cells', cells, edge };
}

function valueRuns(step: ClosedStep): Run[] {
  const old = step.changed.flatMap(({ from }): Run[] => [
    { ...run(withUnit(from, step.unit), styles.cellFaint), struck: true },
    run(' ', styles.cell),
  ]);
  if (step.value === '') return [...old, run('Not recorded', styles.cellFaint)];
  const now = withUnit(step.value, step.unit);
  const colour = step.band === 'act' ? ink.stop : step.band === 'warn' ? ink.warn : ink.text;
  const style =
    old.length > 0 || step.band === 'act' || step.band === 'warn' ? styles.cellStrong : styles.cell;
  const words: Run[] = [...old, run(now, { ...style, colour })];
  if (step.band === 'warn') words.push(run('\nIn the warning band', styles.cellQuiet));
  if (step.band === 'act') words.push(run('\nOut of band', styles.cellQuiet));
  return words;
}

/** Sentences with a full stop only between them. */
function noteRuns(step: ClosedStep, record: ClosureRecord, labels: ReadonlyMap<string, string>): Run[] {
  const near = (at: string): string => timeNear(at, step.at ?? record.run.startedAt, record.zone);
  const notes: Run[] = [];
  const say = (text: string, style = styles.cellQuiet as Run['style']): void => {
    if (notes.length > 0) notes.push(run('. ', styles.cellQuiet));
    notes.push(run(text, style));
  };
  if (step.breakGlass !== undefined)
    say(`Break-glass ${step.breakGlass}`, { ...styles.cellMedium, colour: ink.glass });
  for (const change of step.changed) {
    say(`Changed ${near(change.at)} by ${change.by}: ${change.reason}`, {
      ...styles.cellMedium,
      colour: ink.accent,
    });
  }
  if (step.recordedAt !== undefined)
    say(`Late: done ${near(step.at ?? step.recordedAt)}, recorded ${near(step.recordedAt)}`);
  if (step.refused.length > 0) {
    const refused = step.refused
      .map(({ value, reason }) => `${withUnit(value, step.unit)} refused: ${reason}`)
      .join('; ');
    say(`Accepted on attempt ${step.refused.length + 1}; ${refused}`);
  }
  if (step.witness !== undefined) say(`Witness ${step.witness}`);
  for (const note of step.notes) say(note.replace(/\.$/, ''));
  const files = step.evidence.map((sha256) => labels.get(sha256) ?? `File ${sha256.slice(0, 8)}`);
  if (files.length > 0) say(files.join(', '));
  return notes;
}
