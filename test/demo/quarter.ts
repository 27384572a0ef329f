import { tick } from '../../main/commands/clockwork';
import type { Step } from '../../main/domain/procedure/checklist';
import type { JobType } from '../../main/domain/procedure/jobType';
import type { AtWork } from '../commands/atWork';
import { approve, caseOf, doNext, fillSlots, goTo } from '../commands/busyHistory';
import { inputsOf } from '../commands/inputs';

/** Milliseconds of an hour and a day. */
const hour = 3_600_000;
const day = 24 * hour;

/** How long before now a quarter begins, for `AtWork.sample`. */
export const quarterAgo = -91 * day;

/** How many of the work orders became what. */
export type QuarterMade = {
  readonly opened: number;
  readonly closed: number;
  readonly blocked: number;
  readonly glasses: number;
};

/** Small, fast and the same on every machine (mulberry32): a quarter can be made again from its seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const many = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name} ${n + 1}`);

/** Work as it comes: which job type, on what, and which codes block it how often. */
const kinds = [
  {
    name: /seal/i,
    assets: many('Press', 12),
    blocks: 0.55,
    codes: ['MAT-02', 'MAT-02', 'MAT-02', 'TOL-01', 'ACC-01'],
  },
  {
    name: /incident/i,
    assets: [
      'Order entry',
      'Label printing',
      'Batch records',
      'Scales',
      'Mail',
      'Time clock',
      'Print server',
      'LIMS',
    ],
    blocks: 0.35,
    codes: ['TOL-02', 'ACC-01', 'DOC-02'],
  },
  {
    name: /access/i,
    assets: many('Account', 16),
    blocks: 0.25,
    codes: ['INP-01', 'ACC-03'],
  },
] as const;

/**
 * Three months of work through the real commands, on a site made `quarterAgo`: `orders` work orders opened one after the
 * other, most of them closed with everything that belongs to it, some blocked for hours, a few under break-glass, and the
 * last ones left as they are: open, waiting, overdue. The site's calendar ends at now.
 */
export async function makeQuarter(
  work: AtWork,
  given: { readonly orders: number; readonly seed: number; readonly say?: (line: string) => void },
): Promise<QuarterMade> {
  const roll = dice(given.seed);
  const begun = work.clock.calendar;
  const jobTypes = await work.query('s.halvorsen', 'jobTypes', {});
  const made = { opened: 0, closed: 0, blocked: 0, glasses: 0 };
  for (let n = 0; n < given.orders; n++) {
    // Never back: a clock set back is an entry of its own.
    const opens = begun + ((n + roll() * 0.6) * -begun) / given.orders;
    work.clock.calendar = Math.max(work.clock.calendar, opens);
    const kind = kinds[Math.floor(roll() * kinds.length)] ?? kinds[0];
    const jobType = jobTypes.find((j) => kind.name.test(j.name));
    if (!jobType) throw new Error(`The sample site has no job type like ${kind.name.source}.`);
    const asset = kind.assets[Math.floor(roll() * kind.assets.length)] ?? 'Press 4';
    const { workOrder, number } = await work.done('t.okafor', 'openWorkOrder', {
      title: `${jobType.name}, ${asset}`,
      jobType: jobType.jobType,
      asset,
      inputs: inputsOf(jobType),
    });
    made.opened++;
    const last = n >= given.orders * 0.85;
    const story = {
      block:
        roll() < kind.blocks ? (kind.codes[Math.floor(roll() * kind.codes.length)] ?? 'ACC-01') : undefined,
      stays: last && n % 3 === 0,
      fails: roll() < 0.15,
      glass: n % 9 === 4,
      unfinished: last && n % 3 !== 0,
      hours: 1 + roll() * 20,
    };
    const closed = await live(work, workOrder, jobType, story, made);
    if (closed) made.closed++;
    given.say?.(`${number}: ${closed ? 'closed' : 'left open'}`);
  }
  work.clock.calendar = 0;
  await tick(work.station, work.executor, []);
  return made;
}

type Story = {
  readonly block: string | undefined;
  readonly stays: boolean;
  readonly fails: boolean;
  readonly glass: boolean;
  readonly unfinished: boolean;
  readonly hours: number;
};

