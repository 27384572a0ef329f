import { expireGlasses } from '../domain/breakglass/decide';
import { openGlassRows } from '../views/lists';
import { issueClosure } from './closing';
import type { Executor } from './execute';
import { recordEnd } from './sitting';
import { newId, record, type Station } from './station';

/**
 * What happens by itself: windows that run out are closed with the time they ended, idle sittings lock, and a closure
 * whose PDF was cut off gets it. Safe to call at any time; each thing is made once.
 */
export async function tick(station: Station, executor: Executor, windows: readonly number[]): Promise<void> {
  await executor.inTurn(async () => {
    const now = new Date(station.now()).toISOString();
    for (const row of openGlassRows(station.world.views)) {
      if (row.expires > now) continue;
      const state = station.world.caseOf(row.workOrder);
      const entries = expireGlasses(state, now);
      if (entries.length > 0) await record(station, newId('command'), entries, undefined, () => ({}));
    }
    for (const window of windows) await lockIdle(station, window);
  });
}

/** A sitting that locked by itself is written down; one that a person locked was already. */
async function lockIdle(station: Station, window: number): Promise<void> {
  const state = station.sessions.state(window);
  if (state.kind === 'locked') await recordEnd(station, state.user.id, state.session, 'idle');
}

/** Before the app closes: sittings that are still open end with it. */
export async function endSittings(
  station: Station,
  executor: Executor,
  windows: readonly number[],
): Promise<void> {
  await executor.inTurn(async () => {
    for (const window of windows) {
      const state = station.sessions.state(window);
      if (state.kind === 'open') await recordEnd(station, state.user.id, state.session, 'closed');
      station.sessions.close(window);
    }
  });
}

/** After a start: closures that were recorded, but whose PDF was not made before the app was cut off. */
export async function finishClosures(station: Station, executor: Executor): Promise<void> {
  const open = station.site.ledger.db
    .prepare(
      `SELECT json_extract(CAST(body AS TEXT), '$.workOrder') FROM entries c WHERE c.type = 'work-order.closed' AND c.body IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM entry_subjects s JOIN entries d USING (place) WHERE s.subject = json_extract(CAST(c.body AS TEXT), '$.closure') AND d.type = 'closure.document-issued')`,
    )
    .pluck()
    .all() as string[];
  for (const workOrder of open) await executor.inTurn(() => issueClosure(station, workOrder));
}
