import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { refusalAt } from '../../main/commands/erasurePlan';
import { everyEntry } from '../../main/ledger/read';
import type { AtWork } from '../commands/atWork';
import { viewsOf } from '../views/rebuilding';

/** Where an entry stands. */
export type At = { readonly log: string; readonly seq: number };

/** The newest entry of a type whose body holds this text, wherever it stands. */
export function entryOf(work: AtWork, type: string, text = ''): At {
  const found = work.station.site.ledger.db
    .prepare(
      `SELECT l.log, e.seq FROM entries e JOIN logs l USING (log_no) WHERE e.type = ? AND e.body IS NOT NULL AND instr(CAST(e.body AS TEXT), ?) > 0 ORDER BY e.clock DESC LIMIT 1`,
    )
    .get(type, text) as At | undefined;
  if (found === undefined) throw new Error(`no ${type} with ${text}`);
  return found;
}

/** Asks for an erasure as one person, and carries it out as another. */
export async function erase(
  work: AtWork,
  targets: readonly At[],
  by: readonly [asks: string, approves: string] = ['a.ruiz', 's.halvorsen'],
): Promise<{ readonly erasure: string; readonly unfinished: string | null }> {
  const { erasure } = await work.done(by[0], 'requestErasure', {
    targets: [...targets],
    authority: 'Retention rule 7',
    scope: 'A name',
  });
  const signing = await work.signing(by[1], { what: 'erasure', erasure });
  const { unfinished } = await work.done(by[1], 'approveErasure', { erasure, ...signing });
  return { erasure, unfinished };
}

/** Every entry of a site that can be erased now. */
export function erasableIn(work: AtWork): At[] {
  const { world, site } = work.station;
  return [...everyEntry(site.ledger.db)]
    .map(({ log, seq }) => ({ log, seq }))
    .filter((place) => refusalAt(world, place) === null);
}

/** A site made once, and brought back as it was for each trial. */
export class Saved {
  readonly #copy: string;
  readonly #work: AtWork;

  private constructor(work: AtWork, copy: string) {
    this.#work = work;
    this.#copy = copy;
  }

  static async of(work: AtWork): Promise<Saved> {
    await work.closeSite();
    const copy = mkdtempSync(join(tmpdir(), 'process-designer-saved-'));
    cpSync(dirname(work.folder), copy, { recursive: true });
    return new Saved(work, copy);
  }

  /** The site as it was saved, opened. */
  async again(): Promise<AtWork> {
    if (this.#work.station.site.ledger.db.open) await this.#work.closeSite();
    rmSync(dirname(this.#work.folder), { recursive: true, force: true });
    cpSync(this.#copy, dirname(this.#work.folder), { recursive: true });
    this.#work.reopenAfterRestore();
    return this.#work;
  }

  async discard(): Promise<void> {
    rmSync(this.#copy, { recursive: true, force: true });
    if (this.#work.station.site.ledger.db.open) await this.#work.close();
    else this.#work.discard();
  }
}

/** What a site's states and rows are, to be compared after it was opened again. */
export const statesOf = (work: AtWork): unknown => ({
  site: plain(work.station.world.site),
  learning: plain(work.station.world.learning),
  views: viewsOf(work.station.site.ledger.db),
});

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, v: unknown) => (v instanceof Map ? [...v] : v)));
