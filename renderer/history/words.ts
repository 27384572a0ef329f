import type { ImportState } from '../../main/contract/history';
import type { DateOrder, Delimiter, Encoding, HistoryField } from '../../main/domain/history/history';
import type { MarkName } from '../kit/Mark';

export const encodingWords: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 with a byte order mark',
  'utf-16le': 'UTF-16, little endian',
  'utf-16be': 'UTF-16, big endian',
  'windows-1252': 'Windows-1252, because it is not valid UTF-8',
};

export const delimiterWords: Readonly<Record<Delimiter, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Bar',
};

/** What each column is asked for, and what it is good for. */
export const fieldWords: Readonly<Record<HistoryField, { readonly label: string; readonly note: string }>> = {
  number: { label: 'Case number', note: 'All rows of one number are one case.' },
  opened: { label: 'Opened', note: 'When the case was opened.' },
  closed: { label: 'Closed', note: 'Without it no case counts as closed.' },
  state: { label: 'State', note: 'Tells which rows are stalled.' },
  updated: { label: 'Row written', note: 'Puts rows in order, and times how long a case was stalled.' },
  jobType: { label: 'Job type', note: 'One that this site has by name is taken as that one.' },
  code: { label: 'Code', note: 'The closing or exception code.' },
  title: { label: 'Title', note: 'Without it the job type stands as title.' },
  owner: { label: 'Owner', note: 'Kept as the file writes it.' },
  slaMet: { label: 'SLA met', note: 'Yes or no, true or false.' },
  reopened: { label: 'Times reopened', note: 'A count. Cases never reopened count as fixed at first.' },
  evidence: { label: 'Closure evidence', note: 'Any value but “no” says that there is some.' },
};

export const orderWords: Readonly<Record<DateOrder, { readonly label: string; readonly note: string }>> = {
  'day-first': { label: 'Day first', note: '03-04-2016 is 3 April' },
  'month-first': { label: 'Month first', note: '03-04-2016 is 4 March' },
  'year-first': { label: 'Year first', note: '2016-04-03 is 3 April' },
};

export const stateMarks: Readonly<Record<ImportState, { readonly mark: MarkName; readonly word: string }>> = {
  running: { mark: 'saving', word: 'Under way' },
  finished: { mark: 'done', word: 'Counts' },
  cancelled: { mark: 'void', word: 'Cancelled, counts nothing' },
  'cut-off': { mark: 'warn', word: 'Broken off, counts nothing' },
};
