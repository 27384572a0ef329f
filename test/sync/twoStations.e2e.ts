import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import * as desk from '../demo/desk';
import * as op from '../demo/operator';
import { mark, openSampleSite, sampleDocument, signIn, signOut, who } from '../demo/people';
import { fileForApp, giveToApp, type LaunchedApp, launchApp, temporaryFolder } from '../e2e/launch';
import {
  askToJoin,
  exportTo,
  goToStations,
  importFrom,
  invite,
  openInvitation,
  pickFile,
  putStick,
  takeAll,
} from './screens';

// The sample site's first work order: hydraulic seal replacement.
const order = 'WO-K1-000001';
const marta = who('operator');
const thomas = who('supervisor');
const ana = who('compliance');
const sven = who('admin');

// One story on two installations with a folder between them; each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial', timeout: 180_000 });
let stick = '';
/** Holds the second installation: its site and its own folder. */
let second = '';
let k1: LaunchedApp;
let k2: LaunchedApp;
/** Bundles of the story, by what they carry. */
let asked = '';
let approved = '';

test.beforeAll(async () => {
  test.setTimeout(180_000);
  stick = temporaryFolder('stick');
  k1 = await launchApp();
  second = temporaryFolder('second');
  k2 = await installationIn(second);
  k1.page.setDefaultTimeout(30_000);
  await openSampleSite(k1.page);
});
test.afterAll(async () => {
  await k1?.kill();
  await k2?.kill();
  for (const folder of [stick, second]) rmSync(folder, { recursive: true, force: true });
});

/** Launches the installation that lies in this folder. */
async function installationIn(folder: string): Promise<LaunchedApp> {
  const userData = join(folder, 'chromium');
  mkdirSync(userData, { recursive: true });
  giveToApp(userData);
  const launched = await launchApp({ site: join(folder, 'site'), userData });
  launched.page.setDefaultTimeout(30_000);
  return launched;
}

/** "Saved, entry 1,234": how many entries this station has. */
async function entries(page: Page): Promise<string> {
  const said = page.getByText(/^Saved, entry [\d,]+$/);
  await said.waitFor();
  return said.innerText();
}

/** What is on the stick, altered on the way, under a name of its own. */
function altered(path: string, name: string, change: (bytes: Buffer) => Buffer): string {
  return fileForApp(temporaryFolder('altered'), name, change(readFileSync(path)));
}

test('another machine becomes a station by a request and an invitation', async () => {
  const request = await askToJoin(k2, 'K2', stick);
  const groups = await k2.page.getByRole('figure', { name: 'Fingerprint' }).innerText();

  await signIn(k1.page, sven);
  const invitation = await invite(k1, request, sven, stick);
  await expect(k1.page.getByRole('row', { name: /^K2 Enrolled/ })).toBeVisible();
  await signOut(k1.page);

  const cut = altered(invitation, 'cut.pdinvite', (bytes) => bytes.subarray(0, bytes.length / 2));
  await pickFile(k2, cut);
  await k2.page.getByRole('button', { name: 'Open the invitation' }).click();
  await expect(k2.page.getByText(/cut short or changed on its way/)).toBeVisible();
  await expect(k2.page.getByRole('figure', { name: 'Fingerprint' })).toHaveText(groups.replace(/\n/g, ''), {
    ignoreCase: true,
  });

  await openInvitation(k2, invitation);
  await expect(k2.page.getByText('Station K2')).toBeVisible();
  await expect(k2.page.getByRole('button', { name: thomas.name })).toBeVisible();
});

