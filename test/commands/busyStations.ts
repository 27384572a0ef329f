import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { announceBundles } from '../../main/commands/syncCommands';
import { makeAgeKey } from '../../main/identity/recipient';
import { carry, newStick, secondStation, supervisor, throwAway } from '../sync/stations';
import { AtWork } from './atWork';
import { caseOf, startChecked } from './busyHistory';

/**
 * A second station comes and goes: bundles there and back, an exception disposed of on both and settled, a run handed over, a
 * copied folder, and a new key for bundles. `number`: a work order that is not started yet.
 */
export async function exchangeBusy(work: AtWork, number: string): Promise<void> {
  const stick = newStick();
  const other = await secondStation(work, 'K2', stick);
  const clone = AtWork.empty();
  try {
    const { workOrder: wo } = await work.query('m.kovac', 'findWorkOrder', { number });
    if (wo === null) throw new Error(`no ${number}`);
    await startChecked(work, wo);
    const view = await caseOf(work, wo);
    const code = view.codes.find((c) => c.kind === 'exception' && c.dispositions.length > 0);
    const { exception } = await work.done('m.kovac', 'blockStep', {
      workOrder: wo,
      step: view.next?.step.id ?? '',
      code: code?.code ?? '',
    });
    await carry(work, other, stick);
    for (const at of [work, other])
      await at.done(supervisor, 'disposeException', {
        workOrder: wo,
        exception,
        disposition: code?.dispositions[0] ?? 'resolved',
        note: 'Settled at this station',
      });
    await carry(other, work, stick);
    const [conflict] = await work.query('a.ruiz', 'conflicts', { state: 'open' });
    await work.done('a.ruiz', 'settleConflict', {
      conflict: conflict?.conflict ?? '',
      decision: 'The first disposition stands',
    });
    await work.done('m.kovac', 'handOverRun', { workOrder: wo, to: other.station.site.device.id });
    cpSync(other.folder, clone.folder, { recursive: true });
    for (const name of ['writer.lock', 'writer.txt']) rmSync(join(clone.folder, name), { force: true });
    clone.clock.calendar = work.clock.calendar;
    clone.open();
    for (const at of [other, clone])
      await at.done('m.kovac', 'openWorkOrder', {
        title: 'Opened elsewhere',
        jobType: view.jobType.jobType,
        asset: 'Press 9',
        inputs: Object.fromEntries((view.state.workOrder?.inputs ?? []).map((i) => [i.id, i.value])),
      });
    await carry(other, work, stick);
    await carry(clone, work, stick);
    work.station.site.keys.saveAgeKey(await makeAgeKey());
    await announceBundles(work.station, (act) => work.executor.inTurn(act));
  } finally {
    await clone.close();
    await other.close();
    throwAway(stick);
  }
}
