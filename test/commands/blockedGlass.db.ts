import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtWork } from './atWork';

describe('break-glass on a step that an exception blocks', () => {
  let work: AtWork;
  let workOrder = '';
  beforeAll(async () => {
    work = await AtWork.sample();
    workOrder =
      (await work.query('m.kovac', 'myWork', {})).rows.find((r) => r.title.includes('hydraulic seal'))
        ?.workOrder ?? '';
    await work.done('m.kovac', 'startRun', { workOrder });
    const { jobType } = await work.query('m.kovac', 'caseView', { workOrder });
    for (const p of jobType.prerequisites)
      await work.done('m.kovac', 'checkPrerequisite', { workOrder, prerequisite: p.id, result: 'pass' });
  }, 60_000);
  afterAll(() => work?.close());

  it('lets the step be done and the run go on, while the exception still waits for its owner', async () => {
    const view = await work.query('m.kovac', 'caseView', { workOrder });
    const step = view.next?.step.id ?? '';
    const { exception } = await work.done('m.kovac', 'blockStep', { workOrder, step, code: 'TOL-01' });
    await work.done('m.kovac', 'keepDraft', {
      place: `run:${workOrder}:${step}:value`,
      text: 'Electric 400 V',
    });
    await work.done('m.kovac', 'openGlass', {
      workOrder,
      step,
      code: 'BG-02',
      why: 'Oil is running onto the hot platen.',
    });
    expect((await work.query('m.kovac', 'caseView', { workOrder })).drafts).toMatchObject({
      [`run:${workOrder}:${step}:value`]: 'Electric 400 V',
    });
    await work.done('m.kovac', 'recordStep', { workOrder, step, value: 'Electric 400 V at Q1' });
    const after = await work.query('m.kovac', 'caseView', { workOrder });
    expect(after.next?.index).toBe(1);
    expect(after.steps[0]?.standing).toBe('done');
    expect(after.drafts).toEqual({});
    expect(after.state.exceptions[exception]?.end).toBeUndefined();
    expect(after.readiness.some((i) => i.id === exception && !i.done)).toBe(true);
  }, 60_000);
});
