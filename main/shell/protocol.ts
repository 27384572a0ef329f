import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { viewerPrivileges } from './viewer';

/** The page's own origin; the only one that may speak to the bridge. */
export const appOrigin = 'app://main';
/** The signing window's own origin, in a session of its own: no page of the other can reach into it. */
export const signingOrigin = 'app://sign';

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
    viewerPrivileges,
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
      'camera=(self), microphone=(), geolocation=(), usb=(), serial=(), hid=(), clipboard-read=(), display-capture=()',
  };
}

/** After this long (ms) nothing waits for the page any more. */
const longestWait = 2000;

/**
 * Serves the built page from a list made at the first request: what is not on the list does not exist, whatever the path says.
 * @returns a promise that resolves when the page has every file that it begins with. This thread serves them and starts the
 * page's process, so long work on it waits until then.
 * @param host the only host served in this session, and @param page its only document.
 */
export function serveApp(
  session: Session,
  root: string,
  host: 'main' | 'sign' = 'main',
  page: '/index.html' | '/sign.html' = '/index.html',
): Promise<void> {
  let assets: ReadonlyMap<string, string> | undefined;
  const left = new Set<string>([page]);
  let given = (): void => undefined;
  const begun = new Promise<void>((done) => {
    given = done;
    setTimeout(done, longestWait);
  });
  session.protocol.handle('app', (request) => {
    assets ??= assetsIn(root);
    const { host: asked, pathname } = new URL(request.url);
    const path = pathname === '/' ? page : pathname;
    const isOurs = request.method === 'GET' && asked === host && (extname(path) !== '.html' || path === page);
    const file = isOurs ? assets.get(path) : undefined;
    if (file === undefined) return new Response(null, { status: 404 });
    const kind = kinds[extname(file)] ?? 'application/octet-stream';
    const nonce = randomBytes(16).toString('base64');
    const bytes = readFileSync(file);
    const html =
      extname(file) === '.html' ? bytes.toString('utf8').replaceAll('__NONCE__', nonce) : undefined;
    if (path === page) for (const named of filesOf(html ?? '')) left.add(named);
    if (left.delete(path) && left.size === 0) setImmediate(given);
    return new Response(html ?? new Uint8Array(bytes), { headers: headersFor(kind, nonce) });
  });
  return begun;
}

/** The paths of the scripts and styles that a document names. */
function filesOf(html: string): readonly string[] {
  return Array.from(html.matchAll(/(?:src|href)="\.(\/assets\/[^"]+)"/g), ([, path]) => path ?? '');
}

function assetsIn(root: string): ReadonlyMap<string, string> {
  const assets = new Map<string, string>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && kinds[extname(entry.name)] !== undefined)
      assets.set(`/${relative(root, path).split(sep).join('/')}`, path);
  }
  return assets;
}
