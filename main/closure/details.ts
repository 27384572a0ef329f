import { heading } from './heading';
import type { Style } from './layout/ink';
import { ink, styles } from './layout/ink';
import type { Sheet } from './layout/sheet';
import { run } from './layout/sheet';
import type { Row } from './layout/table';
import { table } from './layout/table';
import type { Run } from './layout/text';
import { entryText } from './outcomes';
import type { ClosureRecord } from './record';
import { day, firstCapital, time, timeNear, withUnit } from './words';

/** Each exception and break-glass in full: why, who, owner, due, what was done about it. */
export function drawExceptions(sheet: Sheet, record: ClosureRecord): void {
  const { zone } = record;
  const rows = record.deviations.flatMap((deviation): Row[] => {
    if (deviation.kind === 'change') return [];
    const at = (when: string): string => timeNear(when, record.run.startedAt, zone);
    const [raised, by, owner] =
      deviation.kind === 'exception'
        ? [deviation.raisedAt, deviation.raisedBy, `Owner ${deviation.owner}, due ${at(deviation.dueAt)}`]
        : [
            deviation.openedAt,
            deviation.openedBy,
            `Open for ${deviation.usedMinutes} of ${deviation.windowMinutes} min`,
          ];
    const what =
      deviation.kind === 'exception'
        ? `${deviation.meaning}, ${deviation.at}`
        : `Opened: ${deviation.opened}`;
    const end =
      deviation.kind === 'exception'
        ? `${firstCapital(deviation.disposition)} ${at(deviation.disposedAt)} by ${deviation.by}. ${deviation.reason}`
        : `${firstCapital(deviation.verdict)}, ${at(deviation.verdictAt)}, says ${deviation.by}`;
    return [
      {
        kind: 'cells',
        cells: [
          [run(deviation.number, styles.cellMono)],
          [run(`${deviation.code} `, styles.cellStrong), run(what, styles.cell)],
          [run(`${deviation.rationale}\n`, styles.cell), run(`${by}, ${at(raised)}`, styles.cellQuiet)],
          [run(`${end}\n`, styles.cell), run(owner, styles.cellQuiet)],
        ],
      },
    ];
  });
  if (rows.length === 0) return;
  heading(sheet, 'Exceptions and break-glass');
  const columns = [
    { name: 'Number', width: 72 },
    { name: 'What', width: 117 },
    { name: 'Why, by whom', width: 155 },
    { name: 'What was done, owner', width: 155.28 },
  ];
  table(sheet, columns, rows, { pad: 4.5 });
  sheet.y += 18;
}

/** Gates with every decision on them. */
export function drawGates(sheet: Sheet, record: ClosureRecord): void {
  if (record.gates.length === 0) return;
  heading(sheet, 'Gates and approvals');
  const columns = [
    { name: 'Gate', width: 150 },
    { name: 'Decision', width: 150 },
    { name: 'Name, role', width: 135.28 },
    { name: 'Entry', width: 64 },
  ];
  const rows = record.gates.flatMap((gate): Row[] => [
    { kind: 'section', title: `${gate.no}  ${gate.title}` },
    ...gate.decisions.map(
      (decision, i): Row => ({
        kind: 'cells',
        cells: [
          i === 0 ? [run(`Needs ${gate.need}`, styles.cellQuiet)] : [],
          [
            run(firstCapital(decision.decision), {
              ...styles.cellMedium,
              ...decisionColour(decision.decision),
            }),
            run(`, ${timeNear(decision.at, record.run.startedAt, record.zone)}`, styles.cell),
            ...(decision.comment === undefined ? [] : [run(`\n${decision.comment}`, styles.cellQuiet)]),
          ],
          [run(`${decision.name}, ${decision.role}`, styles.cell)],
          [run(entryText(decision.entry), styles.cellMono)],
        ],
      }),
    ),
  ]);
  table(sheet, columns, rows, { pad: 3 });
  sheet.y += 18;
}

function decisionColour(decision: string): Partial<Style> {
  if (decision === 'opened by break-glass') return { colour: ink.glass };
  return decision === 'rejected' ? { colour: ink.stop } : {};
}

