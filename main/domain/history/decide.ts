import type { z } from 'zod';
import type { Proposed } from '../entry';
import type { SiteState } from '../procedure/site';
import { type Refusal, refuse } from '../refusal';
import {
  type HistoryCase,
  type HistoryField,
  type historyEntries,
  historyFields,
  type Mapping,
  neededFields,
} from './history';

type Body<T extends keyof typeof historyEntries> = z.infer<(typeof historyEntries)[T]>;

/** The import is the stream of its entries, so that they stand together. */
export function importStarted(body: Body<'history.import-started'>): Proposed {
  return { type: 'history.import-started', stream: body.import, body };
}

export function caseImported(ofImport: string, historyCase: string, one: HistoryCase): Proposed {
  return {
    type: 'history.case-imported',
    stream: ofImport,
    body: { ...one, import: ofImport, historyCase, imported: true },
  };
}

export function importFinished(body: Body<'history.import-finished'>): Proposed {
  return { type: 'history.import-finished', stream: body.import, body };
}

/** `system`: nobody ended it; it was found broken off. */
export function importEnded(body: Body<'history.import-ended'>): Proposed {
  const proposed = { type: 'history.import-ended', stream: body.import, body };
  return body.how === 'cut-off' ? { ...proposed, system: 'history-import' } : proposed;
}

/** Job types by name in small letters, for `jobTypeKey`: of two with one name, the one defined first. */
export function jobTypesByName(site: SiteState): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const { name, jobType } of site.jobTypes.values()) known[name.trim().toLowerCase()] ??= jobType;
  return known;
}

/** What a job type of the file is kept under: the site's own job type of that name, else the name itself. */
export function jobTypeKey(known: Readonly<Record<string, string>>, name: string): string {
  const key = name.toLowerCase();
  return (Object.hasOwn(known, key) ? known[key] : undefined) ?? `name:${key}`;
}

const words: Readonly<Record<HistoryField, string>> = {
  number: 'the case number',
  opened: 'when the case was opened',
  closed: 'when it was closed',
  state: 'its state',
  updated: 'when the row was written',
  jobType: 'the job type',
  code: 'the code',
  title: 'the title',
  owner: 'the owner',
  slaMet: 'whether the SLA was met',
  reopened: 'how often it was reopened',
  evidence: 'its closure evidence',
};

/** Whether a mapping fits a file: every needed column is chosen, every chosen one is there, and none is two things. */
export function mappingRefusal(mapping: Mapping, columns: readonly string[]): Refusal | undefined {
  const fields: Record<string, string> = {};
  for (const field of neededFields)
    if (mapping.columns[field] === undefined) fields[field] = `Choose the column that says ${words[field]}`;
  const used = new Map<string, HistoryField>();
  for (const field of historyFields) {
    const column = mapping.columns[field];
    if (column === undefined) continue;
    const other = used.get(column);
    if (!columns.includes(column)) fields[field] = `The file has no column “${column}”`;
    else if (other !== undefined) fields[field] = `“${column}” is ${words[other]} already`;
    else used.set(column, field);
  }
  const wrong = Object.values(fields);
  if (wrong.length === 0) return undefined;
  return refuse(
    'missing',
    `The columns are not matched yet: ${wrong.join('; ')}. Nothing was imported; what you chose is kept.`,
    fields,
  );
}
