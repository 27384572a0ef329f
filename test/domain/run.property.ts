import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glassOpen, reviewDone } from '../../main/domain/breakglass/breakglass';
import { readiness, readyToClose } from '../../main/domain/closure/readiness';
import { numberedSteps } from '../../main/domain/procedure/checklist';
import { emptySlots, gateMet, glassesOn, nextStep } from '../../main/domain/run/nextStep';
import { finish, goodAnswer, signed } from './crew';
import { documents } from './documents';
import { actor, codes, digest, MemoryCase } from './memoryCase';

/** One thing somebody tries, right or wrong: what, who, where, and with which of some answers. */
type Attempt = { readonly what: number; readonly who: number; readonly where: number; readonly how: number };
const attempts = fc.array(fc.record({ what: fc.nat(18), who: fc.nat(4), where: fc.nat(7), how: fc.nat(9) }), {
  minLength: 10,
  maxLength: 60,
  size: 'max',
});

/** Those who blunder about; the crew that finishes afterwards is made of others. */
const blunderers = ['op0', 'sup0', 'com0', 'adm0', 'op0'] as const;
const values = ['5', '15', '50.0', '101', '12,5', 'pass', 'fail', 'done', 'a', 'Seen'];

function pick<T>(items: readonly T[], n: number): T | undefined {
  return items[n % Math.max(1, items.length)];
}

function attempt(work: MemoryCase, { what, who, where, how }: Attempt): boolean {
  const { state } = work;
  // Mostly people whose role may do it: a wrong role is refused at once and teaches little.
  const doing = what <= 11 || what === 14;
  const me = actor(
    (how === 8
      ? blunderers[who]
      : doing
        ? pick(['op0', 'sup0'], who)
        : pick(['sup0', 'com0', 'adm0'], who)) ?? 'op0',
  );
  const steps = numberedSteps(work.document);
  const next = nextStep(state, work.document, work.at());
  const step = (how % 3 === 0 ? pick(steps, where)?.step : next?.step) ?? pick(steps, where)?.step;
  if (!step) return false;
  const exception = pick(Object.values(state.exceptions), where)?.exception ?? 'exc_00000099';
  const glass = pick(Object.values(state.glasses), where)?.glass ?? 'bg_00000099';
  const review = pick(Object.values(state.reviews), where)?.review ?? 'prv_00000099';
  const remediation = pick(Object.values(state.remediations), where)?.remediation ?? 'rem_00000099';
  const disposition = pick(['resolved', 'use-as-is', 'rework', 'repeat', 'concession'], how);
  const give = (...[name, args]: [Parameters<MemoryCase['give']>[0], Record<string, unknown>]): boolean =>
    work.give(name, me, args).ok;
  switch (what) {
    case 0:
      return give('startRun', {});
    case 1:
    case 2:
      return give('checkPrerequisite', {
        prerequisite: `pre-${where % 2}`,
        result: how < 7 ? 'pass' : 'fail',
      });
    case 3:
    case 4:
    case 5:
    case 6:
      return give('recordStep', {
        step: step.id,
        value: how < 6 ? goodAnswer(step) : (pick(values, where + how) ?? ''),
        ...(how % 2 ? { why: 'Because' } : {}),
        ...(step.kind === 'signature' ? signed : {}),
      });
    case 7:
      return give('recordStep', { step: step.id, value: pick(values, how) ?? '', why: 'Because' });
    case 8:
    case 9:
      return give('addEvidence', {
        step: step.id,
        slot: emptySlots(state, step)[0]?.slot ?? 'seen',
        path: '/a.jpg',
        source: 'file',
      });
    case 10:
      return give('correctStep', {
        step: pick(steps, where)?.step.id,
        value: pick(values, how) ?? '',
        why: 'Misread',
      });
    case 11:
      return give('blockStep', { step: step.id, code: pick(codes, how)?.code });
    case 12:
      return give(how % 3 === 0 ? 'withdrawException' : 'explainException', { exception, why: 'A reason' });
    case 13:
      return give(
        how === 9 ? 'assignException' : 'disposeException',
        how === 9
          ? { exception, to: actor('sup1').user, why: '' }
          : { exception, disposition, note: 'Settled so' },
      );
    case 14:
      return give('openGlass', { step: step.id, code: 'BG-01', why: 'It cannot wait any longer' });
    case 15:
      if (how < 5) work.now += how * 5 * 60_000;
      return give('endGlass', { glass });
    case 16:
      return give(
        how % 2 ? 'decideReview' : 'closeRemediation',
        how % 2
          ? {
              review,
              verdict: pick(['justified', 'not-justified', 'unclear'], where),
              comment: 'What was found here',
              ...signed,
            }
          : { remediation, done: 'What was done here' },
      );
    case 17:
      return give('approveGate', { step: step.id, ...signed });
    default:
      return how < 5
        ? give('rejectGate', {
            step: step.id,
            code: 'BLK-01',
            why: 'Not so',
            backTo: pick(steps, where)?.step.id,
            ...signed,
          })
        : give('closeWorkOrder', { acceptance: ['works'], result: 'Done', ...signed });
  }
}

