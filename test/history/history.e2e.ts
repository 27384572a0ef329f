import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { openSampleSite, signIn, who } from '../demo/people';
import { ask } from '../e2e/bridge';
import { fileForApp, type LaunchedApp, launchApp, temporaryFolder } from '../e2e/launch';
import { plainRows } from './rows';

const excerpt = readFileSync(join(__dirname, '..', 'fixtures', 'history', 'incidents.csv'));
let app: LaunchedApp | undefined;
let folder = '';
test.beforeEach(() => {
  folder = temporaryFolder('history');
});
test.afterEach(async () => {
  await app?.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function openHistory(): Promise<Page> {
  app = await launchApp();
  await openSampleSite(app.page);
  await signIn(app.page, who('admin'));
  await goTo(app.page, 'History import');
  return app.page;
}

const choose = (page: Page, path: string): Promise<void> =>
  page.locator('input[type=file]').setInputFiles(path);

const importRow = (page: Page, file: string, state: string) =>
  page.getByRole('row').filter({ hasText: file }).filter({ hasText: state });

/** Chooses an option of a list field by its name. */
async function pick(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${field}$`) }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a real log is read, matched, looked at and imported, and the questions count it', async () => {
  const page = await openHistory();
  await expect(page.getByText('No history was imported yet.')).toBeVisible();

  // What is no table is told in words, and the screen stays where it was.
  await choose(page, fileForApp(folder, 'photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')));
  await expect(page.getByText(/photo\.csv is a picture \(PNG\), whatever its name says/)).toBeVisible();

  await choose(page, fileForApp(folder, 'incidents.csv', excerpt));
  await expect(page.getByText('353 rows in 36 columns')).toBeVisible();
  await expect(page.getByText(/can only be read with the day first, and none the other way/)).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /Awaiting User Info/ })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^Closed/ })).not.toBeChecked();

  // A choice that does not fit is refused beside its field, and what was chosen stays.
  await pick(page, 'Closed', 'opened_at');
  await page.getByRole('button', { name: 'Preview the cases' }).click();
  await expect(page.getByText('“opened_at” is when the case was opened already').first()).toBeVisible();
  await pick(page, 'Closed', 'closed_at');
  await page.getByRole('button', { name: 'Preview the cases' }).click();

  await expect(page.getByText('Closed without closure evidence: 60 of 60')).toBeVisible();
  await expect(page.getByText('No row is rejected.')).toBeVisible();
  await page.getByRole('button', { name: 'Import 60 cases' }).click();
  await expect(page.getByText('60 cases are imported and count from now on.')).toBeVisible();
  await expect(importRow(page, 'incidents.csv', 'Counts')).toBeVisible();

  const evidence = await ask(page, 'question', {
    question: 'closed-without-evidence',
    scope: { source: 'imported' },
  });
  expect(evidence).toMatchObject({ imported: { counted: 60, of: 60 } });

  // The same file again: every case is a duplicate, and there is nothing to import.
  await page.getByRole('button', { name: 'Import another file' }).click();
  await choose(page, fileForApp(folder, 'again.csv', excerpt));
  await expect(page.getByText(/This very file was imported/)).toBeVisible();
  await page.getByRole('button', { name: 'Preview the cases' }).click();
  await expect(page.getByText(/353 rows in 60 cases are left out/)).toBeVisible();
  await expect(page.getByText(/was imported before, from incidents\.csv/).first()).toBeVisible();
});

test('an import that is cancelled counts nothing, and so does one cut off by a power cut', async () => {
  const page = await openHistory();
  await choose(page, fileForApp(folder, 'many.csv', plainRows(60_000)));
  await page.getByRole('button', { name: 'Preview the cases' }).click();
  await page.getByRole('button', { name: /^Import 60,000 cases/ }).click({ timeout: 30_000 });
  const recorded = async () => (await ask(page, 'status', {})).entries;
  await expect.poll(recorded, { timeout: 30_000 }).toBeGreaterThan(500);
  await page.getByRole('button', { name: 'Cancel, count nothing' }).click({ timeout: 30_000 });
  await expect(page.getByText(/None of them counts, and no number changed/)).toBeVisible({ timeout: 30_000 });
  const counted = async () => (await ask(page, 'insightScope', {})).importedCases;
  expect(await counted()).toBe(0);

  // Once more, and the power goes while it is under way.
  await page.getByRole('button', { name: /^Import 60,000 cases/ }).click();
  await expect
    .poll(async () => (await ask(page, 'historyImports', {})).filter((one) => one.state === 'running').length)
    .toBe(1);
  const before = await recorded();
  await expect.poll(recorded, { timeout: 30_000 }).toBeGreaterThan(before + 500);
  const { site, userData } = app?.folders ?? {};
  const process = app?.app.process();
  const gone = new Promise((done) => process?.once('exit', done));
  process?.kill('SIGKILL');
  await gone;

  const again = await launchApp({ site: site ?? null, userData });
  try {
    await signIn(again.page, who('admin'));
    await goTo(again.page, 'History import');
    await expect(importRow(again.page, 'many.csv', 'Broken off, counts nothing')).toBeVisible({
      timeout: 30_000,
    });
    await expect(importRow(again.page, 'many.csv', 'Cancelled, counts nothing')).toBeVisible();
    expect((await ask(again.page, 'insightScope', {})).importedCases).toBe(0);
    expect(await ask(again.page, 'status', {})).toMatchObject({ person: { role: 'admin' } });
  } finally {
    await again.kill();
  }
});
