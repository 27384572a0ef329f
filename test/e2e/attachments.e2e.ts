import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openSampleSite, sampleDocument, samplePhoto, signIn, who } from '../demo/people';
import { giveToApp, type LaunchedApp, launchApp } from './launch';

let launched: LaunchedApp;
const held: Record<string, string> = {};

/** Puts a file where the site holds evidence, under its hash. */
function hold(name: string, bytes: Uint8Array): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const evidence = join(launched.folders.site ?? '', 'evidence');
  const folder = join(evidence, sha256.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, sha256), bytes);
  for (const path of [evidence, folder, join(folder, sha256)]) giveToApp(path);
  chmodSync(join(folder, sha256), 0o444);
  held[name] = sha256;
}

type Said = { ok: boolean; code?: string; message?: string };
const show = (name: string): Promise<Said> =>
  launched.page.evaluate(
    ([sha256, shownName]) =>
      (
        window as unknown as {
          designer: { command: Record<string, (id: string, args: unknown) => Promise<Said>> };
        }
      ).designer.command.showFile?.(`cmd_${crypto.randomUUID()}`, {
        sha256,
        name: shownName,
      }) as Promise<Said>,
    [held[name] ?? '', name] as const,
  );

/** The windows that show evidence, as main sees them. */
const viewers = () =>
  launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((w) => w.webContents.getURL().startsWith('att:'))
      .map((w) => {
        const { preload, javascript, sandbox, nodeIntegration, contextIsolation } = (
          w.webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
        ).getLastWebPreferences();
        return {
          url: w.webContents.getURL(),
          title: w.getTitle(),
          shares: w.webContents.session.getStoragePath(),
          preferences: { preload, javascript, sandbox, nodeIntegration, contextIsolation },
        };
      }),
  );
const closeViewers = () =>
  launched.app.evaluate(({ BrowserWindow }) => {
    for (const w of BrowserWindow.getAllWindows()) if (w.webContents.getURL().startsWith('att:')) w.destroy();
  });
const picture = async (file: string): Promise<Buffer> => {
  const png = await launched.app.evaluate(async ({ BrowserWindow }) => {
    const w = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().startsWith('att:'));
    await new Promise((turn) => setTimeout(turn, 700));
    return (await w?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
  });
  const bytes = Buffer.from(png, 'base64');
  writeFileSync(test.info().outputPath(file), bytes);
  return bytes;
};

test.beforeAll(async () => {
  test.setTimeout(180_000);
  launched = await launchApp();
  await openSampleSite(launched.page);
  hold('seal.jpg', readFileSync(samplePhoto('seal-seated.jpg')));
  hold('page.txt', Buffer.from('<html><script>document.title = "ran"</script><b>as typed</b>'));
  hold('permit.pdf', readFileSync(sampleDocument('permit.pdf')));
  await signIn(launched.page, who('operator'));
});
test.afterAll(() => launched?.close());
test.afterEach(() => closeViewers());

test('a photo opens in a window that has no script, no bridge and no disk', async () => {
  expect(await show('seal.jpg')).toMatchObject({ ok: true });
  const [viewer, ...others] = await viewers();
  expect(others).toEqual([]);
  expect(viewer).toMatchObject({
    url: `att://${held['seal.jpg']}/`,
    title: 'seal.jpg',
    shares: null,
    preferences: { javascript: false, sandbox: true, nodeIntegration: false, contextIsolation: true },
  });
  expect(viewer?.preferences.preload ?? '').toBe('');
  // Drawn, not blank: a window of one colour makes a small file.
  expect((await picture('photo.png')).length).toBeGreaterThan(20_000);
});

test('text is shown as it was typed and runs as nothing', async () => {
  expect(await show('page.txt')).toMatchObject({ ok: true });
  expect((await picture('text.png')).length).toBeGreaterThan(1000);
  expect((await viewers()).map((v) => v.title)).toEqual(['page.txt']);
});

test('a PDF opens no window, and it is said why', async () => {
  expect(await show('permit.pdf')).toMatchObject({
    ok: false,
    code: 'evidence-refused',
    message: expect.stringMatching(/PDF/),
  });
  expect(await viewers()).toEqual([]);
});

test('its session reaches what is open in it, strictly, and nothing else', async () => {
  await show('page.txt');
  const answers = await launched.app.evaluate(
    async ({ session }, [open, notOpen]) => {
      const own = session.fromPartition('attachments');
      const ask = async (url: string, method = 'GET') => {
        try {
          const response = await own.fetch(url, { method });
          return { status: response.status, headers: Object.fromEntries(response.headers) };
        } catch {
          return { status: -1, headers: {} };
        }
      };
      const refused: Record<string, number> = {};
      for (const url of [
        `att://${notOpen}/`,
        `att://${open}/more`,
        `att://${open}/?x`,
        'att://main/',
        'app://main/index.html',
        'http://127.0.0.1:1/',
        'https://example.org/',
        'file:///etc/passwd',
      ])
        refused[url] = (await ask(url)).status;
      refused.post = (await ask(`att://${open}/`, 'POST')).status;
      const fromPage = await session
        .fromPartition('main')
        .fetch(`att://${open}/`)
        .then(
          (r) => r.status,
          () => -1,
        );
      return { open: await ask(`att://${open}/`), refused, fromPage };
    },
    [held['page.txt'] ?? '', held['seal.jpg'] ?? ''] as const,
  );
  expect(answers.open.status).toBe(200);
  expect(answers.open.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  const policy = (answers.open.headers as Record<string, string>)['content-security-policy'] ?? '';
  expect(policy.split(/;\s*/)).toEqual(['sandbox', "default-src 'none'", "style-src 'unsafe-inline'"]);
  expect(Object.entries(answers.refused).filter(([, status]) => status === 200)).toEqual([]);
  expect(answers.fromPage).not.toBe(200);
});

test('it closes when the person locks or leaves', async () => {
  await show('seal.jpg');
  expect(await viewers()).toHaveLength(1);
  await launched.page.evaluate(() =>
    (
      window as unknown as {
        designer: { command: Record<string, (id: string, args: unknown) => Promise<unknown>> };
      }
    ).designer.command.signOut?.(`cmd_${crypto.randomUUID()}`, { how: 'locked' }),
  );
  await expect.poll(async () => (await viewers()).length, { timeout: 3000 }).toBe(0);
});
