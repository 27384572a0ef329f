import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { type CommandName, commands } from '../../main/contract/commands';
import { commandNames, queryNames } from '../../main/contract/names';
import { rolesFor } from '../../main/contract/permissions';
import { names, openSampleSite, signIn, signOut, who } from '../demo/people';
import { ask, done } from './bridge';
import { type LaunchedApp, launchApp } from './launch';

// 30 payloads and 2,000 calls in every run; PROCESS_DESIGNER_FULL=1: 300 and 10,000.
const full = process.env.PROCESS_DESIGNER_FULL === '1';

let launched: LaunchedApp;
let outside: Server;
const reached: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  outside = createServer((request, response) => {
    reached.push(String(request.url));
    response.end('here');
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  launched = await launchApp();
  await launched.app.context().addInitScript(() => {
    const held = window as unknown as { ran: string[]; broken: string[] };
    held.ran = [];
    held.broken = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      held.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  await openSampleSite(launched.page);
  await launched.page.reload();
  await names(launched.page).waitFor();
});
test.afterAll(async () => {
  await launched?.close();
  outside?.close();
});

/** Texts that run as program wherever they are taken for markup, an address, a style, a template or a formula. */
function payloads(count: number): string[] {
  const home = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  const run = (n: number): string => `ran.push(${n})`;
  const ways: readonly ((n: number) => string)[] = [
    (n) => `<script>${run(n)}</script>`,
    (n) => `<img src=x onerror=${run(n)}>`,
    (n) => `<svg onload=${run(n)}>`,
    (n) => `"><script>${run(n)}</script>`,
    (n) => `'><svg/onload=${run(n)}>`,
    (n) => `<iframe srcdoc="<script>parent.${run(n)}</script>">`,
    (n) => `<iframe src=javascript:parent.${run(n)}>`,
    (n) => `<a href=javascript:${run(n)}>x</a>`,
    (n) => `javascript:${run(n)}`,
    (n) => `<body onload=${run(n)}>`,
    (n) => `<details open ontoggle=${run(n)}>`,
    (n) => `<input autofocus onfocus=${run(n)}>`,
    (n) => `<video><source onerror=${run(n)}>`,
    (n) => `<math><a xlink:href=javascript:${run(n)}>`,
    (n) => `<object data=javascript:${run(n)}>`,
    (n) => `<embed src=javascript:${run(n)}>`,
    (n) => `<form action=${home}/f${n}><button>`,
    (n) => `<meta http-equiv=refresh content=0;${home}/m${n}>`,
    (n) => `<link rel=stylesheet href=${home}/l${n}>`,
    (n) => `<base href=${home}/b${n}/>`,
    (n) => `<style>*{background:url(${home}/s${n})}</style>`,
    (n) => `</title><script>${run(n)}</script>`,
    (n) => `\${${run(n)}}`,
    (n) => `{{constructor.constructor('${run(n)}')()}}`,
    (n) => `<template><script>${run(n)}</script>`,
    (n) => `<x contenteditable onblur=${run(n)}>`,
    (n) => `&lt;script&gt;${run(n)}&lt;/script&gt;`,
    (n) => `<noscript><p title="</noscript><img src=x onerror=${run(n)}>">`,
    (n) => `=HYPERLINK("${home}/h${n}")`,
    (n) => `__proto__[onerror]=${run(n)}`,
  ];
  return Array.from({ length: count }, (_, n) => ways[n % ways.length]?.(n) ?? '');
}

/** What every screen of the app shows, as far as it needs nothing opened first. */
const places = [
  '/',
  '/work',
  '/decisions',
  '/work-orders',
  '/work-orders/new',
  '/exceptions',
  '/remediation',
  '/monthly-review',
  '/rules',
  '/closure',
  '/ledger',
  '/history',
  '/insight',
  '/insight/codes',
  '/erasures',
  '/packs',
  '/packs/new',
  '/checklists',
  '/job-types',
  '/codes',
  '/people',
  '/site',
];

async function nothingRan(page: Page): Promise<void> {
  const held = await page.evaluate(() => {
    const { ran, broken } = window as unknown as { ran: string[]; broken: string[] };
    return { ran, broken, url: location.href.split('#')[0] };
  });
  expect(held).toEqual({ ran: [], broken: [], url: 'app://main/index.html' });
  expect(reached).toEqual([]);
}

test('program text typed anywhere is text on every screen, on paper and in PDF', async () => {
  test.setTimeout(full ? 600_000 : 240_000);
  const { app, page } = launched;
  const texts = payloads(full ? 300 : 30);
  await signIn(page, who('admin'));
  const [jobType] = await ask(page, 'jobTypes', {});
  const type = jobType as unknown as {
    jobType: string;
    inputs: { id: string; kind: string; options?: string[] }[];
  };
  await done(page, 'enrolPerson', {
    name: texts[0] ?? '',
    identifier: 'x.payload',
    role: 'operator',
  });
  const orders: string[] = [];
  for (const [n, text] of texts.entries()) {
    const inputs = Object.fromEntries(
      type.inputs.map(({ id, kind, options }) => [
        id,
        kind === 'number'
          ? '40'
          : kind === 'date'
            ? '2027-06-01'
            : kind === 'choice'
              ? (options?.[0] ?? '')
              : text,
      ]),
    );
    const made = await done(page, 'openWorkOrder', {
      title: text.slice(0, 90),
      jobType: type.jobType,
      asset: text.slice(0, 80),
      lot: `${n} ${text}`.slice(0, 60),
      due: '2027-06-01T00:00:00.000Z',
      inputs,
    } as never);
    orders.push(made.workOrder);
  }
  await signOut(page);
  for (const role of ['operator', 'supervisor', 'compliance', 'admin'] as const) {
    await signIn(page, who(role));
    const here = [...places, `/run/${orders[0]}`, `/closure/${orders[1]}`];
    for (const place of here) {
      await page.evaluate((to) => {
        location.hash = `#${to}`;
      }, place);
      await page.waitForTimeout(150);
      await nothingRan(page);
    }
    await page.evaluate(() => {
      location.hash = '#/work-orders';
    });
    await expect(page.getByText('<script>', { exact: false }).first()).toBeAttached();
    await page.emulateMedia({ media: 'print' });
    await nothingRan(page);
    const size = await app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      return (await window?.webContents.printToPDF({}))?.length ?? 0;
    });
    expect(size).toBeGreaterThan(1000);
    await page.emulateMedia({ media: null });
    await nothingRan(page);
    await signOut(page);
  }
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('script in the page, whatever it calls, does nothing that the person’s role may not', async () => {
  test.setTimeout(300_000);
  const { app, page } = launched;
  await signIn(page, who('operator'));
  const before = (await ask(page, 'status', {})).entries;
  const beyond = (Object.keys(commands) as CommandName[]).filter((name) => {
    const roles = rolesFor(name);
    return roles !== undefined && !roles.includes('operator');
  });
  const came = await page.evaluate(
    async ([commandsKnown, queriesKnown, notOurs, count, home]) => {
      type Calls = Record<string, (id: unknown, args: unknown) => Promise<{ ok: boolean; code?: string }>>;
      const { designer } = window as unknown as { designer: { command: Calls; query: Calls } };
      // Script of its own: a small generator, so that a failure can be tried again.
      let seed = 20261127;
      const random = (below: number): number => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return Math.floor((seed / 2147483648) * below);
      };
      const odd = [
        null,
        '',
        'x',
        0,
        -1,
        1e308,
        true,
        [],
        {},
        '\u202e',
        '\ud800',
        '../../etc/passwd',
        { __proto__: 1 },
      ];
      const makeArgs = (): unknown => ({
        surplus: odd[random(odd.length)],
        [['workOrder', 'user', 'step', 'sign', 'secret'][random(5)] as string]: odd[random(odd.length)],
      });
      // Some refuse on this side of the bridge already, by throwing.
      const give = async (
        call: Calls[string] | undefined,
      ): Promise<{ ok: boolean; code?: string } | undefined> => {
        try {
          return await call?.(`cmd_${crypto.randomUUID()}`, makeArgs());
        } catch {
          return { ok: false, code: 'threw' };
        }
      };
      const codes: Record<string, number> = {};
      const wrong: string[] = [];
      for (let n = 0; n < count; n += 50) {
        await Promise.all(
          Array.from({ length: 50 }, async () => {
            const query = random(3) === 0;
            const list = query ? queriesKnown : random(2) === 0 ? notOurs : commandsKnown;
            const name = list[random(list.length)] as string;
            const call = (query ? designer.query : designer.command)[name];
            const outcome = await give(call);
            const code = outcome?.ok ? 'ok' : (outcome?.code ?? 'none');
            codes[code] = (codes[code] ?? 0) + 1;
            if (code === 'ok' || code === 'fault') wrong.push(`${name} ${code} ${JSON.stringify(outcome)}`);
          }),
        );
      }
      const tries: (() => unknown)[] = [
        () => document.body.append(Object.assign(document.createElement('iframe'), { src: `${home}/frame` })),
        () => new Worker(URL.createObjectURL(new Blob(['fetch("x")'], { type: 'text/javascript' }))),
        () => window.open(URL.createObjectURL(new Blob(['<b>x</b>'], { type: 'text/html' }))),
        () => window.open(`${home}/open`),
        () => navigator.sendBeacon(`${home}/beacon`, 'x'),
        () => fetch(`${home}/fetch`),
        async () => {
          const peer = new RTCPeerConnection({ iceServers: [{ urls: home.replace('http://', 'stun:') }] });
          peer.createDataChannel('x');
          await peer.setLocalDescription(await peer.createOffer());
          await new Promise((turn) => setTimeout(turn, 1500));
          peer.close();
        },
      ];
      for (const one of tries)
        try {
          await one();
        } catch {
          /* refused is what is wanted */
        }
      return { codes, wrong };
    },
    [
      [...commandNames],
      [...queryNames],
      beyond,
      full ? 10_000 : 2_000,
      `http://127.0.0.1:${(outside.address() as AddressInfo).port}`,
    ] as const,
  );
  expect(came.wrong).toEqual([]);
  expect(Object.values(came.codes).reduce((sum, one) => sum + one, 0)).toBe(full ? 10_000 : 2_000);
  const after = await ask(page, 'status', {});
  expect(after.entries).toBe(before);
  expect(after.sittingSigned).toBe(false);
  expect(reached).toEqual([]);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
