import type { Outcome } from '../contract/call';
import { caseImported, importEnded, importFinished, importStarted } from '../domain/history/decide';
import type { HistoryCase } from '../domain/history/history';
import { refuse } from '../domain/refusal';
import { deviceOf } from '../domain/sync/sync';
import { listImports, waitingCases } from '../views/history';
import { type HistoryCounts, type HistoryGiven, JobStopped } from './jobs';
import { type Acting, newId, record, type Station } from './station';

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;
export type Imported = HistoryCounts & { readonly import: string };

/** Imports that are under way in this process, so that the clockwork does not take one for broken off. */
const underWay = new WeakMap<Station, Set<string>>();

/**
 * Records the cases of a kept file as the acting person. Every piece takes its turn among other commands; none of the
 * cases counts before the last entry. Where it is cancelled, the end is recorded with how far it came.
 */
export async function importCases(
  station: Station,
  acting: Acting,
  given: HistoryGiven & { readonly size: number },
  inTurn: InTurn,
): Promise<Outcome<Imported>> {
  // Screens ask again at the end: hundreds of pieces that do not count yet change nothing they show.
  const quiet: Station = { ...station, changed: () => undefined };
  const id = newId('historyImport');
  const running = underWay.get(station) ?? new Set();
  underWay.set(station, running.add(id));
  let started = false;
  let recorded = 0;
  const append = async (entries: Parameters<typeof record>[2], by: Acting | undefined): Promise<void> => {
    const done = await inTurn(() => record(quiet, newId('command'), entries, by, () => ({})));
    if (!done.ok) throw new JobStopped(done.message);
  };
  const begin = async (counts: HistoryCounts): Promise<void> => {
    if (counts.cases === 0) throw new NothingToImport(counts.rejectedCases);
    const { name, sha256, size, encoding, delimiter, mapping } = given;
    await append(
      [importStarted({ import: id, fileName: name, sha256, size, encoding, delimiter, mapping, ...counts })],
      acting,
    );
    started = true;
    station.changed();
  };
  const take = async (cases: readonly HistoryCase[]): Promise<void> => {
    await append(
      cases.map((one) => caseImported(id, newId('historyCase'), one)),
      acting,
    );
    recorded += cases.length;
  };
  try {
    const { report, ...counts } = await station.shell.jobs.run('importHistory', given, (piece) =>
      piece.kind === 'counted' ? begin(without(piece)) : take(piece.cases),
    );
    const rejects = report === '' ? undefined : await keepReport(station, report);
    await append(
      [importFinished({ import: id, ...counts, ...(rejects ? { sha256: rejects } : {}) })],
      acting,
    );
    return { ok: true, answer: { import: id, ...counts } };
  } catch (error) {
    if (!(error instanceof JobStopped)) throw error;
    if (!started)
      return refuse(error instanceof NothingToImport ? 'already-done' : 'not-ready', error.message);
    await append(
      [importEnded({ import: id, how: 'cancelled', cases: recorded, why: error.message })],
      acting,
    );
    return refuse(
      'not-ready',
      `The import was ended after ${recorded.toLocaleString('en')} cases. None of them counts, and no number changed. Import the file again when you want to.`,
    );
  } finally {
    running.delete(id);
    station.changed();
  }
}

class NothingToImport extends JobStopped {
  constructor(rejected: number) {
    super(
      `None of the ${rejected.toLocaleString('en')} cases of this file can be imported: all of them were rejected. Nothing was recorded. Look at the rejected rows for the reason.`,
    );
  }
}

function without({ kind: _, ...counts }: HistoryCounts & { readonly kind: 'counted' }): HistoryCounts {
  return counts;
}

async function keepReport(station: Station, report: string): Promise<string> {
  const held = await station.vault.keepBytes(Buffer.from(report, 'utf8'), 'rejected-rows.csv');
  if (!held.ok) throw new JobStopped(held.message);
  return held.sha256;
}

/**
 * Writes down the end of imports of this station that were broken off by a crash or a power cut. Called in a turn; an
 * import that is under way is left alone.
 */
export async function endCutOffImports(station: Station): Promise<void> {
  const { db, log } = station.site.ledger;
  for (const one of listImports(db)) {
    if (one.state !== 'running' || deviceOf(one.log) !== deviceOf(log)) continue;
    if (underWay.get(station)?.has(one.import)) continue;
    const why = 'The app was ended before the import was';
    const ended = importEnded({
      import: one.import,
      how: 'cut-off',
      cases: waitingCases(db, one.import),
      why,
    });
    await record(station, newId('command'), [ended], undefined, () => ({}));
  }
}
