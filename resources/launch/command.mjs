// Running other programs.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program to its end. Signals sent to the launcher reach it too.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, capture?: boolean, uid?: number, gid?: number,
 *   stdin?: 'ignore' | 'inherit', onSpawn?: (child: import('node:child_process').ChildProcess) => void }} [options]
 *   `capture`: collect both outputs and show nothing; `quiet`: collect, and let the caller show it if it failed.
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export function run(program, args, options = {}) {
  const hidden = options.capture || options.quiet;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    uid: options.uid,
    gid: options.gid,
    stdio: [options.stdin ?? 'ignore', hidden ? 'pipe' : 'inherit', hidden ? 'pipe' : 'inherit'],
  });
  options.onSpawn?.(child);
  const all = [];
  const out = [];
  child.stdout?.on('data', (chunk) => {
    all.push(chunk);
    out.push(chunk);
  });
  child.stderr?.on('data', (chunk) => all.push(chunk));
  const passOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve({
        code: code ?? 128 + (signal ? constants.signals[signal] : 0),
        output: Buffer.concat(all).toString('utf8'),
        stdout: Buffer.concat(out).toString('utf8'),
      });
    });
  });
}
