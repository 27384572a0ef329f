import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Proposed, Recorded } from '../../main/domain/entry';
import { entryTypes } from '../../main/domain/entryTypes';
import { evolveLearning } from '../../main/domain/learning/evolve';
import { emptyLearning, type LearningState } from '../../main/domain/learning/learning';
import { countedFrom, repeatSignal } from '../../main/domain/learning/repeat';
import { recountSignals } from './recount';

const hour = 60 * 60_000;
const codes = ['MAT-02', 'PER-01'] as const;
const jobTypes = ['jt_00000000-a', 'jt_00000000-b'] as const;

const act = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('raise' as const), code: fc.nat(1), jobType: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), which: fc.nat(40) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('decide' as const), which: fc.nat(3), dismiss: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      count: fc.integer({ min: 2, max: 4 }),
      days: fc.integer({ min: 1, max: 30 }),
    }),
  },
);
/** An act, and how much later than the one before, in hours; a clock may be set back a little. */
const history = fc.array(fc.tuple(act, fc.integer({ min: -30, max: 120 })), {
  minLength: 10,
  maxLength: 60,
  size: 'max',
});

/** A site in memory, as far as repeats go: what the views would say, and the entries as they are recorded. */
class Memory {
  readonly entries: Recorded[] = [];
  learning: LearningState = emptyLearning;
  now = Date.parse('2026-03-10T08:00:00.000Z');
  readonly exceptions: {
    exception: string;
    code: string;
    jobType: string;
    raisedAt: string;
    withdrawn: boolean;
  }[] = [];
  #ids = 0;

  constructor() {
    for (const jobType of jobTypes)
      this.record({ type: 'work-order.opened', stream: 'wo', body: { workOrder: `wo_${jobType}`, jobType } });
  }

  id = (prefix: string): string => `${prefix}_${String(this.#ids++).padStart(8, '0')}`;

  record(proposed: Proposed): void {
    if (proposed.type in entryTypes && proposed.type.startsWith('drift'))
      entryTypes[proposed.type as 'drift.signalled'].parse(proposed.body);
    const entry: Recorded = {
      log: 'dev_x/0',
      seq: this.entries.length,
      clock: '',
      at: new Date(this.now).toISOString(),
      zone: '+00:00',
      type: proposed.type,
      stream: proposed.stream,
      actor: { system: 'test' },
      body: proposed.body,
    };
    this.entries.push(entry);
    this.learning = evolveLearning(this.learning, entry);
  }

  raise(code: string, jobType: string): void {
    const exception = this.id('exc');
    const raisedAt = new Date(this.now).toISOString();
    const body = { exception, workOrder: `wo_${jobType}`, code };
    const from = countedFrom(raisedAt, this.learning.repeat.days);
    const known = this.exceptions.filter(
      (e) => e.code === code && e.jobType === jobType && !e.withdrawn && e.raisedAt >= from,
    );
    const signal = repeatSignal(
      this.learning,
      { code, meaning: 'What it means', jobType },
      [...known, { exception, raisedAt }],
      { newId: () => this.id('sig') },
    );
    this.record({ type: 'exception.raised', stream: exception, body });
    if (signal) this.record(signal);
    this.exceptions.push({ exception, code, jobType, raisedAt, withdrawn: false });
  }

  withdraw(which: number): void {
    const one = this.exceptions[which];
    if (!one || one.withdrawn) return;
    one.withdrawn = true;
    this.record({ type: 'exception.withdrawn', stream: one.exception, body: { exception: one.exception } });
  }

  decide(which: number, dismiss: boolean): void {
    const open = [...this.learning.signals.values()].filter((s) => !s.outcome)[which];
    if (!open) return;
    const { signal } = open;
    if (dismiss)
      this.record({
        type: 'drift.dismissed',
        stream: signal,
        body: { signal, why: 'Nothing needs to change' },
      });
    else {
      const remediation = this.id('rem');
      const body = {
        remediation,
        number: 'REM-1',
        cause: { kind: 'signal', signal },
        owner: { role: 'admin' },
      };
      this.record({ type: 'remediation.opened', stream: remediation, body });
    }
  }
}

describe('repeat signals', () => {
  it('are those of an independent recount of the entries, whatever was raised, withdrawn, decided or set', () => {
    let signals = 0;
    fc.assert(
      fc.property(history, (acts) => {
        const site = new Memory();
        for (const [one, hours] of acts) {
          site.now += hours * hour + 1;
          if (one.do === 'raise') site.raise(codes[one.code] ?? '', jobTypes[one.jobType] ?? '');
          if (one.do === 'withdraw') site.withdraw(one.which);
          if (one.do === 'decide') site.decide(one.which, one.dismiss);
          if (one.do === 'set')
            site.record({
              type: 'repeat-rule.set',
              stream: 'repeat-rule',
              body: { count: one.count, days: one.days },
            });
        }
        const made = [...site.learning.signals.values()].map(({ code, jobType, exceptions }) => ({
          code,
          jobType,
          exceptions,
        }));
        expect(made).toEqual(recountSignals(site.entries, { count: 3, days: 30 }));
        signals += made.length;
      }),
      { numRuns: 600 },
    );
    expect(signals).toBeGreaterThan(300);
  });

  it('never stand twice for one code on one job type, and count no exception twice', () => {
    fc.assert(
      fc.property(history, (acts) => {
        const site = new Memory();
        for (const [one, hours] of acts) {
          site.now += Math.abs(hours) * hour + 1;
          if (one.do === 'raise') site.raise(codes[one.code] ?? '', jobTypes[one.jobType] ?? '');
          if (one.do === 'decide') site.decide(one.which, one.dismiss);
          const open = [...site.learning.signals.values()].filter((s) => !s.outcome);
          expect(new Set(open.map((s) => `${s.code} ${s.jobType}`)).size).toBe(open.length);
        }
        const counted = [...site.learning.signals.values()].flatMap((s) => s.exceptions);
        expect(new Set(counted).size).toBe(counted.length);
      }),
      { numRuns: 300 },
    );
  });
});
