import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { type LaunchedApp, launchApp } from './launch';

let launched: LaunchedApp;
test.beforeAll(async () => {
  launched = await launchApp();
});
test.afterAll(() => launched?.close());

test('code in the main process opens no connection, asks no name and starts no program', async () => {
  let reached = 0;
  const outside = createServer(() => {
    reached += 1;
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  const address = outside.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const came = await launched.app.evaluate(async (_electron, to) => {
    // Modules of Node itself, fresh: a library that is loaded later gets the same.
    const load = (name: string) =>
      process.getBuiltinModule(`node:${name}`) as unknown as Record<string, never>;
    const url = `http://127.0.0.1:${to}/`;
    type Call = (...args: unknown[]) => unknown;
    const call = (module: string, name: string, ...args: unknown[]) =>
      (load(module)[name] as unknown as Call)(...args);
    const failing = (thing: unknown) =>
      new Promise((done, failed) => {
        const events = thing as { on: (name: string, then: (error?: unknown) => void) => void };
        events.on('error', failed);
        for (const name of ['connect', 'response', 'listening', 'spawn', 'message']) events.on(name, done);
        setTimeout(() => failed(new Error('nothing happened')), 3000);
      });
    const tries: Record<string, () => unknown> = {
      net: () => failing(call('net', 'connect', to, '127.0.0.1')),
      path: () => failing(call('net', 'connect', '/srv/nowhere.sock')),
      tls: () => failing(call('tls', 'connect', to, '127.0.0.1')),
      http: () => failing(call('http', 'get', url)),
      https: () => failing(call('https', 'get', url.replace('http', 'https'))),
      http2: () => failing(call('http2', 'connect', url)),
      fetch: () => fetch(url),
      listen: () => failing((call('net', 'createServer') as { listen: Call }).listen(0)),
      udp: () => (call('dgram', 'createSocket', 'udp4') as { send: Call }).send('x', to, '127.0.0.1'),
      dns: () => call('dns', 'lookup', 'localhost', () => undefined),
      dnsPromise: () => (load('dns').promises as unknown as { lookup: Call }).lookup('localhost'),
      spawn: () => call('child_process', 'spawn', 'true'),
      spawnSync: () => call('child_process', 'spawnSync', 'true'),
      exec: () => call('child_process', 'exec', 'true'),
      execFileSync: () => call('child_process', 'execFileSync', 'true'),
      fork: () => call('child_process', 'fork', '/dev/null'),
    };
    const out: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(tries))
      try {
        await attempt();
        out[name] = 'worked';
      } catch (error) {
        const cause = (error as { cause?: unknown }).cause ?? error;
        out[name] = String(cause);
      }
    return out;
  }, port);
  outside.close();
  expect(Object.keys(came)).toHaveLength(16);
  for (const [name, what] of Object.entries(came))
    expect([name, what]).toEqual([name, expect.stringMatching(/^NoWayOut: This app opens no connection/)]);
  expect(reached).toBe(0);
});
