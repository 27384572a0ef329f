import { join } from 'node:path';
import { tick } from '../../main/commands/clockwork';
import { type AtWork, resources } from './atWork';
import { caseOf, goTo, startChecked } from './busyHistory';

const dayMs = 24 * 60 * 60_000;
export const permit = join(resources, 'sample', 'files', 'permit.pdf');

/** Blocks the step a run is at with a code, and ends that again. */
export async function blockAndResolve(work: AtWork, workOrder: string, code: string): Promise<string> {
  const step = (await caseOf(work, workOrder)).next?.step.id ?? '';
  const { exception } = await work.done('m.kovac', 'blockStep', { workOrder, step, code });
  await work.done('t.okafor', 'disposeException', {
    workOrder,
    exception,
    disposition: 'resolved',
    note: 'Brought from the other store',
  });
  return exception;
}

/**
 * Everything that can be learnt, on one work order: rules that assign, escalate and open remediations; two codes that
 * repeat, one dismissed, one with a remediation that closes with evidence; due times missed; a monthly review held; and a
 * version that names what caused it. The calendar goes on by 60 days.
 */
export async function learnFrom(work: AtWork, workOrder: string): Promise<void> {
  const [admin, supervisor] = ['s.halvorsen', 't.okafor'];
  await work.done(admin, 'setRepeatRule', { count: 2, days: 30 });
  const rule = { active: true, when: { on: 'exception-raised' as const, code: 'PER-01' } };
  await work.done(admin, 'defineRule', {
    ...rule,
    name: 'Keys go to compliance',
    does: { do: 'assign', to: work.userOf('a.ruiz') },
  });
  await work.done(admin, 'defineRule', {
    ...rule,
    name: 'Late means compliance',
    when: { on: 'sla-breached' },
    does: { do: 'escalate', to: { role: 'compliance' } },
  });
  await work.done(admin, 'defineRule', {
    ...rule,
    name: 'Somebody looks at the keys',
    does: { do: 'open-remediation', title: 'Look at the keys', owner: { role: 'supervisor' }, dueDays: 14 },
  });

  await startChecked(work, workOrder);
  for (const code of ['PER-01', 'PER-01', 'MAT-02', 'MAT-02']) await blockAndResolve(work, workOrder, code);
  const { rows } = await work.query(supervisor, 'signals', { state: 'open' });
  const signalOf = (code: string): string => rows.find((r) => r.code === code)?.signal ?? '';
  await work.done(supervisor, 'dismissSignal', {
    signal: signalOf('PER-01'),
    why: 'Both were the same lost key, which is found',
  });
  const fix = await work.done(supervisor, 'openRemediation', {
    cause: { kind: 'signal', signal: signalOf('MAT-02') },
    title: 'Keep two kits at the line',
    owner: { user: work.userOf(supervisor) },
    due: new Date(work.now() + 20 * dayMs).toISOString(),
    target: { code: 'MAT-02', atMost: 1, days: 30 },
  });

  const gate = (await goTo(work, workOrder))?.id ?? '';
  await work.done('m.kovac', 'openGlass', {
    workOrder,
    step: gate,
    code: 'BG-01',
    why: 'The line stands and the approver is away.',
  });
  work.clock.calendar += 60 * dayMs;
  await tick(work.station, work.executor, []);

  const month = new Date(work.now()).toISOString().slice(0, 7);
  const about = { kind: 'remediation' as const, remediation: fix.remediation };
  const { checklist, draft } = await draftOf(work, workOrder);
  const { decision } = await work.done(supervisor, 'decideInReview', {
    month,
    about,
    outcome: 'change-checklist',
    checklist,
    text: 'The checklist asks for the second kit',
  });
  await work.done(admin, 'saveChecklistDraft', {
    checklist,
    document: { ...draft, title: `${draft.title}, kits` },
  });
  await work.done(admin, 'requestRelease', {
    checklist,
    reason: 'The second kit is checked',
    causes: [{ kind: 'decision', decision }, about, { kind: 'code', code: 'MAT-02' }],
  });
  await work.done(supervisor, 'releaseChecklist', {
    checklist,
    ...(await work.signing(supervisor, { what: 'release', checklist })),
  });
  await work.done(supervisor, 'addRemediationEvidence', { remediation: fix.remediation, path: permit });
  await work.done(supervisor, 'closeRemediation', {
    remediation: fix.remediation,
    done: 'Two kits lie at the line.',
  });
  await work.done(supervisor, 'holdReview', { month, present: 'T. Okafor, A. Ruiz' });
}

async function draftOf(work: AtWork, workOrder: string) {
  const { document } = await caseOf(work, workOrder);
  const list = [...work.station.world.site.checklists.values()].find(
    (one) => one.draft.jobType === document?.jobType,
  );
  if (!list) throw new Error('no checklist');
  return { checklist: list.checklist, draft: list.draft };
}
