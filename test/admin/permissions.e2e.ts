import { expect, test } from '@playwright/test';
import { openSampleSite, signIn, who } from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { type LaunchedApp, launchApp } from '../e2e/launch';

let launched: LaunchedApp | undefined;
test.afterEach(async () => {
  await launched?.kill();
});

test('an admin reads on one page what each role may do, and in which state', async () => {
  launched = await launchApp();
  const { page } = launched;
  await openSampleSite(page);
  await signIn(page, who('admin'));
  await page.getByRole('link', { name: 'Permissions' }).click();
  await expect(page.getByRole('heading', { name: 'Permissions', level: 1 })).toBeVisible();
  const close = page.getByRole('row', { name: /^Close a work order/ });
  await expect(close).toContainText('When the work order is running or finished; nothing is missing from it');
  await expect(close.getByText('Yes')).toHaveCount(1);
  await page.screenshot({ path: test.info().outputPath('permissions.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: test.info().outputPath('permissions-dark.png') });
  expect(await seriousIn(page, 'permissions')).toEqual([]);
  await page.getByRole('searchbox', { name: 'Find a deed' }).fill('erasure');
  await expect(page.getByRole('row', { name: /^Carry out an erasure/ })).toBeVisible();
  await expect(close).toHaveCount(0);
});
