import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import {
  atStep,
  attach,
  chooseAnswer,
  next,
  openByNumber,
  passPrerequisite,
  startRun,
  untilSaved,
  writeText,
} from '../demo/operator';
import {
  choose,
  names,
  openSampleSite,
  sampleDocument,
  samplePhoto,
  secret,
  signIn,
  who,
} from '../demo/people';
import { type LaunchedApp, launchApp, temporaryFolder } from './launch';

// The sample site's first work order: hydraulic seal replacement.
const order = 'WO-K1-000001';
let open: LaunchedApp[] = [];
let folders: string[] = [];

test.afterEach(async () => {
  for (const app of open) await app.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  open = [];
  folders = [];
});

function folderFor(purpose: string): string {
  const folder = temporaryFolder(purpose);
  folders.push(folder);
  return folder;
}

/** The app on a site that outlives it, or on one of its own. */
async function launch(site?: string): Promise<LaunchedApp> {
  const app = await launchApp(site === undefined ? {} : { site, userData: `${site}-chromium` });
  open.push(app);
  return app;
}

test('one work order goes by its four people from the first window to a signed closure that verifies', async () => {
  test.setTimeout(900_000);
  const out = folderFor('demo');
  const demo = spawn(process.execPath, [join('resources', 'launch', 'demo.mjs'), '--out', out]);
  let said = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.on('data', (text: Buffer) => (said += text.toString('utf8')));
  const [code] = (await once(demo, 'exit')) as [number | null];
  expect(code, said).toBe(0);

  const left = JSON.parse(readFileSync(join(out, 'demo.json'), 'utf8')) as Record<string, unknown>;
  for (const [field, id] of [
    ['work_order_id', /^wo_/],
    ['checklist_run_id', /^run_/],
    ['closure_evidence_id', /^cl_/],
    ['post_review_id', /^prv_/],
    ['remediation_id', /^rem_/],
  ] as const) {
    expect(left[field]).toMatch(id);
  }
  expect(left.verify).toMatchObject({ verdict: 0, findings: [] });
  expect(left.audit_pack).toMatchObject({ number: 'PACK-K1-000001', verdict: 0 });
  expect(left.counts).toMatchObject({
    steps: 24,
    evidence_files: 8,
    approvals: 3,
    corrections: 1,
    steps_under_break_glass: 2,
  });
  expect(left.facts).toMatchObject({
    torque: '12.50 N·m',
    torque_attempt: 2,
    torque_refused: ['1.25'],
    exceptions: [
      { code: 'TOL-01', raised_by: 'prerequisite', ended: 'disposed' },
      { code: 'BG-02', raised_by: 'break-glass', ended: 'disposed' },
      { code: 'MAT-02', raised_by: 'person', ended: 'disposed' },
    ],
    verdict: 'not-justified',
    reviewer_opened_it: false,
  });
  expect(left.quarter).toMatchObject({ opened: 40, numbers: { closed_without_evidence: 0 } });
  expect(left.second_station).toMatchObject({
    bundles: [/^K1-to-K2-/, /^K2-to-K1-/].map((name) => expect.stringMatching(name)),
  });
  expect(left.backup).toMatchObject({ restored: { verdict: 0 } });
  expect(readFileSync(join(out, 'closure.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect(readdirSync(join(out, 'screens')).length).toBeGreaterThan(50);
});

test('what has its tick is there after the power was cut at that very moment', async () => {
  test.setTimeout(180_000);
  const site = join(folderFor('tick'), 'site');
  const first = await launch(site);
  await openSampleSite(first.page);
  await signIn(first.page, who('operator'));
  await openByNumber(first.page, order);
  await startRun(first.page);
  for (const text of [/^The seal kit/, /^Torque/, /^Production/, /^The energy control/, /^Everybody/])
    await passPrerequisite(first.page, text);
  await next(first.page, 'List the energy sources');
  const steps: [string, (page: Page) => Promise<void>, string][] = [
    ['List the energy sources', (page) => writeText(page, 'Electric at Q1.'), 'Check the seal kit'],
    ['Check the seal kit', (page) => chooseAnswer(page, 'HS-40/60'), 'Attach the work permit'],
    ['Attach the work permit', (page) => attachPermit(page), 'Set up the barrier'],
  ];
  let app = first;
  for (const [title, record, after] of steps) {
    await record(app.page);
    await app.kill();
    app = await launch(site);
    await signInWhereTheyWere(app.page, after);
    await expect(
      app.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: title }),
    ).toContainText('Done');
  }
});

async function attachPermit(page: Page): Promise<void> {
  await attach(page, 'The file', sampleDocument('permit.pdf'));
  await untilSaved(page);
}

/** Signs the operator in after a start, and waits for the step they are brought back to. */
async function signInWhereTheyWere(page: Page, title: string): Promise<void> {
  await choose(page, who('operator'));
  await page.getByLabel('Secret', { exact: true }).fill(secret);
  await page.getByLabel('Secret', { exact: true }).press('Enter');
  await atStep(page, title);
}

/** Presses Tab until this has the focus. Throws when it cannot be reached. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 150; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** Goes there by Tab and presses a key. */
async function by(page: Page, key: 'Enter' | 'Space', target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

test('an operator confirms, reads, attaches, opens the glass and blocks by keyboard alone', async () => {
  test.setTimeout(180_000);
  const { page } = await launch();
  await openSampleSite(page);
  const key = (name: string | RegExp) => page.getByRole('button', { name });
  const heading = (name: string) =>
    page.locator('main').getByRole('heading', { level: 1, name, exact: true });
  const type = (text: string) => page.keyboard.type(text);
  const forward = async (title: string) => {
    await expect(key(/^(Next|Go on)/)).not.toHaveAttribute('aria-disabled', 'true');
    await by(page, 'Enter', key(/^(Next|Go on)/));
    await heading(title).waitFor();
  };
  const attach = async (path: string) => {
    const chooser = page.waitForEvent('filechooser');
    await by(page, 'Enter', key(/^Add (photo|file) \S/));
    await (await chooser).setFiles(path);
    await page.getByText('1 of 1').waitFor();
  };

  await by(page, 'Enter', names(page).getByRole('button', { name: who('operator').name }));
  // The secret has the focus.
  await expect(page.getByLabel('Secret', { exact: true })).toBeFocused();
  await type(secret);
  await page.keyboard.press('Enter');
  // So has the field for a number, as a scanner needs it.
  await expect(page.getByRole('searchbox')).toBeFocused();
  await type(order);
  await page.keyboard.press('Enter');
  await by(page, 'Enter', key(/^Start the run/));
  const passes = key(/^Pass: /);
  await passes.first().waitFor();
  for (let left = await passes.count(); left > 0; left--) {
    await by(page, 'Enter', passes.first());
    await expect(passes).toHaveCount(left - 1);
  }
  await forward('List the energy sources');
  await tabTo(page, page.getByRole('textbox'));
  await type('Electric at Q1, hydraulic at V3.');
  await page.keyboard.press('Control+Enter');
  await untilSaved(page);
  await forward('Check the seal kit');
  await by(
    page,
    'Space',
    page.getByRole('region', { name: 'Answer' }).getByRole('button', { name: 'HS-40/60' }),
  );
  await untilSaved(page);
  await forward('Attach the work permit');
  await attach(sampleDocument('permit.pdf'));
  await untilSaved(page);
  await forward('Set up the barrier');
  await by(page, 'Enter', key('Done as described'));
  await untilSaved(page);
  await forward('Permit to isolate');

  await by(page, 'Enter', key(/^Break glass/));
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'Danger to plant' })).toBeChecked();
  await tabTo(page, page.getByLabel(/what is at stake/i));
  await type('Oil is running onto the hot platen.');
  await by(page, 'Enter', key(/^Open the glass/));
  await heading('Notify affected employees').waitFor();
  await by(page, 'Enter', key('Done as described'));
  await untilSaved(page);
  await forward('Shut down the press');
  await by(page, 'Space', key('Done as described'));
  await untilSaved(page);
  await forward('Isolate all energy sources');
  await by(page, 'Enter', page.getByRole('button', { name: 'Pass', exact: true }));
  await untilSaved(page);
  await forward('Apply locks and tags');
  await attach(samplePhoto('lock-and-tag.jpg'));
  await tabTo(page, page.getByRole('region', { name: 'Answer' }).getByRole('textbox'));
  await type('Locks 31 and 32.');
  await page.keyboard.press('Enter');
  await untilSaved(page);
  await forward('Release and block stored energy');
  await by(page, 'Enter', key('Done as described'));
  await untilSaved(page);
  await forward('Verify zero pressure');
  await attach(samplePhoto('gauge-0-0-bar.jpg'));
  await tabTo(page, page.getByLabel('Pressure, cylinder line', { exact: true }));
  await type('0.0');
  await page.keyboard.press('Enter');
  await untilSaved(page);
  await forward('Try to start');

  await by(page, 'Enter', key(/^Block this step/));
  await by(
    page,
    'Enter',
    page.getByRole('group', { name: 'Exception codes' }).getByRole('button', { name: /^ISO-05/ }),
  );
  const raised = page.getByRole('region', { name: 'Exception raised' });
  await expect(raised).toContainText('The run is held');
  await tabTo(page, raised.getByRole('textbox'));
  await type('The gauge rose to 0.4 bar.');
  await by(page, 'Enter', key('Back to the run'));
  await expect(page.getByRole('region', { name: /^Exception EXC-/ })).toContainText(
    'The gauge rose to 0.4 bar.',
  );
});
