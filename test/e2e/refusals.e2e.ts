import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import Database from 'better-sqlite3';
import type { ArgsOf } from '../../main/contract/call';
import type { CommandName, commands } from '../../main/contract/commands';
import type { QueryName, queries } from '../../main/contract/queries';
import { goTo } from '../demo/desk';
import { confirm, fillOrder, next, type Order, openBlock, openByNumber, pickCode } from '../demo/operator';
import { mark, names, openSampleSite, sampleDocument, signIn, signOut, who } from '../demo/people';
import { fileForApp, giveToApp, type LaunchedApp, launchApp, temporaryFolder } from './launch';

let open: LaunchedApp[] = [];
let folders: string[] = [];
test.afterEach(async () => {
  for (const app of open) await app.kill();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  open = [];
  folders = [];
});

let sample = '';
test.afterAll(() => {
  if (sample !== '') rmSync(sample, { recursive: true, force: true });
});

/** A copy of the sample site, made once: its keys take seconds. */
async function sampleSite(folder: string): Promise<string> {
  if (sample === '') {
    const made = temporaryFolder('sample');
    const app = await launchApp({ site: join(made, 'site') });
    await openSampleSite(app.page);
    await app.close();
    sample = made;
  }
  const site = join(folder, 'site');
  // The space kept in hand for a full disk is made anew where there is room for it.
  cpSync(join(sample, 'site'), site, { recursive: true, filter: (path) => !path.endsWith('ballast') });
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true }))
    giveToApp(join(entry.parentPath, entry.name));
  giveToApp(site);
  return site;
}

function folderFor(purpose: string): string {
  const folder = temporaryFolder(purpose);
  folders.push(folder);
  return folder;
}

async function launch(site: string, userData?: string): Promise<LaunchedApp> {
  const app = await launchApp({ site, ...(userData === undefined ? {} : { userData }) });
  open.push(app);
  return app;
}

/** Gives a command the way the page does, to come to the screen under test without the whole way there. */
function give<N extends CommandName>(
  page: Page,
  name: N,
  args: ArgsOf<(typeof commands)[N]>,
): Promise<{ ok: boolean; message?: string; code?: string; answer?: unknown }> {
  return page.evaluate(
    ([n, a]) =>
      (
        window as unknown as {
          designer: { command: Record<string, (id: string, args: unknown) => Promise<{ ok: boolean }>> };
        }
      ).designer.command[n as string]?.(`cmd_${crypto.randomUUID()}`, a) ?? { ok: false },
    [name, args] as const,
  );
}

async function ask<N extends QueryName>(
  page: Page,
  name: N,
  args: ArgsOf<(typeof queries)[N]>,
): Promise<Record<string, unknown>> {
  const outcome = await page.evaluate(
    ([n, a]) =>
      (
        window as unknown as {
          designer: { query: Record<string, (id: string, args: unknown) => Promise<{ answer: unknown }>> };
        }
      ).designer.query[n as string]?.('', a),
    [name, args] as const,
  );
  return (outcome?.answer ?? {}) as Record<string, unknown>;
}

const entries = async (page: Page): Promise<number> => Number((await ask(page, 'status', {})).entries);

/** The seal order, run up to its first gate. */
async function atFirstGate(page: Page): Promise<string> {
  const { workOrder } = (await ask(page, 'findWorkOrder', { number: 'WO-K1-000001' })) as {
    workOrder: string;
  };
  await give(page, 'startRun', { workOrder });
  const view = (await ask(page, 'caseView', { workOrder })) as unknown as {
    jobType: { prerequisites: { id: string }[] };
  };
  for (const p of view.jobType.prerequisites)
    await give(page, 'checkPrerequisite', { workOrder, prerequisite: p.id, result: 'pass' });
  await give(page, 'recordStep', { workOrder, step: 'energy-sources', value: 'Electric, hydraulic' });
  const steps = (await ask(page, 'caseView', { workOrder })) as unknown as {
    steps: { step: { id: string; options?: { id: string }[] } }[];
  };
  await give(page, 'recordStep', {
    workOrder,
    step: 'seal-kit',
    value: steps.steps.find((s) => s.step.id === 'seal-kit')?.step.options?.[0]?.id ?? '',
  });
  return workOrder;
}

