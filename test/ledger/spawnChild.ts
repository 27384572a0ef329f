import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
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

export type ChildMode = 'hold' | 'append' | 'count' | 'careless' | 'stubborn';

/** Bundles `child.ts` as the app is bundled, so that it runs in a process of its own. */
export async function buildChild(parent = tmpdir()): Promise<ChildProgram> {
  const folder = mkdtempSync(join(parent, 'process-designer-child-'));
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

/** How a process ended. */
export type Ended = {
  readonly out: string;
  readonly errors: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was ended because it took longer than it may. */
  readonly hung: boolean;
};

/** Runs a program to its end, or ends it after `mostMs`. Rejects where it cannot be started. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  mostMs = 120_000,
  env: NodeJS.ProcessEnv = childEnvironment,
): Promise<Ended> {
  // A group of its own, so that what is ended is ended with all it started.
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let [out, errors, hung] = ['', '', false];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const timer = setTimeout(() => {
    hung = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, mostMs);
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { out, errors, code, signal, hung };
  } finally {
    clearTimeout(timer);
  }
}

/** Runs the child to its end under strace. */
export function runTraced(
  program: ChildProgram,
  mode: ChildMode,
  site: ChildSite,
  options: readonly string[],
  mostMs?: number,
): Promise<Ended> {
  return runToEnd(
    'strace',
    ['-f', ...options, process.execPath, program.file, mode, ...site.arguments],
    mostMs,
  );
}

/** The system calls of a child that records, from its start to its end. Throws where strace does not work here. */
export async function traceChild(
  program: ChildProgram,
  mode: 'count' | 'careless',
  site: ChildSite,
): Promise<string> {
  const file = join(site.root, 'trace');
  const calls = 'openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename';
  const ended = await runTraced(program, mode, site, [
    ...['-xx', '-s', '200000', '-e', `trace=${calls}`, '-o', file],
  ]);
  if (!/^ACK /m.test(ended.out))
    throw new Error(`strace did not run the child: ${ended.errors.slice(0, 300)}${ended.out.slice(0, 300)}`);
  return readFileSync(file, 'latin1');
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
