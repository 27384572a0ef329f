import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AtWork } from './atWork';

/** An audit pack of a work order, one that adds to it and claims to be complete, and the first again. */
export async function packBusy(work: AtWork, workOrder: string): Promise<void> {
  const stick = mkdtempSync(join(tmpdir(), 'process-designer-packs-'));
  const before = work.chosen.where;
  const asked = {
    scope: { kind: 'work-orders' as const, workOrders: [workOrder] },
    reason: 'Asked for by the auditor',
  };
  try {
    work.chosen.where = join(stick, 'one.pdpack.zip');
    const { pack } = await work.done('a.ruiz', 'exportPack', { ...asked, complete: false });
    await work.done('s.halvorsen', 'exportPack', { ...asked, complete: true, addendumTo: pack });
    await work.done('a.ruiz', 'issuePackAgain', { pack });
  } finally {
    work.chosen.where = before;
    rmSync(stick, { recursive: true, force: true });
  }
}
