import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tick } from '../../main/commands/clockwork';
import type { CaseState } from '../../main/domain/caseState';
import type { ChecklistDocument } from '../../main/domain/procedure/checklist';
import { emptySlots, nextStep } from '../../main/domain/run/nextStep';
import { AtWork, resources } from '../commands/atWork';

const minute = 60_000;
export const day = 1440 * minute;

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const files = ['gauge-0-0-bar.jpg', 'seal-seated.jpg', 'removed-locks.jpg', 'lock-and-tag.jpg'];

/** A short checklist with all that insight looks at: evidence, a reading that can raise, a check that can fail, maybe a gate. */
function shortDocument(jobType: string, title: string, gate: boolean): ChecklistDocument {
  const gateStep = {
    id: 'go',
    kind: 'gate' as const,
    title: 'Go on',
    need: [{ role: 'supervisor' as const, count: 1 }],
    breakGlass: 'allowed' as const,
  };
  return {
    title,
    jobType,
    sections: [
      {
        id: 'work',
        title: 'Work',
        steps: [
          { id: 'look', kind: 'confirm', title: 'Look at it' },
          {
            id: 'show',
            kind: 'confirm',
            title: 'Show it',
            evidence: [
              { id: 'front', kind: 'photo', label: 'Front', count: 1 },
              { id: 'back', kind: 'photo', label: 'Back', count: 2 },
            ],
          },
          ...(gate ? [gateStep] : []),
          {
            id: 'read',
            kind: 'number',
            title: 'Read the gauge',
            unit: 'bar',
            decimals: 1,
            act: { low: '1.0', high: '5.0' },
            actCode: 'MEA-04',
          },
          { id: 'check', kind: 'pass-fail', title: 'Check it', failCode: 'ISO-03' },
          { id: 'keep', kind: 'photo', title: 'Keep a picture' },
        ],
      },
    ],
  };
}

/** What a random history is made of: a real site that began so many days ago, and the job types that work is done on. */
export class RandomWork {
  readonly jobTypes: string[] = [];
  readonly orders: string[] = [];
  #closed = 0;

  private constructor(
    readonly work: AtWork,
    readonly random: () => number,
  ) {}

  static async begin(seed: number, daysAgo: number): Promise<RandomWork> {
    const made = new RandomWork(await AtWork.sample(-daysAgo * day), randomFrom(seed));
    const { work } = made;
    const admin = 's.halvorsen';
    const code = work.station.world.site.codes.get('TOL-01');
    if (!code) throw new Error('the sample site has no TOL-01');
    await work.done(admin, 'defineCode', {
      ...code,
      code: 'NOT-01',
      meaning: 'Worth a note',
      effect: 'notes',
    });
    await work.done(admin, 'defineCode', {
      ...code,
      code: 'OWN-01',
      meaning: 'Somebody’s own',
      owner: { user: work.userOf('a.ruiz') },
      slaMinutes: 60 * 24 * 20,
    });
    for (const [name, gate] of [
      ['Pump check', false],
      ['Valve service', true],
    ] as const)
      made.jobTypes.push(await made.#defineWork(name, gate));
    return made;
  }

  async #defineWork(name: string, gate: boolean): Promise<string> {
    const { work } = this;
    const admin = 's.halvorsen';
    const { jobType } = await work.done(admin, 'defineJobType', {
      name,
      riskClass: 'low',
      inputs: [],
      acceptance: [{ id: 'done', text: 'It is done' }],
      prerequisites: [{ id: 'tools', text: 'Tools are there', code: 'TOL-01' }],
    });
    const { checklist } = await work.done(admin, 'saveChecklistDraft', {
      document: shortDocument(jobType, name, gate),
    });
    await work.done(admin, 'requestRelease', { checklist, reason: 'First version' });
    await work.done('t.okafor', 'releaseChecklist', {
      checklist,
      ...(await work.signing('t.okafor', { what: 'release', checklist })),
    });
    return jobType;
  }

