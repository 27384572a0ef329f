import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { openByNumber, startRun } from '../demo/operator';
import { openSampleSite, signIn, signOut, who } from '../demo/people';
import { fileForApp, type LaunchedApp, launchApp, temporaryFolder } from '../e2e/launch';
import { pickFile, putStick } from '../sync/screens';

// The sample site's first work order: hydraulic seal replacement.
const order = 'WO-K1-000001';
const jobType = 'Hydraulic seal replacement';
let launched: LaunchedApp;
let stick = '';
test.beforeEach(async () => {
  stick = temporaryFolder('packs');
  launched = await launchApp();
  await openSampleSite(launched.page);
  await putStick(launched, stick);
});
test.afterEach(async () => {
  await launched.kill();
  rmSync(stick, { recursive: true, force: true });
});

/** Presses Tab until this has the focus; fails where the keyboard cannot come there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let n = 0; n < 80; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${target}.`);
}

/** The name of the member of an uncompressed ZIP in which a byte lies, by its central directory alone. */
function memberAt(zip: Buffer, place: number): string {
  let found = '';
  for (let at = zip.readUInt32LE(zip.length - 6); zip.readUInt32LE(at) === 0x02014b50; ) {
    const name = zip.readUInt16LE(at + 28);
    if (zip.readUInt32LE(at + 42) <= place) found = zip.toString('utf8', at + 46, at + 46 + name);
    at += 46 + name + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return found;
}

/** Verifies a file on the screen and returns what it says. */
async function check(path: string): Promise<{ verdict: string; findings: string[] }> {
  const { page } = launched;
  await pickFile(launched, path);
  await goTo(page, 'Audit packs');
  await page.getByRole('button', { name: 'Check a pack' }).click();
  await page.getByRole('button', { name: 'Choose a file' }).click();
  const verdict = page
    .getByRole('status', { name: 'Verdict' })
    .or(page.getByRole('region', { name: 'Verdict' }));
  await expect(verdict).toBeVisible({ timeout: 60_000 });
  return {
    verdict: await verdict.innerText(),
    findings: await page.locator('.pack-findings > li').allInnerTexts(),
  };
}

test('by keyboard alone a job type becomes a pack; it holds, a flipped byte is named, and an addendum adds to it', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  await signIn(page, who('compliance'));
  await goTo(page, 'Audit packs');
  await tabTo(page, page.getByRole('button', { name: 'Make an audit pack' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Make an audit pack' })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'Work orders' }));
  await page.keyboard.press('ArrowRight');
  await tabTo(page, page.getByRole('button', { name: /Job type$/ }));
  await page.keyboard.press('Enter');
  await page.keyboard.type(jobType.slice(0, 9));
  await page.keyboard.press('Enter');
  const list = page.getByRole('grid', { name: 'Work orders in the pack' });
  await expect(list.getByText(order)).toBeVisible();
  await expect(page.getByText(/lines without content stand for the other entries/)).toBeVisible();
  await tabTo(page, page.getByLabel('Reason', { exact: true }));
  await page.keyboard.type('Inspection of 12 March');
  await tabTo(page, page.getByRole('button', { name: 'Make the audit pack' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The audit pack is made, read back, and recorded.')).toBeVisible({
    timeout: 60_000,
  });
  const path = join(stick, 'PACK-K1-000001.pdpack.zip');
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await expect(page.getByText(sha256)).toBeVisible();
  await page.getByRole('button', { name: 'Copy SHA-256 of PACK-K1-000001' }).click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await launched.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(sha256);
  expect(readdirSync(stick)).toEqual(['PACK-K1-000001.pdpack.zip']);

  // It withholds the other entries of its range, so the verdict names that.
  const whole = await check(path);
  expect(whole.verdict).toContain('What it discloses holds.');
  await expect(page.getByText(/the site that is open here/)).toBeVisible();

  // One byte in the middle of the file.
  const flipped = Buffer.from(bytes);
  const middle = Math.floor(flipped.length / 2);
  flipped.writeUInt8(flipped.readUInt8(middle) ^ 1, middle);
  const broken = await check(fileForApp(stick, 'flipped.pdpack.zip', flipped));
  expect(broken.verdict).toContain('It does not hold. Do not rely on it.');
  expect(broken.findings.join('\n')).toContain(memberAt(bytes, middle));

  // Something more is recorded about its work order, by somebody else.
  await signOut(page);
  await signIn(page, who('operator'));
  await openByNumber(page, order);
  await startRun(page);
  await signOut(page);
  await signIn(page, who('compliance'));
  await goTo(page, 'Audit packs');
  await page.getByRole('row', { name: /PACK-K1-000001/ }).click();
  await expect(page.getByText(/entr(y was|ies were) recorded since\./)).toBeVisible();
  await page.getByRole('button', { name: 'Make an addendum' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'Make an addendum to PACK-K1-000001' }),
  ).toBeVisible();
  await page.getByLabel('Reason', { exact: true }).fill('The run was started since.');
  await page.getByRole('button', { name: 'Make the addendum' }).click();
  await expect(page.getByText('The addendum is made, read back, and recorded.')).toBeVisible({
    timeout: 60_000,
  });
  const addendum = join(stick, 'PACK-K1-000002.pdpack.zip');
  expect(readFileSync(addendum).includes(`"number":"PACK-K1-000001","pack":"pack_`)).toBe(true);
  expect((await check(addendum)).verdict).toContain('holds');

  // The first one again: the same bytes.
  rmSync(path);
  await goTo(page, 'Audit packs');
  await expect(page.getByText('Addendum to PACK-K1-000001. The run was started since.')).toBeVisible();
  await page
    .getByRole('row', { name: /PACK-K1-000001 / })
    .last()
    .click();
  await page.getByRole('button', { name: 'Make it again' }).click();
  await expect(page.getByText('It is made again, with the same bytes as before.')).toBeVisible({
    timeout: 60_000,
  });
  expect(readFileSync(path).equals(bytes)).toBe(true);
});

test('who chooses no place records nothing, and what they said is kept while they are elsewhere', async () => {
  const { page } = launched;
  await signIn(page, who('compliance'));
  await goTo(page, 'Work orders');
  await page.getByLabel('Find by number, title, asset or lot').fill(order);
  await expect(page.getByText('1 work order', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Make an audit pack of these' }).click();
  await expect(page.getByRole('grid', { name: 'Work orders in the pack' }).getByText(order)).toBeVisible();
  await page.getByLabel('Reason', { exact: true }).fill('Asked for on the telephone');
  await launched.app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = (async () => ({ canceled: true, filePath: '' })) as never;
  });
  await page.getByRole('button', { name: 'Make the audit pack' }).click();
  await expect(
    page.getByText('No place was chosen. Nothing was recorded and no file was written.'),
  ).toBeVisible();
  await goTo(page, 'Audit packs');
  await expect(page.getByText('No audit pack was made yet.')).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Reason', { exact: true })).toHaveValue('Asked for on the telephone');
  expect(existsSync(join(stick, 'PACK-K1-000001.pdpack.zip'))).toBe(false);
});

test('of a question a pack is made in two presses, and those who may not make packs see no way there', async () => {
  const { page } = launched;
  await signIn(page, who('compliance'));
  await page.evaluate(() => {
    location.hash = '#/insight/codes';
  });
  await page.getByRole('button', { name: 'Make an audit pack' }).click();
  await expect(page.getByRole('radio', { name: 'A question' })).toBeChecked();
  await expect(page.getByText('No work order fits this.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Make the audit pack' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await signOut(page);
  for (const role of ['supervisor', 'operator'] as const) {
    await signIn(page, who(role));
    await expect(page.getByRole('link', { name: 'Audit packs' })).toHaveCount(0);
    await page.evaluate(() => {
      location.hash = '#/insight/codes';
    });
    await expect(page.getByRole('heading', { level: 1, name: /Codes that repeat/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Make an audit pack' })).toHaveCount(0);
    await page.evaluate(() => {
      location.hash = '#/';
    });
    await signOut(page);
  }
  await signIn(page, who('admin'));
  await expect(page.getByRole('link', { name: 'Audit packs' })).toBeVisible();
});
