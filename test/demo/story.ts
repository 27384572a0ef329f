import type { LaunchedApp } from '../e2e/launch';
import { Album } from './album';
import * as desk from './desk';
import * as op from './operator';
import {
  choose,
  enterSecret,
  names,
  openSampleSite,
  type Person,
  sampleDocument,
  samplePhoto,
  sign,
  signIn,
  signOut,
  who,
} from './people';

/** What the story leaves behind to find it by. */
export interface Told {
  /** The number of the work order. */
  readonly number: string;
  readonly screens: number;
}

const marta = who('operator');
const thomas = who('supervisor');
const ana = who('compliance');
const sven = who('admin');

/**
 * One work order from its opening to its signed closure, by the screens alone, as the people of the sample site. Begins on
 * the first window of a new installation and ends with nobody signed in. Pictures of its main states are left in the folder `screens`.
 */
export async function tell(
  launched: LaunchedApp,
  screens: string,
  say: (line: string) => void,
): Promise<Told> {
  const { page } = launched;
  page.setDefaultTimeout(15_000);
  const album = new Album(launched, screens);

  /** One person's turn at the station. */
  const turn = async (person: Person, does: string, deeds: () => Promise<void>) => {
    say(`${person.name}, ${person.role}: ${does}`);
    await album.sizeFor(person.role === 'operator' ? 'station' : 'desk');
    await signIn(page, person);
    await deeds();
    await signOut(page);
  };

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
  await turn(marta, 'opens a work order, starts it, and fails a prerequisite', async () => {
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

  await turn(thomas, 'disposes of the exception', async () => {
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

  await turn(marta, 'prepares, and breaks the glass at the permit to isolate', async () => {
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

  await turn(thomas, 'approves the permit afterwards', async () => {
    await album.take('decisions-gate');
    await desk.openDecision(page, /Approve .Permit to isolate/);
    await album.take('gate-panel');
    await desk.readGate(page);
    await album.take('gate');
    await desk.openGateSigning(page);
    await album.take('sign-approval');
    await desk.signApproval(page, thomas);
  });

  await turn(marta, 'isolates, verifies zero energy, and blocks a step', async () => {
    await op.openByNumber(page, number);
    await op.atStep(page, 'Isolate all energy sources');
    await album.take('pass-fail-step');
    await op.pass(page);
    await op.next(page, 'Apply locks and tags');
    await op.attach(page, 'Lock and tag at the main switch', samplePhoto('lock-and-tag.jpg'));
    await op.writeText(page, 'Locks 31 and 32 on the group box.');
    await album.take('text-with-photo');
    await op.next(page, 'Release and block stored energy');
    await op.confirm(page);
    await op.next(page, 'Verify zero pressure');
    await op.attach(page, 'Gauge on the cylinder line', samplePhoto('gauge-0-0-bar.jpg'));
    await op.read(page, 'Pressure, cylinder line', '0.0');
    await op.next(page, 'Try to start');
    await op.pass(page);
    await op.next(page, 'Sign zero energy');
    await page.getByRole('button', { name: 'Sign this', exact: true }).click();
    await page.getByRole('dialog').getByLabel('Secret', { exact: true }).waitFor();
    await album.take('sign-step');
    await sign(page, marta, 'Sign this step');
    await op.untilSaved(page);
    await op.next(page, 'Remove gland and seal');
    await op.confirm(page);
    await op.next(page, 'Inspect the rod surface');
    await op.read(page, 'Roughness Ra, worst of 3 places', '0.20');
    await op.next(page, 'Clean the bore');
    await op.confirm(page);
    await op.next(page, 'Fit the seal');
    await op.openBlock(page);
    await album.take('block-codes');
    await op.pickCode(page, 'MAT-02');
    await album.take('block-recorded');
    await op.explainBlock(
      page,
      'Kit is incomplete',
      'The back-up ring is missing. Seen when the bag was opened.',
    );
    await album.take('step-blocked', { dark: true });
  });

  await turn(thomas, 'disposes of the blocked step', async () => {
    await desk.goTo(page, 'Exceptions');
    await page
      .getByRole('row', { name: /MAT-02/ })
      .first()
      .click();
    await desk.fillDisposition(
      page,
      'Resolved',
      'Second kit from stores, lot HS-26-0312. The open one goes back to the supplier.',
    );
    await album.take('exceptions');
    await desk.dispose(
      page,
      'Resolved',
      'Second kit from stores, lot HS-26-0312. The open one goes back to the supplier.',
    );
  });

  await turn(marta, 'reads the torque twice, corrects a reading, and comes to the last gate', async () => {
    await op.openByNumber(page, number);
    await op.atStep(page, 'Fit the seal');
    await op.attach(page, 'Seal seated in its groove', samplePhoto('seal-seated.jpg'));
    await op.confirm(page);
    await op.next(page, 'Torque the gland bolts');
    await album.take('number-step');
    await op.attach(page, 'Wrench display after the last bolt', samplePhoto('torque-wrench-12-50.jpg'));
    await op.readRefused(page, 'Torque, last bolt', '1.25');
    await album.take('reading-refused');
    await page.getByLabel('Torque, last bolt', { exact: true }).fill('12.50');
    await album.take('reading-in-band', { dark: true });
    await page.getByLabel('Torque, last bolt', { exact: true }).press('Enter');
    await op.untilSaved(page);
    await album.take('reading-recorded', { dark: true });
    await op.lookAt(page, 'Inspect the rod surface');
    await op.openCorrection(page, '0.22', 'I read the second place. The worst of the three is 0.22.');
    await album.take('correction');
    await op.giveCorrection(page);
    await album.take('corrected');
    await op.next(page, 'Refit the guard');
    await op.attach(page, 'The photo', samplePhoto('guard-refitted.jpg'));
    await op.untilSaved(page);
    await album.take('photo-step');
    await op.next(page, 'Tools out, people clear');
    await op.pass(page);
    await op.next(page, 'Return to service');
    await album.take('gate-of-two');
  });

  for (const person of [thomas, ana]) {
    await turn(person, 'approves the return to service', async () => {
      await desk.goTo(page, 'Decisions');
      await desk.openDecision(page, /Approve .Return to service/);
      await desk.readGate(page);
      if (person === ana) await album.take('gate-run-record', { dark: true });
      await desk.openGateSigning(page);
      await desk.signApproval(page, person);
    });
  }

  await turn(marta, 'returns the press to service and finishes', async () => {
    await op.openByNumber(page, number);
    await op.atStep(page, 'Remove locks and tags');
    await op.attach(page, 'Removed locks on the board', samplePhoto('removed-locks.jpg'));
    await op.signStep(page, marta);
    await op.next(page, 'Notify that the press will start');
    await op.confirm(page);
    await op.next(page, 'Energise the press');
    await op.confirm(page);
    await op.next(page, 'Leak test, 10 minutes');
    await op.attach(page, 'Log of the instrument', sampleDocument('instrument-log.csv'));
    await op.read(page, 'Pressure loss in 10 minutes', '0.4');
    await op.next(page, 'Run trial strokes');
    await op.pass(page);
    await op.next(page, 'Every step is recorded');
    await album.take('run-finished');
  });

  await turn(thomas, 'reviews the break-glass and signs the verdict', async () => {
    await desk.goTo(page, 'Closure');
    await desk.openClosure(page, number);
    await album.take('closure-missing', { dark: true });
    await page
      .getByRole('list', { name: 'Missing' })
      .getByRole('link', { name: /Post-review/ })
      .click();
    await page.getByRole('button', { name: 'Sign verdict' }).waitFor();
    await desk.fillVerdict(
      page,
      'Not justified',
      'The shift lead was in the hall and could have been asked. Isolating at once was right.',
    );
    await album.take('post-review');
    await desk.signVerdict(page, thomas);
    await album.take('post-review-signed');
    await desk.goTo(page, 'Remediation');
    await page
      .getByRole('row', { name: new RegExp(number) })
      .first()
      .click();
    await album.take('remediation');
  });

  await turn(ana, 'closes the work order and verifies the ledger', async () => {
    await album.take('closure-list');
    await desk.openClosure(page, number);
    await album.take('closure-ready');
    await desk.fillClosure(
      page,
      'The rod seal of press 4 was replaced, and the press is back in service without a leak.',
    );
    await album.take('sign-closure');
    await desk.signClosure(page, ana);
    await album.take('closed', { dark: true });
    await desk.goTo(page, 'Ledger');
    await desk.verifyLedger(page);
    await album.take('ledger-verified', { dark: true });
    await page.getByRole('grid', { name: 'Entries' }).getByRole('row').nth(2).click();
    await page.getByRole('heading', { name: /why you can rely on it/i }).waitFor();
    await album.take('ledger-entry');
    await desk.goTo(page, 'Work orders');
    await album.take('work-orders');
  });
  await names(page).waitFor();
  await album.take('signed-out');
  return { number, screens: album.count };
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
