import type { CaseState } from '../caseState';
import type { Context, Decision } from '../entry';
import type { SiteState } from '../procedure/site';
import { type Refusal, refuse } from '../refusal';

/** A run belongs to the station that started it until it is handed over: why it cannot be recorded in here, or undefined. */
export function elsewhere(
  site: SiteState,
  state: CaseState,
  ctx: Pick<Context, 'device'>,
): Refusal | undefined {
  const holder = state.run?.holder;
  if (!holder || ctx.device === undefined || holder === ctx.device) return undefined;
  const station = site.devices.find((d) => d.device === holder)?.station ?? 'another station';
  return refuse(
    'elsewhere',
    `This run is at station ${station}. Nothing was recorded; what you typed is kept. Go on there, or have it handed over to this station there and bring the next bundle.`,
  );
}

/** Gives a run to another station. Only the one that holds it can; what it did not send yet comes with its next bundle. */
export function handOverRun(site: SiteState, state: CaseState, to: string, ctx: Context): Decision {
  const { run, workOrder } = state;
  if (!run || !workOrder)
    return refuse('out-of-order', 'The run is not started yet, so there is nothing to hand over.');
  if (state.closure) return refuse('already-done', `${workOrder.number} is closed.`);
  const away = elsewhere(site, state, ctx);
  if (away) return away;
  const station = site.devices.find((d) => d.device === to);
  if (!station) return refuse('not-found', 'This station does not belong to the site. Choose another one.');
  if (to === run.holder) return refuse('already-done', 'The run is at this station already.');
  const body = { run: run.run, workOrder: workOrder.workOrder, to, station: station.station };
  return { ok: true, entries: [{ type: 'run.handed-over', stream: run.run, body }], answer: {} };
}
