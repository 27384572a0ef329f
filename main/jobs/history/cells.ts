import type { HistoryField, Mapping } from '../../domain/history/history';
import { mostLetters } from '../../domain/history/history';
import type { ReadTime } from './times';
import { timeReader } from './times';

/** What one row says of its case; what it does not know is left out. Times in ms since 1970. */
export type ReadRow = {
  readonly row: number;
  readonly number: string;
  readonly opened?: number;
  readonly closed?: number;
  readonly updated?: number;
  readonly stalling: boolean;
  readonly title?: string;
  readonly jobType?: string;
  readonly code?: string;
  readonly owner?: string;
  readonly slaMet?: boolean;
  readonly reopened?: number;
  readonly evidence?: boolean;
};

/** Why a cell cannot be taken, in words, with what to do. */
export type CellFault = {
  readonly column: string;
  readonly value: string;
  readonly why: string;
  readonly todo: string;
};

const yes = new Set(['true', 'yes', 'y', '1', 'met', 'ja', 'oui', 'si', 'sí']);
const no = new Set(['false', 'no', 'n', '0', 'missed', 'breached', 'nein', 'non']);

const shown = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);
/** Half of a pair of UTF-16 units has no canonical form; it becomes the replacement character. */
const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
const correct = 'Correct it in the file, then import that file.';

/** Reads the mapped cells of a row. @throws JobStopped for a time zone that is not known. */
export function rowReader(
  mapping: Mapping,
  header: readonly string[],
): (
  row: number,
  cells: readonly string[],
) => ReadRow | { readonly number: string; readonly fault: CellFault } {
  const place = (field: HistoryField): number => {
    const column = mapping.columns[field];
    return column === undefined ? -1 : header.indexOf(column);
  };
  const at: Record<HistoryField, number> = {
    number: place('number'),
    opened: place('opened'),
    closed: place('closed'),
    state: place('state'),
    updated: place('updated'),
    jobType: place('jobType'),
    code: place('code'),
    title: place('title'),
    owner: place('owner'),
    slaMet: place('slaMet'),
    reopened: place('reopened'),
    evidence: place('evidence'),
  };
  const timeOf = timeReader(mapping.dates, mapping.zone);
  const unknown = mapping.unknown.trim();
  const stalling = new Set(mapping.stalling.map((state) => state.trim().toLowerCase()));
  const texts = new Map<string, string>();

  /** A value that is known: trimmed, well formed, without control characters; one copy of each is kept. */
  const cell = (cells: readonly string[], field: HistoryField): string | undefined => {
    const index = at[field];
    if (index < 0) return undefined;
    const raw = (cells[index] ?? '').trim();
    if (raw === '' || raw === unknown) return undefined;
    const kept = texts.get(raw);
    if (kept !== undefined) return kept;
    const text = wellFormed(raw.replace(/\p{Cc}+/gu, ' ').trim());
    if (text === '') return undefined;
    if (texts.size > 200_000) texts.clear();
    texts.set(raw, text);
    return text;
  };
  const short = (text: string | undefined, most: number): string | undefined =>
    text === undefined || text.length <= most ? text : `${wellFormed(text.slice(0, most - 1))}…`;

  return (row, cells) => {
    const number = cell(cells, 'number');
    // A row whose number is too long to be one is a row of no case.
    const known = number !== undefined && number.length <= mostLetters.number ? number : '';
    const fault = (field: HistoryField, value: string, why: string, todo = correct) => ({
      number: known,
      fault: { column: mapping.columns[field] ?? '', value: shown(value), why, todo },
    });
    if (cells.length !== header.length)
      return {
        number: known,
        fault: {
          column: '',
          value: '',
          why: `The row has ${cells.length} cells, the header has ${header.length}`,
          todo: 'Look for a missing quotation mark or a separator inside a value; correct it, then import that file.',
        },
      };
    if (number === undefined)
      return fault(
        'number',
        cells[at.number] ?? '',
        'There is no case number',
        'Give the row its case number, or leave the row out of the file.',
      );
    if (number.length > mostLetters.number)
      return fault(
        'number',
        number,
        `The case number has more than ${mostLetters.number} letters`,
        'Choose another column as the case number, or shorten it in the file.',
      );
    const times: Partial<Record<'opened' | 'closed' | 'updated', number>> = {};
    for (const field of ['opened', 'closed', 'updated'] as const) {
      const text = cell(cells, field);
      if (text === undefined) continue;
      const time: ReadTime = timeOf(text);
      if (!time.ok)
        return fault(
          field,
          text,
          time.why,
          `Correct it in the file, or choose another order of day and month.`,
        );
      times[field] = time.ms;
    }
    const sla = cell(cells, 'slaMet')?.toLowerCase();
    if (sla !== undefined && !yes.has(sla) && !no.has(sla))
      return fault(
        'slaMet',
        sla,
        'It is neither yes nor no',
        'Choose another column for the SLA, or leave it out.',
      );
    const times2 = cell(cells, 'reopened');
    const reopened = times2 === undefined ? undefined : countOf(times2);
    if (times2 !== undefined && reopened === undefined)
      return fault(
        'reopened',
        times2,
        'It is not a whole number',
        'Choose another column for the reopenings, or leave it out.',
      );
    const state = cell(cells, 'state');
    const proof = cell(cells, 'evidence');
    return {
      row,
      number,
      ...times,
      stalling: state !== undefined && stalling.has(state.toLowerCase()),
      title: short(cell(cells, 'title'), mostLetters.title),
      jobType: short(cell(cells, 'jobType'), mostLetters.jobType),
      code: short(cell(cells, 'code'), mostLetters.code),
      owner: short(cell(cells, 'owner'), mostLetters.owner),
      slaMet: sla === undefined ? undefined : yes.has(sla),
      reopened,
      // Any value but a plain "no" is evidence: a file's name, a number, a tick.
      evidence: proof === undefined ? undefined : !no.has(proof.toLowerCase()),
    };
  };
}

/** A count as exports write it: `3`, `3.0`, or yes and no for one and none. */
function countOf(text: string): number | undefined {
  const digits = /^(\d{1,6})(?:\.0+)?$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  const word = text.toLowerCase();
  return yes.has(word) ? 1 : no.has(word) ? 0 : undefined;
}
