import { mkdirSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { choose, enterSecret, names, openSampleSite, secret, signIn, signOut, who } from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { done } from '../e2e/bridge';
import { type LaunchedApp, launchApp, takeScreenshots } from '../e2e/launch';

const pictures = 'test-results/secrets';
let open: LaunchedApp[] = [];
test.afterEach(async () => {
  for (const app of open) await app.kill();
  open = [];
});

async function launch(): Promise<LaunchedApp> {
  mkdirSync(pictures, { recursive: true });
  const app = await launchApp();
  open.push(app);
  await openSampleSite(app.page);
  return app;
}

async function chooseWith(page: Page, code: string, own: string): Promise<void> {
  await page.getByLabel('One-time code').fill(code);
  await page.getByLabel('Your secret', { exact: true }).fill(own);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
}

test('a person is enrolled, and only they choose their secret; a reset is seen by an admin', async () => {
  test.setTimeout(240_000);
  const app = await launch();
  const { page } = app;
  await signIn(page, who('admin'));
  await goTo(page, 'People');
  await page.getByRole('button', { name: 'Enrol a person' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ida Lund');
  await page.getByLabel('Identifier').fill('i.lund');
  await page.getByRole('radio', { name: /Operator/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  const shown = page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$/);
  const code = (await shown.textContent()) ?? '';
  await takeScreenshots(app, pictures, 'code');
  const found = await seriousIn(page, 'one-time code');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toBeHidden();
  await takeScreenshots(app, pictures, 'people');
  await signOut(page);

  await names(page).getByRole('button', { name: 'Ida Lund' }).click();
  await page.getByRole('heading', { name: 'Choose your secret' }).waitFor();
  await chooseWith(
    page,
    code.replace(/.$/, (last) => (last === '0' ? '2' : '0')),
    'seven green kettles on ice',
  );
  await page.getByText(/Not copied right/).waitFor();
  await takeScreenshots(app, pictures, 'first-secret');
  found.push(...(await seriousIn(page, 'first secret')));
  await chooseWith(page, code, 'seven green kettles on ice');
  await page.getByText('My work', { exact: true }).first().waitFor();
  await signOut(page);

  // Guesses at somebody else, and a reset: both wait in the security inbox.
  for (let n = 0; n < 3; n++) {
    await choose(page, who('operator'));
    await page.getByLabel('Secret', { exact: true }).fill(`guess number ${n}`);
    await page.keyboard.press('Enter');
    await page.getByText(/not the secret of this person/i).waitFor();
    await page.keyboard.press('Escape');
  }
  await signIn(page, who('admin'));
  await goTo(page, 'People');
  await page.getByText(who('supervisor').name, { exact: true }).click();
  await page.getByRole('button', { name: 'Give a one-time code' }).click();
  await shown.waitFor();
  await takeScreenshots(app, pictures, 'reset');
  await goTo(page, 'Security');
  await page.getByRole('heading', { name: 'Security inbox' }).waitFor();
  await takeScreenshots(app, pictures, 'security');
  found.push(...(await seriousIn(page, 'security')));
  await page.getByRole('button', { name: 'Acknowledge 1 entry' }).click();
  await expect(page.getByRole('button', { name: /Acknowledge/ })).toBeHidden();
  await signOut(page);
  await choose(page, who('supervisor'));
  await page.getByRole('button', { name: 'Enter the code' }).waitFor();
  await takeScreenshots(app, pictures, 'reset-waits');
  expect(found).toEqual([]);
});

test('the next person is at work after four moves, and finds nothing of the one before in the page', async () => {
  test.setTimeout(120_000);
  const { page } = await launch();
  await signIn(page, who('operator'));
  const canaries = Array.from({ length: 50 }, (_, n) => `zqxcanary${n}`);
  for (const [n, canary] of canaries.entries())
    await done(page, 'keepDraft', { place: `canary:${n}`, text: canary });
  await page.evaluate((texts) => {
    for (const text of texts) document.querySelector('#root main')?.append(text);
  }, canaries);
  // Lock or switch, the name (or a badge), the secret, Enter.
  await page.getByRole('button', { name: /lock or switch/ }).click();
  await page.getByRole('button', { name: /^Lock/ }).click();
  await names(page).waitFor();
  const html = await page.content();
  expect(canaries.filter((canary) => html.includes(canary))).toEqual([]);
  await page.keyboard.type(who('supervisor').identifier);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /enter your secret/i }).waitFor();
  await expect(page.getByLabel('Secret', { exact: true })).toBeFocused();
  await enterSecret(page, who('supervisor'));
  const after = await page.content();
  expect(canaries.filter((canary) => after.includes(canary))).toEqual([]);
  expect(secret.length).toBeGreaterThan(14);
});
