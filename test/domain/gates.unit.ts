import { describe, expect, it } from 'vitest';
import { gateRefusal } from '../../main/domain/approval/decide';
import { neverGates, neverOpens } from '../../main/domain/breakglass/neverGates';
import { readiness } from '../../main/domain/closure/readiness';
import { roles } from '../../main/domain/entry';
import type { GateStep, Step } from '../../main/domain/procedure/checklist';
import { gateMet, glassOver, nextStep } from '../../main/domain/run/nextStep';
import { crewMoves, finish, signed } from './crew';
import { type Actor, actor, MemoryCase, people } from './memoryCase';

const confirm = (id: string): Step => ({ id, title: `Do ${id}`, kind: 'confirm' });
const gateOf = (
  id: string,
  need: GateStep['need'],
  breakGlass: GateStep['breakGlass'] = 'allowed',
): GateStep => ({ id, title: `Gate ${id}`, kind: 'gate', need, breakGlass });
const number: Step = {
  id: 'read',
  title: 'Read',
  kind: 'number',
  unit: 'bar',
  decimals: 1,
  limits: { low: '0', high: '100' },
  act: { high: '90' },
  warn: { high: '80' },
  actCode: 'BLK-01',
};

/** A run with these steps, its prerequisite passed. */
function started(...steps: Step[]): MemoryCase {
  const work = new MemoryCase([{ id: 'one', title: 'One', steps }]);
  ok(work, 'startRun', 'op0', {});
  ok(work, 'checkPrerequisite', 'op0', { prerequisite: 'pre-0', result: 'pass' });
  return work;
}

