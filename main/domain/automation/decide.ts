import type { Context, Decision } from '../entry';
import type { LearningState } from '../learning/learning';
import type { SiteState } from '../procedure/site';
import { type Refusal, refuse } from '../refusal';
import type { RuleDoes, RuleWhen } from './rule';

/** D12: makes a rule, or changes one. Names are unique; people it names must be active and able to do what falls to them. */
export function defineRule(
  site: SiteState,
  learning: LearningState,
  args: { rule?: string | undefined; name: string; active: boolean; when: RuleWhen; does: RuleDoes },
  ctx: Pick<Context, 'newId'>,
): Decision<{ rule: string }> {
  if (args.rule !== undefined && !learning.rules.has(args.rule))
    return refuse('not-found', 'This rule does not exist.');
  const rule = args.rule ?? ctx.newId('rule');
  const name = args.name.trim();
  const taken = [...learning.rules.values()].find(
    (r) => r.rule !== rule && r.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken)
    return refuse(
      'taken',
      `A rule named “${taken.name}” exists already. Change that one, or choose another name.`,
      {
        name: 'This name is taken',
      },
    );
  if (args.when.code !== undefined && !site.codes.has(args.when.code))
    return refuse('not-found', `Code ${args.when.code} is not in the catalogue.`, { when: 'Choose a code' });
  // Switching a rule off is always possible, whoever it names.
  const unfit = args.active ? unfitOwner(site, args) : undefined;
  if (unfit) return unfit;
  const body = { rule, name, active: args.active, when: args.when, does: args.does };
  return { ok: true, entries: [{ type: 'rule.defined', stream: rule, body }], answer: { rule } };
}

function unfitOwner(site: SiteState, { does }: { readonly does: RuleDoes }): Refusal | undefined {
  const owner =
    does.do === 'open-remediation' ? does.owner : does.do === 'assign' ? { user: does.to } : does.to;
  const person = 'user' in owner ? site.people.get(owner.user) : undefined;
  if ('user' in owner && !person?.active)
    return refuse(
      'not-found',
      'The person this rule names is not active here. Choose somebody else, or a role.',
      {
        does: 'Not an active person',
      },
    );
  const role = 'user' in owner ? person?.role : owner.role;
  if (role === 'operator')
    return refuse(
      'not-allowed',
      `${person?.name ?? 'Operators'} cannot decide about what this rule gives them. Choose a supervisor, compliance or an admin.`,
      { does: 'Not an operator' },
    );
  return undefined;
}
