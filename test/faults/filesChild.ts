/**
 * The app over a site, in a process of its own that is traced: photos are added, a work order is closed with its PDF, photos again.
 * Arguments: root that holds `site` and `heads`, folder elsewhere, work order to photograph, work order to close. Prints `ACK <seq>` after each answer.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { closeSite } from '../../main/site/site';
import { AtWork, resources } from '../commands/atWork';
import { caseOf } from '../commands/busyHistory';

const [, , root = '', outside = '', photographed = '', closed = ''] = process.argv;

async function main(): Promise<void> {
  const work = AtWork.over(root);
  work.open();
  const acknowledge = (): number => writeSync(1, `ACK ${(work.station.site.ledger.head()?.size ?? 0) - 1}\n`);
  const photo = readFileSync(join(resources, 'sample', 'photos', 'seal-seated.jpg'));
  const step = (await caseOf(work, photographed)).next?.step;
  const slot = (step?.evidence ?? []).find(({ kind }) => kind === 'photo');
  if (!step || !slot) throw new Error('the next step takes no photo');
  let before: string | undefined;
  const add = async (n: number): Promise<void> => {
    const path = join(outside, `photo-${n}.jpg`);
    const bytes = Buffer.concat([photo, Buffer.from(`${n}`)]);
    writeFileSync(path, bytes);
    const given = { workOrder: photographed, step: step.id, slot: slot.id, path, source: 'file' } as const;
    await work.done('m.kovac', 'addEvidence', {
      ...given,
      ...(before === undefined ? {} : { replaces: before }),
    });
    before = createHash('sha256').update(bytes).digest('hex');
    acknowledge();
  };
  for (let n = 0; n < 3; n += 1) await add(n);
  const { acceptance } = (await caseOf(work, closed)).jobType;
  await work.done('a.ruiz', 'closeWorkOrder', {
    workOrder: closed,
    acceptance: acceptance.map(({ id }) => id),
    result: 'Closed while the power may go.',
    ...(await work.signing('a.ruiz', { what: 'closure', workOrder: closed })),
  });
  acknowledge();
  for (let n = 3; n < 5; n += 1) await add(n);
  await closeSite(work.station.site);
}

main().catch((error: unknown) => {
  writeSync(1, `FAILED ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
