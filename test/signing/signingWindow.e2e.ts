import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import * as desk from '../demo/desk';
import * as op from '../demo/operator';
import {
  openSampleSite,
  sampleDocument,
  samplePhoto,
  secret,
  sign,
  signIn,
  signingWindow,
  signOut,
  who,
} from '../demo/people';
import { seriousIn } from '../e2e/axe';
import { ask } from '../e2e/bridge';
import { type LaunchedApp, launchApp, setWindowSize } from '../e2e/launch';

// The sample site's first work order: Hydraulic seal replacement, whose sixth step is a gate.
const order = 'WO-K1-000001';
const gate = 'Permit to isolate';
const thomas = who('supervisor');
const shots = process.env.PROCESS_DESIGNER_SHOTS;
let launched: LaunchedApp;
let page: Page;
let workOrder = '';

/** One order brought to its first gate; the supervisor is signed in. */
test.beforeAll(async () => {
  test.setTimeout(180_000);
  launched = await launchApp();
  page = launched.page;
  await setWindowSize(launched.app, 1280, 800);
  await openSampleSite(page);
  await signIn(page, who('operator'));
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
  await op.next(page, gate);
  workOrder = (await ask(page, 'findWorkOrder', { number: order })).workOrder ?? '';
  await signOut(page);
  await signIn(page, thomas);
  await toTheGate();
});
test.afterAll(() => launched?.close());

async function toTheGate(): Promise<void> {
  await desk.goTo(page, 'Decisions');
  await desk.openDecision(page, /Approve .Permit to isolate/);
  await desk.readGate(page);
}

/** Opens the signing window over an approval. */
async function toSign(): Promise<Page> {
  await desk.openGateSigning(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Sign approval' }).click();
  return signingWindow(page);
}

/** Presses Escape in the signing window, which is gone before the key is up again. */
async function leaveByEscape(window: Page): Promise<void> {
  const closed = window.waitForEvent('close');
  await window.keyboard.press('Escape').catch(() => undefined);
  await closed;
}

/** Leaves the form behind a signing window that is gone. */
async function leave(): Promise<void> {
  await page.getByRole('button', { name: 'Cancel, decide nothing' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** How many signatures stand under the gate. */
async function approvals(): Promise<number> {
  const view = await ask(page, 'caseView', { workOrder });
  return Object.values(view.state.gates).reduce((n, one) => n + one.decisions.length, 0);
}

async function picture(of: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  for (const theme of ['light', 'dark']) {
    await of.emulateMedia({ colorScheme: theme as 'light' | 'dark' });
    await of.waitForTimeout(250);
    await of.screenshot({ path: join(shots, `${name}-${theme}.png`), animations: 'disabled' });
  }
  await of.emulateMedia({ colorScheme: 'light' });
}

/** Taken by the window itself: the test tool cuts off what is zoomed. */
async function pictureOfZoomed(name: string): Promise<void> {
  if (shots === undefined) return;
  const png = await launched.app.evaluate(async ({ BrowserWindow }) => {
    const found = BrowserWindow.getAllWindows().find((one) => one.getParentWindow() !== null);
    return (await found?.webContents.capturePage())?.toPNG().toString('base64') ?? '';
  });
  writeFileSync(join(shots, `${name}.png`), Buffer.from(png, 'base64'));
}

test('shows what is signed from the ledger, in a window of its own over the work', async () => {
  await desk.openGateSigning(page);
  await picture(page, 'gate-form');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign approval' }).click();
  const window = await signingWindow(page);
  await picture(page, 'gate-form-waits');
  await picture(window, 'signing-gate');
  for (const said of [
    /You were shown/,
    /HS-40\/60/,
    /Electric at Q1/,
    /permit\.pdf/,
    /Approved: /,
    thomas.name,
  ])
    await expect(window.getByText(said).first()).toBeVisible();
  await expect(window.getByLabel('Identifier')).toBeFocused();
  expect(await seriousIn(window, 'signing')).toEqual([]);
  const parent = await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => [one.isModal(), one.getParentWindow() !== null]),
  );
  expect(parent.sort()).toEqual([
    [false, false],
    [true, true],
  ]);
  // Escape leaves it, and nothing typed in the form is lost.
  await leaveByEscape(window);
  await expect(page.getByText('The signing window is open.')).toBeHidden();
  await expect(page.getByRole('radio', { name: 'I approve' })).toBeChecked();
  expect(await approvals()).toBe(0);
  await leave();
});

test('at 200 % zoom everything in it is reached, by keyboard alone', async () => {
  await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2),
  );
  const window = await toSign();
  await pictureOfZoomed('signing-zoomed');
  const wide = await window.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await window.keyboard.type(thomas.identifier);
  await window.keyboard.press('Tab');
  await window.keyboard.type('not the secret at all');
  await window.keyboard.press('Enter');
  await expect(
    window.getByText(/This is not the secret that opens your key\. Nothing was signed/),
  ).toBeVisible({
    timeout: 15_000,
  });
  await pictureOfZoomed('signing-refused');
  await expect(window.getByLabel('Secret', { exact: true })).toBeFocused();
  await expect(window.getByLabel('Identifier')).toHaveValue(thomas.identifier);
  await leaveByEscape(window);
  await leave();
  await launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
  );
  expect(await approvals()).toBe(0);
});

