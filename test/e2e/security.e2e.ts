import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Call } from '../../main/contract/call';
import { commands } from '../../main/contract/commands';
import { fileCommandNames } from '../../main/contract/names';
import { type CallName, roleMay, rolesFor } from '../../main/contract/permissions';
import { type Role, roles } from '../../main/domain/entry';
import { openByNumber, startRun, stepOf } from '../demo/operator';
import { enterSecret, names, openSampleSite, secret, signIn, signOut, who } from '../demo/people';
import { samples } from '../domain/fromSchema';
import { type LaunchedApp, launchApp, temporaryFolder } from './launch';

let launched: LaunchedApp;
let outside: Server;
let reached: string[] = [];

/** Where a page would call home to: a server of this test that counts whatever comes. */
const home = (): string => `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  outside = createServer((request, response) => {
    reached.push(String(request.url));
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end('here');
  }).listen(0, '127.0.0.1');
  await once(outside, 'listening');
  launched = await launchApp();
  await openSampleSite(launched.page);
});
test.afterAll(async () => {
  await launched?.close();
  outside?.close();
});
test.beforeEach(() => {
  reached = [];
});

/**
 * Tries things in the page and tells, for each, what came of it: `worked`, or the name of the error. Each is tried after a
 * turn of the event loop, because what the test tool itself runs is excused from part of the page's policy.
 */
async function attempts<T extends string>(
  list: Record<T, string>,
  argument = '',
): Promise<Record<T, string>> {
  return (await launched.page.evaluate(
    async ([tries, given]) => {
      await new Promise((turn) => setTimeout(turn));
      const waitFor = <V>(promise: Promise<V>) =>
        Promise.race([
          promise,
          new Promise<never>((_, late) =>
            setTimeout(() => late(new DOMException('', 'NothingHappened')), 4000),
          ),
        ]);
      const doors: Record<string, (home: string) => unknown> = {
        // biome-ignore lint/security/noGlobalEval: what is tried is that it does not work.
        eval: () => globalThis.eval('1 + 1'),
        newFunction: () => new Function('return 1')(),
        timeoutText: () =>
          waitFor(
            new Promise((done, failed) => {
              (window as unknown as { ran: unknown }).ran = done;
              try {
                setTimeout('window.ran()' as never);
              } catch (error) {
                failed(error);
              }
            }),
          ),
        inlineScript: () =>
          waitFor(
            new Promise((done, failed) => {
              (window as unknown as { ran: unknown }).ran = done;
              const s = document.createElement('script');
              try {
                s.textContent = 'window.ran()';
              } catch (error) {
                failed(error);
              }
              s.onerror = () => failed(new DOMException('', 'Blocked'));
              document.head.append(s);
            }),
          ),
        javascriptLink: () =>
          waitFor(
            new Promise((done) => {
              (window as unknown as { ran: unknown }).ran = done;
              const a = document.createElement('a');
              a.href = 'javascript:window.ran()';
              document.body.append(a);
              a.click();
              a.remove();
            }),
          ),
        inlineHandler: () =>
          waitFor(
            new Promise((done, failed) => {
              (window as unknown as { ran: unknown }).ran = done;
              const b = document.createElement('button');
              try {
                b.setAttribute('onclick', 'window.ran()');
              } catch (error) {
                failed(error);
              }
              document.body.append(b);
              b.click();
              b.remove();
            }),
          ),
        innerHtml: () => {
          document.createElement('div').innerHTML = '<b>x</b>';
        },
        insertHtml: () => document.body.insertAdjacentHTML('beforeend', '<b id="x">x</b>'),
        documentWrite: () => document.write('<b>x</b>'),
        parser: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
        policy: () =>
          (
            window as unknown as { trustedTypes: { createPolicy: (n: string, p: object) => unknown } }
          ).trustedTypes.createPolicy('app', { createHTML: (x: string) => x }),
        inlineStyle: () => {
          const s = document.createElement('style');
          s.textContent = 'body { --leak: 1 }';
          document.head.append(s);
          const seen = getComputedStyle(document.body).getPropertyValue('--leak');
          s.remove();
          if (seen === '') throw new DOMException('', 'Blocked');
        },
        fetchHttp: (to) => waitFor(fetch(`${to}/fetch`)),
        fetchNoCors: (to) => waitFor(fetch(`${to}/nocors`, { mode: 'no-cors' })),
        fetchFile: () => waitFor(fetch('file:///etc/passwd')),
        fetchApp: () => waitFor(fetch('app://main/index.html')),
        xhr: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const x = new XMLHttpRequest();
              x.onload = done;
              x.onerror = () => failed(new DOMException('', 'NetworkError'));
              x.open('GET', `${to}/xhr`);
              x.send();
            }),
          ),
        webSocket: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const w = new WebSocket(to.replace('http', 'ws'));
              w.onopen = done;
              w.onerror = () => failed(new DOMException('', 'NetworkError'));
            }),
          ),
        eventSource: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const e = new EventSource(`${to}/events`);
              e.onopen = done;
              e.onerror = () => {
                e.close();
                failed(new DOMException('', 'NetworkError'));
              };
            }),
          ),
        beacon: async (to) => {
          navigator.sendBeacon(`${to}/beacon`, 'x');
          await new Promise((turn) => setTimeout(turn, 500));
          throw new DOMException('', 'Unseen');
        },
        image: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const i = new Image();
              i.onload = done;
              i.onerror = () => failed(new DOMException('', 'Blocked'));
              i.src = `${to}/image.png`;
            }),
          ),
        imageData: () =>
          waitFor(
            new Promise((done, failed) => {
              const i = new Image();
              i.onload = done;
              i.onerror = () => failed(new DOMException('', 'Blocked'));
              i.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
            }),
          ),
        stylesheet: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const l = document.createElement('link');
              l.rel = 'stylesheet';
              l.href = `${to}/style.css`;
              l.onload = done;
              l.onerror = () => failed(new DOMException('', 'Blocked'));
              document.head.append(l);
            }),
          ),
        script: (to) =>
          waitFor(
            new Promise((done, failed) => {
              const s = document.createElement('script');
              s.onload = done;
              s.onerror = () => failed(new DOMException('', 'Blocked'));
              s.src = `${to}/script.js`;
              document.head.append(s);
            }),
          ),
        importHttp: (to) => waitFor(import(/* @vite-ignore */ `${to}/module.js`)),
        font: (to) => waitFor(new FontFace('leak', `url(${to}/font.woff2)`).load()),
        prefetch: async (to) => {
          for (const rel of ['prefetch', 'preconnect', 'dns-prefetch', 'preload', 'modulepreload']) {
            const l = document.createElement('link');
            l.rel = rel;
            l.href = `${to}/${rel}`;
            document.head.append(l);
          }
          await new Promise((turn) => setTimeout(turn, 500));
          throw new DOMException('', 'Unseen');
        },
        worker: () =>
          waitFor(
            new Promise((done, failed) => {
              const w = new Worker('app://main/index.html');
              w.onmessage = done;
              w.onerror = () => failed(new DOMException('', 'Blocked'));
            }),
          ),
        blobWorker: () =>
          waitFor(
            new Promise((done, failed) => {
              const w = new Worker(
                URL.createObjectURL(new Blob(['postMessage(1)'], { type: 'text/javascript' })),
              );
              w.onmessage = done;
              w.onerror = () => failed(new DOMException('', 'Blocked'));
            }),
          ),
        sharedWorker: () => new SharedWorker('app://main/index.html'),
        serviceWorker: () => waitFor(navigator.serviceWorker.register('app://main/index.html')),
        wasm: () => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
        open: (to) => {
          if (window.open(`${to}/open`) === null) throw new DOMException('', 'Blocked');
        },
        openBlank: () => {
          if (window.open('') === null) throw new DOMException('', 'Blocked');
        },
        location: () =>
          waitFor(
            navigator.geolocation
              ? new Promise((done, failed) =>
                  navigator.geolocation.getCurrentPosition(done, () =>
                    failed(new DOMException('', 'NotAllowedError')),
                  ),
                )
              : Promise.reject(new DOMException('', 'Absent')),
          ),
        notification: async () => {
          if ((await Notification.requestPermission()) !== 'granted')
            throw new DOMException('', 'NotAllowedError');
          new Notification('x');
        },
        camera: () => waitFor(navigator.mediaDevices.getUserMedia({ video: true })),
        microphone: () => waitFor(navigator.mediaDevices.getUserMedia({ audio: true })),
        screen: () => waitFor(navigator.mediaDevices.getDisplayMedia({ video: true })),
        clipboard: () => waitFor(navigator.clipboard.readText()),
        files: () =>
          waitFor((window as unknown as { showOpenFilePicker: () => Promise<unknown> }).showOpenFilePicker()),
        folder: () =>
          waitFor(
            (window as unknown as { showDirectoryPicker: () => Promise<unknown> }).showDirectoryPicker(),
          ),
        usb: () =>
          waitFor(
            (
              navigator as unknown as { usb: { requestDevice: (o: object) => Promise<unknown> } }
            ).usb.requestDevice({ filters: [] }),
          ),
        serial: () =>
          waitFor(
            (
              navigator as unknown as { serial: { requestPort: () => Promise<unknown> } }
            ).serial.requestPort(),
          ),
        hid: async () => {
          const found = await waitFor(
            (
              navigator as unknown as { hid: { requestDevice: (o: object) => Promise<unknown[]> } }
            ).hid.requestDevice({ filters: [] }),
          );
          if (found.length === 0) throw new DOMException('', 'NotAllowedError');
        },
        bluetooth: () =>
          waitFor(
            (
              navigator as unknown as { bluetooth: { requestDevice: (o: object) => Promise<unknown> } }
            ).bluetooth.requestDevice({ acceptAllDevices: true }),
          ),
        midi: () =>
          waitFor(
            (
              navigator as unknown as { requestMIDIAccess: (o: object) => Promise<unknown> }
            ).requestMIDIAccess({ sysex: true }),
          ),
        pointer: () =>
          waitFor(
            new Promise((done, failed) => {
              document.addEventListener('pointerlockchange', done);
              document.addEventListener('pointerlockerror', () =>
                failed(new DOMException('', 'NotAllowedError')),
              );
              void document.body.requestPointerLock();
            }),
          ),
      };
      const out: Record<string, string> = {};
      for (const name of Object.keys(tries as object)) {
        try {
          await doors[name]?.(given as string);
          out[name] = name in doors ? 'worked' : 'no such attempt';
        } catch (error) {
          out[name] = error instanceof Error || error instanceof DOMException ? error.name : String(error);
        }
      }
      return out;
    },
    [list, argument] as const,
  )) as Record<T, string>;
}

/** Fails with the names of what worked, and of what was never tried. */
function allRefused(outcomes: Record<string, string>): void {
  expect(
    Object.entries(outcomes).filter(([, came]) => came === 'worked' || came === 'no such attempt'),
  ).toEqual([]);
}
const of = <T extends string>(...list: T[]): Record<T, string> =>
  Object.fromEntries(list.map((name) => [name, ''])) as Record<T, string>;

test('nothing of Node or Electron is in the page, and the bridge is one frozen thing', async () => {
  const seen = await launched.page.evaluate(() => {
    const api = (window as unknown as { designer: Record<string, unknown> }).designer;
    const before = Object.keys(api).sort();
    const changes: Record<string, boolean> = {};
    const tried = (name: string, change: () => void) => {
      try {
        change();
      } catch {
        /* A frozen object throws in strict code and stays as it is in the other. */
      }
      changes[name] =
        (window as unknown as { designer: unknown }).designer === api &&
        JSON.stringify(Object.keys(api).sort()) === JSON.stringify(before);
    };
    const signIn = (api.command as Record<string, unknown>).signIn;
    tried('replace', () => {
      (window as unknown as { designer: unknown }).designer = {};
    });
    tried('remove', () => {
      delete (window as unknown as { designer?: unknown }).designer;
    });
    tried('define', () => {
      Object.defineProperty(window, 'designer', { value: {} });
    });
    tried('add', () => {
      api.extra = 1;
    });
    tried('wrap', () => {
      (api.command as Record<string, unknown>).signIn = () => 'mine';
    });
    return {
      globals: [
        'require',
        'process',
        'module',
        'exports',
        'global',
        '__dirname',
        'Buffer',
        'setImmediate',
        'electron',
        'ipcRenderer',
      ].filter((name) => name in window),
      keys: before,
      frozen: [api, api.command, api.query].map((o) => Object.isFrozen(o)),
      changes,
      same: (api.command as Record<string, unknown>).signIn === signIn,
      others: Object.keys(window).filter((name) => /electron|ipc|bridge|node/i.test(name)),
    };
  });
  expect(seen).toEqual({
    globals: [],
    keys: ['command', 'onChanged', 'onProgress', 'query'],
    frozen: [true, true, true],
    changes: { replace: true, remove: true, define: true, add: true, wrap: true },
    same: true,
    others: [],
  });
});

test('no text becomes program or markup', async () => {
  allRefused(
    await attempts(
      of(
        'eval',
        'newFunction',
        'timeoutText',
        'inlineScript',
        'javascriptLink',
        'inlineHandler',
        'innerHtml',
        'insertHtml',
        'documentWrite',
        'parser',
        'policy',
        'inlineStyle',
        'wasm',
      ),
    ),
  );
});

test('nothing is fetched, sent or loaded from anywhere', async () => {
  // The control: the server is there, counts, and is reached by whoever may.
  await fetch(`${home()}/control`);
  expect(reached).toEqual(['/control']);
  reached = [];
  allRefused(
    await attempts(
      of(
        'fetchHttp',
        'fetchNoCors',
        'fetchFile',
        'fetchApp',
        'xhr',
        'webSocket',
        'eventSource',
        'beacon',
        'image',
        'imageData',
        'stylesheet',
        'script',
        'importHttp',
        'font',
        'prefetch',
      ),
      home(),
    ),
  );
  expect(reached).toEqual([]);
});

test('no worker starts', async () => {
  allRefused(await attempts(of('worker', 'blobWorker', 'sharedWorker', 'serviceWorker')));
});

test('no permission is given', async () => {
  allRefused(
    await attempts(
      of(
        'location',
        'notification',
        'camera',
        'microphone',
        'screen',
        'clipboard',
        'files',
        'folder',
        'usb',
        'serial',
        'hid',
        'bluetooth',
        'midi',
        'pointer',
      ),
    ),
  );
  const asked = await launched.page.evaluate(async () => {
    const out: Record<string, string> = {};
    for (const name of [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'persistent-storage',
      'midi',
      'idle-detection',
      'storage-access',
      'local-fonts',
      'window-management',
    ]) {
      out[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        (p) => p.state,
        () => 'unknown here',
      );
    }
    return out;
  });
  expect(Object.entries(asked).filter(([, state]) => state === 'granted')).toEqual([]);
});

test('the window goes nowhere and opens no other', async () => {
  const { page, app } = launched;
  const count = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  allRefused(await attempts(of('open', 'openBlank'), home()));
  await page.evaluate(() => {
    (window as unknown as { here: number }).here = 1;
  });
  const url = page.url();
  const leave = [
    (to: string) => {
      location.href = `${to}/href`;
    },
    (to: string) => location.replace(`${to}/replace`),
    () => {
      location.href = 'file:///etc/passwd';
    },
    () => {
      location.href = 'app://other/index.html';
    },
    () => {
      location.href = 'app://main/package.json';
    },
    () => {
      location.href = 'data:text/html,<b>x</b>';
    },
    (to: string) => {
      const a = document.createElement('a');
      a.href = `${to}/blank`;
      a.target = '_blank';
      document.body.append(a);
      a.click();
      a.remove();
    },
    (to: string) => {
      const a = document.createElement('a');
      a.href = `${to}/link`;
      document.body.append(a);
      a.click();
      a.remove();
    },
    (to: string) => {
      const f = document.createElement('form');
      f.action = `${to}/form`;
      f.method = 'post';
      document.body.append(f);
      f.submit();
      f.remove();
    },
    (to: string) => {
      const m = document.createElement('meta');
      m.httpEquiv = 'refresh';
      m.content = `0;url=${to}/meta`;
      document.head.append(m);
      setTimeout(() => m.remove(), 200);
    },
  ];
  for (const way of leave) {
    await page.evaluate(way, home());
    await page.waitForTimeout(250);
    expect(page.url()).toBe(url);
    expect(await page.evaluate(() => (window as unknown as { here: number }).here)).toBe(1);
  }
  expect(await count()).toBe(1);
  expect(reached).toEqual([]);
});

test('a window that is sent to an empty page comes back by itself', async () => {
  const { page } = launched;
  const url = page.url();
  await page.evaluate(() => {
    location.href = 'about:blank';
  });
  await expect(names(page)).toBeVisible({ timeout: 15_000 });
  expect(page.url()).toBe(url);
});

test('a frame inside the page shows nothing from outside and has no bridge', async () => {
  const seen = await launched.page.evaluate(async (to) => {
    const made = async (src: string | null, html?: string) => {
      const frame = document.createElement('iframe');
      if (src !== null) frame.src = src;
      if (html !== undefined)
        try {
          frame.srcdoc = html;
        } catch {
          /* Trusted Types */
        }
      document.body.append(frame);
      await new Promise((turn) => setTimeout(turn, 400));
      let inner: string;
      try {
        const w = frame.contentWindow as unknown as { designer?: unknown; document: Document } | null;
        inner = w?.designer === undefined ? `no bridge, ${w?.document.body?.textContent ?? ''}` : 'bridge';
      } catch (error) {
        inner = (error as Error).name;
      }
      frame.remove();
      return inner;
    };
    return {
      blank: await made('about:blank'),
      none: await made(null),
      http: await made(`${to}/frame`),
      file: await made('file:///etc/passwd'),
      app: await made('app://main/index.html'),
      inline: await made(null, '<script>parent.ran = 1</script>here'),
      ran: 'ran' in window && (window as unknown as { ran: unknown }).ran === 1,
    };
  }, home());
  for (const what of ['blank', 'none', 'inline'] as const) expect(seen[what]).toMatch(/^no bridge, $/);
  for (const what of ['http', 'file', 'app'] as const)
    expect(seen[what]).toMatch(/^(no bridge, |SecurityError)$/);
  expect(seen.ran).toBe(false);
  expect(reached).toEqual([]);
});

test('a call over the wire finds no way out, not even by UDP', async () => {
  const packets: string[] = [];
  const socket = createSocket('udp4')
    .on('message', (_data, from) => packets.push(from.address))
    .bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const candidates = await launched.page.evaluate(async (stun) => {
    const found: string[] = [];
    const peer = new RTCPeerConnection({
      iceServers: [
        { urls: [`stun:127.0.0.1:${stun}`, 'stun:192.0.2.1:3478'] },
        { urls: `turn:127.0.0.1:${stun}`, username: 'u', credential: 'c' },
      ],
    });
    peer.onicecandidate = (event) => {
      if (event.candidate?.candidate) found.push(event.candidate.candidate);
    };
    peer.createDataChannel('x');
    await peer.setLocalDescription(await peer.createOffer());
    await new Promise((done) => setTimeout(done, 4000));
    peer.close();
    return found;
  }, port);
  socket.close();
  expect(packets).toEqual([]);
  expect(candidates.filter((c) => !/\.local\s/.test(c))).toEqual([]);
});

test('nothing is downloaded', async () => {
  const { app, page, folders } = launched;
  await app.evaluate(({ session }) => {
    const held = globalThis as unknown as { downloads: boolean[] };
    held.downloads = [];
    session.fromPartition('main').on('will-download', (event) => held.downloads.push(event.defaultPrevented));
  });
  await page.evaluate(async (to) => {
    for (const href of [
      URL.createObjectURL(new Blob(['x'])),
      'data:text/plain,x',
      'app://main/index.html',
      `${to}/download`,
    ]) {
      const a = document.createElement('a');
      a.href = href;
      a.download = 'leak.txt';
      document.body.append(a);
      a.click();
      a.remove();
      await new Promise((turn) => setTimeout(turn, 300));
    }
  }, home());
  expect(
    await app.evaluate(() =>
      (globalThis as unknown as { downloads: boolean[] }).downloads.filter((prevented) => !prevented),
    ),
  ).toEqual([]);
  expect(
    readdirSync(folders.home, { recursive: true }).filter((name) => String(name).includes('leak')),
  ).toEqual([]);
  expect(reached).toEqual([]);
});

test('every answer of the app’s own scheme is strict, and only what was built exists', async () => {
  const answers = await launched.app.evaluate(async ({ session }, to) => {
    const own = session.fromPartition('main');
    const ask = async (url: string, method = 'GET') => {
      try {
        const response = await own.fetch(url, { method });
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          length: (await response.arrayBuffer()).byteLength,
        };
      } catch (error) {
        return { status: -1, headers: {}, length: 0, error: String(error) };
      }
    };
    const page = await ask('app://main/index.html');
    const again = await ask('app://main/');
    const refused: Record<string, number> = {};
    for (const path of [
      '..%2f..%2fpackage.json',
      '%2e%2e/package.json',
      '..\\package.json',
      'package.json',
      'main.js',
      'assets',
      'assets/',
      'nothing.js',
      '//etc/passwd',
      'index.html%00.js',
      'INDEX.HTML',
      'index.html/',
    ])
      refused[path] = (await ask(`app://main/${path}`)).status;
    refused.host = (await ask('app://other/index.html')).status;
    refused.post = (await ask('app://main/index.html', 'POST')).status;
    refused.http = (await ask(`${to}/main`)).status;
    refused.file = (await ask('file:///etc/passwd')).status;
    return { page, again, refused };
  }, home());
  expect(answers.page.status).toBe(200);
  const headers = answers.page.headers as Record<string, string>;
  const policy = headers['content-security-policy'] ?? '';
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    expect(policy.split(/;\s*/)).toContain(rule);
  }
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  });
  expect(headers['permissions-policy']).toContain('geolocation=()');
  const nonce = (h: object) =>
    /'nonce-([^']+)'/.exec((h as Record<string, string>)['content-security-policy'] ?? '')?.[1];
  expect(nonce(headers)).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(nonce(answers.again.headers)).not.toBe(nonce(headers));
  expect(Object.entries(answers.refused).filter(([, status]) => status === 200)).toEqual([]);
  expect(reached).toEqual([]);
});

