import { expect, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { mark, openSampleSite, sampleDocument, sign, signIn, signOut, who } from '../demo/people';
import { ask, done } from '../e2e/bridge';
import { type LaunchedApp, launchApp } from '../e2e/launch';

let open: LaunchedApp[] = [];
test.afterEach(async () => {
  for (const app of open) await app.kill();
  open = [];
});

async function launch(): Promise<Page> {
  const app = await launchApp();
  open.push(app);
  await openSampleSite(app.page);
  return app.page;
}

/** Opens a work order of the seal replacement and starts its run. */
async function startOrder(page: Page, asset: string): Promise<string> {
  const jobType = (await ask(page, 'jobTypes', {})).find((one) => /seal/i.test(one.name));
  if (jobType?.jobType === undefined) throw new Error('no seal replacement');
  const { workOrder } = await done(page, 'openWorkOrder', {
    title: 'Replace rod seal',
    jobType: jobType.jobType,
    asset,
    inputs: { cylinder: 'PC-4-01', 'rod-diameter': '40', 'seal-kit': 'HS-40/60', 'working-pressure': '210' },
  });
  await done(page, 'startRun', { workOrder });
  return workOrder;
}

/** Fails a prerequisite, which raises its code. */
async function fail(page: Page, workOrder: string, prerequisite: string): Promise<void> {
  await done(page, 'checkPrerequisite', { workOrder, prerequisite, result: 'fail', note: 'Not there' });
}

/** Three orders in which the kit is missing (MAT-02) and the wrench out of calibration (TOL-01). */
async function repeatTwoCodes(page: Page): Promise<void> {
  await signIn(page, who('operator'));
  for (const asset of ['Press 4', 'Press 6', 'Press 9']) {
    const workOrder = await startOrder(page, asset);
    await fail(page, workOrder, 'kit-here');
    await fail(page, workOrder, 'tools-calibrated');
  }
  await signOut(page);
}

/** Chooses an option of a list field by its name. */
async function pick(page: Page, field: string, option: RegExp | string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(field) })
    .last()
    .click();
  await page.getByRole('option', { name: option }).click();
}

test('what repeats becomes a remediation that closes with a file, or a dismissal with its reason', async () => {
  const page = await launch();
  await repeatTwoCodes(page);
  await signIn(page, who('supervisor'));
  await goTo(page, 'Exceptions');

  const card = page.getByRole('region', { name: /^Repeat signal/ });
  await expect(card.getByText(/repeats: 3 in 30 days/)).toBeVisible();
  await card.getByRole('button', { name: '1 more repeat' }).click();
  const signals = page.getByRole('grid', { name: 'Repeat signals' });
  await expect(signals.getByText('Needs a decision')).toHaveCount(2);

  // One becomes a remediation, with a target that was set before the action.
  await signals.getByRole('row', { name: /MAT-02/ }).click();
  const panel = page.getByRole('complementary', { name: /MAT-02 repeats: 3 in 30 days/ });
  await expect(panel.getByRole('link', { name: /^EXC-/ })).toHaveCount(3);
  await panel.getByRole('button', { name: 'Open remediation' }).click();
  await panel.getByLabel('What is to be fixed').fill('Keep two seal kits at each press');
  // What is typed outlives another look at the list.
  await signals.getByRole('row', { name: /TOL-01/ }).click();
  await signals.getByRole('row', { name: /MAT-02/ }).click();
  await page.getByRole('button', { name: 'Open remediation' }).click();
  await expect(panel.getByLabel('What is to be fixed')).toHaveValue('Keep two seal kits at each press');
  await expect(panel.getByText('MAT-02 on Hydraulic seal replacement: none in 30 days.')).toBeVisible();
  await panel.getByRole('button', { name: 'Open remediation' }).click();
  await panel.getByRole('link', { name: /REM-K1-/ }).click();

  const task = page.getByRole('complementary', { name: 'Keep two seal kits at each press' });
  await expect(task.getByText(/3 times in the last 30 days/)).toBeVisible();
  await task
    .getByLabel('What was done, and how it shows')
    .fill('Two kits lie in the cupboard of each press.');
  const close = task.getByRole('button', { name: 'Close remediation' });
  await expect(close).toHaveAttribute('aria-disabled', 'true');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    task.getByRole('button', { name: /^Add a file \S/ }).click(),
  ]);
  await chooser.setFiles(sampleDocument('permit.pdf'));
  const files = task.getByRole('list', { name: 'Evidence files' });
  await expect(files.getByText('permit.pdf')).toBeVisible();
  await expect(files.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await close.click();
  await expect(task.getByText(/^Closed by Thomas Okafor/)).toBeVisible();

  // The other is dismissed, which asks for a reason and keeps it.
  await goTo(page, 'Exceptions');
  await page.getByRole('button', { name: 'Dismiss with reason' }).click();
  const dismiss = page.getByRole('button', { name: 'Dismiss the signal' });
  await page.getByLabel('Why nothing needs to change').fill('Too short');
  await expect(dismiss).toHaveAttribute('aria-disabled', 'true');
  await page
    .getByLabel('Why nothing needs to change')
    .fill('The wrench is back from calibration since today.');
  await dismiss.click();
  await expect(page.getByText('The wrench is back from calibration since today.')).toBeVisible();
  await expect(page.getByText(/Decided by Thomas Okafor/)).toBeVisible();
  expect((await ask(page, 'signals', { state: 'open' })).rows).toEqual([]);
});

