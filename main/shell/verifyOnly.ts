import { app } from 'electron';
import { chooseProtector } from './protector';

/** Whether the app was started to verify something and to end, without a window: `--verify PATH`. */
export function isVerifyOnly(argv: readonly string[]): boolean {
  return argv.some((one) => one === '--verify' || one.startsWith('--verify='));
}

/** Verifies what the arguments name and ends the program with the verdict. Works where there is no display. */
export function verifyOnly(argv: readonly string[]): void {
  app.commandLine.appendSwitch('ozone-platform', 'headless');
  app.disableHardwareAcceleration();
  void app
    .whenReady()
    .then(async () => {
      const { verifyAsked, verifyPath } = await import('../jobs/verifyPath');
      const asked = verifyAsked(argv) ?? { path: '', site: undefined, full: false, json: false };
      return verifyPath(asked, chooseProtector(), {
        out: (line) => process.stdout.write(`${line}\n`),
        stage: (line) => process.stderr.write(`${line}\n`),
      });
    })
    .catch((error: unknown) => {
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 4 as const;
    })
    .then((verdict) => app.exit(verdict));
}
