import { heading } from './heading';
import type { Style } from './layout/ink';
import { ink, styles } from './layout/ink';
import type { Sheet } from './layout/sheet';
import { paragraph, run } from './layout/sheet';
import type { Row } from './layout/table';
import { table } from './layout/table';
import type { Run } from './layout/text';
import type { ClosureRecord, Deviation, EntryRef } from './record';
import { exactTime, firstCapital, grouped, shortDay, timeNear, withUnit, zoneName } from './words';

/** What did not go to plan: exceptions, break-glass with verdict and remediation, changes. Says so if there is nothing. */
export function drawDeviations(sheet: Sheet, record: ClosureRecord): void {
  heading(sheet, 'What did not go to plan');
  if (record.deviations.length === 0) {
    paragraph(
      sheet,
      [run('Nothing: no exception, no break-glass, no change after first entry.', styles.body)],
      { after: 16 },
    );
    return;
  }
  const columns = [
    { name: 'Number', width: 72 },
    { name: 'What', width: 178 },
    { name: 'How it ended', width: 174 },
    { name: 'By', width: 75.28 },
  ];
  table(
    sheet,
    columns,
    record.deviations.map((deviation) => deviationRow(deviation, record)),
    { pad: 4.5 },
  );
  sheet.y += 16;
}

function deviationRow(deviation: Deviation, record: ClosureRecord): Row {
  const { zone } = record;
  const at = (when: string): string => timeNear(when, record.run.startedAt, zone);
  const number = /^[A-Z]+-/.test(deviation.number)
    ? run(deviation.number, styles.cellMono)
    : run(deviation.number, styles.cell);
  const row = (what: Run[], how: Run[]): Row => ({
    kind: 'cells',
    cells: [[number], what, how, [run(deviation.by, styles.cell)]],
  });
  const word = (text: string, mark: 'stop' | 'glass' | 'changed', colour: Style['colour']): Run => ({
    text: `${text} `,
    style: { ...styles.cellStrong, colour },
    mark,
  });
  switch (deviation.kind) {
    case 'exception':
      return row(
        [
          word(deviation.code, 'stop', ink.stop),
          run(`${deviation.meaning}, ${deviation.at.replace(/ (\S{1,4})$/, '\u00a0$1')}`, styles.cell),
        ],
        [
          run(
            `${firstCapital(deviation.disposition)} ${at(deviation.disposedAt)}, due was ${at(deviation.dueAt)}. `,
            styles.cell,
          ),
          run(deviation.reason, styles.cell),
        ],
      );
    case 'break-glass': {
      const fix = deviation.remediation;
      return row(
        [
          word('Break-glass', 'glass', ink.glass),
          run(`${deviation.opened}, ${at(deviation.openedAt)}, `, styles.cell),
          run(`${deviation.usedMinutes} of ${deviation.windowMinutes} min`, styles.cell),
        ],
        [
          run(firstCapital(deviation.verdict), styles.cellStrong),
          run(`, ${at(deviation.verdictAt)}.`, styles.cell),
          ...(fix === undefined
            ? []
            : [
                run(' Fix ', styles.cell),
                run(fix.number, styles.cellMono),
                run(` due ${shortDay(fix.dueAt, zone)}`, styles.cell),
              ]),
        ],
      );
    }
    case 'change':
      return row(
        [
          word('Changed', 'changed', ink.accent),
          run(
            `${withUnit(deviation.from, deviation.unit)} to ${withUnit(deviation.to, deviation.unit)}, ${at(deviation.changedAt)}`,
            styles.cell,
          ),
        ],
        [run(`${deviation.reason}. The old value is kept`, styles.cell)],
      );
    default:
      return unknownKind(deviation);
  }
}

function unknownKind(deviation: never): never {
  throw new Error(
    `A closure record holds a deviation of a kind that this version does not know: ${JSON.stringify(deviation)}`,
  );
}

export function drawSignatures(sheet: Sheet, record: ClosureRecord): void {
  heading(sheet, 'Signatures', 'each made with the signer’s own key over what was shown');
  const zones = new Set(record.signatures.map((signature) => signature.zone));
  const [only] = zones;
  const shared = zones.size === 1 && only !== undefined ? only : undefined;
  const columns = [
    { name: 'Meaning', width: 171 },
    { name: 'Name, role', width: 141 },
    { name: shared === undefined ? 'When' : `When (${zoneName(shared)})`, width: 124 },
    { name: 'Entry', width: 63.28 },
  ];
  const rows = record.signatures.map((signature): Row => {
    const when = exactTime(signature.at, signature.zone);
    return {
      kind: 'cells',
      cells: [
        [run(signature.meaning, styles.cell)],
        [run(`${signature.name}, ${signature.role}`, styles.cell)],
        [run(shared === undefined ? `${when} (${zoneName(signature.zone)})` : when, styles.cell)],
        [run(entryText(signature.entry), styles.cellMono)],
      ],
    };
  });
  table(sheet, columns, rows, { pad: 4.5 });
  sheet.y += 16;
}

/** What was erased of the record, each with the entry that says so. Nothing where nothing was. */
export function drawErasures(sheet: Sheet, record: ClosureRecord): void {
  const { erasures = [], zone } = record;
  if (erasures.length === 0) return;
  heading(sheet, 'Erased', 'that these entries stood here, when and by whom, stays proven');
  const columns = [
    { name: 'Entry', width: 63.28 },
    { name: 'What it was', width: 110 },
    { name: 'Erased', width: 150 },
    { name: 'By, asked by', width: 112 },
    { name: 'Entry', width: 64 },
  ];
  const rows = erasures.map(
    (one): Row => ({
      kind: 'cells',
      cells: [
        [run(entryText(one.entry), styles.cellMono)],
        [run(one.what, styles.cell)],
        [run(`${exactTime(one.at, zone)}, because: ${one.authority}`, styles.cell)],
        [run(`${one.by}, ${one.second}`, styles.cell)],
        [run(entryText(one.erasedBy), styles.cellMono)],
      ],
    }),
  );
  table(sheet, columns, rows, { pad: 4.5 });
  sheet.y += 16;
}

/** `K1 48,229`. */
export function entryText(entry: EntryRef): string {
  return `${entry.device} ${grouped(entry.seq)}`;
}
