import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Jobs } from '../../main/commands/jobs';
import type { HistoryFile } from '../../main/contract/history';
import type { Mapping } from '../../main/domain/history/history';
import { runJob } from '../../main/jobs/table';
import type { AtWork } from '../commands/atWork';
import { sampleProject } from '../fixtures/closureRecord';

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
