import { type DateOrder, type HistoryField, historyFields, type Mapping } from './history';

/** How dates of a column look: how many can only be read one way, and how many both ways. */
export type DateShapes = {
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly yearFirst: number;
  readonly either: number;
};

/** One column of a file: what its cells hold. */
export type HistoryColumn = {
  readonly name: string;
  readonly samples: readonly string[];
  readonly filled: number;
  /** Its different values with their rows, most first; null where they are more than 60. */
  readonly values: readonly { readonly value: string; readonly rows: number }[] | null;
  readonly dates: DateShapes;
};

/** Headers that are known, best first: ServiceNow's, and plain words of other exports; in small letters and digits. */
const known: Readonly<Record<HistoryField, readonly string[]>> = {
  number: [
    'number',
    'casenumber',
    'caseid',
    'ticket',
    'ticketid',
    'incident',
    'incidentid',
    'workorder',
    'workorderno',
    'workordernumber',
    'wonumber',
    'case',
    'no',
    'id',
    'key',
    'issuekey',
  ],
  opened: [
    'openedat',
    'opened',
    'openedon',
    'dateopened',
    'created',
    'createdat',
    'createdon',
    'reportedat',
    'syscreatedat',
    'syscreatedon',
    'start',
    'startedat',
  ],
  closed: [
    'closedat',
    'closed',
    'closedon',
    'dateclosed',
    'completedat',
    'completedon',
    'finishedat',
    'resolvedat',
    'resolved',
    'end',
  ],
  state: ['incidentstate', 'state', 'status', 'casestate', 'casestatus'],
  updated: [
    'sysupdatedat',
    'sysupdatedon',
    'updatedat',
    'updated',
    'updatedon',
    'lastupdated',
    'modified',
    'modifiedat',
    'timestamp',
  ],
  jobType: ['category', 'jobtype', 'worktype', 'type', 'ordertype', 'issuetype', 'contacttype'],
  code: [
    'closedcode',
    'closecode',
    'closurecode',
    'resolutioncode',
    'exceptioncode',
    'failurecode',
    'causecode',
    'code',
  ],
  title: ['shortdescription', 'title', 'summary', 'subject', 'description', 'usymptom', 'symptom'],
  owner: ['assignedto', 'owner', 'assignee', 'responsible', 'resolvedby'],
  slaMet: ['madesla', 'slamet', 'withinsla', 'sla', 'ontime'],
  reopened: ['reopencount', 'reopened', 'reopens', 'timesreopened'],
  evidence: ['closureevidence', 'evidence', 'attachment', 'attachments', 'proof', 'closuredocument'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const waiting = /await|wait|pending|on hold|onhold|suspend|stall|blocked/i;

/** Which column is what, as far as the headers say; each column once. The person has the last word. */
export function suggestColumns(columns: readonly HistoryColumn[]): Mapping['columns'] {
  const free = new Map<string, string>();
  for (const { name } of columns) if (!free.has(plain(name))) free.set(plain(name), name);
  const found: Mapping['columns'] = {};
  for (const field of historyFields) {
    const key = known[field].find((word) => free.has(word));
    if (key === undefined) continue;
    found[field] = free.get(key);
    free.delete(key);
  }
  return found;
}

/** States whose name says that somebody waits. */
export function suggestStalling(columns: readonly HistoryColumn[], state: string | undefined): string[] {
  const values = columns.find((c) => c.name === state)?.values ?? [];
  return values.map((v) => v.value).filter((value) => waiting.test(value));
}

/** What the file writes where it knows nothing: a sign that stands in several columns and is no word. */
export function suggestUnknown(columns: readonly HistoryColumn[]): string {
  const signs = ['?', '-', 'N/A', 'n/a', 'NULL', 'null', 'NA', '#N/A'];
  const times = (sign: string): number =>
    columns.filter((c) => c.samples.includes(sign) || c.values?.some((v) => v.value === sign)).length;
  const best = signs.map((sign) => ({ sign, n: times(sign) })).sort((a, b) => b.n - a.n)[0];
  return best !== undefined && best.n > 0 ? best.sign : '?';
}

export type DateFinding = {
  readonly order: DateOrder;
  /** `clear`: the dates themselves say it. `both-ways`: every one can be read both ways. `mixed`: some say one, some the other. */
  readonly kind: 'clear' | 'both-ways' | 'mixed' | 'none';
  readonly words: string;
};

const datesOf = (n: number): string => (n === 1 ? '1 date' : `${n.toLocaleString('en')} dates`);

/** How the dates of the chosen columns are to be read, and what the file itself says about it. */
export function readDates(shapes: readonly DateShapes[]): DateFinding {
  const sum = { dayFirst: 0, monthFirst: 0, yearFirst: 0, either: 0 };
  for (const s of shapes) {
    sum.dayFirst += s.dayFirst;
    sum.monthFirst += s.monthFirst;
    sum.yearFirst += s.yearFirst;
    sum.either += s.either;
  }
  const { dayFirst, monthFirst, yearFirst, either } = sum;
  if (dayFirst + monthFirst + either === 0)
    return yearFirst > 0
      ? { order: 'year-first', kind: 'clear', words: 'Every date begins with its year.' }
      : { order: 'day-first', kind: 'none', words: 'No dates were found in the chosen columns.' };
  if (dayFirst > 0 && monthFirst > 0)
    return {
      order: dayFirst >= monthFirst ? 'day-first' : 'month-first',
      kind: 'mixed',
      words: `${datesOf(dayFirst)} can only be read with the day first and ${monthFirst.toLocaleString('en')} only with the month first. Rows that do not fit your choice are rejected by name.`,
    };
  if (dayFirst > 0 || monthFirst > 0) {
    const first = dayFirst > 0 ? 'day' : 'month';
    return {
      order: dayFirst > 0 ? 'day-first' : 'month-first',
      kind: 'clear',
      words: `The file itself says it: ${datesOf(dayFirst + monthFirst)} can only be read with the ${first} first, and none the other way.`,
    };
  }
  return {
    order: 'day-first',
    kind: 'both-ways',
    words: `All ${datesOf(either)} can be read both ways, such as 03-04 as 3 April or 4 March. Ask where the file was made, then choose.`,
  };
}
