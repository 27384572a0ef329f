import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Database from 'better-sqlite3';
import { openSampleSite, signIn, who } from '../demo/people';
import { type LaunchedApp, launchApp, setWindowSize, takeScreenshots, temporaryFolder } from '../e2e/launch';

const shots = process.env.PROCESS_DESIGNER_SHOTS;
let folder = '';
test.beforeAll(() => {
  folder = temporaryFolder('verify');
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const look = async (launched: LaunchedApp, name: string): Promise<void> => {
  if (shots) await takeScreenshots(launched, shots, name);
};
/** Half the room on each side: what 200 % leaves of 1280 x 800. */
const lookClose = async ({ app, page }: LaunchedApp, name: string): Promise<void> => {
  if (!shots) return;
  await setWindowSize(app, 640, 400);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: false, scale: 'css' });
  const banner = page.getByRole('region', { name: 'Verification' });
  await banner.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(shots, `${name}-banner.png`), scale: 'css' });
  await setWindowSize(app, 1280, 800);
};

test('the ledger is verified, an edited list is found and named, and a flipped byte makes the next start read only', async () => {
  test.setTimeout(360_000);
  const site = join(folder, 'site');
  const first = await launchApp({ site });
  const { page } = first;
  try {
    await openSampleSite(page);
    await signIn(page, who('compliance'));
    await page.getByRole('link', { name: 'Ledger', exact: true }).click();
    const banner = page.getByRole('region', { name: 'Verification' });
    await expect(banner.getByText('Not verified on this station yet.')).toBeVisible();
    await look(first, 'verify-idle');
    await banner.getByRole('button', { name: 'Verify', exact: true }).click();
    await expect(banner.getByText('Reading what entries say, and who signed')).toBeVisible();
    await look(first, 'verify-running');
    await expect(banner.getByText(/Nothing missing, nothing changed\./)).toBeVisible({ timeout: 60_000 });
    await expect(banner.getByText(/\d+ entries and \d+ files?, all read again from disk in/)).toBeVisible();
    await banner.getByRole('button', { name: 'What was read' }).click();
    await expect(banner.getByText(/rows of the app’s lists compared/)).toBeVisible();
    await look(first, 'verify-good');
    await lookClose(first, 'verify-good-200');
    await banner.getByRole('button', { name: 'What was read' }).click();

    await banner.getByRole('button', { name: 'Verify again' }).click();
    await expect(
      banner.getByText(/0 new entries and 0 files read from disk in .+ before were verified/),
    ).toBeVisible({
      timeout: 60_000,
    });

    const db = new Database(join(site, 'ledger.db'));
    db.prepare(
      "UPDATE work_orders SET title = 'Another title' WHERE rowid = (SELECT min(rowid) FROM work_orders)",
    ).run();
    db.close();
    await banner.getByRole('button', { name: 'Verify again' }).click();
    await expect(
      banner
        .getByText(
          /A row of the app’s lists was edited: work order WO-K1-00000\d: title is “Another title”, and the entries say “/,
        )
        .first(),
    ).toBeVisible({ timeout: 60_000 });
    await expect(banner.getByText(/The entries themselves hold/)).toBeVisible();
    await look(first, 'verify-bad');
    await lookClose(first, 'verify-bad-200');
  } finally {
    await first.app.close();
  }

  const file = join(site, 'ledger.db');
  const bytes = readFileSync(file);
  const at = bytes.indexOf('"identifier":"a.ruiz"');
  expect(at).toBeGreaterThan(0);
  bytes[at + 16] = (bytes[at + 16] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const again = await launchApp({ site, userData: first.folders.userData });
  try {
    await expect(again.page.getByText('Read only: nothing can be recorded here now')).toBeVisible({
      timeout: 60_000,
    });
    await expect(
      again.page.getByText(
        /says was changed after it was recorded: it no longer fits its header\. Nothing more is recorded here/,
      ),
    ).toBeVisible();
    await look(again, 'verify-start');
    await again.page.getByRole('button', { name: 'Verify this ledger' }).click();
    await expect(again.page.getByText(/entry \d+.*Ana Ruiz|user enrolled|Entry \d+/i).first()).toBeVisible({
      timeout: 60_000,
    });
    await expect(again.page.getByRole('region', { name: 'What still holds' })).toBeVisible();
    await look(again, 'verify-viewer');
  } finally {
    await again.close();
    rmSync(first.folders.temporary, { recursive: true, force: true });
  }
});
