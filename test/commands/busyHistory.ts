import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tick } from '../../main/commands/clockwork';
import { newId, record } from '../../main/commands/station';
import type { CaseView } from '../../main/contract/answers';
import { backupFailed, logRestored } from '../../main/domain/backup/decide';
import type { Step } from '../../main/domain/procedure/checklist';
import { entryOf, erase } from '../erasure/erasing';
import { importBusy } from '../history/importing';
import { type AtWork, resources } from './atWork';
import { learnFrom, permit } from './busyLearning';
import { packBusy } from './busyPacks';
import { exchangeBusy } from './busyStations';
import { updateBusy } from './busyUpdates';
import { inputsOf } from './inputs';

const photos = [
  'lock-and-tag.jpg',
  'gauge-0-0-bar.jpg',
  'seal-seated.jpg',
  'torque-wrench-12-50.jpg',
  'guard-refitted.jpg',
  'removed-locks.jpg',
];
const readings: Readonly<Record<string, string>> = {
  'read-pressure': '0.0',
  'inspect-rod': '0.20',
  'torque-bolts': '12.50',
  'leak-test': '0.5',
  'error-rate': '0.10',
  latency: '120',
  length: '30',
};

export const caseOf = (work: AtWork, workOrder: string, who = 'm.kovac'): Promise<CaseView> =>
  work.query(who, 'caseView', { workOrder });

/** Fills the slots of a step with sample files; each place gets a file of its own. */
export async function fillSlots(work: AtWork, workOrder: string, step: Step): Promise<void> {
  const slots = [
    ...(step.evidence ?? []),
    ...(step.kind === 'photo' || step.kind === 'file' ? [{ id: 'main', kind: step.kind, count: 1 }] : []),
  ];
  const held = (await caseOf(work, workOrder)).state.run?.steps[step.id]?.evidence ?? [];
  for (const slot of slots) {
    for (let n = held.filter((f) => f.slot === slot.id).length; n < slot.count; n++) {
      const name = photos[(step.id.length + n) % photos.length] ?? '';
      const path =
        slot.kind === 'photo'
          ? join(resources, 'sample', 'photos', name)
          : join(resources, 'sample', 'files', 'permit.pdf');
      await work.done('m.kovac', 'addEvidence', {
        workOrder,
        step: step.id,
        slot: slot.id,
        path,
        source: 'file',
      });
    }
  }
}

/** Does the step to do now as it should be done. At a gate, or when the run is done, nothing; tells the step. */
export async function doNext(work: AtWork, workOrder: string): Promise<Step | undefined> {
  const step = (await caseOf(work, workOrder)).next?.step;
  if (!step || step.kind === 'gate') return step;
  await fillSlots(work, workOrder, step);
  const value = {
    confirm: 'done',
    'pass-fail': 'pass',
    choice: step.kind === 'choice' ? (step.options[0]?.id ?? '') : '',
    number: readings[step.id] ?? '0',
    text: 'As the plate says',
    photo: 'held',
    file: 'held',
    signature: 'signed',
    gate: '',
  }[step.kind];
  const signed =
    step.kind === 'signature'
      ? await work.signing('m.kovac', { what: 'step', workOrder, step: step.id })
      : {};
  await work.done('m.kovac', 'recordStep', { workOrder, step: step.id, value, ...signed });
  return step;
}

/** Goes on to the step with this id, or to the next gate. */
export async function goTo(work: AtWork, workOrder: string, id?: string): Promise<Step | undefined> {
  for (let n = 0; n < 60; n++) {
    const step = (await caseOf(work, workOrder)).next?.step;
    if (!step || step.id === id || step.kind === 'gate') return step;
    await doNext(work, workOrder);
  }
  throw new Error(`never came to ${id}`);
}

export async function approve(
  work: AtWork,
  workOrder: string,
  step: string,
  ...who: string[]
): Promise<void> {
  for (const person of who)
    await work.done(person, 'approveGate', {
      workOrder,
      step,
      ...(await work.signing(person, { what: 'gate', workOrder, step })),
    });
}

export async function startChecked(work: AtWork, workOrder: string): Promise<void> {
  await work.done('m.kovac', 'startRun', { workOrder });
  for (const p of (await caseOf(work, workOrder)).jobType.prerequisites)
    await work.done('m.kovac', 'checkPrerequisite', { workOrder, prerequisite: p.id, result: 'pass' });
}

/** The three work orders of the sample site: seal replacement, incident, access. */
export async function sampleOrders(
  work: AtWork,
): Promise<{ seal: string; incident: string; access: string }> {
  const { rows } = await work.query('m.kovac', 'myWork', {});
  const of = (word: string) => rows.find((r) => r.title.includes(word))?.workOrder ?? '';
  return { seal: of('seal'), incident: of('Order entry'), access: of('Access') };
}