test('a gate asked for at one station is approved at the other, and the run goes on', async () => {
  const { page } = k1;
  await signIn(page, marta);
  await op.openByNumber(page, order);
  await op.startRun(page);
  for (const text of [/^The seal kit/, /^Torque/, /^Production/, /^The energy control/, /^Everybody/])
    await op.passPrerequisite(page, text);
  await op.next(page, 'List the energy sources');
  await op.writeText(page, 'Electric at Q1, hydraulic at V3.');
  await op.next(page, 'Check the seal kit');
  await op.chooseAnswer(page, 'HS-40/60');
  await op.next(page, 'Attach the work permit');
  await op.attach(page, 'The file', sampleDocument('permit.pdf'));
  await op.next(page, 'Set up the barrier');
  await op.confirm(page);
  await op.next(page, 'Permit to isolate');
  await signOut(page);
  await signIn(page, thomas);
  asked = await exportTo(k1, ['K2'], stick);
  expect(basename(asked)).toMatch(/^K1-to-K2-\d{6}\.pdbundle$/);

  await signIn(k2.page, thomas);
  await takeAll(k2, asked);
  await desk.goTo(k2.page, 'Decisions');
  await desk.openDecision(k2.page, /Approve .Permit to isolate/);
  await desk.readGate(k2.page);
  await desk.openGateSigning(k2.page);
  await desk.signApproval(k2.page, thomas);
  approved = await exportTo(k2, ['K1'], stick);
  await expect(k2.page.getByText(/^Last exchange with K1: \d\d:\d\d$/)).toBeVisible();

  await takeAll(k1, approved);
  await expect(page.getByText(/^Last exchange with K2: \d\d:\d\d$/)).toBeVisible();
  await signOut(page);
  await signIn(page, marta);
  await op.openByNumber(page, order);
  await op.atStep(page, 'Notify affected employees');
  await op.confirm(page);
  await signOut(page);
});

test('taking the same bundle in again changes nothing', async () => {
  const { page } = k1;
  await signIn(page, thomas);
  const before = await entries(page);
  const files = await importFrom(k1, approved, 'file');
  expect(files).toMatchObject([{ name: basename(approved), outcome: 'Known already' }]);
  expect(await entries(page)).toBe(before);
});

test('a stick without room is said in words, nothing is left on it, and nothing is recorded', async () => {
  const full = temporaryFolder('full');
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=777', 'none', full]).status === 0;
  test.skip(
    !mounted,
    'A small disk can be mounted by root only; until 2027-03-31, when sealing a bundle is to be tried in a namespace, as a full stick of a backup is.',
  );
  const { page } = k1;
  try {
    const before = await entries(page);
    await putStick(k1, full);
    await goToStations(page);
    await page.getByRole('button', { name: 'Make a bundle', exact: true }).click();
    const box = page.getByRole('checkbox', { name: 'K2' });
    if (!(await box.isChecked())) await mark(box);
    await page.getByRole('button', { name: 'Choose a folder and make it' }).click();
    await expect(page.getByText(/There is no room for the bundle in this folder/).first()).toBeVisible();
    expect(readdirSync(full)).toEqual([]);
    expect(await entries(page)).toBe(before);
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
  } finally {
    spawnSync('umount', [full]);
  }
});

test('a bundle cut short, altered, or for somebody else is refused in words, and nothing is changed', async () => {
  const { page } = k1;
  const before = await entries(page);
  const bad = [
    altered(approved, 'cut.pdbundle', (bytes) => bytes.subarray(0, bytes.length - 200)),
    altered(approved, 'altered.pdbundle', (bytes) => {
      const copy = Buffer.from(bytes);
      const place = Math.floor(copy.length / 2);
      copy.writeUInt8(copy.readUInt8(place) ^ 1, place);
      return copy;
    }),
    asked,
  ];
  for (const path of bad) {
    const files = await importFrom(k1, path, 'file');
    expect(files, path).toMatchObject([{ name: basename(path), outcome: 'Refused' }]);
    expect(files[0]?.words ?? '', path).toMatch(/\w+ \w+ .*\./);
  }
  expect(await entries(page)).toBe(before);
  await signOut(page);
});

test('a run is read only where it is not held, until it is handed over', async () => {
  await signOut(k2.page);
  await signIn(k2.page, marta);
  await expect(k2.page.getByText('At station K1')).toBeVisible();
  await op.openByNumber(k2.page, order);
  await expect(k2.page.getByText(/This run is at station K1\. Hand it over there/)).toBeVisible();
  await expect(k2.page.getByRole('button', { name: /^Block/ })).toHaveCount(0);
  await expect(k2.page.getByRole('button', { name: 'Done as described' })).toHaveCount(0);
  await k2.page.getByRole('button', { name: 'Back to my work' }).click();
  await signOut(k2.page);

  await signIn(k1.page, marta);
  await op.openByNumber(k1.page, order);
  await k1.page.getByRole('button', { name: /^Hand over/ }).click();
  await k1.page.getByRole('button', { name: 'Hand over to K2' }).click();
  await expect(k1.page.getByText(/This run is at station K2\./)).toBeVisible();
  await signOut(k1.page);
  await signIn(k1.page, thomas);
  const handed = await exportTo(k1, ['K2'], stick);
  await signOut(k1.page);

  await signIn(k2.page, thomas);
  await takeAll(k2, handed);
  await signOut(k2.page);
  await signIn(k2.page, marta);
  await op.openByNumber(k2.page, order);
  await op.atStep(k2.page, 'Shut down the press');
  await op.confirm(k2.page);
});

