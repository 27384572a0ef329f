import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobStopped, type Jobs } from '../../main/commands/jobs';
import type { HistoryFile } from '../../main/contract/history';
import type { Mapping } from '../../main/domain/history/history';
import { runJob } from '../../main/jobs/table';
import type { AtWork } from '../commands/atWork';
import { sampleProject } from '../fixtures/closureRecord';
import { plainRows } from './rows';

export const admin = 's.halvorsen';

/** 60 whole incidents; its README says where they are from. */
export const excerpt = join(sampleProject, 'test', 'fixtures', 'history', 'incidents.csv');
const whole = join(sampleProject, '..', 'shared', 'data', 'servicenow-incident-log.csv');
/** The excerpt always, and the whole log where it lies beside the checkout. */
export const realFiles = [excerpt, ...(existsSync(whole) ? [whole] : [])];

/** Writes files of a test into a folder of its own. */
export class Files {
  readonly folder = mkdtempSync(join(tmpdir(), 'process-designer-history-'));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const read = (work: AtWork, path: string): Promise<HistoryFile> =>
  work.done(admin, 'readHistory', { path });

/** The suggestion, in UTC, with what the test changes of it. */
export function mappingOf(file: HistoryFile, change: Partial<Mapping> = {}): Mapping {
  return { ...file.suggested, zone: 'UTC', ...change };
}

/** Reads and imports a file as it suggests itself. */
export async function importAs(work: AtWork, path: string, change: Partial<Mapping> = {}) {
  const file = await read(work, path);
  return work.done(admin, 'importHistory', { file: file.file, mapping: mappingOf(file, change) });
}

/** Jobs in this process that can be stopped: `at` is called with each piece and throws where the work should end. */
export function jobsStoppedBy(at: (pieces: number) => void): Jobs {
  return {
    run: (name, given, take) => {
      let pieces = 0;
      return runJob(name, given, {
        progress: () => undefined,
        send: async (piece) => {
          at(pieces);
          pieces += 1;
          await take?.(piece);
        },
      });
    },
    cancel: () => false,
  };
}

/** Everything about imported history that a person could see, to compare two moments. */
export function shownOf(work: AtWork): unknown {
  const { db } = work.station.site.ledger;
  return {
    counted: db.prepare('SELECT * FROM history_cases WHERE counted = 1 ORDER BY number').all(),
    finished: db.prepare("SELECT * FROM history_imports WHERE state = 'finished' ORDER BY import").all(),
  };
}

/** Makes the jobs of a site stop where `at` throws, until the returned function is called. */
export function stopJobs(work: AtWork, at: (pieces: number) => void): () => void {
  const { shell } = work.station;
  const { jobs } = shell;
  Object.assign(shell, { jobs: jobsStoppedBy(at) });
  return () => Object.assign(shell, { jobs });
}

/** Throws at the piece after so many, as a cancel between two pieces does. */
export const cancelAfter =
  (most: number) =>
  (pieces: number): void => {
    if (pieces > most)
      throw new JobStopped('It was cancelled. Nothing was changed; what was there before stands.');
  };

/** For a site where everything has happened: one import with rejected rows that is finished, and one that is cancelled. */
export async function importBusy(work: AtWork): Promise<void> {
  const files = new Files();
  const good = files.write('before.csv', plainRows(30).replace('C9,', ','));
  const other = files.write('other.csv', plainRows(400, 100));
  await importAs(work, good);
  const again = stopJobs(work, cancelAfter(1));
  const file = await read(work, other);
  const ended = await work.give(admin, 'importHistory', { file: file.file, mapping: mappingOf(file) });
  again();
  files.remove();
  if (ended.ok) throw new Error('the import was not stopped');
}