/** One work order from its start to its closing, or to where its story leaves it. Tells whether it was closed. */
async function live(
  work: AtWork,
  workOrder: string,
  jobType: JobType,
  story: Story,
  made: { blocked: number; glasses: number },
): Promise<boolean> {
  const operator = 'm.kovac';
  await work.done(operator, 'startRun', { workOrder });
  for (const [n, p] of jobType.prerequisites.entries()) {
    const fails = story.fails && n === 0;
    const checked = await work.done(operator, 'checkPrerequisite', {
      workOrder,
      prerequisite: p.id,
      result: fails ? 'fail' : 'pass',
    });
    if (checked.exception === undefined) continue;
    await settle(work, workOrder, checked.exception, story.hours / 4);
    await work.done(operator, 'checkPrerequisite', { workOrder, prerequisite: p.id, result: 'pass' });
  }
  if (story.block !== undefined) {
    const step = (await caseOf(work, workOrder)).next?.step;
    if (step && step.kind !== 'gate') {
      const { exception } = await work.done(operator, 'blockStep', {
        workOrder,
        step: step.id,
        code: story.block,
      });
      await work.done(operator, 'explainException', { workOrder, exception, why: 'Not where it should be' });
      made.blocked++;
      if (story.stays) return false;
      await settle(work, workOrder, exception, story.hours);
    }
  }
  if (story.unfinished) {
    await goTo(work, workOrder);
    return false;
  }
  let glass: { review: string; remediation: string } | undefined;
  for (let n = 0; n < 60; n++) {
    const step = await goOn(work, workOrder);
    if (!step) break;
    if (story.glass && !glass && step.kind === 'gate' && step.breakGlass !== 'never') {
      glass = await work.done(operator, 'openGlass', {
        workOrder,
        step: step.id,
        code: 'BG-01',
        why: 'It could not wait for the morning shift.',
      });
      made.glasses++;
      await doNext(work, workOrder);
      work.clock.calendar = Math.min(work.clock.calendar + 4 * hour, -hour / 2);
      await tick(work.station, work.executor, []);
    }
    await approveAll(work, workOrder, step);
  }
  if (glass) {
    // The second use of the quarter keeps its review waiting: somebody is overdue.
    if (made.glasses === 2) return false;
    work.clock.calendar = Math.min(work.clock.calendar + 6 * hour, -hour / 2);
    const what = { what: 'review' as const, workOrder, review: glass.review };
    await work.done('a.ruiz', 'decideReview', {
      workOrder,
      review: glass.review,
      verdict: 'justified',
      comment: 'The approver could not be reached in time.',
      ...(await work.signing('a.ruiz', what)),
    });
  }
  const acceptance = jobType.acceptance.map((a) => a.id);
  await work.done('a.ruiz', 'closeWorkOrder', {
    workOrder,
    acceptance,
    result: 'Done as the checklist says.',
    ...(await work.signing('a.ruiz', { what: 'closure', workOrder })),
  });
  return true;
}

/** Hours later, the exception is settled by whoever may. */
async function settle(work: AtWork, workOrder: string, exception: string, hours: number): Promise<void> {
  // Never past now: the quarter ends there.
  work.clock.calendar = Math.min(work.clock.calendar + hours * hour, -hour / 2);
  await tick(work.station, work.executor, []);
  let refused = '';
  for (const person of ['t.okafor', 'a.ruiz', 's.halvorsen']) {
    const outcome = await work.give(person, 'disposeException', {
      workOrder,
      exception,
      disposition: 'resolved',
      note: 'Settled on the spot',
    });
    if (outcome.ok) return;
    refused += ` ${person}: ${outcome.message}`;
  }
  throw new Error(`Nobody could settle the exception: ${refused}`);
}

/** Goes on until a gate or the end; exceptions that a reading raised on the way are settled. */
async function goOn(work: AtWork, workOrder: string): Promise<Extract<Step, { kind: 'gate' }> | undefined> {
  for (let n = 0; n < 60; n++) {
    const view = await caseOf(work, workOrder);
    const step = view.next?.step;
    if (!step) return undefined;
    if (step.kind === 'gate') return step;
    const waits = view.waits[0];
    if (waits !== undefined) await settle(work, workOrder, waits, 1);
    await fillSlots(work, workOrder, step);
    await doNext(work, workOrder);
  }
  throw new Error('The run never came to an end.');
}

async function approveAll(
  work: AtWork,
  workOrder: string,
  gate: Extract<Step, { kind: 'gate' }>,
): Promise<void> {
  const people: Readonly<Record<string, string>> = {
    supervisor: 't.okafor',
    compliance: 'a.ruiz',
    admin: 's.halvorsen',
  };
  for (const { role } of gate.need) {
    const who = people[role];
    if (who !== undefined) await approve(work, workOrder, gate.id, who);
  }
}