test('closes when the sitting ends, and signs nothing', async () => {
  const window = await toSign();
  const closed = window.waitForEvent('close', { timeout: 5000 });
  const asked = Date.now();
  await page.evaluate(() =>
    (
      globalThis as unknown as {
        designer: { command: Record<string, (id: string, args: unknown) => unknown> };
      }
    ).designer.command.signOut?.(`cmd_${crypto.randomUUID()}`, { how: 'locked' }),
  );
  await closed;
  expect(Date.now() - asked).toBeLessThan(3000);
  await page.reload();
  await signIn(page, thomas);
  await toTheGate();
  expect(await approvals()).toBe(0);
  // Identifier and secret are asked for again after a lock.
  const again = await toSign();
  await expect(again.getByLabel('Identifier')).toBeVisible();
  await leaveByEscape(again);
  await leave();
});

test('nothing in the main page signs: a thousand made-up signatures, and no way into the window', async () => {
  test.setTimeout(240_000);
  const window = await toSign();
  const came = await page.evaluate(
    async ([order, step, given]) => {
      type Call = (id: string, args: unknown) => Promise<{ ok: boolean; code?: string }>;
      const { command, query } = (globalThis as unknown as { designer: Record<string, Record<string, Call>> })
        .designer;
      const codes: Record<string, number> = {};
      const names = ['approveGate', 'rejectGate', 'recordStep', 'closeWorkOrder', 'decideReview'];
      const signatures = [
        { sign: { identifier: 't.okafor', secret: given } },
        { shown: 'a'.repeat(64) },
        { shown: 'a'.repeat(64), sign: { identifier: 't.okafor', secret: given } },
        { sign: { secret: given }, signed: true },
        {},
      ];
      for (let n = 0; n < 1000; n++) {
        const name = names[n % names.length] ?? '';
        const extra = signatures[Math.floor(n / names.length) % signatures.length];
        const outcome = await command?.[name]?.(`cmd_${crypto.randomUUID()}`, {
          workOrder: order,
          step,
          ...(name === 'recordStep' ? { value: 'signed' } : {}),
          ...extra,
        });
        const code = outcome?.ok ? 'ok' : (outcome?.code ?? 'none');
        codes[code] = (codes[code] ?? 0) + 1;
      }
      const opened = globalThis.open('app://sign/sign.html', 'sign');
      const fetched = await fetch('app://sign/sign.html').then(
        () => 'fetched',
        () => 'refused',
      );
      const frame = document.createElement('iframe');
      frame.src = 'app://sign/sign.html';
      document.body.append(frame);
      await new Promise((done) => setTimeout(done, 500));
      let framed = 'refused';
      try {
        if (frame.contentDocument?.querySelector('#app')) framed = 'framed';
      } catch {
        framed = 'refused';
      }
      frame.remove();
      let heard = 0;
      const channel = new BroadcastChannel('sign');
      channel.onmessage = () => heard++;
      channel.postMessage({ secret: given });
      globalThis.postMessage({ secret: given }, '*');
      await new Promise((done) => setTimeout(done, 200));
      channel.close();
      return {
        codes,
        opened: opened === null,
        fetched,
        framed,
        heard,
        frames: globalThis.length,
        opener: globalThis.opener === null,
        signs: Object.keys(command ?? {})
          .concat(Object.keys(query ?? {}))
          .concat(Object.keys(globalThis))
          .filter((name) => /^(sign|signing|signCancel|signRead)$/.test(name)),
      };
    },
    [workOrder, 'permit', secret] as const,
  );
  expect(came).toMatchObject({
    opened: true,
    fetched: 'refused',
    framed: 'refused',
    heard: 0,
    frames: 0,
    opener: true,
    signs: [],
  });
  expect(came.codes.ok).toBeUndefined();
  expect(Object.values(came.codes).reduce((a, b) => a + b, 0)).toBe(1000);
  expect(await approvals()).toBe(0);
  // The other way round: the signing window has three calls and the word of a change, and none of the main page's.
  const own = await window.evaluate(() => ({
    signing: Object.keys((globalThis as unknown as { signing: object }).signing).sort(),
    designer: 'designer' in globalThis,
    require: 'require' in globalThis,
    opener: globalThis.opener === null,
    opened: globalThis.open('app://main/index.html') === null,
  }));
  expect(own).toEqual({
    signing: ['cancel', 'onChanged', 'read', 'sign'],
    designer: false,
    require: false,
    opener: true,
    opened: true,
  });
  await expect(window.getByRole('heading', { name: /^Sign: approval of “Permit to isolate”/ })).toBeVisible();
  await leaveByEscape(window);
  await leave();
});

