import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  atStep,
  attach,
  chooseAnswer,
  next,
  openByNumber,
  pass,
  startRun,
  stepOf,
  writeText,
} from '../demo/operator';
import { choose, openSampleSite, sampleDocument, secret, signIn, who } from '../demo/people';
import { fileForApp, type LaunchedApp, launchApp, temporaryFolder } from './launch';

// The sample site's third work order: Access to batch records, with a number as its seventh step.
const order = 'WO-K1-000003';
const operator = who('operator');
let open: LaunchedApp[] = [];
let folders: string[] = [];

test.afterEach(async () => {
  for (const app of open) await app.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  open = [];
  folders = [];
});

async function launch(): Promise<{ app: LaunchedApp; folder: string; again: () => Promise<LaunchedApp> }> {
  const folder = temporaryFolder('run');
  folders.push(folder);
  const start = async () => {
    const app = await launchApp({ site: join(folder, 'site'), userData: join(folder, 'chromium') });
    open.push(app);
    return app;
  };
  return { app: await start(), folder, again: start };
}

/** Opens the sample site and starts the work order, with every prerequisite passed. */
async function atStepOne(page: Page): Promise<void> {
  await openSampleSite(page);
  await signIn(page, operator);
  await openByNumber(page, order);
  await startRun(page);
  const passes = page.getByRole('button', { name: /^Pass: / });
  for (let left = await passes.count(); left > 0; left--) {
    await passes.first().click();
    await expect(passes).toHaveCount(left - 1);
  }
  await next(page, 'Identify the requester');
}

test('what was typed is there again after the power was cut, where the work was', async () => {
  const { app, again } = await launch();
  await atStepOne(app.page);
  await pass(app.page);
  await next(app.page, 'Write the justification');
  await app.page.getByRole('textbox').fill('Needs to read the batch re');
  await app.page.waitForTimeout(500);
  await app.kill();

  const { page } = await again();
  await choose(page, operator);
  await page.getByLabel('Secret', { exact: true }).fill(secret);
  await page.getByLabel('Secret', { exact: true }).press('Enter');
  await atStep(page, 'Write the justification');
  await expect(page.getByRole('textbox')).toHaveValue('Needs to read the batch re');
  await expect(page.getByRole('button', { name: /Identify the requester/ })).toContainText(/done/i);
});

test('a step is blocked in two taps, and a wrong code is taken back without unblocking it', async () => {
  const { app } = await launch();
  const { page } = app;
  await atStepOne(page);
  await page.getByRole('button', { name: 'Block this step' }).click();
  await page.getByRole('button', { name: /^IDN-01/ }).click();
  const raised = page.getByRole('region', { name: 'Exception raised' });
  await expect(raised).toContainText('The run is held');
  await expect(raised).toContainText('EXC-K1-000001');
  await expect(raised).toContainText('Ana Ruiz');
  await expect(page.getByRole('button', { name: 'Back to the run' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );

  await page.getByRole('button', { name: /^DOC-02/ }).click();
  await expect(raised).toContainText('EXC-K1-000002');
  await expect(raised).toContainText('Step 1 is blocked');
  await raised.getByRole('textbox').fill('The directory lists two people with this name.');
  await page.getByRole('button', { name: 'Back to the run' }).click();
  await expect(page.getByRole('region', { name: 'Exception EXC-K1-000002' })).toContainText(
    'two people with this name',
  );
  await expect(page.getByRole('region', { name: 'Exception EXC-K1-000001' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Pass', exact: true })).toHaveCount(0);
});

test('bad files and bad readings get a sentence that says what to do, and what was entered is kept', async () => {
  const { app, folder } = await launch();
  const { page } = app;
  await atStepOne(page);
  await pass(page);
  await next(page, 'Write the justification');
  await writeText(page, 'Reads batch records for the yearly review.');
  await next(page, 'Attach the signed request');
  const picker = page.locator('input[type=file]').first();
  await picker.setInputFiles(fileForApp(folder, 'empty.pdf', ''));
  await expect(page.getByText(/empty\.pdf is empty \(0 bytes\)/)).toBeVisible();
  await picker.setInputFiles(
    fileForApp(folder, 'holiday.jpg', Buffer.from('7f454c460201010000000000000000000200', 'hex')),
  );
  await expect(page.getByText(/holiday\.jpg is a Linux program, whatever its name says/)).toBeVisible();
  await attach(page, 'The file', sampleDocument('permit.pdf'));
  await next(page, 'Choose the narrowest role');
  await chooseAnswer(page, 'Read and approve');
  await next(page, 'Check for a conflict of duties');
  await pass(page);
  await next(page, 'Attach the training evidence');
  await attach(page, 'The file', sampleDocument('permit.pdf'));
  await next(page, 'Set the length of access');

  const reading = page.getByLabel('Days from today', { exact: true });
  await reading.fill('9,5');
  await expect(page.getByRole('region', { name: 'Reading' })).toContainText('Use a point: 9.5');
  await reading.fill('ninety');
  await reading.press('Enter');
  await expect(page.getByRole('region', { name: 'Reading' })).toContainText('has letters in it');
  await expect(reading).toHaveValue('ninety');
  await reading.fill('400');
  await reading.press('Enter');
  await expect(
    page.getByText(
      '400 is above 366, so it was not accepted. It is kept as attempt 1. Enter the reading again.',
    ),
  ).toBeVisible();
  await reading.fill('120');
  await reading.press('Enter');
  await expect(stepOf(page)).toHaveText('Set the length of access');
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.getByLabel('Why', { exact: true }).fill('The review lasts four months');
  await reading.press('Enter');
  const answer = page.getByRole('region', { name: 'Answer' });
  await expect(answer).toContainText('In the warn band');
  await expect(answer).toContainText('Attempt 2. First entry 400 is kept.');
});