test.describe('the bridge, from inside the page', () => {
  type Outcome = { ok: boolean; code?: string; message?: string };
  const newId = () => `cmd_${crypto.randomUUID()}`;
  const inside =
    /(\/(home|tmp|usr|var|data|etc|root)\/|SELECT |INSERT |SQLITE|\.[jt]s:\d|node:internal| {4}at )/;

  /** Calls one function of the bridge with what came through the test, or tells what kept it from being called. */
  const call = (kind: 'command' | 'query', name: string, id: unknown, args: unknown): Promise<Outcome> =>
    launched.page.evaluate(
      async ([k, n, i, a, carries]) => {
        const api = (
          window as unknown as {
            designer: Record<
              string,
              Record<string, (id: unknown, args: unknown, file?: File) => Promise<Outcome>>
            >;
          }
        ).designer;
        const f = Object.hasOwn(api[k as string] ?? {}, n as string)
          ? api[k as string]?.[n as string]
          : undefined;
        if (!f) return { ok: false, code: 'no-function' };
        try {
          return await f(i, a, carries ? new File(['x'], 'made-up.jpg') : undefined);
        } catch (error) {
          return { ok: false, code: 'threw', message: String(error) };
        }
      },
      [kind, name, id, args, fileCommandNames.some((file) => file === name)] as const,
    );
  const size = async (): Promise<number> =>
    ((await call('query', 'status', '', {})) as unknown as { answer: { entries: number } }).answer.entries;
  const sitDown = async (role: Role): Promise<void> => {
    const people = (await call('query', 'people', '', {})) as unknown as {
      answer: { user: string; role: Role }[];
    };
    const outcome = await call('command', 'signIn', newId(), {
      user: people.answer.find((p) => p.role === role)?.user,
      secret,
    });
    expect(outcome).toMatchObject({ ok: true });
  };

  test('has no function under a name it was not given', async () => {
    for (const name of ['deleteLedger', '__proto__', 'constructor', 'toString', 'ipcRenderer', 'invoke']) {
      expect(await call('command', name, newId(), {})).toEqual({ ok: false, code: 'no-function' });
      expect(await call('query', name, '', {})).toEqual({ ok: false, code: 'no-function' });
    }
  });

  test('refuses to nobody all but what needs nobody', async () => {
    const before = await size();
    for (const [name, c] of Object.entries(commands as Record<string, Call>)) {
      if (rolesFor(name as CallName) === undefined) continue;
      expect([name, await call('command', name, newId(), samples(c.args, 1)[0])]).toEqual([
        name,
        expect.objectContaining({
          ok: false,
          code: expect.stringMatching(/^(not-signed-in|not-understood)$/),
        }),
      ]);
    }
    expect(
      await call('command', 'createSite', newId(), samples(commands.createSite.args, 1)[0]),
    ).toMatchObject({ ok: false });
    expect(await call('command', 'openSampleSite', newId(), {})).toMatchObject({ ok: false, code: 'taken' });
    expect(await size()).toBe(before);
  });

  test('refuses what it cannot read, in a few words that tell nothing of the machine', async () => {
    await sitDown('operator');
    const before = await size();
    const odd = await launched.page.evaluate(async () => {
      const api = (
        window as unknown as {
          designer: {
            command: Record<string, (id: unknown, args: unknown) => Promise<unknown>>;
            query: Record<string, (id: unknown, args: unknown) => Promise<unknown>>;
          };
        }
      ).designer;
      const id = () => `cmd_${crypto.randomUUID()}`;
      const round: Record<string, unknown> = {};
      round.self = round;
      const args: Record<string, unknown> = {
        none: null,
        nothing: undefined,
        number: 7,
        text: 'x',
        list: [],
        extra: { surplus: 1 },
        proto: JSON.parse('{"__proto__":{"admin":true}}'),
        big: { title: 'x'.repeat(1_100_000) },
        map: new Map([['a', 1]]),
        bigint: { n: 10n ** 30n },
        round,
        date: new Date(),
        bytes: new Uint8Array(2_000_000),
        func: { f: () => 1 },
      };
      const out: Record<string, unknown> = {};
      for (const [what, given] of Object.entries(args)) {
        for (const name of ['openWorkOrder', 'recordStep', 'startRun'])
          out[`${name} ${what}`] = await api.command[name]?.(id(), given).catch((error: unknown) => ({
            ok: false,
            code: 'threw',
            message: String(error),
          }));
        out[`caseView ${what}`] = await api.query
          .caseView?.('', given)
          .catch((error: unknown) => ({ ok: false, code: 'threw', message: String(error) }));
      }
      for (const bad of ['', 'cmd_1', null, 7, {}, ['cmd_x'], `${id()}x`])
        out[`id ${String(bad)}`] = await api.command
          .setTheme?.(bad, { theme: 'dark' })
          .catch((error: unknown) => ({ ok: false, code: 'threw', message: String(error) }));
      return { out, polluted: ({} as { admin?: boolean }).admin === true };
    });
    expect(odd.polluted).toBe(false);
    for (const [what, outcome] of Object.entries(odd.out) as [string, Outcome][]) {
      expect([what, outcome.ok]).toEqual([what, false]);
      expect(JSON.stringify(outcome)).not.toMatch(inside);
      // A function cannot even be sent: that is refused on this side of the bridge.
      if (!what.endsWith('func'))
        expect([what, outcome.code]).toEqual([what, expect.stringMatching(/^(not-understood|not-allowed)$/)]);
    }
    expect(await size()).toBe(before);
    await call('command', 'signOut', newId(), { how: 'signed-out' });
  });

  test('takes no file that a person did not pick', async () => {
    await sitDown('operator');
    const before = await size();
    const work = (await call('query', 'myWork', '', {})) as unknown as {
      answer: { rows: { workOrder: string }[] };
    };
    const outcome = await call('command', 'addEvidence', newId(), {
      workOrder: work.answer.rows[0]?.workOrder,
      step: 'x',
      slot: 'main',
      source: 'file',
      path: '/etc/passwd',
    });
    expect(outcome.ok).toBe(false);
    expect(JSON.stringify(outcome)).not.toContain('root:');
    expect(await size()).toBe(before);
    await call('command', 'signOut', newId(), { how: 'signed-out' });
  });

  for (const role of roles) {
    test(`refuses to a ${role} everything above that role, and records nothing of it`, async () => {
      await sitDown(role);
      const before = await size();
      let tried = 0;
      for (const [name, c] of Object.entries(commands as Record<string, Call>)) {
        if (roleMay(name as CallName, role)) continue;
        const args = samples(c.args, 1)[0];
        const outcome = await call('command', name, newId(), args);
        expect([name, outcome]).toEqual([
          name,
          expect.objectContaining({
            ok: false,
            code: 'not-allowed',
            message: expect.stringContaining('A person with the role'),
          }),
        ]);
        expect(outcome.message).not.toMatch(inside);
        tried += 1;
      }
      expect(tried).toBeGreaterThan(5);
      expect(await size()).toBe(before);
      await call('command', 'signOut', newId(), { how: 'signed-out' });
    });
  }
});

