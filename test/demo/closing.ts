import * as desk from './desk';
import * as op from './operator';
import { sampleDocument, samplePhoto } from './people';
import { ana, marta, type Telling, thomas, turn } from './turn';

/** From the last gate to the signed closure: two approvals, the rest of the run, the post-review, and the ledger verified. */
export async function closing(telling: Telling, number: string): Promise<void> {
  const { page, album } = telling;
  for (const person of [thomas, ana]) {
    await turn(telling, person, 'approves the return to service', async () => {
      await desk.goTo(page, 'Decisions');
      await desk.openDecision(page, /Approve .Return to service/);
      await desk.readGate(page);
      if (person === ana) await album.take('gate-run-record', { dark: true });
      await desk.openGateSigning(page);
      await desk.signApproval(page, person);
    });
  }

  await turn(telling, marta, 'returns the press to service and finishes', async () => {
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

  await turn(telling, thomas, 'reviews the break-glass and signs the verdict', async () => {
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
      .getByRole('row', { name: /could not wait/ })
      .first()
      .click();
    await album.take('remediation');
  });

  await turn(telling, ana, 'closes the work order and verifies the ledger', async () => {
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
}