test('a secret too weak for its person is refused at its field, and the form stays as it was typed', async () => {
  const { page } = await launch(await sampleSite(folderFor('weak')));
  await signIn(page, who('admin'));
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Enrol a person' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ida Lund');
  await page.getByLabel('Identifier').fill('i.lund');
  await page.getByRole('radio', { name: /Operator/ }).check({ force: true });
  await page.getByRole('button', { name: 'Enrol', exact: true }).click();
  const code = (await page.getByText(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$/).textContent()) ?? '';
  await signOut(page);
  await page.getByRole('button', { name: /Ida Lund/ }).click();
  await page.getByLabel('One-time code').fill(code);
  const secret = page.getByRole('textbox', { name: 'Your secret' });
  const before = await entries(page);
  for (const [typed, said] of [
    ['Halden plant i.lund', /names that people here know/],
    ['passwordpassword123', /passwords that many people use/],
    ['aaaaaaaaaaaaaaaaaaaa', /characters in a row|repeats itself/],
  ] as const) {
    await secret.fill(typed);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(page.getByText(said)).toBeVisible();
    await expect(secret).toHaveValue(typed);
    await expect(page.getByLabel('One-time code')).toHaveValue(code);
  }
  expect(await entries(page)).toBe(before);
});

const order: Order = {
  jobType: 'Access request',
  title: 'Access for the yearly audit',
  asset: 'Batch record system',
  lot: 'A-1',
  due: '2027-03-10T14:00',
  inputs: [],
};

type AskedInput = { id: string; label: string; kind: string; options?: string[] };

/** The job type of the sample's access request, and all that a work order of it needs. */
async function accessOrder(page: Page) {
  const types = (await ask(page, 'jobTypes', {})) as unknown as {
    jobType: string;
    name: string;
    inputs: AskedInput[];
  }[];
  const type = types.find((t) => /access/i.test(t.name));
  if (type === undefined) throw new Error('The sample site has no access request.');
  const inputs = Object.fromEntries(
    type.inputs.map((i) => [
      i.id,
      i.kind === 'choice' ? (i.options?.[0] ?? '') : i.kind === 'date' ? '2027-01-01' : 'Given',
    ]),
  );
  return { type, first: { title: 'The first', jobType: type.jobType, asset: 'X', inputs } };
}