test('ordinary use breaks no rule of the page’s policy', async () => {
  test.setTimeout(120_000);
  const { app, page } = launched;
  await app.context().addInitScript(() => {
    const held = window as unknown as { broken: string[] };
    held.broken = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      held.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  const said: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.reload();
  await names(page).waitFor();
  const operator = who('operator');
  await signIn(page, operator);
  await openByNumber(page, 'WO-K1-000001');
  await startRun(page);
  const open = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Pass/ }) });
  for (let left = await open.count(); left > 0; left--) {
    await open.first().getByRole('button', { name: /^Pass/ }).click();
    await expect(open).toHaveCount(left - 1);
  }
  await stepOf(page).waitFor();
  await signOut(page);
  const supervisor = who('supervisor');
  await page.getByRole('list', { name: 'People' }).getByRole('button', { name: supervisor.name }).click();
  await enterSecret(page, supervisor);
  await signOut(page);
  expect(await page.evaluate(() => (window as unknown as { broken: string[] }).broken)).toEqual([]);
  expect(said).toEqual([]);
});

/** Every process that comes from this one, itself included, with what it was started with. */
function processesOf(root: number): { pid: number; type: string; status: string }[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return [
          {
            pid: Number(name),
            parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
            type: /--type=([a-z-]+)/.exec(line)?.[1] ?? 'main',
            status,
          },
        ];
      } catch {
        return [];
      }
    });
  const found = all.filter((p) => p.pid === root);
  for (let at = 0; at < found.length; at++) found.push(...all.filter((p) => p.parent === found[at]?.pid));
  return found;
}

