import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  expect,
  type Page,
  test,
} from '@playwright/test';
import { giveToApp, temporaryFolder } from '../e2e/launch';

// Debian's Chromium opens the page of a pack from a folder, without any network, as whoever gets a pack does.
let browser: Browser;
let folder: string;
const at = (name: string): string => join(folder, name);

test.beforeAll(async () => {
  test.setTimeout(400_000);
  folder = temporaryFolder('pages');
  const project = process.env.PROCESS_DESIGNER_APP ?? '';
  const bundler = join(process.cwd(), 'resources', 'launch', 'bundle.mjs');
  const script =
    execFileSync(
      process.execPath,
      [
        '-e',
        `import(${JSON.stringify(pathToFileURL(bundler).href)}).then((m) => m.bundle('test/pack/makePages.ts', 'pages-${process.pid}')).then((path) => process.stdout.write(path))`,
      ],
      { encoding: 'utf8' },
    )
      .trim()
      .split('\n')
      .at(-1) ?? '';
  execFileSync(process.env.PROCESS_DESIGNER_RUNTIME ?? '', [script, folder], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', PROCESS_DESIGNER_APP: project },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  rmSync(dirname(script), { recursive: true, force: true });
  for (const name of ['good', 'withheld']) {
    mkdirSync(at(name));
    execFileSync('python3', ['-m', 'zipfile', '-e', at(`${name}.zip`), at(name)]);
    giveToApp(at(name));
  }
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Root has no sandbox of its own to give.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});
test.afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Opens a page with networking off; what it asks for beyond files and its own bytes, and what it reports, is kept. */
async function opened(
  path: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; asked: string[]; said: string[] }> {
  const context = await browser.newContext({ ...options, offline: true });
  const page = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  context.on('request', (request) => {
    if (!/^(?:file|blob):/.test(request.url())) asked.push(request.url());
  });
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  page.on('dialog', (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(path).href);
  return { page, asked, said };
}

const verdict = async (page: Page): Promise<string | null> => {
  await expect(page.locator('#verdict')).toBeVisible({ timeout: 60_000 });
  return page.locator('#verdict').getAttribute('data-verdict');
};
const findings = (page: Page): Promise<string[]> => page.locator('.found li').allInnerTexts();

test('a pack opened from a folder checks itself from its ZIP alone, and asks for nothing', async () => {
  const { page, asked, said } = await opened(at('good/index.html'));
  await page.setInputFiles('#zip', at('good.zip'));
  expect(await verdict(page)).toBe('0');
  await expect(page.locator('#outcome')).toContainText('Valid: nothing missing, nothing changed');
  await expect(page.locator('#outcome')).toContainText('word for word, the one in the pack');
  const pictures = page.locator('img[data-sha256]');
  await expect(page.locator('figure.verified')).toHaveCount(await pictures.count());
  expect(await pictures.count()).toBeGreaterThan(3);
  for (const picture of await pictures.all()) {
    expect(await picture.getAttribute('src')).toMatch(/^blob:/);
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
  }
  expect(asked).toEqual([]);
  expect(said).toEqual([]);
  await page.context().close();
});

test('one changed byte, wherever it is, is found by the page, the command line and the app, in the same words', async () => {
  test.setTimeout(180_000);
  const flips = JSON.parse(readFileSync(at('flips.json'), 'utf8')) as {
    name: string;
    path: string;
    line: [number, string[]];
    app: [number, string[]];
  }[];
  expect(flips.length).toBeGreaterThan(10);
  const { page, asked } = await opened(at('good/index.html'));
  for (const { name, path, line, app } of flips) {
    await page.setInputFiles('#zip', path);
    await expect(page.locator('#outcome'), name).toContainText(`flipped-${name}.zip`, { timeout: 60_000 });
    expect([name, await verdict(page)]).toEqual([name, '1']);
    const told = await findings(page);
    expect([name, line]).toEqual([name, [1, told]]);
    expect([name, app]).toEqual([name, [1, told]]);
    expect(told.join('\n'), name).toMatch(/[Bb]yte [\d,]+|[Ee]ntry [\d,]+ of K1|in line \d+/);
  }
  expect(asked).toEqual([]);
  await page.context().close();
});

test('what is withheld is told, and how much of the log is there', async () => {
  const { page } = await opened(at('withheld/index.html'));
  await page.setInputFiles('#zip', at('withheld.zip'));
  expect(await verdict(page)).toBe('2');
  const told = page.locator('#verdict');
  await expect(told).toContainText(/What \d+ entries say is not in the pack/);
  await expect(told).toContainText(/\d+ work orders? begins? in the range and (?:is|are) withheld: wo_/);
  await expect(told).toContainText(
    /Log of K1\d+ entries signed for, \d+ lines here; entries 0 to \d+ are all here/,
  );
  await page.context().close();
});

test('a folder is checked as well: its files, not its container', async () => {
  const { page } = await opened(at('good/index.html'));
  await page.setInputFiles('#folder', at('good'));
  expect(await verdict(page)).toBe('0');
  const copy = at('changed');
  execFileSync('cp', ['-r', at('good'), copy]);
  const [photo] = readdirSync(join(copy, 'evidence'));
  const bytes = readFileSync(join(copy, 'evidence', photo ?? ''));
  bytes[77] = (bytes[77] as number) ^ 4;
  writeFileSync(join(copy, 'evidence', photo ?? ''), bytes);
  await page.setInputFiles('#folder', copy);
  await expect(page.locator('.found li')).toHaveText(
    [`evidence/${photo} is not the file that the manifest names. It was changed after the pack was made.`],
    { timeout: 30_000 },
  );
  await expect(page.locator('figure.bad')).toHaveCount(1);
  await page.context().close();
});

test('a report that was edited is told from the one in the pack, and so is the page of another pack', async () => {
  const edited = at('edited.html');
  writeFileSync(
    edited,
    readFileSync(at('good/index.html'), 'utf8').replace('Replace hydraulic seal', 'Replace something else'),
  );
  const { page } = await opened(edited);
  await page.setInputFiles('#zip', at('good.zip'));
  expect(await verdict(page)).toBe('0');
  await expect(page.locator('#outcome')).toContainText('this page was changed');
  await page.setInputFiles('#zip', at('withheld.zip'));
  await expect(page.locator('#outcome')).toContainText(
    'The file is PACK-K1-000002, and this page is the report of PACK-K1-000001',
  );
  await page.context().close();
});

test('by keyboard alone, at 200 % zoom and in dark: checked, read, nothing cut off, nothing hard to read', async () => {
  // 640 points wide with two device pixels each: what 200 % zoom makes of a window of 1280.
  const { page } = await opened(at('good/index.html'), {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  });
  await page.keyboard.press('Tab');
  await expect(page.locator('#zip')).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  // The browser has to be told first that the test will choose.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(at('good.zip'));
  expect(await verdict(page)).toBe('0');
  await expect(page.locator('#verdict > .verdict')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('#verdict summary')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#verdict details')).toHaveAttribute('open', '');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual(
      [],
    );
  }
  await page.context().close();
});

test('a browser without Ed25519 says so and judges nothing; a file that is no pack is named', async () => {
  const { page } = await opened(at('good/index.html'));
  const own = await page.evaluateHandle(() => {
    const { importKey } = crypto.subtle;
    crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
    return importKey;
  });
  await page.setInputFiles('#zip', at('good.zip'));
  await expect(page.locator('#outcome')).toContainText('No verdict: this browser does not know Ed25519');
  await expect(page.locator('#verdict')).toHaveCount(0);
  await page.evaluate((importKey) => {
    crypto.subtle.importKey = importKey as typeof crypto.subtle.importKey;
  }, own);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['no pack'], 'dropped.zip'));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(page.locator('.found li')).toHaveText(['It is too short to be a ZIP.']);
  await page.context().close();
});

