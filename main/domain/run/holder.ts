import type { CaseState } from '../caseState';
import type { Context } from '../entry';
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
