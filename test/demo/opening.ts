import * as desk from './desk';
import * as op from './operator';
import { choose, enterSecret, openSampleSite, sampleDocument, signOut } from './people';
import { marta, sven, type Telling, thomas, turn } from './turn';

/** From the first window to the permit: a work order is opened and prepared, and its first gate opened by break-glass. Returns its number. */
export async function opening(telling: Telling): Promise<string> {
  const { page, album, say } = telling;
  say('First window: opens the sample site');
  await album.sizeFor('station');
  await page.getByRole('button', { name: /open the sample site/i }).waitFor();
  await album.take('first-window');
  await openSampleSite(page);
  await album.take('sign-in', { dark: true });

  say(`${sven.name}, ${sven.role}: looks at the checklist that is released`);
  await album.sizeFor('desk');
  await choose(page, sven);
  await album.take('enter-secret');
  await enterSecret(page, sven);
  await album.take('checklists');
  await page
    .getByRole('row', { name: /hydraulic seal/i })
    .first()
    .click();
  await page
    .getByRole('heading', { name: /hydraulic seal/i })
    .first()
    .waitFor();
  await album.take('checklist');
  await signOut(page);

  let number = '';
  await turn(telling, marta, 'opens a work order, starts it, and fails a prerequisite', async () => {
    await album.take('my-work');
    await op.fillOrder(page, order());
    await page.getByRole('button', { name: 'Job type' }).scrollIntoViewIfNeeded();
    await album.take('open-work-order');
    number = await op.submitOrder(page);
    await album.take('work-order-opened');
    await page.getByRole('button', { name: `Go to ${number}` }).click();
    await page.getByRole('button', { name: /^Start the run/ }).waitFor();
    await album.take('before-the-run');
    await op.startRun(page);
    for (const text of [/^The seal kit/, /^Production/, /^The energy control/, /^Everybody/])
      await op.passPrerequisite(page, text);
    await op.failPrerequisite(page, /^Torque wrench/, 'The label on the torque wrench says due 1 Nov.');
    await album.take('prerequisite-failed', { dark: true });
  });

  await turn(telling, thomas, 'disposes of the exception', async () => {
    await album.take('decisions');
    await desk.openDecision(page, /TOL-01/);
    await desk.fillDisposition(
      page,
      'Resolved',
      'Wrench TW-07 brought from the tool store, in calibration until May.',
    );
    await album.take('exception');
    await desk.dispose(
      page,
      'Resolved',
      'Wrench TW-07 brought from the tool store, in calibration until May.',
    );
  });

  await turn(telling, marta, 'prepares, and breaks the glass at the permit to isolate', async () => {
    await album.take('my-work-goes-on');
    await op.openByNumber(page, number);
    await op.passPrerequisite(page, /^Torque wrench/);
    await album.take('prerequisites-passed');
    await op.next(page, 'List the energy sources');
    await op.writeText(
      page,
      'Electric 400 V at Q1. Hydraulic 210 bar at V3. Accumulator 20 l at V5. Air 6 bar at V7. Weight of the ram, pinned.',
    );
    await album.take('text-step');
    await op.next(page, 'Check the seal kit');
    await album.take('choice-step');
    await op.chooseAnswer(page, 'HS-40/60');
    await op.next(page, 'Attach the work permit');
    await op.attach(page, 'The file', sampleDocument('permit.pdf'));
    await op.untilSaved(page);
    await op.next(page, 'Set up the barrier');
    await album.take('confirm-step');
    await op.confirm(page);
    await op.next(page, 'Permit to isolate');
    await album.take('gate-waits');
    await op.fillGlass(
      page,
      'Danger to plant',
      'Oil is running onto the hot platen. I stop and isolate the press now.',
    );
    await album.take('break-glass');
    await op.openGlass(page);
    await op.atStep(page, 'Notify affected employees');
    await op.confirm(page);
    await op.next(page, 'Shut down the press');
    await album.take('under-break-glass', { dark: true });
    await op.confirm(page);
    await op.endGlass(page);
    await op.next(page, 'Permit to isolate');
    await album.take('gate-after-break-glass');
  });

  await turn(telling, thomas, 'approves the permit afterwards', async () => {
    await album.take('decisions-gate');
    await desk.openDecision(page, /Approve .Permit to isolate/);
    await album.take('gate-panel');
    await desk.readGate(page);
    await album.take('gate');
    await desk.openGateSigning(page);
    await album.take('sign-approval');
    await desk.signApproval(page, thomas);
  });
  return number;
}

function order(): op.Order {
  const due = new Date(Date.now() + 6 * 3_600_000);
  const local = new Date(due.getTime() - due.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return {
    jobType: 'Hydraulic seal replacement',
    title: 'Replace rod seal, press 4, left cylinder',
    asset: 'Press 4',
    lot: 'HS-26-0311',
    due: local,
    inputs: [
      { label: 'Cylinder number', type: 'PC-4-01' },
      { label: 'Rod diameter', type: '40' },
      { label: 'Seal kit', choose: 'HS-40/60' },
      { label: 'Working pressure', type: '210' },
    ],
  };
}
