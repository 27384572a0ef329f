import type { RuleRow } from '../../contract/learning';
import type { Rule } from '../../domain/automation/rule';
import type { LearningState } from '../../domain/learning/learning';
import type { Owner } from '../../domain/procedure/catalogue';
import type { SiteState } from '../../domain/procedure/site';
import { ownerName } from '../lists';

/** Every rule, by name. */
export function ruleRows(site: SiteState, learning: LearningState): RuleRow[] {
  return [...learning.rules.values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((rule) => ({
      rule: rule.rule,
      name: rule.name,
      active: rule.active,
      when: rule.when,
      does: rule.does,
      sentence: ruleSentence(site, rule),
      fired: rule.fired,
      lastFiredAt: rule.lastFiredAt ?? null,
    }));
}

const named = (site: SiteState, owner: Owner): string =>
  ownerName(site, 'user' in owner ? owner.user : null, 'role' in owner ? owner.role : null);

/** "When MAT-02 is raised, assign it to Luca Moretti." */
export function ruleSentence(site: SiteState, { when, does }: Pick<Rule, 'when' | 'does'>): string {
  const on =
    when.on === 'exception-raised'
      ? `When ${when.code} is raised`
      : when.code === undefined
        ? 'When anything is not done in time'
        : `When something with ${when.code} is not done in time`;
  switch (does.do) {
    case 'assign':
      return `${on}, assign it to ${named(site, { user: does.to })}.`;
    case 'escalate':
      return `${on}, bring it before ${named(site, does.to)}.`;
    case 'open-remediation': {
      const days = does.dueDays === 1 ? '1 day' : `${does.dueDays} days`;
      return `${on}, open the remediation “${does.title}” for ${named(site, does.owner)}, due in ${days}.`;
    }
  }
}
