import { describe, expect, it } from 'vitest';
import { defineRule } from '../../main/domain/automation/decide';
import { fireRules } from '../../main/domain/automation/fire';
import type { RuleDoes, RuleWhen } from '../../main/domain/automation/rule';
import { entryTypes } from '../../main/domain/entryTypes';
import { breached, escalatedTo } from '../../main/domain/escalation/breach';
import type { Thing } from '../../main/domain/escalation/escalation';
import { evolveLearning } from '../../main/domain/learning/evolve';
import { emptyLearning, type LearningState } from '../../main/domain/learning/learning';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import type { SiteState } from '../../main/domain/procedure/site';
import { asRecorded } from '../../main/domain/run/followUps';
import { actor, MemoryCase } from '../domain/memoryCase';

const site = new MemoryCase([]).site;
let ids = 0;
const ctx = {
  now: '2026-03-10T08:00:00.000Z',
  actor: { ...actor('adm0'), session: 'ses_00000000' },
  newId: (kind: string) =>
    `${{ rule: 'rul', remediation: 'rem' }[kind] ?? kind}_${String(ids++).padStart(8, '0')}`,
  nextNumber: () => 'REM-K1-000007',
};
const exception: Thing = {
  kind: 'exception',
  id: 'exc_00000000-1',
  number: 'EXC-K1-000001',
  workOrder: 'wo_00000000-1',
  code: 'BLK-01',
  owner: { role: 'supervisor' },
  byRule: false,
};
const review: Thing = {
  ...exception,
  kind: 'review',
  id: 'prv_00000000-1',
  number: 'PR-K1-000001',
  owner: undefined,
};
const remediation: Thing = {
  ...exception,
  kind: 'remediation',
  id: 'rem_00000000-x',
  number: 'REM-K1-000001',
  workOrder: undefined,
};

function withRule(
  when: RuleWhen,
  does: RuleDoes,
  known: LearningState = emptyLearning,
  active = true,
): LearningState {
  const defined = defineRule(site, known, { name: `A rule ${ids}`, active, when, does }, ctx);
  if (!defined.ok) throw new Error(defined.message);
  return defined.entries.reduce((state, p) => evolveLearning(state, asRecorded(p, ctx)), known);
}

const raised: RuleWhen = { on: 'exception-raised', code: 'BLK-01' };
const late: RuleWhen = { on: 'sla-breached' };
const assign: RuleDoes = { do: 'assign', to: actor('com1').user };
const escalate: RuleDoes = { do: 'escalate', to: { role: 'compliance' } };
const fix: RuleDoes = { do: 'open-remediation', title: 'Look at it', owner: { role: 'admin' }, dueDays: 7 };

const fire = (learning: LearningState, on: RuleWhen['on'], thing: Thing, at: SiteState = site) => {
  const made = fireRules(at, learning, on, thing, ctx);
  for (const p of made) {
    entryTypes[p.type as 'rule.fired'].parse(p.body);
    expect([p.system, p.meaning]).toEqual(['rule', undefined]);
  }
  return made;
};
const left = (short: string): SiteState => {
  const { user } = actor(short);
  const person = site.people.get(user);
  if (!person) throw new Error(short);
  return { ...site, people: new Map(site.people).set(user, { ...person, active: false }) };
};

