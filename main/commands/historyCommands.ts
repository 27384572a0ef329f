import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type {
  historyCommands as calls,
  HistoryCaseView,
  HistoryFile,
  historyQueries,
  ImportRow,
} from '../contract/history';
import { jobTypesByName, mappingRefusal } from '../domain/history/decide';
import type { Encoding, HistoryCase, Mapping } from '../domain/history/history';
import { readDates, suggestColumns, suggestStalling, suggestUnknown } from '../domain/history/suggest';
import { type Refusal, refuse } from '../domain/refusal';
import { entriesAbout } from '../ledger/read';
import { writeDurably } from '../site/durable';
import { caseCounts, type ImportRecord, importOf, listImports } from '../views/history';
import { nameIn } from '../views/lists';
import { actingFor } from './authority';
import type { Asked, Deed } from './deeds';
import { importCases } from './importing';
import { type HistoryGiven, JobStopped } from './jobs';
import type { Station } from './station';

/** A file that was read in this session of the app. The page names it by `id` alone, never by a path. */
type ReadFile = Omit<HistoryGiven, 'folder' | 'mapping' | 'jobTypes'> & {
  readonly columns: readonly string[];
  /** Rejects of the last preview, as CSV. */
  report: string;
};
const mostFiles = 5;
const readFiles = new WeakMap<Station, Map<string, ReadFile>>();

const filesOf = (station: Station): Map<string, ReadFile> => {
  const files = readFiles.get(station) ?? new Map<string, ReadFile>();
  readFiles.set(station, files);
  return files;
};

const gone = refuse(
  'not-found',
  'This file was read before the app was started anew. Nothing was imported. Choose it again.',
);

/** Runs long work; what stopped it is a refusal in its own words. */
async function stopped<T>(work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof JobStopped) return refuse('not-ready', error.message);
    throw error;
  }
}

const isRefusal = (value: object): value is Refusal => 'ok' in value && value.ok === false;

function rowOf(station: Station, record: ImportRecord): ImportRow {
  const { log, seq, byUser, rejectsSha256, ...row } = record;
  return {
    ...row,
    state: row.state as ImportRow['state'],
    encoding: row.encoding as Encoding,
    byName: nameIn(station.world.site, byUser),
    hasReport: rejectsSha256 !== null,
    entry: { log, seq },
  };
}

function caseView(station: Station, historyCase: string): HistoryCaseView | Refusal {
  const { db } = station.site.ledger;
  const entry = entriesAbout(db, historyCase).find((e) => e.header.type === 'history.case-imported');
  if (!entry) return refuse('not-found', 'There is no imported case with this id.');
  if (entry.body === null)
    return refuse('not-found', 'What this case said was erased; that it was imported stays in the ledger.');
  const {
    import: id,
    historyCase: _,
    imported: __,
    ...one
  } = entry.body as unknown as HistoryCase & {
    import: string;
    historyCase: string;
    imported: true;
  };
  const record = importOf(db, id);
  if (!record) return refuse('not-found', 'The import of this case is not here yet.');
  return {
    ...one,
    historyCase,
    counted: caseCounts(db, historyCase) ?? false,
    import: rowOf(station, record),
    entry: { log: entry.log, seq: entry.seq },
  };
}

export const historyAskers: { readonly [N in keyof typeof historyQueries]: Asked<N> } = {
  historyImports: (station) => listImports(station.site.ledger.db).map((record) => rowOf(station, record)),
  historyCase: (station, args) => caseView(station, args.historyCase),
};