/**
 * A site where everything that can happen has happened: failed prerequisite, blocks withdrawn, assigned and disposed, a
 * window that ran out, readings refused, out of band, done again and corrected, a rejection, an unclear review, a closing,
 * a second run left under an open window, people come and gone, wrong secrets. Ends with the seal order closed.
 */
export async function makeBusy(work: AtWork): Promise<{ seal: string; incident: string; access: string }> {
  const orders = await sampleOrders(work);
  await sealOrder(work, orders.seal);
  await learnFrom(work, orders.access);
  await incidentOrder(work, orders.incident);
  await sitePeople(work);
  await securityBusy(work);
  await importBusy(work);
  await exchangeBusy(work, 'SAP-4711/a');
  await backUpBusy(work);
  await updateBusy(work);
  await eraseBusy(work);
  await packBusy(work, orders.seal);
  return orders;
}

/** An admin sets how soon windows lock, and acknowledges what the security inbox shows. */
async function securityBusy(work: AtWork): Promise<void> {
  await work.done('s.halvorsen', 'setSecurity', { idleMinutes: 15 });
  const { items } = await work.query('s.halvorsen', 'security', {});
  const entries = items.filter(({ seen }) => seen === null).map(({ log, seq }) => ({ log, seq }));
  await work.done('s.halvorsen', 'acknowledgeSecurity', { entries: entries.slice(0, 20) });
}

/** The seal order from its start to its closing, with everything on the way that can go wrong. */
export async function sealOrder(work: AtWork, wo: string): Promise<void> {
  const op = 'm.kovac';
  await work.done(op, 'startRun', { workOrder: wo });
  const [first, ...rest] = (await caseOf(work, wo)).jobType.prerequisites;
  const failed = await work.done(op, 'checkPrerequisite', {
    workOrder: wo,
    prerequisite: first?.id ?? '',
    result: 'fail',
    note: 'Wrong kit',
  });
  for (const p of rest)
    await work.done(op, 'checkPrerequisite', { workOrder: wo, prerequisite: p.id, result: 'pass' });
  await work.done('t.okafor', 'disposeException', {
    workOrder: wo,
    exception: failed.exception ?? '',
    disposition: 'concession',
    note: 'Kit 40/60 of the other make is allowed',
  });

  const step = (await caseOf(work, wo)).next?.step.id ?? '';
  const wrongTap = await work.done(op, 'blockStep', { workOrder: wo, step, code: 'PER-01' });
  await work.done(op, 'withdrawException', {
    workOrder: wo,
    exception: wrongTap.exception,
    why: 'Wrong tap',
  });
  const blocked = await work.done(op, 'blockStep', { workOrder: wo, step, code: 'MAT-02' });
  await work.done('t.okafor', 'assignException', {
    workOrder: wo,
    exception: blocked.exception,
    to: work.userOf('a.ruiz'),
    why: 'She has the key',
  });
  await work.done('a.ruiz', 'disposeException', {
    workOrder: wo,
    exception: blocked.exception,
    disposition: 'resolved',
    note: 'Brought',
  });
  await work.done(op, 'explainException', {
    workOrder: wo,
    exception: blocked.exception,
    why: 'Bin is empty',
  });

  const gate = (await goTo(work, wo))?.id ?? '';
  const glass = await work.done(op, 'openGlass', {
    workOrder: wo,
    step: gate,
    code: 'BG-02',
    why: 'Oil runs onto the hot platen; isolating now.',
  });
  await doNext(work, wo);
  work.clock.offset += 16 * 60_000;
  await tick(work.station, work.executor, []);
  await approve(work, wo, gate, 't.okafor');

  await goTo(work, wo, 'read-pressure');
  await fillSlots(work, wo, (await caseOf(work, wo)).next?.step as Step);
  const act = await work.done(op, 'recordStep', { workOrder: wo, step: 'read-pressure', value: '5.0' });
  await work.done('t.okafor', 'disposeException', {
    workOrder: wo,
    exception: act.exception ?? '',
    disposition: 'repeat',
    note: 'Bled again',
  });
  await work.done(op, 'explainException', {
    workOrder: wo,
    exception: act.exception ?? '',
    why: 'Valve was closed',
  });
  await goTo(work, wo, 'inspect-rod');
  await work.done(op, 'recordStep', { workOrder: wo, step: 'inspect-rod', value: '11.00' });
  await work.done(op, 'recordStep', {
    workOrder: wo,
    step: 'inspect-rod',
    value: '0.35',
    why: 'A scratch at the end, outside the stroke',
  });
  await work.done(op, 'correctStep', { workOrder: wo, step: 'inspect-rod', value: '0.25', why: 'Misread' });
  await goTo(work, wo, 'return-to-service');
  const rejection = {
    workOrder: wo,
    step: 'return-to-service',
    code: 'QUA-01',
    why: 'Torque not shown',
    backTo: 'torque-bolts',
  };
  await work.done('t.okafor', 'rejectGate', {
    ...rejection,
    ...(await work.signing('t.okafor', { what: 'gate', workOrder: wo, step: 'return-to-service' })),
  });
  await goTo(work, wo, 'return-to-service');
  await approve(work, wo, 'return-to-service', 't.okafor', 'a.ruiz');
  await goTo(work, wo, 'end');

  const what = { what: 'review' as const, workOrder: wo, review: glass.review };
  for (const verdict of ['unclear', 'justified'] as const) {
    await work.done('t.okafor', 'decideReview', {
      workOrder: wo,
      review: glass.review,
      verdict,
      comment: 'What was found and why.',
      ...(await work.signing('t.okafor', what)),
    });
  }
  await work.done('t.okafor', 'addRemediationEvidence', { remediation: glass.remediation, path: permit });
  await work.done('t.okafor', 'closeRemediation', {
    workOrder: wo,
    remediation: glass.remediation,
    done: 'A second key hangs at the press.',
  });
  const acceptance = (await caseOf(work, wo)).jobType.acceptance.map((a) => a.id);
  await work.done('a.ruiz', 'closeWorkOrder', {
    workOrder: wo,
    acceptance,
    result: 'Press 4 is back in service.',
    ...(await work.signing('a.ruiz', { what: 'closure', workOrder: wo })),
  });
}