/** A run after some blundering; `seen` is told of every command that was accepted. */
function blundered(
  sections: MemoryCase['document']['sections'],
  tries: readonly Attempt[],
  prerequisites: number,
  seen: (before: MemoryCase['state'], work: MemoryCase) => void = () => undefined,
): MemoryCase {
  const work = new MemoryCase(sections, prerequisites);
  // Without a start most attempts would be refused for the same reason.
  work.give('startRun', actor('op0'), {});
  for (let n = 0; n < prerequisites; n++)
    if (tries.length % 3 > 0)
      work.give('checkPrerequisite', actor('op0'), { prerequisite: `pre-${n}`, result: 'pass' });
  for (const one of tries) {
    const before = work.state;
    if (attempt(work, one)) seen(before, work);
  }
  return work;
}

const scene = [documents, attempts, fc.integer({ min: 0, max: 2 })] as const;

describe('a run, whatever was tried in it', () => {
  it('can always be finished by people who play by the rules: no dead end', () => {
    fc.assert(
      fc.property(...scene, (sections, tries, prerequisites) => {
        const work = blundered(sections, tries.slice(0, tries.length / 2), prerequisites);
        if (work.state.closure) return;
        expect(finish(work)).toBeUndefined();
        // What is tried after the end, such as a correction or a rejection, must have a way out too.
        for (const one of tries.slice(tries.length / 2)) attempt(work, one);
        if (work.state.closure) return;
        expect(finish(work)).toBeUndefined();
        expect(nextStep(work.state, work.document, work.at())).toBeUndefined();
        expect(work.state.run?.finishedAt).toBeDefined();
        for (const { step } of numberedSteps(work.document))
          if (step.kind !== 'gate') expect(work.state.run?.steps[step.id]?.record).toBeDefined();
        expect(
          work.give('closeWorkOrder', actor('com2'), { acceptance: ['works'], result: 'Done', ...signed }),
        ).toMatchObject({ ok: true });
      }),
      { numRuns: 1500 },
    );
  });

  it('records no step behind a gate that is neither approved nor open by break-glass', () => {
    let recorded = 0;
    fc.assert(
      fc.property(...scene, (sections, tries, prerequisites) => {
        blundered(sections, tries, prerequisites, (before, work) => {
          const entry = work.entries.findLast((e) => e.type === 'run.step-recorded');
          if (!entry || before.run?.steps[String(entry.body?.step)]?.record || entry.seq < before.lastEntry)
            return;
          if (work.entries.findLastIndex((e) => e.type === 'run.step-recorded') <= before.lastEntry) return;
          recorded += 1;
          const steps = numberedSteps(work.document);
          const place = steps.findIndex((s) => s.step.id === entry.body?.step);
          const laterMet = Math.max(
            -1,
            ...steps.filter((s) => s.step.kind === 'gate' && gateMet(before, s.step)).map((s) => s.index),
          );
          for (const s of steps.slice(0, place)) {
            if (s.step.kind !== 'gate' || gateMet(before, s.step)) continue;
            const glasses = glassesOn(before, s.step.id);
            // An expired window is covered only by a later gate, whose approvers saw what came before it.
            const opened =
              glasses.some((g) => glassOpen(g, entry.at)) || (glasses.length > 0 && laterMet > s.index);
            expect(opened).toBe(true);
            if (
              glasses.some((g) => glassOpen(g, entry.at)) &&
              !steps.slice(s.index + 1, place).some((x) => x.step.kind === 'gate')
            )
              expect(entry.body?.glass).toBeDefined();
          }
        });
      }),
      { numRuns: 1000 },
    );
    expect(recorded).toBeGreaterThan(500);
  });

  it('is closed only with every step, file, disposition, verdict, remediation and criterion, by compliance that did no step', () => {
    let closed = 0;
    fc.assert(
      fc.property(...scene, fc.boolean(), (sections, tries, prerequisites, finished) => {
        const work = blundered(sections, tries, prerequisites);
        if (finished && !work.state.closure && finish(work) === undefined)
          work.give('closeWorkOrder', actor(tries.length % 2 ? 'com2' : 'com0'), {
            acceptance: tries.length % 5 ? ['works'] : [],
            result: 'Done',
            ...signed,
          });
        const { state } = work;
        if (!state.closure) return;
        closed += 1;
        for (const { step } of numberedSteps(work.document)) {
          expect(emptySlots(state, step)).toEqual([]);
          if (step.kind !== 'gate') expect(state.run?.steps[step.id]?.record).toBeDefined();
          else if (!gateMet(state, step))
            expect(glassesOn(state, step.id).map((g) => g.closed !== undefined)).toContain(true);
        }
        expect(Object.values(state.exceptions).filter((e) => e.end === undefined)).toEqual([]);
        expect(Object.values(state.reviews).filter((r) => !reviewDone(r))).toEqual([]);
        for (const g of Object.values(state.glasses)) {
          expect(state.remediations[g.remediation]).toBeDefined();
          const verdict = state.reviews[g.review]?.verdicts.at(-1);
          expect(verdict?.verdict).not.toBe('unclear');
          expect(verdict?.by).not.toBe(g.by);
        }
        expect(state.closure.acceptance).toEqual(['works']);
        const closer = state.closure.by;
        expect(closer).toContain('-com');
        for (const h of Object.values(state.run?.steps ?? {}))
          expect([h.record, ...h.earlier, ...h.changes, ...h.evidence].map((x) => x?.by)).not.toContain(
            closer,
          );
        expect(state.run?.finishedAt).toBeDefined();
        const body = work.entries.find((e) => e.type === 'work-order.closed')?.body;
        expect(body).toMatchObject({ shown: digest, lastEntry: expect.any(Number) });
        // Nothing more is written into a closed record.
        const size = work.entries.length;
        for (const one of tries) attempt(work, one);
        const after = work.entries.slice(size).map((e) => e.type);
        expect(after.filter((type) => !type.startsWith('remediation.'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(closed).toBeGreaterThan(200);
  });

  it('has a readiness list that is empty exactly when compliance can close', () => {
    let ready = 0;
    fc.assert(
      fc.property(...scene, fc.nat(60), (sections, tries, prerequisites, moves) => {
        const work = blundered(sections, tries.slice(0, tries.length / 2), prerequisites);
        if (moves > 20) finish(work);
        for (const one of tries.slice(tries.length / 2))
          attempt(work, { ...one, what: moves > 40 && one.what < 9 ? 10 : one.what });
        if (!work.state.run || work.state.closure) return;
        work.tick();
        const before = work.state;
        const empty = readyToClose(
          readiness(work.state, work.document, work.jobType, new Date(work.now + 1000).toISOString()),
        );
        const outcome = work.give('closeWorkOrder', actor('com2'), {
          acceptance: ['works'],
          result: 'Done',
          ...signed,
        });
        if (empty) ready += 1;
        expect(outcome.ok).toBe(empty);
        if (outcome.ok) expect(before.run?.finishedAt).toBeDefined();
      }),
      { numRuns: 1000 },
    );
    expect(ready).toBeGreaterThan(100);
  });
});
