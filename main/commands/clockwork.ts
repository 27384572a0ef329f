import { expireGlasses } from '../domain/breakglass/decide';
import { followUps } from '../domain/run/followUps';
import { openGlassRows } from '../views/lists';
import { issueClosure } from './closing';
import { finishErasures, isErasureDue } from './erasing';
import { endCutOffImports } from './importing';
import { watchRoom } from './room';
import { recordEnd } from './sitting';
import { missedDueTimes } from './slaClock';
import { contextFor, newId, record, type Station } from './station';
import type { Turns } from './turns';

/** Nobody acts when a window runs out; what follows is the system's. */
const nobody = { user: '', role: 'operator', session: '' } as const;

/**
 * What happens by itself: windows that run out are closed with the time they ended, idle sittings lock, and due times
 * that were missed are written down and escalated. Safe to call at any time; each thing is made once. `steady`: ms of a clock that never
 * goes back.
 */
export async function tick(
  station: Station,
  turns: Pick<Turns, 'inTurn'>,
  windows: readonly number[],
  steady: () => number = () => performance.now(),
): Promise<void> {
  watchRoom(station);
  settleWhenIdle(station, steady());
  await turns.inTurn(async () => {
    const now = new Date(station.now()).toISOString();
    for (const row of openGlassRows(station.world.views)) {
      if (row.expires > now && !overdue(station, row, steady())) continue;
      const state = station.world.caseOf(row.workOrder);
      const expired = expireGlasses(state, row.expires > now ? row.expires : now);
      if (expired.length === 0) continue;
      const document = station.world.documentFor(state);
      const jobType = station.world.jobTypeFor(state);
      // The run may stand before the gate again, and nobody may have asked for its approval yet.
      const following =
        document && jobType ? followUps(state, expired, document, jobType, contextFor(station, nobody)) : [];
      await record(station, newId('command'), [...expired, ...following], undefined, () => ({}));
    }
    for (const window of windows) await lockIdle(station, window);
    await endCutOffImports(station);
    await finishDueErasures(station, steady());
  });
  await missedDueTimes(station, turns, steady);
}

const erasureTried = new WeakMap<Station, number>();

/** What an erasure left to do, because something was in the way or the app ended: tried once a minute until it is done. */
async function finishDueErasures(station: Station, steady: number): Promise<void> {
  const tried = erasureTried.get(station);
  if (!isErasureDue(station) || (tried !== undefined && steady - tried < 60_000)) return;
  erasureTried.set(station, steady);
  await finishErasures(station);
}

/** How long nothing was recorded before the write-ahead log is folded in. */
const idleMs = 30_000;
const quiet = new WeakMap<
  Station,
  { readonly size: number; readonly since: number; readonly settled: boolean }
>();

/** Folds the write-ahead log into the file once in a pause of the work, so that what a person signed or closed is in it. */
function settleWhenIdle(station: Station, now: number): void {
  const { ledger } = station.site;
  const size = ledger.head()?.size ?? 0;
  const last = quiet.get(station);
  if (last === undefined || last.size !== size) {
    quiet.set(station, { size, since: now, settled: false });
    return;
  }
  if (last.settled || now - last.since < idleMs) return;
  // A reader beside it, such as Verify, may hold a part of the log; then the next beat tries again, and nobody waits.
  quiet.set(station, { ...last, settled: ledger.settle(0) });
}

const deadlines = new WeakMap<Station, Map<string, number>>();

/**
 * Whether a window has lasted its minutes by a clock that nobody can set back. Counted from when this process first saw
 * it open, so that it is never ended early.
 */
function overdue(
  station: Station,
  { glass, expires }: { readonly glass: string; readonly expires: string },
  steady: number,
): boolean {
  const known = deadlines.get(station) ?? new Map<string, number>();
  deadlines.set(station, known);
  const deadline = known.get(glass) ?? steady + Math.max(0, Date.parse(expires) - station.now());
  known.set(glass, deadline);
  return steady >= deadline;
}

/** A sitting that locked by itself is written down; one that a person locked was already. */
async function lockIdle(station: Station, window: number): Promise<void> {
  const state = station.sessions.state(window);
  if (state.kind === 'locked') await recordEnd(station, state.user.id, state.session, 'idle');
}

/** Before the app closes: sittings that are still open end with it. */
export async function endSittings(
  station: Station,
  turns: Pick<Turns, 'inTurn'>,
  windows: readonly number[],
): Promise<void> {
  await turns.inTurn(async () => {
    for (const window of windows) {
      const state = station.sessions.state(window);
      if (state.kind === 'open') await recordEnd(station, state.user.id, state.session, 'closed');
      station.sessions.close(window);
    }
  });
}

/** After a start: closures that were recorded here, but whose PDF was not made before the app was cut off. */
export async function finishClosures(station: Station, turns: Pick<Turns, 'inTurn'>): Promise<void> {
  const open = station.site.ledger.db
    .prepare(
      `SELECT json_extract(CAST(body AS TEXT), '$.workOrder') FROM entries c WHERE c.type = 'work-order.closed' AND c.body IS NOT NULL AND c.log_no = (SELECT log_no FROM logs WHERE log = ?)
       AND NOT EXISTS (SELECT 1 FROM entry_subjects s JOIN entries d USING (place) WHERE s.subject = json_extract(CAST(c.body AS TEXT), '$.closure') AND d.type = 'closure.document-issued' AND d.body IS NOT NULL)`,
    )
    .pluck()
    .all(station.site.ledger.log) as string[];
  for (const workOrder of open) await turns.inTurn(() => issueClosure(station, workOrder));
}