test('300 texts that would run as script, in every text of a report, run nothing', async () => {
  test.setTimeout(180_000);
  const pages = readdirSync(at('hostile'));
  expect(pages).toHaveLength(10);
  for (const name of pages) {
    const { page, asked, said } = await opened(at(`hostile/${name}`));
    await page.evaluate(() => window.dispatchEvent(new Event('pageshow')));
    // Missing pictures of the sample are the only thing it may say.
    expect(said.filter((words) => !/ERR_FILE_NOT_FOUND/.test(words))).toEqual([]);
    expect(asked).toEqual([]);
    const found = await page.evaluate(() => ({
      scripts: document.scripts.length,
      strange: document.querySelectorAll(
        'iframe,object,embed,base,form,link,template,video,math,input:not(#zip):not(#folder),body [onload],[onerror],[onfocus],[ontoggle],[onmouseover],#report svg [onload],#report style,#report meta',
      ).length,
      links: [...document.querySelectorAll('a')].filter(({ href }) => !/^file:/.test(href)).length,
      orders: document.querySelectorAll('section.order').length,
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some(({ name: attribute }) => attribute.startsWith('on')),
      ).length,
    }));
    expect([name, found]).toEqual([name, { scripts: 1, strange: 0, links: 0, orders: 62, handlers: 0 }]);
    await page.context().close();
  }
});