/** Long or asking: they take their turn only to record. */
export const historyCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {
  readHistory: async (station, _window, { path }) => {
    const name = nameOf(path);
    const read = await stopped(() => station.shell.jobs.run('readHistory', { path, name }));
    if (isRefusal(read)) return read;
    const files = filesOf(station);
    const oldest = files.keys().next().value;
    if (files.size >= mostFiles && oldest !== undefined) files.delete(oldest);
    const file = randomBytes(16).toString('hex');
    const { sha256, size, encoding, delimiter, rows, columns } = read;
    files.set(file, {
      path,
      name,
      sha256,
      encoding,
      delimiter,
      columns: columns.map((c) => c.name),
      report: '',
    });
    const before = listImports(station.site.ledger.db).find(
      (one) => one.sha256 === sha256 && one.state === 'finished',
    );
    const answer: HistoryFile = {
      file,
      name,
      size,
      sha256,
      encoding,
      delimiter,
      rows,
      columns,
      suggested: suggestedFor(columns),
      before: before
        ? { import: before.import, at: before.startedAt, byName: nameIn(station.world.site, before.byUser) }
        : null,
    };
    return { ok: true, answer };
  },
  previewHistory: async (station, _window, args) => {
    const file = filesOf(station).get(args.file);
    if (!file) return gone;
    const unfit = mappingRefusal(args.mapping, file.columns);
    if (unfit) return unfit;
    const read = await stopped(() =>
      station.shell.jobs.run('previewHistory', givenFor(station, file, args.mapping)),
    );
    if (isRefusal(read)) return read;
    const { report, ...preview } = read;
    file.report = report;
    return { ok: true, answer: preview };
  },
  importHistory: async (station, window, args, inTurn) => {
    const file = filesOf(station).get(args.file);
    if (!file) return gone;
    const unfit = mappingRefusal(args.mapping, file.columns);
    if (unfit) return unfit;
    const acting = actingFor(station, window, 'importHistory');
    if ('ok' in acting) return acting;
    // The original is kept first, and imported from where it is kept: what is recorded is what lies there.
    const held = await station.vault.keepFile(file.path, `${file.name.replace(/\.csv$/i, '')}.csv`);
    if (!held.ok) return refuse('evidence-refused', held.message);
    if (held.sha256 !== file.sha256)
      return refuse(
        'stale',
        `${file.name} was changed since it was read. Nothing was imported. Choose it again, so that you see what is in it now.`,
      );
    const kept = { ...file, path: station.vault.path(held.sha256) };
    return importCases(
      station,
      acting,
      { ...givenFor(station, kept, args.mapping), size: held.size },
      inTurn,
    );
  },
  saveRejects: async (station, _window, args) => {
    const report = await reportFor(station, args);
    if (typeof report !== 'string') return report;
    const day = new Date(station.now()).toISOString().slice(0, 10);
    const to = await station.shell.askWhere(`rejected-rows-${day}.csv`);
    if (to !== null) await writeDurably(to, Buffer.from(report, 'utf8'));
    return { ok: true, answer: { saved: to } };
  },
};

async function reportFor(
  station: Station,
  args: { readonly file: string } | { readonly import: string },
): Promise<string | Refusal> {
  const none = refuse('not-found', 'No row was rejected, so there is no report.');
  if ('file' in args) {
    const file = filesOf(station).get(args.file);
    return file === undefined ? gone : file.report === '' ? none : file.report;
  }
  const record = importOf(station.site.ledger.db, args.import);
  if (!record) return refuse('not-found', 'There is no import with this id.');
  if (record.rejectsSha256 === null) return none;
  const held = await station.vault.read(record.rejectsSha256);
  return held.ok ? Buffer.from(held.bytes).toString('utf8') : refuse('evidence-refused', held.message);
}

function nameOf(path: string): string {
  return basename(path).replace(/\p{C}/gu, '').trim().slice(0, 190) || 'unnamed';
}

function givenFor(station: Station, file: ReadFile, mapping: Mapping): HistoryGiven {
  const { path, name, sha256, encoding, delimiter } = file;
  return {
    folder: station.site.folder,
    path,
    name,
    sha256,
    encoding,
    delimiter,
    mapping,
    jobTypes: jobTypesByName(station.world.site),
  };
}

function suggestedFor(columns: HistoryFile['columns']): Mapping {
  const chosen = suggestColumns(columns);
  const dates = columns.filter((c) => [chosen.opened, chosen.closed, chosen.updated].includes(c.name));
  return {
    columns: chosen,
    dates: readDates(dates.map((c) => c.dates)).order,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    stalling: suggestStalling(columns, chosen.state),
    unknown: suggestUnknown(columns),
  };
}
