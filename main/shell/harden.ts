import { app, type Session, session } from 'electron';
import { closeWaysOut } from '../jobs/noWayOut';
import { isPermitted } from './permissions';
import { refusedSwitches } from './switches';

/**
 * First statements of the program (reliability.md (c)): a packaged app refuses switches that would open it, every
 * process is sandboxed, and nothing resolves, calls home or finds a way out by WebRTC. Must run before `ready`. The one
 * name that resolves is that of the update server, where an admin set one on this device.
 */
export function hardenProcess(dev: string | undefined, updateServer: string | undefined): void {
  if (app.isPackaged) {
    const wrong = refusedSwitches(process.argv, (name) => app.commandLine.hasSwitch(name));
    if (wrong.length > 0) {
      process.stderr.write(
        `Process Designer does not start with ${wrong.map((n) => `--${n}`).join(', ')}.\n`,
      );
      app.exit(78);
    }
  }
  closeWaysOut();
  app.enableSandbox();
  // While developing, and only then, the page comes from a server on this machine.
  const reachable = [dev === undefined ? undefined : '127.0.0.1', hostOf(updateServer)];
  app.commandLine.appendSwitch(
    'host-resolver-rules',
    ['MAP * ~NOTFOUND', ...reachable.flatMap((host) => (host === undefined ? [] : [`EXCLUDE ${host}`]))].join(
      ', ',
    ),
  );
  app.commandLine.appendSwitch('lang', 'en-GB');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  app.commandLine.appendSwitch('disable-features', 'WebRtcHideLocalIpsWithMdns');
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (e) => e.preventDefault());
    contents.on('will-frame-navigate', (e) => e.preventDefault());
    contents.on('will-redirect', (e) => e.preventDefault());
    contents.on('will-attach-webview', (e) => e.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
}

const page = /^(app:\/\/main\/|blob:app:\/\/main\/|devtools:)/;
/** What the signing window may ask for. */
export const signingPage = /^(app:\/\/sign\/|blob:app:\/\/sign\/|devtools:)/;

/**
 * Refuses every permission, request and download in a session; `dev` lets the development server through. `addresses`: what
 * may be asked for at all, where it is not the app's own page. `isPhotoStepOpen`: asked before a window is given the camera;
 * a session without it gives nothing to anybody.
 */
export function hardenSession(
  ses: Session,
  dev: string | undefined,
  addresses: RegExp = page,
  isPhotoStepOpen: (window: number) => boolean = () => false,
): void {
  const own =
    dev === undefined
      ? addresses
      : new RegExp(
          `^(app://main/|blob:|devtools:|data:|${dev.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}|${dev.replace('http', 'ws').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`,
        );
  for (const scheme of dev === undefined ? ['http', 'https', 'file'] : ['file'])
    ses.protocol.handle(scheme, () => new Response(null, { status: 403 }));
  ses.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !own.test(details.url) }));
  ses.setPermissionRequestHandler((contents, permission, answer, details) => {
    const { mediaTypes = [] } = details as { readonly mediaTypes?: readonly string[] };
    const asked = {
      permission,
      media: mediaTypes,
      origin: details.requestingUrl,
      isMainFrame: details.isMainFrame,
    };
    answer(isPermitted(asked, () => isPhotoStepOpen(contents.id)));
  });
  ses.setPermissionCheckHandler((contents, permission, origin, { mediaType, isMainFrame }) => {
    const media = mediaType === undefined ? [] : [mediaType];
    return (
      contents !== null &&
      isPermitted({ permission, media, origin, isMainFrame }, () => isPhotoStepOpen(contents.id))
    );
  });
  ses.setDevicePermissionHandler(() => false);
  ses.on('file-system-access-restricted', (_event, _details, answer) => answer('deny'));
  ses.on('will-download', (event) => event.preventDefault());
  ses.setSpellCheckerEnabled(false);
  ses.setSpellCheckerLanguages([]);
}

/** Hardens the session nobody is meant to use, too. */
export function hardenDefaultSession(): void {
  hardenSession(session.defaultSession, undefined);
}