test('signs what it shows; the secret alone is asked for the next time', async () => {
  await desk.openGateSigning(page);
  await sign(page, thomas, 'Sign approval');
  await page.getByText('Your approval is signed and saved.').waitFor();
  expect(await approvals()).toBe(1);
});

test('a step that was signed says that it is signed no more when an answer before it is corrected', async () => {
  test.setTimeout(180_000);
  const marta = who('operator');
  await signOut(page);
  await signIn(page, marta);
  await op.openByNumber(page, order);
  await op.atStep(page, 'Notify affected employees');
  await op.confirm(page);
  await op.next(page, 'Shut down the press');
  await op.confirm(page);
  await op.next(page, 'Isolate all energy sources');
  await op.pass(page);
  await op.next(page, 'Apply locks and tags');
  await op.attach(page, 'Lock and tag at the main switch', samplePhoto('lock-and-tag.jpg'));
  await op.writeText(page, 'Locks 31 and 32 on the group box.');
  await op.next(page, 'Release and block stored energy');
  await op.confirm(page);
  await op.next(page, 'Verify zero pressure');
  await op.attach(page, 'Gauge on the cylinder line', samplePhoto('gauge-0-0-bar.jpg'));
  await op.read(page, 'Pressure, cylinder line', '0.0');
  await op.next(page, 'Try to start');
  await op.pass(page);
  await op.next(page, 'Sign zero energy');
  await op.signStep(page, marta);
  await op.untilSaved(page);
  await op.lookAt(page, 'Apply locks and tags');
  await op.openCorrection(page, 'Locks 31 and 33 on the group box.', 'I misread the second lock');
  await op.giveCorrection(page);
  await op.lookAt(page, 'Sign zero energy');
  await expect(page.getByText('Was signed, changed, not signed.')).toBeVisible();
  await expect(page.getByText(/and is signed no more: 8, Apply locks and tags, was corrected/)).toBeVisible();
  await picture(page, 'signed-no-more');
  const missing = (await ask(page, 'caseView', { workOrder })).readiness.filter((one) => !one.done);
  expect(missing[0]).toMatchObject({ detail: 'Sign again: 8, Apply locks and tags, was corrected' });
  await op.signStep(page, marta);
  await op.next(page, 'Remove gland and seal');
});
