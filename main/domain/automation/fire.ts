import { type Context, type Proposed, plusMinutes } from '../entry';
import { named, type Thing } from '../escalation/escalation';
import type { LearningState } from '../learning/learning';
import type { Owner } from '../procedure/catalogue';
import type { SiteState } from '../procedure/site';
import type { Rule } from './rule';

type Carried = { readonly entries: readonly Proposed[] } | { readonly why: string };

/**
 * D12: what the active rules do about one exception that is being raised, or one due time that was missed. Each firing is
 * an entry of its own, followed by what it does; what it cannot do is recorded with the reason. Nothing here approves,
 * signs or closes, and what a rule has opened sets off no rule.
 */
export function fireRules(
  site: SiteState,
  learning: LearningState,
  on: Rule['when']['on'],
  thing: Thing,
  ctx: Pick<Context, 'now' | 'newId' | 'nextNumber'>,
): Proposed[] {
  if (thing.byRule) return [];
  return [...learning.rules.values()].flatMap((rule) => {
    const { when } = rule;
    if (!rule.active || when.on !== on || (when.code !== undefined && when.code !== thing.code)) return [];
    const carried = carryOut(site, learning, rule, thing, ctx);
    const fired: Proposed = {
      type: 'rule.fired',
      stream: rule.rule,
      body: {
        rule: rule.rule,
        name: rule.name,
        on,
        kind: thing.kind,
        ...named(thing),
        number: thing.number,
        does: rule.does.do,
        carriedOut: 'entries' in carried,
        ...('why' in carried ? { why: carried.why } : {}),
      },
      system: 'rule',
    };
    return 'entries' in carried ? [fired, ...carried.entries] : [fired];
  });
}

function carryOut(
  site: SiteState,
  learning: LearningState,
  rule: Rule,
  thing: Thing,
  ctx: Pick<Context, 'now' | 'newId' | 'nextNumber'>,
): Carried {
  const { does } = rule;
  const why = `Rule “${rule.name}”`;
  switch (does.do) {
    case 'assign': {
      if (thing.kind !== 'exception')
        return { why: `${thing.number} cannot be assigned; only an exception can.` };
      const person = site.people.get(does.to);
      if (!person?.active) return { why: `${person?.name ?? 'The person it names'} is not active any more.` };
      if (thing.owner && 'user' in thing.owner && thing.owner.user === does.to)
        return { why: `${thing.number} belongs to ${person.name} already.` };
      return { entries: [about(thing, 'exception.assigned', { to: does.to, why })] };
    }
    case 'escalate': {
      const gone = inactive(site, does.to);
      if (gone) return { why: gone };
      const type = {
        exception: 'exception.escalated',
        review: 'post-review.escalated',
        remediation: 'remediation.escalated',
      }[thing.kind];
      return { entries: [about(thing, type, { to: does.to, why })] };
    }
    case 'open-remediation': {
      const gone = inactive(site, does.owner);
      if (gone) return { why: gone };
      const open = Object.values(learning.remediations).find(
        (r) => !r.closed && r.rule?.rule === rule.rule && r.rule.code === thing.code,
      );
      if (open) return { why: `${open.number}, which it opened before, is still open.` };
      return { entries: [remediation(rule, does, thing, ctx)] };
    }
  }
}

function about(thing: Thing, type: string, body: Record<string, unknown>): Proposed {
  return { type, stream: thing.id, body: { ...named(thing), ...body }, system: 'rule' };
}

function inactive(site: SiteState, owner: Owner): string | undefined {
  if (!('user' in owner)) return undefined;
  const person = site.people.get(owner.user);
  return person?.active ? undefined : `${person?.name ?? 'The person it names'} is not active any more.`;
}

function remediation(
  rule: Rule,
  does: Extract<Rule['does'], { do: 'open-remediation' }>,
  thing: Thing,
  ctx: Pick<Context, 'now' | 'newId' | 'nextNumber'>,
): Proposed {
  const id = ctx.newId('remediation');
  const code = thing.code === undefined ? {} : { code: thing.code };
  const { workOrder: _, ...what } = named(thing);
  return {
    type: 'remediation.opened',
    stream: id,
    body: {
      remediation: id,
      number: ctx.nextNumber('remediation'),
      title: does.title,
      owner: does.owner,
      due: plusMinutes(ctx.now, does.dueDays * 24 * 60),
      cause: { kind: 'rule', rule: rule.rule, ...what, ...code },
      because: `Rule “${rule.name}”, for ${thing.number}`,
    },
    system: 'rule',
  };
}
