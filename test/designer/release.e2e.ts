import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openSampleSite, secret, sign, who } from '../demo/people';
import { launchApp, temporaryFolder } from '../e2e/launch';

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await page.getByRole('textbox', { name: 'Secret' }).fill(secret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation')).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'You and this window' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible();
}

const row = (page: Page, title: RegExp) =>
  page.getByRole('list', { name: 'Outline', exact: true }).getByRole('button', { name: title });

test('a draft saves itself, survives a power cut, and is released only by somebody who wrote none of it', async () => {
  const folder = temporaryFolder('release');
  const site = join(folder, 'site');
  const first = await launchApp({ site });
  await openSampleSite(first.page);
  await signIn(first.page, 'Sven Halvorsen');
  await first.page.getByRole('row', { name: /Hydraulic seal/ }).click();
  await expect(first.page.getByText('Nothing differs from version 1.')).toBeVisible();

  await row(first.page, /Torque the gland bolts/).click();
  const warn = first.page.getByRole('textbox', { name: 'Warn above' });
  // What does not fit stays where it was typed, is told, and is not in the draft.
  await warn.fill('12,80');
  await expect(first.page.getByText(/“12,80” is not in the draft yet/)).toBeVisible();
  await warn.fill('12.80');
  await expect(first.page.getByText(/is not in the draft yet/)).toBeHidden();

  // By keyboard alone: up, delete, and back by undo.
  await row(first.page, /Refit the guard/).click();
  await first.page.keyboard.press('Alt+ArrowUp');
  await expect(first.page.getByText(/It is now step 17/)).toBeVisible();
  await first.page.keyboard.press('Delete');
  await expect(row(first.page, /Refit the guard/)).toHaveCount(0);
  await first.page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(row(first.page, /Refit the guard/)).toHaveCount(1);
  await expect(first.page.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
  await expect(first.page.getByText(/0 new, 1 changed, 0 removed, 1 moved/)).toBeVisible();
  await first.kill();

  const second = await launchApp({ site });
  const { page } = second;
  try {
    // Who was at a place when the power went comes back to it.
    await signIn(page, 'Sven Halvorsen');
    await expect(page.getByText(/0 new, 1 changed, 0 removed, 1 moved/)).toBeVisible();
    await page.getByLabel('Why this version').fill('Band narrowed after MEA-04 twice in May');
    await page.getByRole('button', { name: 'Ask for release' }).click();
    await expect(page.getByText(/Release asked for/)).toBeVisible();
    await page.getByRole('button', { name: 'Open the release' }).click();
    await expect(
      page.getByText(/You wrote part of this draft, so you cannot release it. Thomas Okafor can/).first(),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign the release' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await signOut(page);

    await signIn(page, 'Thomas Okafor');
    await page.getByRole('row', { name: /Hydraulic seal replacement/ }).click();
    await page.getByRole('button', { name: 'Read and release' }).click();
    await expect(page.getByText('Step 18, Torque the gland bolts: warn changed.')).toBeVisible();
    await expect(page.getByText('12.00 to 13.00')).toBeVisible();
    await expect(page.getByText('12.00 to 12.80')).toBeVisible();
    await page.getByRole('button', { name: 'Sign the release' }).click();
    await sign(page, who('supervisor'), 'Sign the release');
    await expect(page.getByText('Version 2 is in use.')).toBeVisible();
  } finally {
    await second.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