function ok(
  work: MemoryCase,
  name: Parameters<MemoryCase['give']>[0],
  who: string,
  args: Record<string, unknown>,
): Record<string, string> {
  const outcome = work.give(name, actor(who), args);
  if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.message}`);
  return outcome.answer as Record<string, string>;
}

const done = (work: MemoryCase, step: string, who = 'op0') =>
  ok(work, 'recordStep', who, { step, value: 'done' });
const missing = (work: MemoryCase) =>
  readiness(work.state, work.document, work.jobType, work.at())
    .filter((i) => !i.done)
    .map((i) => i.id);

describe('a gate', () => {
  it.each(['supervisor', 'compliance', 'admin'] as const)(
    'that needs one %s takes it from nobody else',
    (role) => {
      const gate = gateOf('g', [{ role, count: 1 }]);
      const work = started(confirm('a'), gate, confirm('b'));
      done(work, 'a');
      const may = (who: Actor) => gateRefusal(work.site, work.state, work.document, gate, who) === null;
      for (const who of people) {
        expect([who.user, may(who)]).toEqual([who.user, who.role === role]);
        if (who.role !== role)
          expect(work.give('approveGate', who, { step: 'g', ...signed })).toMatchObject({ ok: false });
      }
      expect(work.give('recordStep', actor('op0'), { step: 'b', value: 'done' })).toMatchObject({
        ok: false,
        code: 'out-of-order',
      });
      ok(work, 'approveGate', `${role.slice(0, 3)}1`, { step: 'g', ...signed });
      expect(gateMet(work.state, gate)).toBe(true);
      done(work, 'b');
    },
  );

  it.each(roles)(
    'is never approved by a %s who carried out a step, added evidence to one or corrected one',
    (role) => {
      const gate = gateOf('g', [{ role: role === 'operator' ? 'supervisor' : role, count: 1 }]);
      const photo: Step = { id: 'p', title: 'Photo', kind: 'photo' };
      for (const deed of ['recorded', 'evidence', 'corrected'] as const) {
        const work = started(number, photo, gate);
        const doer = { user: actor('op0').user, role };
        // The doer's role is changed for the decision: the rule goes by person, whatever role they hold now.
        const other = actor('op1');
        const by = (what: typeof deed) => (what === deed ? actor('op0') : other);
        expect(work.give('recordStep', by('recorded'), { step: 'read', value: '50.0' }).ok).toBe(true);
        expect(
          work.give('addEvidence', by('evidence'), { step: 'p', slot: 'main', path: '/x', source: 'file' })
            .ok,
        ).toBe(true);
        expect(work.give('recordStep', other, { step: 'p', value: 'held' }).ok).toBe(true);
        if (deed === 'corrected')
          expect(
            work.give('correctStep', actor('op0'), { step: 'read', value: '51.0', why: 'Misread' }).ok,
          ).toBe(true);
        expect(gateRefusal(work.site, work.state, work.document, gate, doer)).toMatch(
          /^You carried out step \d, so you cannot approve it\. .+ can\.$/,
        );
      }
    },
  );

  it('of two supervisors takes two different ones', () => {
    const gate = gateOf('g', [{ role: 'supervisor', count: 2 }]);
    const work = started(confirm('a'), gate);
    done(work, 'a');
    ok(work, 'approveGate', 'sup0', { step: 'g', ...signed });
    expect(work.give('approveGate', actor('sup0'), { step: 'g', ...signed })).toMatchObject({
      ok: false,
      code: 'two-person',
      message: expect.stringContaining('You have approved it already'),
    });
    expect(gateMet(work.state, gate)).toBe(false);
    ok(work, 'approveGate', 'sup1', { step: 'g', ...signed });
    expect(gateMet(work.state, gate)).toBe(true);
    expect(work.give('approveGate', actor('sup2'), { step: 'g', ...signed })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
  });

  it('is not decided before the run has reached it', () => {
    const work = started(confirm('a'), gateOf('g', [{ role: 'supervisor', count: 1 }]));
    expect(work.give('approveGate', actor('sup0'), { step: 'g', ...signed })).toMatchObject({
      ok: false,
      message: expect.stringContaining('has not reached'),
    });
    expect(
      work.give('rejectGate', actor('sup0'), {
        step: 'g',
        code: 'BLK-01',
        why: 'No',
        backTo: 'a',
        ...signed,
      }),
    ).toMatchObject({ ok: false });
  });

  it('that is rejected sends the work back, keeps what was recorded readable, and is asked for again', () => {
    const gate = gateOf('g', [{ role: 'supervisor', count: 1 }]);
    const work = started(confirm('a'), confirm('b'), gate);
    done(work, 'a');
    done(work, 'b');
    expect(
      work.give('rejectGate', actor('sup0'), {
        step: 'g',
        code: 'BLK-01',
        why: 'Not clean',
        backTo: 'g',
        ...signed,
      }),
    ).toMatchObject({ ok: false, code: 'out-of-range' });
    ok(work, 'rejectGate', 'sup0', { step: 'g', code: 'BLK-01', why: 'Not clean', backTo: 'b', ...signed });
    expect(nextStep(work.state, work.document, work.at())?.step.id).toBe('b');
    expect(work.state.run?.steps.b).toMatchObject({ record: undefined, earlier: [{ value: 'done' }] });
    expect(work.state.run?.steps.a?.record).toBeDefined();
    done(work, 'b');
    ok(work, 'approveGate', 'sup1', { step: 'g', ...signed });
    expect(finish(work)).toBeUndefined();
  });

  it('is signed no more when a step before it is corrected, even where a break-glass was once used on it', () => {
    const gate = gateOf('g', [{ role: 'supervisor', count: 1 }]);
    const work = started(number, gate, confirm('b'));
    ok(work, 'recordStep', 'op0', { step: 'read', value: '50.0' });
    const opened = ok(work, 'openGlass', 'op0', {
      step: 'g',
      code: 'BG-01',
      why: 'It cannot wait any longer',
    });
    ok(work, 'endGlass', 'op0', { glass: opened.glass });
    ok(work, 'approveGate', 'sup0', { step: 'g', ...signed });
    done(work, 'b');
    ok(work, 'decideReview', 'sup1', {
      review: opened.review,
      verdict: 'justified',
      comment: 'It could not wait.',
      ...signed,
    });
    expect(missing(work)).toEqual([]);
    ok(work, 'correctStep', 'op0', { step: 'read', value: '51.0', why: 'Misread' });
    expect(gateMet(work.state, gate)).toBe(false);
    expect(missing(work)).toEqual(['gate-g']);
    expect(
      work.give('closeWorkOrder', actor('com2'), { acceptance: ['works'], result: 'Done', ...signed }),
    ).toMatchObject({ ok: false, code: 'not-ready' });
    ok(work, 'approveGate', 'sup2', { step: 'g', ...signed });
    expect(missing(work)).toEqual([]);
  });
});

describe('a step that was recorded and has to be done again', () => {
  it('makes a finished run unfinished, and voids what was approved over it', () => {
    const gate = gateOf('g', [{ role: 'supervisor', count: 1 }]);
    const work = started(gate, number);
    ok(work, 'approveGate', 'sup0', { step: 'g', ...signed });
    ok(work, 'recordStep', 'op0', { step: 'read', value: '50.0' });
    expect(work.state.run?.finishedAt).toBeDefined();
    ok(work, 'correctStep', 'op0', { step: 'read', value: '95.0', why: 'Misread' });
    const raised = Object.values(work.state.exceptions)[0]?.exception;
    ok(work, 'disposeException', 'sup0', { exception: raised, disposition: 'repeat', note: 'Measure again' });
    expect(work.state.run?.finishedAt).toBeUndefined();
    expect(nextStep(work.state, work.document, work.at())?.step.id).toBe('read');
    expect(gateMet(work.state, gate)).toBe(true);
    expect(finish(work)).toBeUndefined();
  });
});

describe('an exception that was disposed of before its reason was written', () => {
  it('still takes its first reason, and no second', () => {
    const work = started(confirm('a'));
    const { exception } = ok(work, 'blockStep', 'op0', { step: 'a', code: 'BLK-01' });
    ok(work, 'disposeException', 'sup0', { exception, disposition: 'resolved', note: 'Brought' });
    done(work, 'a');
    expect(missing(work)).toEqual([`${exception}-why`]);
    ok(work, 'explainException', 'op0', { exception, why: 'Bin was empty' });
    expect(missing(work)).toEqual([]);
    expect(work.give('explainException', actor('op0'), { exception, why: 'Another story' })).toMatchObject({
      ok: false,
      code: 'already-done',
    });
  });
});

describe('a break-glass', () => {
  const gate = gateOf('g', [{ role: 'supervisor', count: 1 }]);
  const atGate = () => {
    const work = started(confirm('a'), gate, confirm('b'), confirm('c'));
    done(work, 'a');
    return work;
  };

  it('runs out to the second, whether or not anybody wrote that down, and the gate is in the way again', () => {
    const work = atGate();
    const opened = ok(work, 'openGlass', 'op0', {
      step: 'g',
      code: 'BG-01',
      why: 'It cannot wait any longer',
    });
    const expires = String(opened.expires);
    expect(Date.parse(expires) - work.now).toBe(15 * 60_000);
    const just = new Date(Date.parse(expires) - 1).toISOString();
    expect(glassOver(work.state, work.document, 'b', just)?.glass).toBe(opened.glass);
    expect(nextStep(work.state, work.document, just)?.step.id).toBe('b');
    expect(glassOver(work.state, work.document, 'b', expires)).toBeUndefined();
    expect(nextStep(work.state, work.document, expires)?.step.id).toBe('g');
    work.now = Date.parse(expires);
    expect(work.give('recordStep', actor('op0'), { step: 'b', value: 'done' })).toMatchObject({
      ok: false,
      code: 'out-of-order',
    });
    expect(work.state.glasses[String(opened.glass)]?.closed).toEqual({ how: 'expired', ended: expires });
    expect(work.give('endGlass', actor('op0'), { glass: opened.glass })).toMatchObject({
      ok: false,
      code: 'expired',
    });
  });

  it('marks what is done under it, opens a review and a remediation by itself, and tells whom it skipped', () => {
    const work = atGate();
    const opened = ok(work, 'openGlass', 'op0', {
      step: 'g',
      code: 'BG-01',
      why: 'It cannot wait any longer',
    });
    done(work, 'b');
    expect(work.state.run?.steps.b?.record?.glass).toBe(opened.glass);
    expect(work.state.run?.steps.a?.record?.glass).toBeUndefined();
    expect(work.state.glasses[String(opened.glass)]?.skipped).toEqual(
      ['sup0', 'sup1', 'sup2'].map((s) => actor(s).user),
    );
    expect(work.state.reviews[String(opened.review)]?.due).toBeDefined();
    expect(work.state.remediations[String(opened.remediation)]?.due).toBeDefined();
    expect(missing(work)).toEqual(expect.arrayContaining([opened.review]));
  });

  it('is reviewed by nobody who opened it or worked under it, while it is open by nobody at all', () => {
    const work = atGate();
    const opened = ok(work, 'openGlass', 'sup0', {
      step: 'g',
      code: 'BG-01',
      why: 'It cannot wait any longer',
    });
    done(work, 'b', 'sup1');
    const decide = (who: string) =>
      work.give('decideReview', actor(who), {
        review: opened.review,
        verdict: 'justified',
        comment: 'It could not wait.',
        ...signed,
      });
    expect(decide('sup2')).toMatchObject({ ok: false, code: 'out-of-order' });
    ok(work, 'endGlass', 'sup2', { glass: opened.glass });
    expect(decide('op1')).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(decide('sup0')).toMatchObject({ ok: false, code: 'two-person' });
    expect(decide('sup1')).toMatchObject({ ok: false, code: 'two-person' });
    expect(decide('sup2')).toMatchObject({ ok: true });
    expect(decide('com1')).toMatchObject({ ok: false, code: 'already-done' });
  });

  it('needs a reason of its own code and ten letters of why', () => {
    const work = atGate();
    const open = (args: Record<string, unknown>) =>
      work.give('openGlass', actor('op0'), {
        step: 'g',
        code: 'BG-01',
        why: 'It cannot wait any longer',
        ...args,
      });
    for (const why of ['', ' ', 'too short', '         x          '])
      expect(open({ why })).toMatchObject({ ok: false, code: 'not-understood' });
    expect(open({ code: 'BLK-01' })).toMatchObject({ ok: false, code: 'not-found' });
    expect(open({ step: 'b' })).toMatchObject({ ok: false, code: 'out-of-order' });
    expect(open({})).toMatchObject({ ok: true });
    expect(open({})).toMatchObject({ ok: false });
  });

  it('never opens a marked gate, a signature or an evidence step, and nothing that is on the fixed list', () => {
    const marked = gateOf('g', [{ role: 'supervisor', count: 1 }], 'never');
    const work = started(confirm('a'), marked);
    done(work, 'a');
    expect(
      work.give('openGlass', actor('op0'), { step: 'g', code: 'BG-01', why: 'It cannot wait any longer' }),
    ).toMatchObject({ ok: false, code: 'never-gate' });
    expect(neverOpens({ id: 's', title: 'Sign', kind: 'signature', statement: 'I did it.' })).toContain(
      'nobody signs for another',
    );
    expect(neverOpens({ id: 'p', title: 'Photo', kind: 'photo' })).toContain('stays empty');
    expect(neverOpens({ id: 'f', title: 'File', kind: 'file' })).toContain('stays empty');
    expect(neverGates.map((n) => n.id)).toEqual([
      'identity',
      'signature',
      'evidence',
      'ledger',
      'own-review',
      'closure',
      'marked-gates',
    ]);
  });

  it('does not let a step be recorded whose evidence is missing', () => {
    const seen: Step = {
      ...confirm('b'),
      evidence: [{ id: 'seen', kind: 'photo', label: 'As seen', count: 2 }],
    };
    const work = started(confirm('a'), gate, seen);
    done(work, 'a');
    ok(work, 'openGlass', 'op0', { step: 'g', code: 'BG-01', why: 'It cannot wait any longer' });
    const record = () => work.give('recordStep', actor('op0'), { step: 'b', value: 'done' });
    expect(record()).toMatchObject({
      ok: false,
      code: 'missing-evidence',
      message: expect.stringContaining('2 are missing'),
    });
    ok(work, 'addEvidence', 'op0', { step: 'b', slot: 'seen', path: '/1', source: 'file' });
    expect(record()).toMatchObject({ ok: false, code: 'missing-evidence' });
    ok(work, 'addEvidence', 'op0', { step: 'b', slot: 'seen', path: '/2', source: 'file' });
    expect(record()).toMatchObject({ ok: true });
  });
});

describe('the crew of these tests', () => {
  it('reaches the end of a plain run in as many moves as it has steps', () => {
    const work = started(confirm('a'), gateOf('g', [{ role: 'compliance', count: 1 }]), confirm('b'));
    for (const did of ['recordStep', 'approveGate', 'recordStep', undefined]) {
      const move = crewMoves(work);
      expect(move && 'did' in move ? move.did : move).toBe(did);
    }
  });
});