  /** What chance may leave out: a wrong tap, an exception nobody looks after, a break-glass without review or fix. */
  async leaveOpen(): Promise<void> {
    const { work } = this;
    const op = 'm.kovac';
    const openOne = async (jobType: string | undefined): Promise<string> => {
      const title = 'Left as it is';
      const { workOrder } = await work.done(op, 'openWorkOrder', {
        title,
        jobType: jobType ?? '',
        asset: 'Press 6',
        inputs: {},
      });
      await work.done(op, 'startRun', { workOrder });
      await work.done(op, 'checkPrerequisite', { workOrder, prerequisite: 'tools', result: 'pass' });
      return workOrder;
    };
    const blocked = await openOne(this.jobTypes[0]);
    const tap = await work.done(op, 'blockStep', { workOrder: blocked, step: 'look', code: 'ACC-01' });
    await work.done(op, 'withdrawException', {
      workOrder: blocked,
      exception: tap.exception,
      why: 'Wrong tap',
    });
    await work.done(op, 'blockStep', { workOrder: blocked, step: 'look', code: 'OWN-01' });
    await this.#fixCode('OWN-01');
    const opened = await openOne(this.jobTypes[1]);
    for (let n = 0; n < 12 && Object.keys(this.#case(opened).glasses).length === 0; n++) {
      const gate = this.#next(this.#case(opened))?.step.kind === 'gate';
      if (gate) await this.#breakGlass(opened, 'go');
      else await this.#doNext(opened, this.#case(opened), true);
    }
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.random() * from.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** Lets time pass: mostly minutes, sometimes days. */
  async wait(): Promise<void> {
    const { work, random } = this;
    const span = this.chance(0.25) ? random() * 4 * day : random() * 90 * minute;
    work.clock.calendar = Math.min(0, work.clock.calendar + Math.floor(span));
    await tick(work.station, work.executor, []);
  }

  /** One more thing happens, at random: a work order is opened, or one that is there goes on in one of the ways it can. */
  async step(): Promise<void> {
    await this.wait();
    const open = this.orders.filter((id) => !this.#case(id).closure);
    if (open.length === 0 || (open.length < 5 && this.chance(0.12))) return this.#open();
    if (this.chance(0.02)) return this.#fixCode(this.pick(['MAT-02', 'OWN-01', 'BG-01']));
    const id = this.pick(this.chance(0.6) ? open.slice(0, 2) : this.orders);
    return this.#goOn(id, this.#case(id));
  }

  /** Carries a work order on until it is closed, or cannot be in so many moves. */
  async finish(id: string): Promise<void> {
    for (let n = 0; n < 60 && !this.#case(id).closure; n++) await this.#goOn(id, this.#case(id), true);
  }

  #case(id: string): CaseState {
    return this.work.station.world.caseOf(id);
  }

  /** Somebody opens a remediation for a code: it belongs to no work order. */
  async #fixCode(code: string): Promise<void> {
    const { work } = this;
    await work.give('t.okafor', 'openRemediation', {
      cause: { kind: 'code', code },
      title: `What makes ${code} rare`,
      owner: this.chance(0.5) ? { role: 'admin' } : { user: work.userOf('a.ruiz') },
      due: new Date(work.now() + 5 * day).toISOString(),
    });
  }

  async #open(): Promise<void> {
    const { workOrder } = await this.work.done('m.kovac', 'openWorkOrder', {
      title: `Work ${this.orders.length + 1}`,
      jobType: this.pick(this.jobTypes),
      asset: this.pick(['Press 4', 'press 4', 'Press 5']),
      inputs: {},
    });
    this.orders.push(workOrder);
  }

  /** `straight`: nothing goes wrong any more. */
  async #goOn(workOrder: string, state: CaseState, straight = false): Promise<void> {
    const { work } = this;
    const op = 'm.kovac';
    const odd = (share: number): boolean => !straight && this.chance(share);
    if (!state.run) {
      if (!straight && this.chance(0.1)) return;
      await work.done(op, 'startRun', { workOrder });
      return;
    }
    const exception = Object.values(state.exceptions).find((e) => !e.end);
    if (exception && (straight || this.chance(0.5))) {
      if (exception.from === 'person' && exception.why === undefined && odd(0.35)) {
        await work.done(op, 'withdrawException', {
          workOrder,
          exception: exception.exception,
          why: 'Wrong tap',
        });
        return;
      }
      if (odd(0.2)) {
        await work.give('t.okafor', 'assignException', {
          workOrder,
          exception: exception.exception,
          to: work.userOf(this.pick(['a.ruiz', 's.halvorsen'])),
          why: 'Knows it',
        });
        return;
      }
      if (exception.from !== 'break-glass') {
        const allowed = work.station.world.site.codes.get(exception.code)?.dispositions ?? [];
        await work.give('t.okafor', 'disposeException', {
          workOrder,
          exception: exception.exception,
          disposition: allowed.includes('concession') ? this.pick(['resolved', 'concession']) : 'resolved',
          note: 'Looked after',
        });
        if (exception.from === 'person' && exception.why === undefined)
          await work.done(op, 'explainException', {
            workOrder,
            exception: exception.exception,
            why: 'As seen',
          });
        return;
      }
    }
    const review = Object.values(state.reviews).find((r) => r.verdicts.every((v) => v.verdict === 'unclear'));
    if (review && state.glasses[review.glass]?.closed && (straight || this.chance(0.2))) {
      await work.done('t.okafor', 'decideReview', {
        workOrder,
        review: review.review,
        verdict: straight ? 'justified' : this.pick(['justified', 'not-justified', 'unclear']),
        comment: 'What was found and why.',
        ...(await work.signing('t.okafor', { what: 'review', workOrder, review: review.review })),
      });
      return;
    }
    const fix = Object.values(state.remediations).find((r) => !r.closed);
    if (fix && odd(0.1)) {
      const { remediation } = fix;
      await work.done('t.okafor', 'addRemediationEvidence', {
        remediation,
        path: join(resources, 'sample', 'files', 'permit.pdf'),
      });
      await work.done('t.okafor', 'closeRemediation', {
        remediation,
        done: 'A second key hangs there now.',
      });
      return;
    }
    if (state.closure) return;
    const check = state.run.prerequisites.tools?.at(-1);
    if (check?.result !== 'pass' && !(check && exception)) {
      const result = odd(0.25) ? 'fail' : 'pass';
      const checked = await work.give(op, 'checkPrerequisite', { workOrder, prerequisite: 'tools', result });
      if (checked.ok) return;
    }
    if (state.run.finishedAt !== undefined) return this.#close(workOrder, straight);
    await this.#doNext(workOrder, state, straight);
  }

