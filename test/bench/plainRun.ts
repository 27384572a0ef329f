import { v7 as uuid } from 'uuid';
import type { ChecklistDocument } from '../../main/domain/procedure/checklist';
import type { AtWork } from '../commands/atWork';

const operator = 'm.kovac';
const admin = 's.halvorsen';
const supervisor = 't.okafor';

/** A checklist of plain confirm steps in five sections, as long as a real one. */
function plainDocument(jobType: string): ChecklistDocument {
  const section = (s: number) => ({
    id: `section-${s}`,
    title: `Section ${s}`,
    steps: Array.from({ length: 5 }, (_, n) => ({
      id: `step-${s}-${n}`,
      kind: 'confirm' as const,
      title: `Step ${n} of section ${s}`,
    })),
  });
  return { title: 'Plain steps', jobType, sections: [1, 2, 3, 4, 5].map(section) };
}

/** Started runs of a plain checklist, and whoever records their steps one after another through the whole ring. */
export class PlainRun {
  readonly #work: AtWork;
  readonly #window: number;
  readonly #waiting: { readonly workOrder: string; readonly step: string }[];

  private constructor(work: AtWork, window: number, waiting: { workOrder: string; step: string }[]) {
    this.#work = work;
    this.#window = window;
    this.#waiting = waiting;
  }

  /** As many runs as `steps` records need. */
  static async prepare(work: AtWork, steps: number): Promise<PlainRun> {
    const { jobType } = await work.done(admin, 'defineJobType', {
      name: 'Plain work',
      riskClass: 'low',
      inputs: [],
      acceptance: [{ id: 'done', text: 'The work is done' }],
      prerequisites: [{ id: 'tools', text: 'Tools are at the bench', code: 'TOL-01' }],
    });
    const document = plainDocument(jobType);
    const { checklist } = await work.done(admin, 'saveChecklistDraft', { document });
    await work.done(admin, 'requestRelease', { checklist, reason: 'For the measurement' });
    await work.done(supervisor, 'releaseChecklist', {
      checklist,
      ...(await work.signing(supervisor, { what: 'release', checklist })),
    });
    const ids = document.sections.flatMap((s) => s.steps.map((step) => step.id));
    const waiting: { workOrder: string; step: string }[] = [];
    for (let n = 0; waiting.length < steps; n += 1) {
      const { workOrder } = await work.done(operator, 'openWorkOrder', {
        title: `Plain work ${n}`,
        jobType,
        asset: 'Bench',
        inputs: {},
      });
      await work.done(operator, 'startRun', { workOrder });
      await work.done(operator, 'checkPrerequisite', { workOrder, prerequisite: 'tools', result: 'pass' });
      waiting.push(...ids.map((step) => ({ workOrder, step })));
    }
    return new PlainRun(work, await work.windowOf(operator), waiting);
  }

  /** Records the next `count` steps, each acknowledged before the next. */
  async record(count: number): Promise<void> {
    for (const { workOrder, step } of this.#waiting.splice(0, count)) {
      const done = await this.#work.executor.execute(this.#window, 'recordStep', `cmd_${uuid()}`, {
        workOrder,
        step,
        value: 'done',
      });
      if (!done.ok) throw new Error(done.message);
    }
  }
}