async function incidentOrder(work: AtWork, wo: string): Promise<void> {
  await startChecked(work, wo);
  await goTo(work, wo, 'contain-spread');
  const failed = await work.done('m.kovac', 'recordStep', {
    workOrder: wo,
    step: 'contain-spread',
    value: 'fail',
  });
  await work.done('t.okafor', 'disposeException', {
    workOrder: wo,
    exception: failed.exception ?? '',
    disposition: 'resolved',
    note: 'Second node cut off',
  });
  const gate = (await goTo(work, wo))?.id ?? '';
  await work.done('m.kovac', 'openGlass', {
    workOrder: wo,
    step: gate,
    code: 'BG-01',
    why: 'Orders are lost every minute.',
  });
  await doNext(work, wo);
  const at = (await caseOf(work, wo)).next?.step.id ?? '';
  await work.done('m.kovac', 'blockStep', { workOrder: wo, step: at, code: 'TOL-02' });
}

async function sitePeople(work: AtWork): Promise<void> {
  const admin = 's.halvorsen';
  const { user } = await work.enrol(
    admin,
    {
      name: 'Ida Lund',
      identifier: 'i.lund',
      role: 'operator',
    },
    'seven green kettles on ice',
  );
  await work.done(admin, 'deactivatePerson', { user, why: 'Left the site' });
  await work.executor.execute(99, 'signIn', 'cmd_00000000-0000-7000-8000-000000000001', {
    user: work.userOf('m.kovac'),
    secret: 'not hers at all',
  });
  const jobType = (await work.query(admin, 'jobTypes', {}))[0];
  if (!jobType) throw new Error('no job type');
  const inputs = inputsOf(jobType);
  await work.done(admin, 'openWorkOrder', {
    number: 'SAP-4711/a',
    title: 'Second cylinder',
    jobType: jobType.jobType,
    asset: 'Press 4',
    inputs,
  });
}

/** One note is erased by two people, and the erasure of another is declined. */
async function eraseBusy(work: AtWork): Promise<void> {
  await erase(work, [entryOf(work, 'exception.disposed', 'Second node cut off')]);
  const { erasure } = await work.done('a.ruiz', 'requestErasure', {
    targets: [entryOf(work, 'exception.disposed', 'Kit 40/60')],
    authority: 'Retention rule 7',
    scope: 'A remark',
  });
  await work.done('s.halvorsen', 'declineErasure', { erasure, why: 'It names nobody' });
}

/** A backup, one that found no stick, and what the first entry after a restore says: a whole restore is told in test/site. */
async function backUpBusy(work: AtWork): Promise<void> {
  const admin = 's.halvorsen';
  const { station } = work;
  const place = join(dirname(work.folder), 'stick');
  mkdirSync(place);
  Object.assign(station.shell, { askFolder: async () => place });
  await work.done(admin, 'chooseBackupPlace', {});
  const { backup } = await work.done(admin, 'backUpNow', {});
  const device = station.site.device.id;
  const head = station.site.ledger.head();
  if (!head) throw new Error('no head');
  const restored = logRestored(device, {
    backup,
    manifest: 'a'.repeat(64),
    madeAt: new Date(work.now()).toISOString(),
    before: { log: head.log, size: head.size, head: head.note },
    lost: [{ log: head.log, from: head.size, to: head.size + 3, head: head.note }],
    known: true,
    station: 'K1',
    numbers: { workOrder: 40, exception: 60 },
  });
  for (const entry of [backupFailed(device, 'stick', 'stick is not there.'), restored])
    await work.executor.inTurn(() => record(station, newId('command'), [entry], undefined, () => ({})));
}
