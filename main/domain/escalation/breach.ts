import type { Proposed } from '../entry';
import type { Owner } from '../procedure/catalogue';
import type { SiteState } from '../procedure/site';
import { named, type Thing } from './escalation';

/**
 * Whom something goes to that was not done in time: whom its code names, as long as that person is active; else
 * supervisors; and compliance for what is the supervisors' own, or a supervisor's.
 */
export function escalatedTo(site: SiteState, thing: Thing): Owner {
  const wanted = thing.code === undefined ? undefined : site.codes.get(thing.code)?.escalateTo;
  if (wanted && (!('user' in wanted) || site.people.get(wanted.user)?.active)) return wanted;
  const { owner } = thing;
  const role = owner && ('user' in owner ? site.people.get(owner.user)?.role : owner.role);
  return { role: role === 'supervisor' ? 'compliance' : 'supervisor' };
}

/** X2: something was due and is not done. `due` as it was set. */
export function breached(site: SiteState, thing: Thing, due: string): Proposed {
  return {
    type: 'sla.breached',
    stream: thing.id,
    body: {
      kind: thing.kind,
      ...named(thing),
      number: thing.number,
      ...(thing.code === undefined ? {} : { code: thing.code }),
      due,
      escalatedTo: escalatedTo(site, thing),
    },
    system: 'sla-clock',
  };
}
