import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openSampleSite, signIn, who } from '../demo/people';
import { giveToApp, type LaunchedApp, launchApp, takeScreenshots, temporaryFolder } from '../e2e/launch';

const secret = 'copper lantern 42 tides';
const shots = process.env.PROCESS_DESIGNER_SHOTS;
let folder = '';
let stick = '';

test.beforeAll(() => {
  folder = temporaryFolder('backup');
  stick = join(folder, 'HAL-2');
  mkdirSync(stick);
  giveToApp(stick);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pick = ({ app }: LaunchedApp, chosen: string) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as never;
  }, chosen);
const look = async (launched: LaunchedApp, name: string) => {
  if (shots) await takeScreenshots(launched, shots, name);
};

test('a site is backed up, goes on, is restored with what was lost named, and comes back on another machine', async () => {
  test.setTimeout(240_000);
  const first = await launchApp({ site: join(folder, 'site') });
  const { page } = first;
  let name = '';
  try {
    await openSampleSite(page);
    await signIn(page, who('admin'));
    await page.getByRole('link', { name: 'Devices and backups' }).click();
    await expect(page.getByText('This station is not backed up.', { exact: false })).toBeVisible();
    await look(first, 'backup-none');
    await pick(first, stick);
    await page.getByRole('button', { name: 'Choose a place' }).click();
    await expect(page.getByText(stick)).toBeVisible();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await expect(page.getByText(/Last backup .+read back whole/)).toBeVisible({ timeout: 60_000 });
    const held = page.getByRole('grid', { name: 'Backups at this place' });
    await expect(held.getByText('Read back whole')).toBeVisible();
    await look(first, 'backup-made');
    name = readdirSync(stick).find((n) => n.startsWith('process-designer-backup')) ?? '';
    expect(existsSync(join(stick, name, 'manifest.note'))).toBe(true);

    // The site goes on: what is done now is not in the backup.
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Enrol a person' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Ida Lund');
    await page.getByLabel('Identifier').fill('i.lund');
    await page.getByRole('radio', { name: /Supervisor/ }).check({ force: true });
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await expect(page.getByRole('row', { name: /Ida Lund/ })).toBeVisible();
    await page.getByRole('link', { name: 'Devices and backups' }).click();
    await page.getByRole('button', { name: /Restore the backup of/ }).click();
    await page.getByRole('button', { name: 'Check this backup' }).click();
    const dialog = page.getByRole('alertdialog');
    await expect(dialog.getByText('3 entries would be lost')).toBeVisible({ timeout: 60_000 });
    await expect(dialog.getByText(/Nothing of it is deleted/)).toBeVisible();
    await look(first, 'restore-checked');
    await dialog.getByRole('textbox', { name: 'Secret' }).fill('not the secret');
    await dialog.getByRole('textbox', { name: /Type Halden plant/ }).fill('Halden plant');
    await dialog.getByRole('button', { name: 'Restore “Halden plant”' }).click();
    await expect(dialog.getByText('Not the secret of that time')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Secret' }).fill(secret);
    await dialog.getByRole('button', { name: 'Restore “Halden plant”' }).click();

    await expect(page.getByText(/Restored “Halden plant” from the backup/)).toBeVisible({ timeout: 60_000 });
    await look(first, 'restore-signin');
    await signIn(page, who('admin'));
    await page.getByRole('link', { name: 'Devices and backups' }).click();
    await expect(page.getByText(/not in it/).first()).toBeVisible();
    await look(first, 'restore-done');
    await page.getByRole('link', { name: 'Ledger' }).click();
    await expect(page.getByText(/Restored from the backup of/).first()).toBeVisible();
    await page.getByRole('button', { name: /^Verify/ }).click();
    await expect(page.getByText(/Nothing missing, nothing changed/).first()).toBeVisible({ timeout: 60_000 });
    await look(first, 'restore-ledger');
    expect(readdirSync(folder).filter((n) => n.startsWith('site.before-restore-'))).toHaveLength(1);
  } finally {
    await first.close();
  }

  const second = await launchApp();
  try {
    await pick(second, folder);
    await second.page.getByRole('button', { name: 'Restore from a backup…' }).click();
    await look(second, 'restore-first');
    await second.page.getByRole('button', { name: 'Choose a backup and check it' }).click();
    await expect(second.page.getByText(/holds no backup of this app/)).toBeVisible();
    await pick(second, join(stick, name));
    await second.page.getByRole('button', { name: 'Choose a backup and check it' }).click();
    await expect(second.page.getByText(/cannot be counted here/)).toBeVisible({ timeout: 60_000 });
    await look(second, 'restore-unknown');
    await second.page.getByRole('textbox', { name: 'Secret' }).fill(secret);
    await second.page.getByRole('textbox', { name: /Type Halden plant/ }).fill('Halden plant');
    await second.page.getByRole('button', { name: 'Restore “Halden plant”' }).click();
    await expect(second.page.getByText(/Restored “Halden plant” from the backup/)).toBeVisible({
      timeout: 60_000,
    });
    await signIn(second.page, who('admin'));
    await second.page.getByRole('link', { name: 'Devices and backups' }).click();
    await expect(second.page.getByText(/nobody here can count it/).first()).toBeVisible();
  } finally {
    await second.close();
  }
});
