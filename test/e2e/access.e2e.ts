import { expect, type Page, test } from '@playwright/test';
import { goTo, openClosure, openDecision, verifyLedger } from '../demo/desk';
import {
  atStep,
  attach,
  chooseAnswer,
  confirm,
  failPrerequisite,
  fillGlass,
  next,
  openByNumber,
  openGlass,
  pass,
  passPrerequisite,
  startRun,
  writeText,
} from '../demo/operator';
import { choose, openSampleSite, sampleDocument, samplePhoto, signIn, signOut, who } from '../demo/people';
import { seriousIn } from './axe';
import { type LaunchedApp, launchApp, setWindowSize } from './launch';

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
  return app;
}

/** Passes all prerequisites but one, which fails. */
async function failOne(page: Page): Promise<void> {
  await openByNumber(page, order);
  await startRun(page);
  for (const text of [/^The seal kit/, /^Production/, /^The energy control/, /^Everybody/])
    await passPrerequisite(page, text);
  await failPrerequisite(page, /^Torque wrench/, 'The label says due 1 Nov.');
}

test('nothing serious stands in the way of a screen reader or of weak sight, in light and in dark', async () => {
  test.setTimeout(180_000);
  const { page } = await launch();
  const found = [...(await seriousIn(page, 'names'))];
  await choose(page, who('operator'));
  found.push(...(await seriousIn(page, 'secret')));
  await page.keyboard.press('Escape');
  await signIn(page, who('operator'));
  found.push(...(await seriousIn(page, 'my work')));
  await failOne(page);
  found.push(...(await seriousIn(page, 'prerequisites')));
  await signOut(page);
  await signIn(page, who('supervisor'));
  await openDecision(page, /TOL-01/);
  await page.getByRole('radio', { name: 'Resolved' }).waitFor();
  found.push(...(await seriousIn(page, 'decisions')));
  await goTo(page, 'Closure');
  found.push(...(await seriousIn(page, 'closure list')));
  await openClosure(page, order);
  found.push(...(await seriousIn(page, 'closure')));
  await goTo(page, 'Ledger');
  await verifyLedger(page);
  await page.getByRole('grid', { name: 'Entries' }).getByRole('row').nth(2).click();
  await page.getByRole('heading', { name: /why you can rely on it/i }).waitFor();
  found.push(...(await seriousIn(page, 'ledger')));
  expect(found).toEqual([]);
});

/** Controls that cannot be brought into sight, or that something covers when they are: what stands on them. */
async function outOfReach(page: Page): Promise<string[]> {
  const lost: string[] = [];
  const controls = page.locator('button, a[href], input:not([type=file]), textarea, [tabindex="0"]');
  for (const control of await controls.all()) {
    if (!(await control.isVisible())) continue;
    await control.scrollIntoViewIfNeeded();
    const says = await control.evaluate((element) => {
      // The way past the navigation lies above the window until it has the focus.
      const isHidden = element.getBoundingClientRect().bottom <= 0 && element instanceof HTMLElement;
      if (isHidden) element.focus();
      const { left, top, width, height } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, Math.min(top + height / 2, top + 20));
      if (isHidden) element.blur();
      // What is laid out for screen readers alone has no size.
      if (width < 4 || height < 4) return null;
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return hit !== null && (element.contains(hit) || hit.contains(element))
        ? null
        : `${name}: covered or out of the window`;
    });
    if (says !== null) lost.push(says);
  }
  return lost;
}

test('at 200 % every control of the run can be reached', async () => {
  test.setTimeout(120_000);
  const { app, page } = await launch();
  await signIn(page, who('operator'));
  await setWindowSize(app, 1280, 800);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await page.waitForFunction(() => window.innerWidth === 640);
  expect(await outOfReach(page)).toEqual([]);
  await failOne(page);
  expect(await outOfReach(page)).toEqual([]);
});

test('a reading at 200 % has its field, its keys, its photo and its moves in reach', async () => {
  test.setTimeout(120_000);
  const { app, page } = await launch();
  await signIn(page, who('operator'));
  await openByNumber(page, order);
  await startRun(page);
  for (const text of [/^The seal kit/, /^Torque/, /^Production/, /^The energy control/, /^Everybody/])
    await passPrerequisite(page, text);
  await next(page, 'List the energy sources');
  await writeText(page, 'Electric at Q1, hydraulic at V3.');
  await next(page, 'Check the seal kit');
  await chooseAnswer(page, 'HS-40/60');
  await next(page, 'Attach the work permit');
  await attach(page, 'The file', sampleDocument('permit.pdf'));
  await next(page, 'Set up the barrier');
  await confirm(page);
  await next(page, 'Permit to isolate');
  await fillGlass(page, 'Danger to plant', 'Oil is running onto the hot platen.');
  await openGlass(page);
  await atStep(page, 'Notify affected employees');
  await confirm(page);
  await next(page, 'Shut down the press');
  await confirm(page);
  await next(page, 'Isolate all energy sources');
  await pass(page);
  await next(page, 'Apply locks and tags');
  await attach(page, 'Lock and tag at the main switch', samplePhoto('lock-and-tag.jpg'));
  await writeText(page, 'Locks 31 and 32.');
  await next(page, 'Release and block stored energy');
  await confirm(page);
  await next(page, 'Verify zero pressure');
  await setWindowSize(app, 1280, 800);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await page.waitForFunction(() => window.innerWidth === 640);
  expect(await outOfReach(page)).toEqual([]);
});

/** What an admin keeps a site by, with the heading that says it is there. */
const kept = [
  ['/updates', 'Updates'],
  ['/site', 'Devices and backups'],
  ['/stations', 'Stations and exchange'],
  ['/history', 'History import'],
  ['/rules', 'Rules'],
] as const;

async function showEach(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  for (const [place, name] of kept) {
    await page.evaluate((to) => {
      location.hash = `#${to}`;
    }, place);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await look(name);
  }
}

test('the places by which a site is kept have nothing serious in them for anybody, in light and in dark', async () => {
  test.setTimeout(180_000);
  const { page } = await launch();
  await signIn(page, who('admin'));
  const found: string[] = [];
  await showEach(page, async (name) => {
    found.push(...(await seriousIn(page, name)));
  });
  expect(found).toEqual([]);
});

test('at 200 % every control of those places can be reached', async () => {
  test.setTimeout(180_000);
  const { app, page } = await launch();
  await signIn(page, who('admin'));
  await setWindowSize(app, 1280, 800);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await page.waitForFunction(() => window.innerWidth === 640);
  const lost: string[] = [];
  await showEach(page, async (name) => {
    for (const control of await outOfReach(page)) lost.push(`${name}: ${control}`);
  });
  expect(lost).toEqual([]);
});
