import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** The page's own origin; the only one that may speak to the bridge. */
export const appOrigin = 'app://main';

const kinds: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.map': 'application/json',
};

/** Must run before the app is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** The strict policy of reliability.md (c); the nonce lets the interface library add its one style element. */
function headersFor(kind: string, nonce: string): Record<string, string> {
  return {
    'content-type': kind,
    'content-security-policy':
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob:; font-src 'self'; connect-src 'none'; ` +
      "worker-src 'none'; child-src 'none'; frame-src 'none'; object-src 'none'; media-src 'none'; manifest-src 'none'; base-uri 'none'; form-action 'none'; " +
      "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), clipboard-read=(), display-capture=()',
  };
}

/** When the page has its document (its process starts now), and when it has every file that the document names. */
export type Served = { readonly document: Promise<void>; readonly files: Promise<void> };

/** After this long (ms) nothing waits for the page's first files any more. */
const longestWait = 2000;

/**
 * Serves the built page from a list made at the start: what is not on the list does not exist, whatever the path says.
 * @returns what long work on this thread, which serves the page, can wait for, so that the page does not wait for it.
 */
export function serveApp(session: Session, root: string): Served {
  const assets = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && kinds[extname(entry.name)] !== undefined)
      assets.set(`/${relative(root, path).split(sep).join('/')}`, path);
  }
  session.protocol.handle('app', (request) => {
    const url = new URL(request.url);
    const file =
      request.method === 'GET' && url.host === 'main'
        ? assets.get(url.pathname === '/' ? '/index.html' : url.pathname)
        : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    const kind = kinds[extname(file)] ?? 'application/octet-stream';
    const nonce = randomBytes(16).toString('base64');
    const bytes = readFileSync(file);
    const body =
      extname(file) === '.html'
        ? bytes.toString('utf8').replaceAll('__NONCE__', nonce)
        : new Uint8Array(bytes);
    return new Response(body, { headers: headersFor(kind, nonce) });
  });
  const page = assets.get('/index.html');
  const html = page === undefined ? '' : readFileSync(page, 'utf8');
  const first = new Set(Array.from(html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g), ([, path]) => path));
  const [document, files] = [signal(), signal()];
  session.webRequest.onCompleted({ urls: [`${appOrigin}/*`] }, ({ url }) => {
    const { pathname } = new URL(url);
    first.delete(pathname);
    if (pathname === '/index.html') document.give();
    else if (first.size === 0) files.give();
  });
  return { document: document.given, files: files.given };
}

/** A promise to give, or that gives itself after the longest wait. */
function signal(): { readonly give: () => void; readonly given: Promise<void> } {
  let give = (): void => undefined;
  const given = new Promise<void>((done) => {
    give = done;
    setTimeout(done, longestWait);
  });
  return { give, given };
}
