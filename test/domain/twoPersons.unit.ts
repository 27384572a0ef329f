import { describe, expect, it } from 'vitest';
import { evolveCase } from '../../main/domain/case';
import type { CaseState } from '../../main/domain/caseState';
import type { Recorded } from '../../main/domain/entry';
import type { GateStep, Step } from '../../main/domain/procedure/checklist';
import { gateMet } from '../../main/domain/run/nextStep';
import type { JsonObject } from '../../main/proof/canonical';
import type { Header } from '../../main/proof/header';
import { Rules } from '../../main/proof/rules';
import { signed } from './crew';
import { type Actor, actor, digest, MemoryCase, people } from './memoryCase';

const doers = people.filter(({ role }) => role === 'operator' || role === 'supervisor');
const confirm = (id: string): Step => ({ id, title: `Do ${id}`, kind: 'confirm' });
const gateFor = (role: GateStep['need'][number]['role'], count = 1): GateStep => ({
  id: 'g',
  title: 'Gate g',
  kind: 'gate',
  need: [{ role, count }],
  breakGlass: 'allowed',
});

function ok(work: MemoryCase, name: Parameters<MemoryCase['give']>[0], who: Actor, args: object): object {
  const outcome = work.give(name, who, { ...args });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.code}: ${outcome.message}`);
  return outcome.answer;
}

/** A run whose first step this person did; it waits at a gate. */
function atGate(worker: Actor, gate: GateStep): MemoryCase {
  const work = new MemoryCase([{ id: 'one', title: 'One', steps: [confirm('a'), gate, confirm('b')] }]);
  ok(work, 'startRun', worker, {});
  ok(work, 'checkPrerequisite', worker, { prerequisite: 'pre-0', result: 'pass' });
  ok(work, 'recordStep', worker, { step: 'a', value: 'done' });
  return work;
}

/** What a dishonest station says: this person did it, in whatever role is wanted, as if its decider had let them. */
function claimed(work: MemoryCase, who: Actor, type: string, meaning: string, body: object): Recorded {
  return {
    log: 'dev_hostile/0',
    seq: 0,
    clock: `${String(work.now + 5000).padStart(13, '0')}-0000`,
    at: new Date(work.now + 5000).toISOString(),
    zone: '+00:00',
    type,
    stream: work.state.run?.run ?? '',
    actor: { ...who, session: 'ses_00000000' },
    body: { run: work.state.run?.run, workOrder: work.workOrder, shown: digest, ...body },
    signature: { meaning, key: `key-${who.user}` },
  };
}
const folded = (work: MemoryCase, entry: Recorded): CaseState =>
  evolveCase(work.state, entry, () => work.document);

/** What the verifier says when that entry stands in the log of the work itself. */
function foundBy(work: MemoryCase, entry: Recorded): readonly string[] {
  const rules = new Rules();
  let seq = 0;
  const feed = (type: string, by: Header['actor'], body: object, stream: string, sign?: string): void => {
    const user = 'user' in by ? by.user : '';
    rules.entry(
      {
        v: 1,
        log: 'dev_x/0',
        seq: seq++,
        prev: '',
        at: '',
        zone: '+00:00',
        clock: String(seq).padStart(13, '1'),
        boot: { id: 'b', ms: 0 },
        app: '0',
        actor: by,
        stream,
        rev: 0,
        type,
        idem: `cmd_${seq}`,
        body: '',
        ...(sign ? { signature: { meaning: sign, key: `key-${user}`, value: '' } } : {}),
      },
      body as JsonObject,
    );
  };
  for (const { user, role } of people)
    feed('user.enrolled', { system: 'first-run' }, { user, role, key: `key-${user}` }, user);
  for (const one of [...work.entries, entry])
    feed(one.type, one.actor, one.body ?? {}, one.stream, one.signature?.meaning);
  return rules.findings.map(({ code }) => code);
}

describe('two persons, for every worker and decider of the four roles', () => {
  it('a gate: by the decider, by the fold of what another station claims, and by the verifier alike', () => {
    let counted = 0;
    for (const need of ['supervisor', 'compliance', 'admin'] as const)
      for (const worker of doers)
        for (const decider of people) {
          const gate = gateFor(need);
          const work = atGate(worker, gate);
          const may = decider.user !== worker.user && decider.role === need;
          const words = `${worker.user} worked, ${decider.user} decides for ${need}`;
          const body = { step: 'g', no: 'G1', title: 'Gate g', role: need };
          // The claim is made in the role that is wanted, whoever they are.
          const lie = claimed(work, { ...decider, role: need }, 'gate.approved', 'approved', body);
          const state = folded(work, lie);
          if (decider.user === worker.user) {
            expect(gateMet(state, gate), words).toBe(false);
            expect(state.conflicts.at(-1)?.kind, words).toBe('same-person');
          }
          const found = foundBy(work, lie);
          expect(found.includes('same-person'), words).toBe(decider.user === worker.user);
          expect(found.includes('role-wrong'), words).toBe(decider.role !== need);
          expect(work.give('approveGate', decider, { step: 'g', ...signed }).ok, words).toBe(may);
          counted += 1;
        }
    expect(counted).toBe(3 * doers.length * people.length);
  });

  it('a quorum of two: two different persons, never one twice', () => {
    for (const first of people.filter(({ role }) => role === 'supervisor'))
      for (const second of people) {
        const gate = gateFor('supervisor', 2);
        const work = atGate(actor('op0'), gate);
        ok(work, 'approveGate', first, { step: 'g', ...signed });
        const may = second.user !== first.user && second.role === 'supervisor';
        const body = { step: 'g', no: 'G1', title: 'Gate g', role: 'supervisor' };
        const state = folded(work, claimed(work, first, 'gate.approved', 'approved', body));
        expect(gateMet(state, gate)).toBe(false);
        expect(work.give('approveGate', second, { step: 'g', ...signed }).ok).toBe(may);
        expect(gateMet(work.state, gate)).toBe(may);
      }
  });

  it('a rejection: who did the work does not send it back', () => {
    for (const worker of doers)
      for (const decider of people) {
        const work = atGate(worker, gateFor('supervisor'));
        const body = {
          step: 'g',
          no: 'G1',
          title: 'Gate g',
          role: 'supervisor',
          code: 'BLK-01',
          why: 'Not so',
          backTo: 'a',
        };
        const lie = claimed(work, { ...decider, role: 'supervisor' }, 'gate.rejected', 'rejected', body);
        const same = decider.user === worker.user;
        expect(folded(work, lie).run?.steps.a?.record === undefined).toBe(!same);
        expect(foundBy(work, lie).includes('same-person')).toBe(same);
        const may = !same && decider.role === 'supervisor';
        const given = { step: 'g', code: 'BLK-01', why: 'Not so', backTo: 'a', ...signed };
        expect(work.give('rejectGate', decider, given).ok).toBe(may);
      }
  });

  it('a closing: nobody closes what they worked in', () => {
    for (const worker of doers)
      for (const decider of people) {
        const work = new MemoryCase([{ id: 'one', title: 'One', steps: [confirm('a')] }]);
        ok(work, 'startRun', worker, {});
        ok(work, 'checkPrerequisite', worker, { prerequisite: 'pre-0', result: 'pass' });
        ok(work, 'recordStep', worker, { step: 'a', value: 'done' });
        const body = {
          closure: 'cl_00000009',
          number: 'CL-X',
          acceptance: ['works'],
          result: 'Done',
          entries: work.state.entries,
          lastEntry: work.state.lastEntry,
        };
        const lie = claimed(work, { ...decider, role: 'compliance' }, 'work-order.closed', 'closed', body);
        const same = decider.user === worker.user;
        expect(folded(work, lie).closure === undefined).toBe(same);
        expect(foundBy(work, lie).includes('same-person')).toBe(same);
        const may = decider.role === 'compliance';
        expect(
          work.give('closeWorkOrder', decider, { acceptance: ['works'], result: 'Done', ...signed }).ok,
        ).toBe(may);
      }
  });

  it('a post-review: neither who opened the glass nor who worked under it', () => {
    for (const opener of doers)
      for (const worker of doers)
        for (const decider of people) {
          const work = atGate(opener, gateFor('compliance'));
          const { review, glass } = ok(work, 'openGlass', opener, {
            step: 'g',
            code: 'BG-01',
            why: 'It cannot wait any longer',
          }) as { review: string; glass: string };
          ok(work, 'recordStep', worker, { step: 'b', value: 'done' });
          ok(work, 'endGlass', opener, { glass });
          const same = decider.user === opener.user || decider.user === worker.user;
          const words = `${opener.user} opened, ${worker.user} worked, ${decider.user} reviews`;
          const verdict = { review, verdict: 'justified', comment: 'It could not wait.' };
          const lie = claimed(work, decider, 'post-review.decided', 'verdict', { ...verdict, glass });
          expect((folded(work, lie).reviews[review]?.verdicts.length ?? 0) === 0, words).toBe(same);
          expect(foundBy(work, lie).includes('same-person'), words).toBe(same);
          const may = !same && decider.role !== 'operator';
          expect(work.give('decideReview', decider, { ...verdict, ...signed }).ok, words).toBe(may);
        }
  });
});
