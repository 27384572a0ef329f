import { expect, type Page, test } from '@playwright/test';
import { goTo } from '../demo/desk';
import { openSampleSite, signIn, who } from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { type LaunchedApp, launchApp, setWindowSize } from '../e2e/launch';
import { packRows, preview, reports } from './samples';
import { answerInstead, type StandIns, sayProgress } from './standIns';

let launched: LaunchedApp;
test.beforeEach(async () => {
  launched = await launchApp();
  await openSampleSite(launched.page);
  await signIn(launched.page, who('compliance'));
});
test.afterEach(() => launched.kill());

const sizes = { desk: [1280, 800], zoomed: [640, 400] } as const;

/** Looks at what is shown now in both sizes, light and dark: pictures beside the test's results, axe, and nothing cut off at the side. */
async function look(state: string): Promise<void> {
  const { app, page } = launched;
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await setWindowSize(app, width, height);
    await page.waitForFunction((wanted) => window.innerWidth === wanted, width);
    // Names, roles and contrasts are the same in both, and reading sixty rows takes its time.
    if (size === 'desk') expect(await seriousIn(page, state)).toEqual([]);
    for (const theme of ['dark', 'light']) {
      await page.evaluate((wanted) => {
        document.documentElement.dataset.theme = wanted;
      }, theme);
      await page.screenshot({
        path: test.info().outputPath(`${state}-${size}-${theme}.png`),
        animations: 'disabled',
        fullPage: size === 'zoomed',
      });
    }
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, `${state}, ${size}: px beyond the right edge`).toBe(0);
  }
  await setWindowSize(app, ...sizes.desk);
}

/** Shows a place anew, with the main process answering as given. */
async function show(place: string, standIns: StandIns): Promise<Page> {
  const { page } = launched;
  await answerInstead(launched, standIns);
  await page.evaluate(() => {
    location.hash = '#/closure';
  });
  await page.getByRole('heading', { level: 1, name: 'Closure' }).waitFor();
  await page.evaluate((to) => {
    location.hash = `#${to}`;
  }, place);
  return page;
}

test('the list is read with no pack, with one, and with sixty of long names', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  await goTo(page, 'Audit packs');
  await expect(page.getByText('No audit pack was made yet.')).toBeVisible();
  await look('list-empty');
  await show('/packs', { query: { packs: { answer: packRows(1) } } });
  await expect(page.getByRole('row', { name: /PACK-K1-000001/ })).toBeVisible();
  await look('list-one');
  await show('/packs', { query: { packs: { answer: packRows(60) } } });
  await expect(page.getByText('60 audit packs')).toBeVisible();
  await look('list-many');
  await page.getByRole('row', { name: /PACK-K1-000060/ }).click();
  await expect(page.getByText('60 entries were recorded since.')).toBeVisible();
  await look('list-later');
  await page.getByRole('row', { name: /PACK-K1-000059/ }).click();
  await expect(page.getByRole('complementary', { name: 'PACK-K1-000059' })).toBeVisible();
  await look('list-long');
  await page.getByRole('row', { name: /PACK-K1-000057/ }).click();
  await expect(page.getByText('It was asked for, and no file came of it.')).toBeVisible();
  await look('list-unfinished');
});

test('the page that makes a pack is read with nothing, with none, and with 500 work orders, chosen or all', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  await show('/packs/new', {});
  await expect(page.getByRole('heading', { level: 2, name: '1 What about' })).toBeVisible();
  await look('new-empty');
  await show('/packs/new', { query: { packPreview: { answer: preview(0) } } });
  await page.getByRole('radio', { name: 'A question' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: /Question$/ }).click();
  await page.getByRole('option', { name: 'Job types by stall rate' }).click();
  await expect(page.getByText('No work order fits this.').first()).toBeVisible();
  await look('new-none');
  await show('/packs/new', { query: { packPreview: { answer: preview(1240) } } });
  await expect(page.getByText('The newest 500 of 1,240 are listed.')).toBeVisible();
  await look('new-500');
  await page.getByRole('radio', { name: /Chosen ones/ }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('grid', { name: 'Work orders to disclose' }).focus();
  for (const key of ['Home', 'Space', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await expect(page.getByText('of 1,240', { exact: true })).toBeVisible();
  await look('new-chosen');
});

test('a pack under way, cancelled, refused by a full stick, and made', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  const query = { packPreview: { answer: preview(12) } } as const;
  const ask = async () => {
    await page.getByLabel('Reason', { exact: true }).fill('Inspection of 12 March');
    await page.getByRole('button', { name: 'Make the audit pack' }).click();
  };
  const place = '/packs/new?kind=question&question=stalls';
  await show(place, { query, command: { exportPack: 'never' } });
  await ask();
  await expect(page.getByText('Choose where the file goes')).toBeVisible();
  await sayProgress(launched, { job: 'writePack', done: 431, total: 1044, words: '431 of 1,044 entries' });
  await expect(page.getByRole('button', { name: 'Cancel, write no file' })).toBeVisible();
  // Nobody has to look for it below the edge of the window.
  await expect(page.getByRole('button', { name: 'Cancel, write no file' })).toBeInViewport();
  await look('making');
  const refused = (message: string) => ({ refusal: { ok: false, code: 'folder', message } }) as const;
  await show(place, {
    query,
    command: {
      exportPack: refused(
        'PACK-K1-000007 was not written: It was cancelled. Nothing was changed. The request stands in the ledger, unfinished; it can be made from the list of packs.',
      ),
    },
  });
  await ask();
  await expect(page.getByText(/It was cancelled/)).toBeVisible();
  await look('cancelled');
  await show(place, {
    query,
    command: {
      exportPack: refused(
        'PACK-K1-000007 was not written: There is no room left on “HAL-2”. 38 MB more are needed. The request stands in the ledger, unfinished; it can be made from the list of packs.',
      ),
    },
  });
  await ask();
  await expect(page.getByText(/There is no room left on/)).toBeVisible();
  await expect(page.getByLabel('Reason', { exact: true })).toHaveValue('Inspection of 12 March');
  await page.getByText(/There is no room left on/).scrollIntoViewIfNeeded();
  await look('full-stick');
  await show(place, {
    query,
    command: {
      exportPack: {
        answer: {
          seq: 812,
          at: '2026-03-10T10:06:00.000Z',
          pack: 'pack_1',
          number: 'PACK-K1-000007',
          path: '/media/ana/HAL-2/inspection 2026-03/PACK-K1-000007.pdpack.zip',
          sha256: '9f2c41d077ab03b1e4d1c2a9f0e5b6c78890aa12bb34cc56dd78ee905b1ec6a4',
        },
      },
    },
  });
  await ask();
  await expect(page.getByText('The audit pack is made, read back, and recorded.')).toBeVisible();
  await look('made');
});

test('a check says what holds, what does not and where, what is withheld, and what it cannot judge', async () => {
  test.setTimeout(240_000);
  const { page } = launched;
  await show('/packs/check', {});
  await expect(page.getByRole('heading', { level: 2, name: 'What this cannot show' })).toBeVisible();
  await look('check-before');
  for (const [name, title] of [
    ['good', 'It holds. Nothing missing, nothing changed.'],
    ['withheld', 'What it discloses holds. Parts are withheld or erased, and it says which.'],
    ['bad', 'It does not hold. Do not rely on it.'],
    ['newer', 'Part of it was written by a newer version'],
  ] as const) {
    await show('/packs/check', { command: { verifyFile: { answer: { report: reports[name] } } } });
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await expect(page.getByText(title)).toBeVisible();
    await look(`check-${name}`);
  }
});
