import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { failPrerequisite, openByNumber, passPrerequisite, startRun } from '../demo/operator';
import { openSampleSite, signIn, signOut, who } from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { type LaunchedApp, launchApp, setWindowSize } from '../e2e/launch';

// The sample site's first work order: hydraulic seal replacement.
const order = 'WO-K1-000001';
let open: LaunchedApp[] = [];

test.afterEach(async () => {
  for (const app of open) await app.kill();
  open = [];
});

async function launch(): Promise<LaunchedApp> {
  const app = await launchApp();
  open.push(app);
  await openSampleSite(app.page);
  await setWindowSize(app.app, 1440, 900);
  return app;
}

/** One run that stands still: its torque wrench is out of date, so TOL-01 is raised before the first step. */
async function stallOne(page: Page): Promise<void> {
  await signIn(page, who('operator'));
  await openByNumber(page, order);
  await startRun(page);
  for (const text of [/^The seal kit/, /^Production/, /^The energy control/, /^Everybody/])
    await passPrerequisite(page, text);
  await failPrerequisite(page, /^Torque wrench/, 'The label says due 1 Nov.');
  await signOut(page);
}

const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('before anything has run, every question and tile says what will stand there', async () => {
  test.setTimeout(120_000);
  const { page } = await launch();
  await signIn(page, who('supervisor'));
  await goTo(page, 'Insight');
  await expect(page.getByText('Nothing to count yet.')).toBeVisible();
  await expect(part(page, 'Closed without closure evidence')).toContainText('of 0 closed here');
  await expect(part(page, 'Exceptions by code')).toContainText('No exception was raised in this period.');
  await expect(part(page, 'Stall rate by job type')).toContainText('No run was made in this period.');
  await expect(part(page, 'Overdue by owner')).toContainText('Nobody is late.');
  expect(await seriousIn(page, 'insight')).toEqual([]);
});

test('a number opens its records, a tile its table and its CSV, and an operator has no insight', async () => {
  test.setTimeout(180_000);
  const { app, page, folders } = await launch();
  const broken: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') broken.push(message.text());
  });
  await stallOne(page);
  await signIn(page, who('operator'));
  await expect(page.getByRole('link', { name: 'Insight' })).toHaveCount(0);
  await signOut(page);
  await signIn(page, who('compliance'));
  await goTo(page, 'Insight');

  const codes = part(page, 'Exceptions by code');
  await expect(codes.getByRole('group', { name: 'Exceptions by code: TOL-01 1.' })).toBeVisible();
  await expect(part(page, 'Job type that stalls most')).toContainText('Too few to say');
  await expect(part(page, 'Job type that stalls most')).toContainText('1 of 1 runs of the site stalled');
  expect(await seriousIn(page, 'insight')).toEqual([]);

  // By keyboard: the bar, its one record, the entries that tell it.
  await codes.getByRole('link', { name: /^TOL-01/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Raised with TOL-01' })).toBeVisible();
  await expect(page.getByText('1 record')).toBeVisible();
  await page
    .getByRole('grid', { name: 'Records' })
    .getByRole('row', { name: /EXC-K1-000001/ })
    .click();
  await expect(page.getByRole('link', { name: 'Open the work order' })).toHaveAttribute(
    'href',
    /#\/closure\/wo_/,
  );
  expect(await seriousIn(page, 'insight')).toEqual([]);
  await page.getByRole('link', { name: 'Its entries in the ledger' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
  await expect(
    page
      .getByRole('grid', { name: 'Entries' })
      .getByText(/TOL-01/)
      .first(),
  ).toBeVisible();

  await goTo(page, 'Insight');
  await codes.getByRole('button', { name: 'Table: Exceptions by code' }).click();
  await expect(codes.getByRole('table').getByRole('row', { name: /TOL-01/ })).toContainText('1');
  const file = join(folders.home, 'codes.csv');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await codes.getByRole('button', { name: 'Export as CSV: Exceptions by code' }).click();
  await expect(page.getByText('Saved: 1 row as CSV.')).toBeVisible();
  await expect(page.getByText(file)).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain('TOL-01');

  await part(page, 'Code that repeats most').getByRole('link', { name: 'See codes and owners' }).click();
  await expect(page.getByText('1 exception raised with 1 code.')).toBeVisible();
  await page.getByRole('table', { name: 'Codes' }).getByRole('link', { name: '1' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Raised with TOL-01' })).toBeVisible();
  expect(broken).toEqual([]);
});

test('the filters narrow it, the way back widens it again, and on paper it is one page', async () => {
  test.setTimeout(180_000);
  const { app, page } = await launch();
  await stallOne(page);
  await signIn(page, who('admin'));
  await goTo(page, 'Insight');
  const pressed = page.evaluate(
    () =>
      new Promise<boolean>((done) => {
        window.print = () => done(true);
      }),
  );
  await page.getByRole('button', { name: 'Print' }).click();
  expect(await pressed).toBe(true);
  const pages = await app.evaluate(async ({ BrowserWindow }) => {
    const pdf = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ preferCSSPageSize: true });
    return pdf?.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length;
  });
  expect(pages).toBe(1);

  await page.getByRole('button', { name: /^Records/ }).click();
  await page.getByRole('option', { name: 'Imported' }).click();
  await expect(page.getByText('Nothing fits the filters.')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Nothing fits the filters.')).toBeHidden();
  await expect(part(page, 'Exceptions by code').getByRole('link', { name: /^TOL-01/ })).toBeVisible();

  await setWindowSize(app, 1280, 800);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await page.waitForFunction(() => window.innerWidth === 640);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
});
