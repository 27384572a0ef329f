import { describe, expect, it } from 'vitest';
import type { RuleRow } from '../../main/contract/learning';
import { ruleDoesSchema, ruleWhenSchema } from '../../main/domain/automation/rule';
import { targetSchema } from '../../main/domain/learning/cause';
import { causeHref } from '../../renderer/app/causes';
import {
  endOfDay,
  localDay,
  type RemediationDraft,
  targetOf,
  targetWords,
  whyNot as whyNoRemediation,
} from '../../renderer/app/remediationDraft';
import { against, monthName, share } from '../../renderer/learning/reviewWords';
import { doesOf, formOf, whenOf, whyNot } from '../../renderer/learning/ruleForm';

const owner = { role: 'supervisor' } as const;
const person = 'usr_00000000-0001';
const rules: readonly Pick<RuleRow, 'name' | 'active' | 'when' | 'does'>[] = [
  {
    name: 'Stores first',
    active: true,
    when: { on: 'exception-raised', code: 'MAT-02' },
    does: { do: 'assign', to: person },
  },
  {
    name: 'Overdue goes up',
    active: false,
    when: { on: 'sla-breached' },
    does: { do: 'escalate', to: owner },
  },
  {
    name: 'Late twice needs a fix',
    active: true,
    when: { on: 'sla-breached', code: 'TOL-01' },
    does: { do: 'open-remediation', title: 'Calibrate in time', owner: { user: person }, dueDays: 21 },
  },
];

describe('a rule', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))(
    '%s: a form that nobody touched sends back what was there',
    (_, rule) => {
      const form = formOf({ ...rule, rule: 'rul_1', sentence: '', fired: 0, lastFiredAt: null });
      expect(whyNot(form)).toBeUndefined();
      expect(ruleWhenSchema.parse(whenOf(form))).toEqual(rule.when);
      expect(ruleDoesSchema.parse(doesOf(form))).toEqual(rule.does);
      expect([form.name, form.active]).toEqual([rule.name, rule.active]);
    },
  );

  it('keeps what was typed for one deed while another is looked at', () => {
    const form = { ...formOf(undefined), name: 'New', code: 'MAT-02', person, title: 'Typed before' };
    expect(doesOf({ ...form, deed: 'assign' })).toEqual({ do: 'assign', to: person });
    expect(doesOf({ ...form, deed: 'open-remediation', owner })).toMatchObject({ title: 'Typed before' });
  });

  it('says what is missing, one thing at a time', () => {
    const form = formOf(undefined);
    expect(whyNot(form)).toMatch(/name/);
    expect(whyNot({ ...form, name: 'Rule one' })).toMatch(/code/);
    expect(whyNot({ ...form, name: 'Rule one', code: 'MAT-02' })).toMatch(/person/);
    expect(whyNot({ ...form, name: 'Rule one', on: 'sla-breached', deed: 'escalate' })).toMatch(/owner/);
    const remedy = { ...form, name: 'Rule one', code: 'MAT-02', deed: 'open-remediation', owner } as const;
    expect(whyNot(remedy)).toMatch(/fixed/);
    expect(whyNot({ ...remedy, title: 'Fix it', dueDays: '0' })).toMatch(/1 to 365/);
    expect(whyNot({ ...remedy, title: 'Fix it', dueDays: '14' })).toBeUndefined();
  });
});

describe('a remediation', () => {
  const draft: RemediationDraft = {
    title: 'Keep two kits',
    owner,
    due: '2026-03-24',
    isMeasured: true,
    code: 'MAT-02',
    jobType: null,
    atMost: '2',
    days: '30',
  };

  it('asks for a title, an owner, a day that has not passed, and a target that can be counted', () => {
    const why = (change: Partial<RemediationDraft>) =>
      whyNoRemediation({ ...draft, ...change }, '2026-03-10');
    expect(why({})).toBeUndefined();
    expect(why({ title: ' a ' })).toMatch(/fixed/);
    expect(why({ owner: null })).toMatch(/owner/);
    expect(why({ due: '' })).toMatch(/day/);
    expect(why({ due: '2026-03-09' })).toMatch(/passed/);
    expect(why({ due: '2026-03-10' })).toBeUndefined();
    expect(why({ atMost: '1,5' })).toMatch(/At most/);
    expect(why({ days: '366' })).toMatch(/1 to 365/);
    expect(why({ code: null })).toMatch(/code/);
    expect(why({ isMeasured: false, code: null, days: '' })).toBeUndefined();
  });

  it('hands on a target that the contract takes, or none', () => {
    expect(targetSchema.parse(targetOf(draft))).toEqual({ code: 'MAT-02', atMost: 2, days: 30 });
    expect(targetOf({ ...draft, isMeasured: false })).toBeNull();
    expect(targetOf({ ...draft, atMost: '-1' })).toBeNull();
    expect(targetWords({ code: 'MAT-02', jobTypeName: 'Seal', atMost: 0, days: 1 })).toBe(
      'MAT-02 on Seal: none in 1 day',
    );
  });

  it('is due at the end of the local day, whatever the zone', () => {
    const at = new Date(endOfDay('2026-03-24'));
    expect([at.getFullYear(), at.getMonth(), at.getDate(), at.getHours()]).toEqual([2026, 2, 24, 23]);
    expect(localDay(1, new Date(2026, 11, 31, 12))).toBe('2027-01-01');
  });
});

it('a decision that caused something opens the review of its own month', () => {
  const cause = { kind: 'decision', decision: 'dec_00000000-0001' } as const;
  expect(causeHref(cause, 'Review of 2026-03: ask for the kit first')).toBe('#/monthly-review/2026-03');
  expect(causeHref(cause, 'In words of a later version')).toBe('#/monthly-review');
});

it('the monthly review says months, changes and shares in words', () => {
  expect(monthName('2026-03')).toBe('March 2026');
  expect([against(9, 4), against(4, 9), against(4, 4)]).toEqual(['5 more', '5 fewer', 'the same']);
  expect([share(5, 7), share(0, 0)]).toEqual(['5 of 7', 'None']);
});