  #next(state: CaseState): ReturnType<typeof nextStep> {
    const { work } = this;
    const document = work.station.world.documentFor(state);
    return document && nextStep(state, document, new Date(work.now()).toISOString());
  }

  async #breakGlass(workOrder: string, step: string): Promise<void> {
    await this.work.give('m.kovac', 'openGlass', {
      workOrder,
      step,
      code: this.pick(['BG-01', 'BG-02']),
      why: 'It could not wait for anybody.',
    });
  }

  async #doNext(workOrder: string, state: CaseState, straight: boolean): Promise<void> {
    const { work } = this;
    const op = 'm.kovac';
    const odd = (share: number): boolean => !straight && this.chance(share);
    const next = this.#next(state);
    if (!next) return;
    const { step } = next;
    if (step.kind === 'gate') {
      if (odd(0.4)) return this.#breakGlass(workOrder, step.id);
      await work.give('t.okafor', 'approveGate', {
        workOrder,
        step: step.id,
        ...(await work.signing('t.okafor', { what: 'gate', workOrder, step: step.id })),
      });
      return;
    }
    if (odd(0.15)) {
      await work.give(op, 'blockStep', {
        workOrder,
        step: step.id,
        code: this.pick(['MAT-02', 'MAT-02', 'NOT-01', 'OWN-01', 'ISO-05', 'MAT-05']),
      });
      return;
    }
    const slot = emptySlots(state, step)[0];
    if (slot) {
      const held = state.run?.steps[step.id]?.evidence.filter((f) => f.slot === slot.slot) ?? [];
      await work.give(op, 'addEvidence', {
        workOrder,
        step: step.id,
        slot: slot.slot,
        path: join(resources, 'sample', 'photos', files[held.length % files.length] ?? ''),
        source: 'file',
      });
      return;
    }
    const last = state.run?.steps[step.id]?.evidence.at(-1);
    if (last && odd(0.15)) {
      await work.give(op, 'addEvidence', {
        workOrder,
        step: step.id,
        slot: last.slot,
        path: join(resources, 'sample', 'photos', 'guard-refitted.jpg'),
        source: 'file',
        replaces: last.sha256,
      });
      return;
    }
    const value = {
      number: odd(0.25) ? '7.5' : '2.5',
      'pass-fail': odd(0.2) ? 'fail' : 'pass',
      photo: 'held',
    };
    await work.give(op, 'recordStep', {
      workOrder,
      step: step.id,
      value: (value as Readonly<Record<string, string>>)[step.kind] ?? 'done',
    });
  }

  async #close(workOrder: string, straight: boolean): Promise<void> {
    const { work } = this;
    if (!straight && this.chance(0.2)) return;
    const signed = await work.signing('a.ruiz', { what: 'closure', workOrder }).catch(() => undefined);
    if (!signed) return;
    // Now and then the document cannot be written: the closing stands, and has no closure evidence yet.
    const closures = join(work.folder, 'closures');
    const stuck = this.#closed++ % 4 === 1;
    mkdirSync(closures, { recursive: true });
    if (stuck) chmodSync(closures, 0o500);
    await work.give('a.ruiz', 'closeWorkOrder', {
      workOrder,
      acceptance: ['done'],
      result: 'It is done.',
      ...signed,
    });
    if (stuck) chmodSync(closures, 0o755);
  }
}
