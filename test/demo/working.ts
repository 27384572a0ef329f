import * as desk from './desk';
import * as op from './operator';
import { samplePhoto, sign, signingWindow } from './people';
import { marta, type Telling, thomas, turn } from './turn';

/** From the permit to the last gate: isolation, zero energy, a blocked step, a reading that is refused once, and a correction. */
export async function working(telling: Telling, number: string): Promise<void> {
  const { page, album } = telling;
  await turn(telling, marta, 'isolates, verifies zero energy, and blocks a step', async () => {
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
    await album.take('sign-step', { of: await signingWindow(page), dark: true });
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

  await turn(telling, thomas, 'disposes of the blocked step', async () => {
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

  await turn(
    telling,
    marta,
    'reads the torque twice, corrects a reading, and comes to the last gate',
    async () => {
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
    },
  );
}