test('a rule that the admin makes acts by itself, and is said to have acted', async () => {
  const page = await launch();
  await signIn(page, who('admin'));
  await goTo(page, 'Rules');
  await expect(page.getByText('No rule ever approves, signs or closes.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a rule' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Material goes to compliance');
  await mark(page.getByRole('radio', { name: /^An exception is raised/ }));
  await pick(page, 'Code', /MAT-02/);
  await mark(page.getByRole('radio', { name: /^Assign it/ }));
  await pick(page, 'Choose a person', new RegExp(who('compliance').name));
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByRole('row', { name: /Material goes to compliance/ })).toContainText('Not yet');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Tools are told upwards');
  await pick(page, 'Choose a code', /TOL-01/);
  await mark(page.getByRole('radio', { name: /^Escalate it/ }));
  await pick(page, 'Choose an owner', 'Compliance');
  await page.getByRole('button', { name: 'Add the rule' }).click();
  await expect(page.getByText('When TOL-01 is raised, bring it before Ana Ruiz.').first()).toBeVisible();
  await signOut(page);

  await signIn(page, who('operator'));
  const workOrder = await startOrder(page, 'Press 4');
  await fail(page, workOrder, 'kit-here');
  await fail(page, workOrder, 'tools-calibrated');
  await signOut(page);

  await signIn(page, who('compliance'));
  await goTo(page, 'Exceptions');
  await page.getByRole('row', { name: /MAT-02/ }).click();
  await expect(page.getByText(`${who('compliance').name} (you)`)).toBeVisible();
  // What was escalated keeps its owner, stands among the decisions of whom it was brought before, and may be settled by them.
  await goTo(page, 'Decisions');
  await expect(page.getByText(`Escalated to ${who('compliance').name} at`)).toBeVisible();
  await page.getByRole('row', { name: /TOL-01/ }).click();
  await expect(page.getByRole('radio', { name: 'Resolved' })).toBeVisible();
  await signOut(page);
  await signIn(page, who('admin'));
  await goTo(page, 'Rules');
  await expect(page.getByRole('row', { name: /Material goes to compliance/ })).toContainText('1 time');
});

test('the monthly review is held once its signals are decided, and the next version names its decision', async () => {
  const page = await launch();
  await repeatTwoCodes(page);
  await signIn(page, who('supervisor'));
  const months = (await ask(page, 'monthlyReview', {})).months;
  const now = new Date().toISOString().slice(0, 7);
  expect(months).toContain(now);
  await goTo(page, 'Remediation');
  await page.getByRole('button', { name: 'Monthly review' }).click();
  await page.getByRole('heading', { name: /^Monthly review/ }).waitFor();
  const held = page.getByRole('button', { name: 'Record as held' });
  await expect(held).toHaveAttribute('aria-disabled', 'true');

  // What is in the way is a list of links.
  for (const [code, reason] of [
    ['MAT-02', 'Three kits are ordered for next week.'],
    ['TOL-01', 'The wrench is back from calibration.'],
  ] as const) {
    await page.getByRole('link', { name: new RegExp(`^${code}.* waits for`) }).click();
    await page.getByRole('button', { name: 'Dismiss with reason' }).click();
    await page.getByLabel('Why nothing needs to change').fill(reason);
    await page.getByRole('button', { name: 'Dismiss the signal' }).click();
    await page.getByText(/Decided by/).waitFor();
    await goTo(page, 'Remediation');
    await page.getByRole('button', { name: 'Monthly review' }).click();
  }
  await page.getByRole('button', { name: /^Decide about MAT-02 Required/ }).click();
  await mark(page.getByRole('radio', { name: /^Change the checklist/ }));
  await pick(page, 'Choose a checklist', /seal/i);
  await page.getByLabel('What was decided').fill('Ask for the kit before the order is opened');
  await page.getByRole('button', { name: 'Record the decision' }).click();
  await expect(page.getByText(/no version names it yet/)).toBeVisible();
  await held.click();
  await page.getByLabel('Who was there').fill('Thomas Okafor, Ana Ruiz');
  await page.getByRole('button', { name: 'Record as held' }).last().click();
  await expect(page.getByText(/^Held\. Recorded/)).toBeVisible();
  await signOut(page);

  await signIn(page, who('admin'));
  await page.getByRole('row', { name: /Hydraulic seal/ }).click();
  await page
    .getByRole('list', { name: 'Outline', exact: true })
    .getByRole('button', { name: /Torque the gland bolts/ })
    .click();
  await page.getByRole('textbox', { name: 'Warn above' }).fill('12.80');
  await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
  await page.getByLabel('Why this version').fill('Kit is asked for first');
  await page.getByRole('button', { name: 'Name what caused it' }).click();
  await page.getByRole('option', { name: /Ask for the kit/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Ask for release' }).click();
  await page.getByText(/Release asked for/).waitFor();
  await signOut(page);

  await signIn(page, who('supervisor'));
  await page.getByRole('row', { name: /Release “Hydraulic seal/ }).click();
  await page.getByRole('button', { name: 'Read and release' }).click();
  await expect(page.getByRole('link', { name: /Ask for the kit/ })).toBeVisible();
  await page.getByRole('button', { name: 'Sign the release' }).click();
  await sign(page, who('supervisor'), 'Sign the release');
  await goTo(page, 'Remediation');
  await page.getByRole('button', { name: 'Monthly review' }).click();
  await expect(page.getByText(/^In version 2 of Hydraulic seal/)).toBeVisible();
});