/** The independent verdicts on each break-glass, and the fixes that were opened. */
export function drawReviews(sheet: Sheet, record: ClosureRecord): void {
  const { zone, reviews, remediations } = record;
  if (reviews.length > 0) {
    heading(sheet, 'Break-glass reviews');
    const columns = [
      { name: 'Number', width: 72 },
      { name: 'Of', width: 72 },
      { name: 'Verdict', width: 219 },
      { name: 'Reviewer', width: 136.28 },
    ];
    const rows = reviews.map(
      (review): Row => ({
        kind: 'cells',
        cells: [
          [run(review.number, styles.cellMono)],
          [run(review.of, styles.cellMono)],
          [
            run(firstCapital(review.verdict), styles.cellStrong),
            run(
              `, ${day(review.at, zone)}, ${time(review.at, zone)}. Due was ${day(review.dueAt, zone)}, ${time(review.dueAt, zone)}\n`,
              styles.cell,
            ),
            run(review.rationale, styles.cellQuiet),
          ],
          [run(`${review.reviewer}, ${review.role}`, styles.cell)],
        ],
      }),
    );
    table(sheet, columns, rows, { pad: 4.5 });
    sheet.y += 18;
  }
  if (remediations.length > 0) {
    heading(sheet, 'Remediation');
    const columns = [
      { name: 'Number', width: 72 },
      { name: 'What is to be fixed', width: 205 },
      { name: 'Owner', width: 112 },
      { name: 'State', width: 110.28 },
    ];
    const rows = remediations.map(
      (task): Row => ({
        kind: 'cells',
        cells: [
          [run(task.number, styles.cellMono)],
          [run(`${task.title}\n`, styles.cellMedium), run(task.cause, styles.cellQuiet)],
          [run(task.owner, styles.cell)],
          [run(`${firstCapital(task.state)}, due ${day(task.dueAt, zone)}`, styles.cell)],
        ],
      }),
    );
    table(sheet, columns, rows, { pad: 4.5 });
    sheet.y += 18;
  }
}

/** What had to be reached, and where the record shows it; then the inputs the work order came with. */
export function drawAcceptance(sheet: Sheet, record: ClosureRecord): void {
  if (record.acceptance.length > 0) {
    heading(sheet, 'Acceptance criteria');
    const columns = [
      { name: 'Criterion', width: 240 },
      { name: 'Met', width: 42 },
      { name: 'Shown by', width: 217.28 },
    ];
    const rows = record.acceptance.map(
      (criterion): Row => ({
        kind: 'cells',
        cells: [
          [run(criterion.text, styles.cell)],
          [
            run(criterion.met ? 'Yes' : 'No', {
              ...styles.cellStrong,
              colour: criterion.met ? ink.ok : ink.stop,
            }),
          ],
          [run(criterion.shownBy, styles.cellQuiet)],
        ],
      }),
    );
    table(sheet, columns, rows, { pad: 3 });
    sheet.y += 18;
  }
  heading(sheet, 'Work order and checklist');
  const columns = [
    { name: 'Input', width: 150 },
    { name: 'As given', width: 349.28 },
  ];
  const fact = (name: string, value: readonly Run[]): Row => ({
    kind: 'cells',
    cells: [[run(name, styles.cellQuiet)], value],
  });
  const { workOrder, checklist, site, station } = record;
  const rows: Row[] = [
    ...workOrder.inputs.map((input) =>
      fact(input.label, [run(withUnit(input.value, input.unit), styles.cell)]),
    ),
    fact('Checklist document', [
      run(`${checklist.name}, version ${checklist.version}\n`, styles.cell),
      run(checklist.documentHash, styles.hash),
    ]),
    fact('Site and device', [
      run(`${site.name}, station ${station.name}\n`, styles.cell),
      run(`${site.id}  ${station.device}`, styles.hash),
    ]),
    fact('work_order_id', [run(workOrder.work_order_id, styles.cellMono)]),
    fact('checklist_run_id', [run(record.run.checklist_run_id, styles.cellMono)]),
    fact('Written by', [run(record.app, styles.cell)]),
  ];
  table(sheet, columns, rows, { pad: 3 });
  sheet.y += 18;
}
