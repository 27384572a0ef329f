import { app } from 'electron';

/** Whether the app was started to verify something and to end, without a window: `--verify PATH`. */
export function isVerifyOnly(argv: readonly string[]): boolean {
  return argv.some((one) => one === '--verify' || one.startsWith('--verify='));
}

/**
 * Verifies what the arguments name and ends the program with the verdict. Where there is no display, the runtime has to be told
 * so by a switch: it looks for one before any program of ours runs, and only then.
 */
export function verifyOnly(argv: readonly string[]): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const blind = process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY;
  if (blind && !app.commandLine.hasSwitch('ozone-platform')) {
    process.stdout.write(
      'There is no display here. Add --ozone-platform=headless, and it is verified without one.\n',
    );
    process.exit(4);
  }
  app.disableHardwareAcceleration();
  void app
    .whenReady()
    .then(async () => {
      const { chooseProtector } = await import('./protector');
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
