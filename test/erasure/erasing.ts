import type { AtWork } from '../commands/atWork';

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
