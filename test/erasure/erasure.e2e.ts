import { expect, type Page, test } from '@playwright/test';
import { openSampleSite, sign, signIn, signOut, who } from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { ask, done } from '../e2e/bridge';
import { type LaunchedApp, launchApp } from '../e2e/launch';

let app: LaunchedApp | undefined;
test.afterEach(async () => {
  await app?.kill();
  app = undefined;
});

test('an entry is erased by two people, and says so for ever', async () => {
  app = await launchApp();
  const { page } = app;
  await openSampleSite(page);
  await signIn(page, who('operator'));
  const [order] = (await ask(page, 'myWork', {})).rows;
  if (!order) throw new Error('no work');
  await done(page, 'startRun', { workOrder: order.workOrder });
  const view = await ask(page, 'caseView', { workOrder: order.workOrder });
  await done(page, 'checkPrerequisite', {
    workOrder: order.workOrder,
    prerequisite: view.jobType.prerequisites[0]?.id ?? '',
    result: 'fail',
    note: 'Jana Visitor-Canary from Brno had taken it',
  });
  await signOut(page);

  await signIn(page, who('compliance'));
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page
    .getByRole('row', { name: /Failed prerequisite/ })
    .first()
    .click();
  await picture(page, '1-entry');
  await page.getByRole('link', { name: 'Erase…' }).click();
  // The reason of the exception repeats the note, so both are found.
  await expect(page.getByText('Jana Visitor-Canary from Brno had taken it')).toHaveCount(2);
  await page.getByLabel(/^Authority/).fill('Retention rule 7: names of visitors go after 30 days');
  await page.getByLabel(/^Scope/).fill('The name of a visitor');
  await picture(page, '2-ask');
  expect(await seriousIn(page, 'erasure')).toEqual([]);
  await page.getByRole('button', { name: 'Ask for the erasure' }).click();
  await expect(page.getByText('You asked for it, so another person decides')).toBeVisible();
  await picture(page, '3-not-yours');
  await signOut(page);

  await signIn(page, who('admin'));
  await page.getByRole('link', { name: /^Decisions/ }).click();
  await page.getByRole('row', { name: /Erase: The name of a visitor/ }).click();
  await page.getByRole('button', { name: 'Read and decide' }).click();
  await expect(page.getByText('You did not ask for it, so you may decide.')).toBeVisible();
  await picture(page, '4-approve');
  expect(await seriousIn(page, 'erasure')).toEqual([]);
  await page.getByRole('button', { name: 'Sign the erasure' }).click();
  await picture(page, '5-sign');
  await sign(page, who('admin'), 'Sign the erasure');
  await expect(page.getByText(/^Erased by .*, /).first()).toBeVisible();
  await picture(page, '6-done');
  await page.getByRole('link', { name: 'Erasure' }).click();
  await picture(page, '7-list');
  await page.getByRole('link', { name: 'Ledger' }).click();
  await page.getByRole('row', { name: /Prerequisite checked: erased by entry/ }).click();
  await expect(page.getByText(/Because: Retention rule 7/)).toBeVisible();
  await picture(page, '8-erased');
  const left = (await page.content())
    .split('Visitor-Canary')
    .slice(0, -1)
    .map((before) => before.slice(-300));
  expect(left).toEqual([]);
});

/** Pictures of the screen where somebody wants to look at it, at 1280 x 800 and twice as large; nothing else. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ERASURE_PICTURES;
  if (folder === undefined || !app) return;
  for (const zoom of [1, 2]) {
    await app.app.evaluate(({ BrowserWindow }, factor) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(1280, 800);
      window?.webContents.setZoomFactor(factor);
    }, zoom);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `${folder}/${name}-${zoom}.png` });
  }
  await app.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
  );
}