/** IP sockets that any of these processes holds, as the kernel lists them: protocol, local and remote address. */
function socketsOf(
  pids: readonly number[],
): { protocol: string; local: string; remote: string; listening: boolean }[] {
  const inodes = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
          try {
            return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
          } catch {
            return [];
          }
        });
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw', 'raw6'].flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((f) => inodes.has(f[9] ?? ''))
      .map((f) => ({ protocol, local: f[1] ?? '', remote: f[2] ?? '', listening: f[3] === '0A' })),
  );
}

test('every renderer is sandboxed by the kernel', () => {
  test.skip(process.platform !== 'linux', 'Read from /proc.');
  const processes = processesOf(launched.app.process().pid ?? 0);
  const renderers = processes.filter((p) => p.type === 'renderer');
  expect(renderers.length).toBeGreaterThan(0);
  for (const { status } of renderers) {
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  }
  expect(processes.map((p) => readFileSync(`/proc/${p.pid}/cmdline`, 'utf8')).join()).not.toContain(
    '--no-sandbox',
  );
});

test('the app holds no socket of the network but the two that this test steers it by', () => {
  test.skip(process.platform !== 'linux', 'Read from /proc.');
  const sockets = socketsOf(processesOf(launched.app.process().pid ?? 0).map((p) => p.pid));
  const steering = new Set(sockets.filter((s) => s.listening).map((s) => s.local));
  expect(steering.size).toBeLessThanOrEqual(2);
  // 0100007F is 127.0.0.1 as the kernel writes it.
  for (const address of steering) expect(address).toMatch(/^0100007F:/);
  expect(sockets.filter((s) => !steering.has(s.local))).toEqual([]);
});

test('started by a person, without anything to steer it, the app holds no socket of the network at all', async () => {
  test.skip(process.platform !== 'linux', 'Read from /proc.');
  test.setTimeout(60_000);
  const folder = temporaryFolder('alone');
  const env: NodeJS.ProcessEnv = {
    HOME: folder,
    PATH: process.env.PATH,
    DISPLAY: process.env.DISPLAY,
    XAUTHORITY: process.env.XAUTHORITY,
  };
  const child = spawn(
    process.env.PROCESS_DESIGNER_RUNTIME ?? '',
    [
      process.env.PROCESS_DESIGNER_APP ?? '',
      `--user-data-dir=${join(folder, 'data')}`,
      '--site',
      join(folder, 'site'),
    ],
    { env, stdio: 'ignore' },
  );
  try {
    await expect
      .poll(() => processesOf(child.pid ?? 0).some((p) => p.type === 'renderer'), { timeout: 30_000 })
      .toBe(true);
    for (let look = 0; look < 20; look++) {
      const processes = processesOf(child.pid ?? 0);
      expect(processes.length).toBeGreaterThan(2);
      expect(socketsOf(processes.map((p) => p.pid))).toEqual([]);
      await new Promise((turn) => setTimeout(turn, 200));
    }
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
