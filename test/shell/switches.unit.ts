import { describe, expect, it } from 'vitest';
import { refusedSwitches } from '../../main/shell/switches';

const none = (): boolean => false;

describe('a packaged app', () => {
  it('starts with what a person or their desktop says', () => {
    for (const argv of [
      ['app'],
      ['app', '--site', '/srv/site'],
      ['app', '--site=/srv/site'],
      ['app', '--verify', '-', '--full', '--json', '--ozone-platform=headless'],
      ['app', '/srv/site/pack.zip'],
    ])
      expect([argv, refusedSwitches(argv, none)]).toEqual([argv, []]);
  });

  it.each([
    '--remote-debugging-port=9222',
    '--REMOTE-DEBUGGING-PORT=9222',
    '-remote-debugging-port',
    '--inspect',
    '--no-sandbox',
    '--gpu-launcher=/bin/sh',
    '--renderer-cmd-prefix=/bin/sh',
    '--utility-cmd-prefix=/bin/sh',
    '--disable-gpu-sandbox',
    '--disable-seccomp-filter-sandbox',
    '--ssl-key-log-file=/srv/x',
    '--proxy-pac-url=http://x',
    '--enable-logging',
    '--single-process',
    '--a-switch-of-next-year',
    '--require=/srv/x.js',
    '-r',
    '--',
  ])('does not start with %s', (argument) => {
    expect(refusedSwitches(['app', '--site', '/s', argument], none)).toHaveLength(1);
  });

  it('does not start with what only Chromium reads as a switch', () => {
    expect(refusedSwitches(['app', '/js-flags=--x'], (name) => name === 'js-flags')).toEqual(['js-flags']);
  });
});
