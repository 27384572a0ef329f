import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openSampleSite, signIn, who } from '../demo/people';
import { fileForApp, giveToApp, type LaunchedApp, launchApp, temporaryFolder } from '../e2e/launch';
import { newVendor, releaseIn } from '../fixtures/vendor';

const vendor = newVendor('release-1');
let folder = '';
let server: Server;
let served = '';
let asked: string[] = [];
/** Set while the server's list names another package than the signed description beside it. */
let lying = false;
let launched: LaunchedApp;

/** The list that the updater library reads, for whatever package lies in the folder that is served. */
function listOf(release: string): string {
  const { version, package: named } = JSON.parse(readFileSync(join(release, 'update.json'), 'utf8'));
  const sha512 = lying ? createHash('sha512').update('something else').digest('base64') : named.sha512;
  return `version: ${version}\nfiles:\n  - url: ${named.file}\n    sha512: ${sha512}\n    size: ${named.size}\npath: ${named.file}\nsha512: ${sha512}\nreleaseDate: '2026-12-01T00:00:00.000Z'\n`;
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = temporaryFolder('updates');
  fileForApp(folder, 'keys.json', JSON.stringify([{ id: vendor.id, key: vendor.key }]));
  server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(String(request.url), 'http://x').pathname.slice(1));
    asked.push(name);
    if (name === 'latest-linux.yml') response.end(listOf(served));
    else if (existsSync(join(served, name))) response.end(readFileSync(join(served, name)));
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const userData = join(folder, 'chromium');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  mkdirSync(userData);
  giveToApp(userData);
  fileForApp(userData, 'settings.json', JSON.stringify({ theme: 'light', updateServer: address }));
  launched = await launchApp({
    userData,
    env: {
      PROCESS_DESIGNER_UPDATE_KEYS: join(folder, 'keys.json'),
      APPIMAGE: fileForApp(folder, 'Process-Designer-0.1.0.AppImage', 'what runs'),
    },
  });
  await openSampleSite(launched.page);
  await signIn(launched.page, who('admin'));
  await launched.page.getByRole('link', { name: 'Updates' }).click();
});
test.afterAll(async () => {
  await launched?.close().catch(() => undefined);
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});
test.beforeEach(() => {
  asked = [];
});

const chooseFolder = (chosen: string) =>
  launched.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as never;
  }, chosen);
const lookInFolder = () => launched.page.getByRole('button', { name: /look in a folder/i }).click();

test('nothing is asked of the server before an admin presses the button', async () => {
  await launched.page.waitForTimeout(1500);
  expect(asked).toEqual([]);
});

test('a release from a stranger is refused in words, and the offer is in the ledger', async () => {
  const stranger = newVendor('release-1');
  await chooseFolder(releaseIn(folder, stranger, '0.7.0'));
  await lookInFolder();
  await expect(launched.page.getByText(/its signature does not hold/i).first()).toBeVisible();
  await expect(launched.page.getByText(/Refused an update/).first()).toBeVisible();
});

test('an older release is refused, whoever signed it', async () => {
  await chooseFolder(releaseIn(folder, vendor, '0.0.9'));
  await lookInFolder();
  await expect(launched.page.getByText(/older than 0\.1\.0/).first()).toBeVisible();
});

test('a folder that holds no release says what is missing', async () => {
  await chooseFolder(temporaryFolder('no-release'));
  await lookInFolder();
  await expect(launched.page.getByText(/update\.json is missing/).first()).toBeVisible();
});

test('a server that offers another package than the signed one is refused, and nothing is loaded', async () => {
  served = releaseIn(folder, vendor, '0.8.0');
  lying = true;
  await launched.page.getByRole('button', { name: /look on the server/i }).click();
  await expect(launched.page.getByText(/another package than the one that was signed/).first()).toBeVisible();
  expect(asked).not.toContain('Process-Designer-0.8.0.AppImage');
  lying = false;
});

test('a signed release is found on the server, loaded, checked, backed up for, and waits for its approval', async () => {
  test.setTimeout(180_000);
  served = releaseIn(folder, vendor, '0.9.0');
  const { page } = launched;
  await page.getByRole('button', { name: /look on the server/i }).click();
  await expect(page.getByRole('heading', { name: 'Version 0.9.0' })).toBeVisible();
  expect(asked).not.toContain('Process-Designer-0.9.0.AppImage');
  const prepare = page.getByRole('button', { name: /back up and prepare 0\.9\.0/i });
  await prepare.click();
  await expect(page.getByText(/No place for backups is chosen/).first()).toBeVisible();
  expect(
    existsSync(join(launched.folders.userData, 'updates', '0.9.0', 'Process-Designer-0.9.0.AppImage')),
  ).toBe(false);
  await chooseFolder(temporaryFolder('backups'));
  await page.getByRole('link', { name: 'Devices and backups' }).click();
  await page.getByRole('button', { name: 'Choose a place' }).click();
  await expect(page.getByRole('button', { name: 'Choose another place' })).toBeVisible();
  await page.getByRole('link', { name: 'Updates' }).click();
  await prepare.click();
  await expect(page.getByRole('heading', { name: /Version 0\.9\.0 is ready/ })).toBeVisible({
    timeout: 60_000,
  });
  const store = join(launched.folders.userData, 'updates', '0.9.0');
  expect(readdirSync(store)).toEqual(['Process-Designer-0.9.0.AppImage']);
  await page.getByRole('button', { name: /approve.*0\.9\.0/i }).click();
  await expect(page.getByText(/development build, which is not replaced/)).toBeVisible();
  await expect(page.getByText(/Approved the update to 0\.9\.0/).first()).toBeVisible();
});

test('a prepared package that is altered afterwards is not installed', async () => {
  const { page } = launched;
  const path = join(launched.folders.userData, 'updates', '0.9.0', 'Process-Designer-0.9.0.AppImage');
  writeFileSync(path, Buffer.alloc(200_000, 'altered'));
  await page.getByRole('button', { name: /approve.*0\.9\.0/i }).click();
  await expect(page.getByText(/not the one that was signed/).first()).toBeVisible();
});

test('ending the app installs nothing', async () => {
  await launched.close();
  expect(readFileSync(join(folder, 'Process-Designer-0.1.0.AppImage'), 'utf8')).toBe('what runs');
});
