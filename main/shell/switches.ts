/** Switches that open a program to others or take its sandbox (reliability.md (c)); Chromium reads some of them in other spellings too. */
const refused = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'inspect',
  'inspect-brk',
  'no-sandbox',
  'disable-web-security',
  'js-flags',
  'load-extension',
  'user-data-dir',
  'log-net-log',
  'host-resolver-rules',
  'proxy-server',
];

/** What a person, or the desktop that starts the app for them, may say. */
const allowed = new Set([
  'site',
  'verify',
  'full',
  'json',
  // How it is drawn.
  'ozone-platform',
  'ozone-platform-hint',
  'enable-wayland-ime',
  'force-device-scale-factor',
  'disable-gpu',
  // What the installer says after an update.
  'updated',
]);

/**
 * The switches for which a packaged app does not start: every known dangerous one, by Chromium's own reading of the command
 * line, and every one that is not known to be harmless. The first argument is the program.
 */
export function refusedSwitches(
  argv: readonly string[],
  hasSwitch: (name: string) => boolean,
): readonly string[] {
  const given = argv
    .slice(1)
    .filter((argument) => argument.startsWith('-') && argument !== '-')
    .map((argument) => argument.replace(/^-+/, '').split('=')[0] ?? '');
  return [
    ...new Set([...refused.filter(hasSwitch), ...given.filter((name) => !allowed.has(name.toLowerCase()))]),
  ];
}
