import { describe, expect, it } from 'vitest';
import { type Asked, isPermitted, permissionTable } from '../../main/shell/permissions';

/** Every name that Electron documents for its permission handlers, and some that came and went. */
const names = [
  'accessibility-events',
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'bluetooth',
  'camera-pan-tilt-zoom',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network-access',
  'loopback-network',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'usb',
  'vr',
  'web-app-installation',
  'window-management',
  '',
  '__proto__',
];
const camera: Asked = {
  permission: 'media',
  media: ['video'],
  origin: 'app://main/index.html',
  isMainFrame: true,
};
const always = (): boolean => true;

describe('what a page may have', () => {
  it('is the camera, at a photo step, and nothing else', () => {
    expect(permissionTable.map(({ permission, media, when }) => `${permission} ${media} ${when}`)).toEqual([
      'media video photo-step-open',
    ]);
    for (const row of permissionTable) expect(row.reason).toMatch(/\w+ \w+.*\.$/);
    expect(isPermitted(camera, always)).toBe(true);
    expect(isPermitted(camera, () => false)).toBe(false);
  });

  it.each(names)('is not %s, at whatever step', (permission) => {
    for (const media of [[], ['video'], ['audio']])
      expect(isPermitted({ ...camera, permission, media }, always)).toBe(false);
  });

  it.each([
    ['the microphone', { media: ['audio'] }],
    ['camera and microphone', { media: ['video', 'audio'] }],
    ['a device that is not named', { media: [] }],
    ['an unknown device', { media: ['unknown'] }],
    ['a frame inside the page', { isMainFrame: false }],
    ['another origin', { origin: 'https://main' }],
    ['another host', { origin: 'app://main.example.org/' }],
    ['another port', { origin: 'app://main:80/' }],
    ['an attachment', { origin: `att://${'a'.repeat(64)}/` }],
    ['an empty page', { origin: 'about:blank' }],
    ['no origin', { origin: '' }],
    ['the null origin', { origin: 'null' }],
    ['a blob of the page', { origin: 'blob:app://main/1' }],
  ])('is not given to, or is not, %s', (_, other) => {
    expect(isPermitted({ ...camera, ...other }, always)).toBe(false);
  });

  it('asks whether a photo step is open only for what fits the table', () => {
    let asked = 0;
    const count = (): boolean => {
      asked += 1;
      return true;
    };
    isPermitted({ ...camera, media: ['audio'] }, count);
    isPermitted({ ...camera, origin: 'app://other' }, count);
    expect(asked).toBe(0);
    isPermitted(camera, count);
    expect(asked).toBe(1);
  });
});