test('a work-order number that is in use is refused in any case, and everything typed stays', async () => {
  const { page } = await launch(await sampleSite(folderFor('number')));
  await signIn(page, who('operator'));
  const { type, first } = await accessOrder(page);
  expect(await give(page, 'openWorkOrder', { ...first, number: 'SAP-4711' })).toMatchObject({ ok: true });
  const before = await entries(page);
  await fillOrder(page, {
    ...order,
    jobType: type.name,
    inputs: type.inputs.map((i) =>
      i.kind === 'choice'
        ? { label: i.label, choose: i.options?.[0] ?? '' }
        : { label: i.label, type: first.inputs[i.id] ?? '' },
    ),
  });
  await page.getByLabel('Number', { exact: true }).fill('sap-4711');
  await page.getByRole('button', { name: 'Open work order', exact: true }).click();
  await expect(
    page.getByText(
      'Work order sap-4711 exists already. Nothing is opened; what you typed is kept. Check the number, or leave it empty and the next one is given.',
    ),
  ).toBeVisible();
  await expect(page.getByLabel('Number', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Number', { exact: true })).toHaveValue('sap-4711');
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue(order.title);
  await expect(page.getByLabel('Asset', { exact: true })).toHaveValue(order.asset);
  expect(await entries(page)).toBe(before);
  await page.getByLabel('Number', { exact: true }).fill('SAP-4712');
  await page.getByRole('button', { name: 'Open work order', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Go to SAP-4712' })).toBeVisible();
});

test('a file of 2 GB is refused by its size, at its place, and a good one is taken after it', async () => {
  const folder = folderFor('big');
  const { page } = await launch(await sampleSite(folder));
  await signIn(page, who('operator'));
  await atFirstGate(page);
  await openByNumber(page, 'WO-K1-000001');
  const film = fileForApp(folder, 'film.pdf', '');
  const handle = openSync(film, 'w');
  ftruncateSync(handle, 2_147_483_648);
  closeSync(handle);
  expect(statSync(film).blocks).toBeLessThan(100);
  const before = await entries(page);
  const picker = page.locator('input[type=file]').first();
  await picker.setInputFiles(film);
  await expect(
    page.getByText(
      'film.pdf has 2147 MB; the most is 200 MB. Nothing was added. Choose a smaller file, or split it.',
    ),
  ).toBeVisible();
  expect(await entries(page)).toBe(before);
  await picker.setInputFiles(sampleDocument('permit.pdf'));
  await expect(page.getByText('1 of 1')).toBeVisible();
});

test('a break-glass is not opened without its rationale, and what was written for it is kept', async () => {
  const { page } = await launch(await sampleSite(folderFor('glass')));
  await signIn(page, who('operator'));
  const workOrder = await atFirstGate(page);
  await openByNumber(page, 'WO-K1-000001');
  await page.locator('input[type=file]').first().setInputFiles(sampleDocument('permit.pdf'));
  await expect(page.getByText('1 of 1')).toBeVisible();
  await next(page, 'Set up the barrier');
  await confirm(page);
  await next(page, 'Permit to isolate');
  await page.getByRole('button', { name: /^Break glass/ }).click();
  await page.getByRole('heading', { name: 'Break the glass' }).waitFor();
  const button = page.getByRole('button', { name: /^Open the glass/ });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await mark(page.getByRole('radio').first());
  await expect(page.getByText(/Say what is at stake and what you will do: 10 more letters\./)).toBeVisible();
  const why = page.getByLabel(/what is at stake/i);
  await why.fill('oil leak');
  await expect(page.getByText(/2 more letters\./)).toBeVisible();
  await button.click({ force: true });
  const { answer } = { answer: await ask(page, 'caseView', { workOrder }) };
  expect((answer as { state: { glasses: object } }).state.glasses).toEqual({});
  await page.getByRole('button', { name: 'Back, open nothing' }).click();
  await page.getByRole('button', { name: /^Break glass/ }).click();
  await expect(page.getByLabel(/what is at stake/i)).toHaveValue('oil leak');
});

test('a work order with something missing cannot be closed: each missing thing is named, and it opens where it is settled', async () => {
  const { page } = await launch(await sampleSite(folderFor('closing')));
  await signIn(page, who('operator'));
  const workOrder = await atFirstGate(page);
  await give(page, 'blockStep', { workOrder, step: 'work-permit', code: 'MAT-02' });
  await signOut(page);
  await signIn(page, who('compliance'));
  await goTo(page, 'Closure');
  await page.getByRole('row', { name: 'WO-K1-000001' }).first().click();
  const list = page.getByRole('list', { name: 'Missing' });
  await expect(list.getByRole('listitem')).not.toHaveCount(0);
  await expect(list.getByText(/MAT-02/)).toBeVisible();
  const close = page.getByRole('button', { name: 'Close work order' });
  await expect(close).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Opens when nothing is missing')).toBeVisible();
  const before = await entries(page);
  await close.click({ force: true });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await entries(page)).toBe(before);
  await list.getByRole('listitem').filter({ hasText: 'MAT-02' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Exceptions' })).toBeVisible();
});

function folderIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  giveToApp(path);
  return path;
}

/** What the window says instead of the sign-in, and that it gives nothing else to do there. */
async function viewerSays(page: Page, ...said: (string | RegExp)[]): Promise<void> {
  await expect(
    page.getByRole('heading', { level: 1, name: 'Read only: nothing can be recorded here now' }),
  ).toBeVisible();
  for (const words of said) await expect(page.getByText(words).first()).toBeVisible();
  const outcome = await give(page, 'createSite', {
    siteName: 'Another',
    station: 'K9',
    name: 'Ida Lund',
    identifier: 'i.lund',
    secret: 'seven green kettles on ice',
  });
  expect(outcome).toMatchObject({ ok: false, code: 'not-allowed' });
  await expect(names(page)).toHaveCount(0);
}

/** Every file of a folder with its bytes' hash, to see that nothing was touched. */
function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((e) => e.isFile())
      .map((e) => join(e.parentPath, e.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

test('a site in a folder that cannot be written opens as a viewer, says why and what to do, and nothing in it is touched', async () => {
  test.setTimeout(120_000);
  const folder = folderFor('readonly');
  const site = await sampleSite(folder);
  const before = bytesOf(site);
  const modes = readdirSync(site, { recursive: true, withFileTypes: true }).map((e) =>
    join(e.parentPath, e.name),
  );
  for (const path of [...modes, site]) chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  try {
    const { page } = await launch(site, folderIn(folder, 'data'));
    await viewerSays(
      page,
      /can be read but not written to|cannot be written/,
      /Nothing was changed/,
      /Ask for write access/,
    );
    expect(bytesOf(site)).toEqual(before);
  } finally {
    for (const path of [site, ...modes]) chmodSync(path, 0o755);
  }
});

test('a folder that cannot be written is not offered for a new site', async () => {
  const folder = folderFor('locked');
  const site = folderIn(folder, 'site');
  chmodSync(site, 0o555);
  const { page } = await launch(site);
  await viewerSays(
    page,
    /cannot be written, so no site can be set up in it\. Nothing was changed\. Ask for write access, or start with --site and another folder\./,
  );
  expect(readdirSync(site)).toEqual([]);
});

test('a site that a newer version has opened is left as it is, and the window says which version is needed', async () => {
  test.setTimeout(120_000);
  const folder = folderFor('newer');
  const site = await sampleSite(folder);
  const db = new Database(join(site, 'ledger.db'));
  db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?)').run(
    '9999_from_the_future',
    'a'.repeat(64),
    '2031-01-01T00:00:00.000Z',
  );
  db.close();
  for (const name of readdirSync(site)) giveToApp(join(site, name));
  const before = bytesOf(site)[join(site, 'ledger.db')];
  const { page } = await launch(site, folderIn(folder, 'data'));
  await viewerSays(
    page,
    /opened with a newer version of Process Designer \(it has 9999_from_the_future, which this version does not know\)\. Nothing was changed\. Install the newer version, then open the site again\./,
  );
  // What it would call damaged is the newer version's form.
  await expect(page.getByRole('button', { name: 'Verify this ledger' })).toHaveCount(0);
  expect(bytesOf(site)[join(site, 'ledger.db')]).toBe(before);
});

test('a second window on the same site is told who holds it, and the first works on', async () => {
  test.setTimeout(120_000);
  const folder = folderFor('second');
  const site = await sampleSite(folder);
  const first = await launch(site);
  const second = await launch(site, folderIn(folder, 'other'));
  await viewerSays(
    second.page,
    new RegExp(
      `already open on this computer \\(process ${first.app.process().pid}, since .+\\)\\. Nothing was changed\\. Go to that window, or close it and start again\\.`,
    ),
  );
  await signIn(first.page, who('operator'));
  await expect(first.page.getByText('My work').first()).toBeVisible();
  await first.close();
  open = [second];
});

test('started twice by the same person, the app shows the window that is there', async () => {
  const folder = folderFor('twice');
  const first = await launch(join(folder, 'site'), folderIn(folder, 'same'));
  const env: NodeJS.ProcessEnv = {
    HOME: folder,
    PATH: process.env.PATH,
    DISPLAY: process.env.DISPLAY,
    XAUTHORITY: process.env.XAUTHORITY,
  };
  const second = spawn(
    process.env.PROCESS_DESIGNER_RUNTIME ?? '',
    [
      process.env.PROCESS_DESIGNER_APP ?? '',
      `--user-data-dir=${join(folder, 'same')}`,
      '--site',
      join(folder, 'site'),
    ],
    { env, stdio: 'ignore' },
  );
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  await expect(first.page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('a full disk is said, nothing is half recorded, what was typed stays, and the work goes on once there is room', async () => {
  test.setTimeout(120_000);
  const folder = folderFor('full');
  const disk = folderIn(folder, 'disk');
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=777', 'none', disk]).status === 0;
  test.skip(
    !mounted,
    'A small disk can be mounted by root only; the ledger’s own test of a full disk runs in a namespace.',
  );
  try {
    const site = await sampleSite(disk);
    const launched = await launch(site, folderIn(folder, 'data'));
    const { page } = launched;
    await signIn(page, who('operator'));
    await atFirstGate(page);
    await openByNumber(page, 'WO-K1-000001');
    const { first } = await accessOrder(page);
    const filler = join(disk, 'filler');
    spawnSync('sh', ['-c', `cat /dev/zero > '${filler}'`]);
    // What still fits into the space that the files have goes on; then it is said.
    let said: { ok: boolean; message?: string; code?: string } = { ok: true };
    for (let n = 0; n < 800 && said.ok; n++) said = await give(page, 'openWorkOrder', first);
    expect(said).toMatchObject({
      ok: false,
      code: 'disk-low',
      message: expect.stringMatching(/^The disk has 0 MB left, so nothing new is recorded/),
    });
    const kept = await entries(page);
    expect(await give(page, 'openWorkOrder', first)).toMatchObject({ ok: false, code: 'disk-low' });
    expect(await entries(page)).toBe(kept);
    // At the screen: an answer that cannot be recorded stays in its form.
    await openBlock(page);
    await page
      .getByRole('group', { name: 'Exception codes' })
      .getByRole('button', { name: /^MAT-02/ })
      .click();
    await expect(page.getByText(/The disk has 0 MB left/).first()).toBeVisible();
    expect(existsSync(filler)).toBe(true);
    rmSync(filler);
    const after = await entries(page);
    await pickCode(page, 'MAT-02');
    expect(await entries(page)).toBe(after + 1);
    await launched.close();
    open = [];
    const again = await launch(site, folderIn(folder, 'data'));
    await expect(names(again.page)).toBeVisible({ timeout: 30_000 });
    await again.close();
    open = [];
  } finally {
    for (const app of open) await app.kill();
    open = [];
    spawnSync('umount', [disk]);
  }
});
