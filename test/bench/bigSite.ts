import { newId, record } from '../../main/commands/station';
import type { Proposed } from '../../main/domain/entry';
import { numberedSteps } from '../../main/domain/procedure/checklist';
import { AtWork } from '../commands/atWork';

/** A site with at least `entries` entries: finished work orders of the sample's first checklist, recorded 1,000 entries a commit as an import would. */
export async function bigSite(entries: number): Promise<AtWork> {
  const work = await AtWork.sample();
  const { site } = work.station.world;
  const version = [...site.versions.values()][0];
  if (!version) throw new Error('the sample site has no released checklist');
  const steps = numberedSteps(version.document).filter((s) => s.step.kind !== 'gate');
  const actor = {
    user: work.userOf('m.kovac'),
    role: 'operator' as const,
    session: newId('session'),
    key: { publicKey: '', sign: () => new Uint8Array() },
  };
  const at = new Date(work.now()).toISOString();
  let made = work.station.site.ledger.head()?.size ?? 0;
  for (let n = 0; made < entries; ) {
    const batch: Proposed[] = [];
    while (batch.length < 1000) {
      n += 1;
      const workOrder = newId('workOrder');
      const run = newId('run');
      const number = `IMP-${String(n).padStart(7, '0')}`;
      batch.push({
        type: 'work-order.opened',
        stream: workOrder,
        body: {
          workOrder,
          number,
          title: `Earlier work ${n}`,
          jobType: version.document.jobType,
          asset: `Press ${n % 9}`,
          inputs: [],
        },
      });
      batch.push({
        type: 'run.started',
        stream: run,
        body: {
          run,
          number: `RUN-X1-${String(n).padStart(6, '0')}`,
          workOrder,
          checklist: version.checklist,
          version: version.version,
          versionNumber: version.number,
          documentHash: version.documentHash,
        },
      });
      for (const { step, no } of steps) {
        batch.push({
          type: 'run.step-recorded',
          stream: run,
          body: {
            run,
            workOrder,
            step: step.id,
            no,
            title: step.title,
            kind: step.kind,
            value: 'done',
            shown: 'Done',
            verdict: 'given',
            attempt: 1,
            performedAt: at,
          },
        });
      }
      batch.push({ type: 'run.finished', stream: run, body: { run, workOrder }, system: 'run' });
    }
    const done = await record(work.station, newId('command'), batch, actor, () => ({}));
    if (!done.ok) throw new Error(done.message);
    made += batch.length;
  }
  return work;
}
