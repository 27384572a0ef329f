import { fireRules } from '../domain/automation/fire';
import { reviewDone } from '../domain/breakglass/breakglass';
import { breached } from '../domain/escalation/breach';
import type { Thing } from '../domain/escalation/escalation';
import { codeOfCause } from '../domain/learning/words';
import type { Remediation } from '../domain/remediation/remediation';
import { deviceOf } from '../domain/sync/sync';
import { type DueRow, dueRows } from '../views/due';
import { contextFor, record, type Station } from './station';
import type { Turns } from './turns';

const nobody = { user: '', role: 'operator', session: '' } as const;

/**
 * How long a station waits before it says that something was missed whose run another station holds: long enough for
 * that station's own word to arrive, so that it is mostly said once.
 */
const grace = 24 * 60 * 60_000;

/** Deadlines by a clock that nobody can set back, in its ms, from when this process first saw each. */
const deadlines = new WeakMap<Station, Map<string, number>>();

/**
 * X2: writes down every due time that has passed by the wall clock, or by the steady one, and of which no entry says so
 * yet. What follows from the views alone is lost in no sleep or restart, and is made once: an entry ends its being due,
 * and its command's id follows from what was due when. Each takes a turn of its own, so that nobody waits for hundreds.
 */
export async function missedDueTimes(
  station: Station,
  turns: Pick<Turns, 'inTurn'>,
  steady: () => number,
): Promise<void> {
  const before = deadlines.get(station);
  const known = new Map<string, number>();
  const now = station.now();
  const missed = dueRows(station.site.ledger.db).filter((row) => {
    const key = `${row.id} ${row.due}`;
    const deadline = before?.get(key) ?? steady() + Math.max(0, Date.parse(row.due) - now);
    known.set(key, deadline);
    const wait = isElsewhere(station, row) ? grace : 0;
    return now >= Date.parse(row.due) + wait || steady() >= deadline + wait;
  });
  deadlines.set(station, known);
  for (const row of missed) await turns.inTurn(() => sayMissed(station, row));
}

/** Whether another station is the first to say it: the one that holds the run, or opened the remediation. */
function isElsewhere(station: Station, row: DueRow): boolean {
  const own = station.world.learning.remediations[row.id];
  const device = own ? deviceOf(own.log) : row.holder;
  return device !== null && device !== '' && device !== station.site.device.id;
}

async function sayMissed(station: Station, row: DueRow): Promise<void> {
  const { site, learning } = station.world;
  // Somebody may have ended it since it was looked for.
  const thing = openThing(station, row);
  if (!thing) return;
  const ctx = contextFor(station, nobody);
  const entries = [breached(site, thing, row.due), ...fireRules(site, learning, 'sla-breached', thing, ctx)];
  await record(station, `cmd_sla-${row.id}-${Date.parse(row.due)}`, entries, undefined, () => ({}));
}

/** What is due, as long as it is open and nothing says that it was missed. */
function openThing(station: Station, { kind, id, workOrder }: DueRow): Thing | undefined {
  const state = workOrder === null ? undefined : station.world.caseOf(workOrder);
  const common = { kind, id, workOrder: workOrder ?? undefined } as const;
  if (kind === 'exception') {
    const e = state?.exceptions[id];
    if (!e || e.end || e.breachedAt !== undefined) return undefined;
    return { ...common, number: e.number, code: e.code, owner: e.owner, byRule: false };
  }
  if (kind === 'review') {
    const r = state?.reviews[id];
    if (!r || reviewDone(r) || r.breachedAt !== undefined) return undefined;
    return {
      ...common,
      number: r.number,
      code: state?.glasses[r.glass]?.code,
      owner: undefined,
      byRule: false,
    };
  }
  const r = state?.remediations[id] ?? station.world.learning.remediations[id];
  if (!r || r.closed || r.breachedAt !== undefined) return undefined;
  const code = state?.glasses[r.glass ?? '']?.code ?? codeOf(station, r);
  return { ...common, number: r.number, code, owner: r.owner, byRule: r.rule !== undefined };
}

function codeOf(station: Station, r: Remediation): string | undefined {
  return r.rule?.code ?? codeOfCause(station.world.learning, r.cause, r.target);
}