describe('a rule', () => {
  it('says that it fired, and for what, before what it does', () => {
    const made = fire(withRule(raised, assign), 'exception-raised', exception);
    expect(made.map((p) => p.type)).toEqual(['rule.fired', 'exception.assigned']);
    expect(made[0]?.body).toMatchObject({
      exception: exception.id,
      number: 'EXC-K1-000001',
      carriedOut: true,
    });
    expect(made[1]?.body).toMatchObject({
      exception: exception.id,
      workOrder: exception.workOrder,
      to: actor('com1').user,
    });
  });

  it('waits for its code alone, and does nothing while it is switched off', () => {
    expect(
      fire(withRule({ on: 'exception-raised', code: 'HLD-01' }, assign), 'exception-raised', exception),
    ).toEqual([]);
    expect(fire(withRule(raised, assign), 'sla-breached', exception)).toEqual([]);
    expect(
      fire(withRule({ on: 'sla-breached', code: 'HLD-01' }, escalate), 'sla-breached', exception),
    ).toEqual([]);
    expect(fire(withRule(raised, assign, emptyLearning, false), 'exception-raised', exception)).toEqual([]);
  });

  it('brings an exception, a review or a remediation before whom it names', () => {
    const rules = withRule(late, escalate);
    const types = [exception, review, remediation].map(
      (thing) => fire(rules, 'sla-breached', thing)[1]?.type,
    );
    expect(types).toEqual(['exception.escalated', 'post-review.escalated', 'remediation.escalated']);
  });

  it('records what it cannot do, and why, instead of doing it', () => {
    const gone = fire(withRule(raised, assign), 'exception-raised', exception, left('com1'));
    expect(gone).toHaveLength(1);
    expect(gone[0]?.body).toMatchObject({ carriedOut: false, why: expect.stringContaining('not active') });
    const notOne = fire(withRule(late, assign), 'sla-breached', review);
    expect(notOne).toHaveLength(1);
    expect(notOne[0]?.body).toMatchObject({
      carriedOut: false,
      why: expect.stringContaining('only an exception'),
    });
    const escalating = withRule(late, { do: 'escalate', to: { user: actor('com1').user } });
    expect(fire(escalating, 'sla-breached', exception, left('com1'))).toHaveLength(1);
  });

  it('opens one remediation for a code until that one is closed', () => {
    let learning = withRule(raised, fix);
    const first = fire(learning, 'exception-raised', exception);
    expect(first.map((p) => p.type)).toEqual(['rule.fired', 'remediation.opened']);
    expect(first[1]?.body).toMatchObject({
      due: '2026-03-17T08:00:00.000Z',
      because: expect.stringContaining('EXC-K1-000001'),
    });
    expect(first[1]?.body.workOrder).toBeUndefined();
    for (const p of first) learning = evolveLearning(learning, asRecorded(p, ctx));
    expect(fire(learning, 'exception-raised', exception)[0]?.body).toMatchObject({
      carriedOut: false,
      why: expect.stringContaining('REM-K1-000007'),
    });
    expect([...learning.rules.values()][0]?.fired).toBe(1);
  });

  it('is set off by nothing that a rule opened, so that no rule runs in a circle', () => {
    const learning = withRule(late, fix);
    expect(fire(learning, 'sla-breached', { ...remediation, byRule: true })).toEqual([]);
    expect(fire(learning, 'sla-breached', remediation)).toHaveLength(2);
  });

  it('cannot be defined for somebody who has left, an operator, or a code that is not there; it can always be switched off', () => {
    const define = (does: RuleDoes, more: object = {}, at: SiteState = site) =>
      defineRule(at, emptyLearning, { name: 'A rule', active: true, when: raised, does, ...more }, ctx);
    expect(define(assign, {}, left('com1'))).toMatchObject({ ok: false, code: 'not-found' });
    expect(define({ do: 'assign', to: actor('op1').user })).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(define({ do: 'escalate', to: { role: 'operator' } })).toMatchObject({
      ok: false,
      code: 'not-allowed',
    });
    expect(define(assign, { when: { on: 'exception-raised', code: 'ZZZ-99' } })).toMatchObject({
      ok: false,
      code: 'not-found',
    });
    expect(define(assign, { rule: 'rul_00000000-none' })).toMatchObject({ ok: false, code: 'not-found' });
    expect(define(assign, { active: false }, left('com1'))).toMatchObject({ ok: true });
    const known = withRule(raised, assign);
    const { name } = [...known.rules.values()][0] ?? { name: '' };
    expect(
      defineRule(site, known, { name: name.toUpperCase(), active: true, when: raised, does: fix }, ctx),
    ).toMatchObject({
      ok: false,
      code: 'taken',
    });
  });
});

describe('what is not done in time', () => {
  const withCode = (more: Partial<ExceptionCode>): SiteState => {
    const code = site.codes.get('BLK-01');
    if (!code) throw new Error('no code');
    return { ...site, codes: new Map(site.codes).set('BLK-01', { ...code, ...more }) };
  };

  it('goes to supervisors, and to compliance where it is theirs already', () => {
    expect(escalatedTo(site, { ...exception, owner: { role: 'admin' } })).toEqual({ role: 'supervisor' });
    expect(escalatedTo(site, exception)).toEqual({ role: 'compliance' });
    expect(escalatedTo(site, { ...exception, owner: { user: actor('sup1').user } })).toEqual({
      role: 'compliance',
    });
    expect(escalatedTo(site, review)).toEqual({ role: 'supervisor' });
  });

  it('goes to whom its code names, as long as that person is here', () => {
    const to = { user: actor('com1').user };
    expect(escalatedTo(withCode({ escalateTo: to }), exception)).toEqual(to);
    const gone = { ...withCode({ escalateTo: to }), people: left('com1').people };
    expect(escalatedTo(gone, exception)).toEqual({ role: 'compliance' });
    expect(escalatedTo(withCode({ escalateTo: { role: 'admin' } }), exception)).toEqual({ role: 'admin' });
  });

  it('is an entry that says what, when it was due, and to whom it goes', () => {
    const entry = breached(site, remediation, '2026-03-09T08:00:00.000Z');
    expect(entry).toMatchObject({ type: 'sla.breached', system: 'sla-clock', stream: remediation.id });
    expect(entryTypes['sla.breached'].parse(entry.body)).toEqual({
      kind: 'remediation',
      remediation: remediation.id,
      number: 'REM-K1-000001',
      code: 'BLK-01',
      due: '2026-03-09T08:00:00.000Z',
      escalatedTo: { role: 'compliance' },
    });
  });
});
