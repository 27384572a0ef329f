import { spawn } from 'node:child_process';

/** Milliseconds from the start of the program until it says that its window is usable; it stays open for `stayMs` more. */
export function untilUsable(args: readonly string[], stayMs = 0): Promise<number> {
  const program = process.env.PROCESS_DESIGNER_RUNTIME;
  if (program === undefined) throw new Error('no runtime is named: run it by npm run bench');
  const env: NodeJS.ProcessEnv = { ...process.env, PROCESS_DESIGNER_TELL_USABLE: '1' };
  delete env.ELECTRON_RUN_AS_NODE;
  return new Promise((resolve, reject) => {
    const begun = process.hrtime.bigint();
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let took = 0;
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (took === 0 && said.includes('process-designer usable')) {
        took = Number(process.hrtime.bigint() - begun) / 1e6;
        setTimeout(() => child.kill('SIGTERM'), stayMs);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () =>
      took > 0 ? resolve(took) : reject(new Error(`the app ended before it was usable: ${said.slice(-500)}`)),
    );
    setTimeout(() => child.kill('SIGKILL'), 30_000).unref();
  });
}
