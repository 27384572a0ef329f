import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LedgerDevice } from '../../main/ledger/ledger';
import { primitives } from '../../main/ledger/primitives';
import { keyId } from '../../main/proof/header';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { SITE } from './rig';

export interface ChildProgram {
  readonly file: string;
  remove(): void;
}

/** Bundles `child.ts` as the app is bundled, so that it runs in a process of its own. */
export async function buildChild(): Promise<ChildProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'process-designer-child-'));
  const file = await childProgram('test/ledger/child.ts', folder);
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface ChildSite {
  /** Holds everything of it. */
  readonly root: string;
  readonly folder: string;
  readonly headCopy: string;
  readonly device: LedgerDevice;
  readonly arguments: readonly string[];
  remove(): void;
}

/** A site whose device key lies in a file, so that a child can open it too. `parent`: another disk than the usual one. */
export function newChildSite(parent = tmpdir()): ChildSite {
  const root = mkdtempSync(join(parent, 'process-designer-site-'));
  const folder = mkdtempSync(join(root, 'site-'));
  const keyFile = join(root, 'device.pem');
  const { privateKey, publicKey: pair } = generateKeyPairSync('ed25519');
  writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const publicKey = pair.export({ format: 'der', type: 'spki' }).subarray(-32);
  const headCopy = join(root, 'elsewhere', 'ledger.head');
  return {
    root,
    folder,
    headCopy,
    device: {
      id: keyId(primitives.sha256, 'dev', publicKey),
      publicKey,
      sign: (message) => sign(null, message, privateKey),
    },
    arguments: [folder, headCopy, keyFile, SITE],
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs the child to its end on a disk of `megabytes` of its own, mounted over the site's folder where only it sees it. */
export function runOnSmallDisk(
  program: ChildProgram,
  site: ChildSite,
  megabytes: number,
): { readonly out: string; readonly mounted: boolean } {
  const script = 'mount -t tmpfs -o size="$1"m none "$2" || exit 77; shift 2; exec "$@"';
  const done = spawnSync(
    'unshare',
    [
      '-Urm',
      'sh',
      '-c',
      script,
      'sh',
      String(megabytes),
      site.folder,
      process.execPath,
      program.file,
      'fill',
      ...site.arguments,
    ],
    { env: childEnvironment, encoding: 'utf8' },
  );
  return {
    out: `${done.stdout ?? ''}${done.stderr ?? ''}`,
    mounted: done.error === undefined && done.status !== 77 && !/unshare/.test(done.stderr),
  };
}

/** Runs the child to its end under strace. @returns the trace, or why there is none. */
export function traceChild(
  program: ChildProgram,
  mode: 'count' | 'careless',
  site: ChildSite,
): { readonly ok: true; readonly trace: string } | { readonly ok: false; readonly why: string } {
  const file = join(site.folder, '..', 'trace');
  const calls = 'openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink';
  const done = spawnSync(
    'strace',
    [
      '-f',
      '-xx',
      '-s',
      '200000',
      '-e',
      `trace=${calls}`,
      '-o',
      file,
      process.execPath,
      program.file,
      mode,
      ...site.arguments,
    ],
    { env: childEnvironment, encoding: 'utf8' },
  );
  if (done.error !== undefined) return { ok: false, why: `strace cannot be started: ${done.error.message}` };
  if (!/^ACK /m.test(done.stdout))
    return { ok: false, why: `strace did not run the child: ${done.stderr.slice(0, 200)}` };
  return { ok: true, trace: readFileSync(file, 'latin1') };
}

/** Runs the child to its end while the sync number `from`, and every one after it if so wished, fails with EIO. */
export function failSyncs(
  program: ChildProgram,
  site: ChildSite,
  from: number,
  sticky: boolean,
): { readonly ok: true; readonly out: string } | { readonly ok: false; readonly why: string } {
  const inject = `inject=fdatasync,fsync:error=EIO:when=${from}${sticky ? '+' : ''}`;
  const args = ['-f', '-o', '/dev/null', '-e', 'trace=fdatasync,fsync', '-e', inject];
  const done = spawnSync('strace', [...args, process.execPath, program.file, 'count', ...site.arguments], {
    env: childEnvironment,
    encoding: 'utf8',
  });
  if (done.error !== undefined) return { ok: false, why: `strace cannot be started: ${done.error.message}` };
  if (done.stdout === '')
    return { ok: false, why: `strace did not run the child: ${done.stderr.slice(0, 200)}` };
  return { ok: true, out: done.stdout };
}

/** Starts the child; `line` is called for each line it prints. */
export function startChild(
  program: ChildProgram,
  mode: 'hold' | 'append',
  site: ChildSite,
  line: (text: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, [program.file, mode, ...site.arguments], {
    env: childEnvironment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', line);
  return child;
}
