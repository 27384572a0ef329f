import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from './atWork';
import { approve, caseOf } from './busyHistory';

describe('a run whose first step is a gate, of a job type that asks for no prerequisite any more', () => {
  let work: AtWork;
  beforeAll(async () => {
    work = await AtWork.sample();
  }, 60_000);
  afterAll(() => work?.close());

  it('asks for its approval at the start, and goes on when it is given', async () => {
    const admin = 's.halvorsen';
    const row = (await work.query(admin, 'checklists', {})).find((c) => /access/i.test(c.jobTypeName));
    const { checklist } = await work.query(admin, 'checklist', { checklist: row?.checklist ?? '' });
    const { draft } = checklist;
    const gate = {
      id: 'may-begin',
      title: 'May it begin',
      kind: 'gate' as const,
      need: [{ role: 'supervisor' as const, count: 1 }],
      breakGlass: 'never' as const,
    };
    const [first, ...rest] = draft.sections;
    if (!first) throw new Error('no section');
    const document = { ...draft, sections: [{ ...first, steps: [gate, ...first.steps] }, ...rest] };
    await work.done(admin, 'saveChecklistDraft', { checklist: checklist.checklist, document });
    await work.done(admin, 'requestRelease', { checklist: checklist.checklist, reason: 'A gate first' });
    await work.done('t.okafor', 'releaseChecklist', {
      checklist: checklist.checklist,
      ...(await work.signing('t.okafor', { what: 'release', checklist: checklist.checklist })),
    });
    const jobType = (await work.query(admin, 'jobTypes', {})).find((j) => j.jobType === draft.jobType);
    if (!jobType) throw new Error('no job type');
    await work.done(admin, 'defineJobType', { ...jobType, prerequisites: [], inputs: [] });
    const { workOrder } = await work.done('m.kovac', 'openWorkOrder', {
      title: 'Access for somebody',
      jobType: jobType.jobType,
      asset: 'Directory',
      inputs: {},
    });
    await work.done('m.kovac', 'startRun', { workOrder });
    const waiting = (await work.query('t.okafor', 'inbox', {})).gates.find((g) => g.workOrder === workOrder);
    expect(waiting).toMatchObject({ step: 'may-begin', no: 'G1', notYou: null });
    await approve(work, workOrder, 'may-begin', 't.okafor');
    expect((await caseOf(work, workOrder)).next?.step.id).toBe('identify');
  }, 60_000);
});
