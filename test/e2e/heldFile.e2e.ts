import { expect, test } from '@playwright/test';
import { attach, next, openByNumber, pass, startRun, writeText } from '../demo/operator';
import { openSampleSite, sampleDocument, signIn, who } from '../demo/people';
import { type LaunchedApp, launchApp, takeScreenshots } from './launch';

let launched: LaunchedApp;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  launched = await launchApp();
});
test.afterAll(() => launched?.close());

test('a PDF that is held says beside it why it is saved and not opened', async () => {
  test.setTimeout(120_000);
  const { page } = launched;
  await openSampleSite(page);
  await signIn(page, who('operator'));
  await openByNumber(page, 'WO-K1-000003');
  await startRun(page);
  const passes = page.getByRole('button', { name: /^Pass: / });
  for (let left = await passes.count(); left > 0; left--) {
    await passes.first().click();
    await expect(passes).toHaveCount(left - 1);
  }
  await next(page, 'Identify the requester');
  await pass(page);
  await next(page, 'Write the justification');
  await writeText(page, 'Reads batch records for the yearly review.');
  await next(page, 'Attach the signed request');
  await attach(page, 'The file', sampleDocument('permit.pdf'));
  await next(page, 'Choose the narrowest role');
  await page.getByRole('button', { name: /Request 3 of 3/ }).click();
  await page.getByRole('button', { name: /Attach the signed request/ }).click();
  await expect(page.getByRole('button', { name: 'Save permit.pdf as a file' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Open permit\.pdf/ })).toHaveCount(0);
  await expect(page.getByText(/A PDF can hold programs/)).toBeVisible();
  await takeScreenshots(launched, test.info().outputDir, 'held-pdf');
});