test('two acts that cannot both stand are a conflict that its owner settles', async () => {
  await op.next(k2.page, 'Isolate all energy sources');
  await op.openBlock(k2.page);
  await op.pickCode(k2.page, 'ISO-03');
  await op.explainBlock(
    k2.page,
    'Point is not on the sheet',
    'The drawing shows one valve less than there is.',
  );
  await signOut(k2.page);
  await signIn(k2.page, thomas);
  const blocked = await exportTo(k2, ['K1'], stick);
  await signIn(k1.page, thomas);
  await takeAll(k1, blocked);
  for (const { page } of [k1, k2]) {
    await desk.goTo(page, 'Exceptions');
    await page
      .getByRole('row', { name: /ISO-03/ })
      .first()
      .click();
    await desk.dispose(page, 'Resolved', 'Drawing corrected by hand, the valve is isolated too.');
  }
  await takeAll(k2, await exportTo(k1, ['K2'], stick));
  await signOut(k2.page);
  await signIn(k2.page, ana);
  await desk.goTo(k2.page, 'Exceptions');
  await k2.page.getByRole('tab', { name: /^Conflicts/ }).click();
  await k2.page.getByRole('row', { name: /was ended twice/ }).click();
  await expect(k2.page.getByText('Has no effect', { exact: true })).toBeVisible();
  await k2.page
    .getByLabel('What you decided, and why')
    .fill('Both said the same, so the first one stands and nothing is to be done.');
  await k2.page.getByRole('button', { name: 'Settle the conflict' }).click();
  await expect(k2.page.getByText(/^Settled by/)).toBeVisible();
});

test('each station verifies both logs, and the other one is its witness', async () => {
  for (const { page } of [k1, k2]) {
    await desk.goTo(page, 'Ledger');
    await desk.verifyLedger(page);
    const banner = page.getByRole('region', { name: 'Verification' });
    await expect(banner).toContainText('Nothing missing, nothing changed.');
    await expect(banner).toContainText('1 other device holds a head that agrees.');
  }
});

test('a station whose folder was copied and used twice shows two histories, and nothing more of it is taken', async () => {
  await signOut(k2.page);
  await k2.close();
  const copy = temporaryFolder('copy');
  execFileSync('cp', ['-a', `${second}/.`, copy]);
  const histories: string[] = [];
  for (const folder of [second, copy]) {
    const station = await installationIn(folder);
    await signIn(station.page, folder === second ? thomas : ana);
    const own = temporaryFolder('own-stick');
    histories.push(await exportTo(station, ['K1'], own));
    await station.close();
  }
  const [first = '', other = ''] = histories;
  await takeAll(k1, first);
  await importFrom(k1, other, 'file');
  await expect(k1.page.getByText('Two histories exist for station K2').first()).toBeVisible();
  await k1.page.getByRole('button', { name: 'See both heads' }).click();
  const ours = await k1.page.getByRole('region', { name: 'The head held here' }).innerText();
  const theirs = await k1.page.getByRole('region', { name: 'The head that came' }).innerText();
  for (const head of [ours, theirs]) expect(head).toMatch(/Covers\s+\d+ entries\s+Fingerprint/);
  expect(ours.split('Fingerprint')[1]).not.toBe(theirs.split('Fingerprint')[1]);
  await expect(k1.page.getByText(/Nothing more of it is taken here/)).toBeVisible();
  rmSync(copy, { recursive: true, force: true });
});

test('what is on the stick tells nobody else what it carries', () => {
  const title = Buffer.from('Permit to isolate');
  for (const name of readdirSync(stick))
    expect(readFileSync(`${stick}/${name}`).includes(title), name).toBe(false);
});
