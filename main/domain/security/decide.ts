import type { Decision } from '../entry';
import type { SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import type { SecurityPlace } from './security';

/** Sets after how long without activity every window of the site locks. */
export function setSecurity(site: SiteState, args: { idleMinutes: number }): Decision {
  if (args.idleMinutes === site.security.idleMinutes)
    return refuse('already-done', 'It is set like this already. Nothing was recorded.');
  return {
    ok: true,
    entries: [{ type: 'site.security-set', stream: site.site?.id ?? 'site', body: args }],
    answer: {},
  };
}

/** Says that an admin has seen entries of the security inbox. `waiting`: those that nobody has acknowledged yet. */
export function acknowledgeSecurity(
  site: SiteState,
  args: { entries: readonly SecurityPlace[] },
  waiting: readonly SecurityPlace[],
): Decision {
  const open = new Set(waiting.map(({ log, seq }) => `${log}/${seq}`));
  if (args.entries.some(({ log, seq }) => !open.has(`${log}/${seq}`)))
    return refuse('stale', 'Some of it was acknowledged already, or is not in the inbox. Look at it again.');
  return {
    ok: true,
    entries: [{ type: 'security.acknowledged', stream: site.site?.id ?? 'site', body: { ...args } }],
    answer: {},
  };
}
