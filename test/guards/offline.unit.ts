import { describe, expect, it } from 'vitest';
import { sourcesIn, textOf } from './project';

const app = sourcesIn(['main', 'preload', 'renderer'], ['.ts', '.tsx']);

/** Ways out of the app, and ways to run what is not part of it. */
const modules =
  /from '(node:)?(http|https|http2|net|dgram|dns|tls|inspector|child_process|vm|repl|cluster)(\/promises)?'/;
const calls =
  /\b(new Function\(|eval\(|XMLHttpRequest|WebSocket\(|EventSource\(|RTCPeerConnection|sendBeacon|shell\.openExternal|openPath\()/;

const otherWays =
  /(\b(require|import|getBuiltinModule|createRequire)\((['"`])(node:)?(http|https|http2|net|dgram|dns|tls|inspector|child_process|vm|repl|cluster|module)\b|import \{[^}]*\b(shell|crashReporter|desktopCapturer|contentTracing|netLog|net)\b[^}]*\} from 'electron'|\.(openPath|openExternal|showItemInFolder|setAsDefaultProtocolClient)\()/;

/** The one file that names the ways out, to close them (test/e2e/wayout.e2e.ts shows that it does). */
const closing = 'main/jobs/noWayOut.ts';

function linesWith(pattern: RegExp, files: readonly string[] = app): string[] {
  return files.flatMap((name) =>
    textOf(name)
      .split('\n')
      .flatMap((line, at) =>
        pattern.test(line) && !/^\s*(\/\/|\*)/.test(line) ? [`${name}:${at + 1} ${line.trim()}`] : [],
      ),
  );
}

describe('the app, read as text', () => {
  it('imports nothing that opens a connection or starts another program', () => {
    expect(modules.test("import { get } from 'node:https';")).toBe(true);
    expect(
      linesWith(
        modules,
        app.filter((name) => name !== closing),
      ),
    ).toEqual([]);
    expect(linesWith(modules, [closing])).toHaveLength(4);
  });

  it('brings no such module in another way, and asks Electron for nothing that reaches out or remembers', () => {
    for (const line of [
      "const n = require('net');",
      "await import('node:https')",
      "process.getBuiltinModule('node:vm')",
      "import { app, shell } from 'electron';",
      "import { crashReporter } from 'electron';",
      'shell.openPath(path)',
      'shell.showItemInFolder(path)',
      "app.setAsDefaultProtocolClient('x')",
    ])
      expect([line, otherWays.test(line)]).toEqual([line, true]);
    expect(otherWays.test("import { app, BrowserWindow } from 'electron';")).toBe(false);
    expect(linesWith(otherWays)).toEqual([]);
  });

  it('calls nothing that leaves the machine or runs text as program', () => {
    expect(calls.test('new WebSocket(url)')).toBe(true);
    expect(linesWith(calls)).toEqual([]);
  });

  it('inserts entries in one folder only', () => {
    const insert = /insert\s+(or\s+\w+\s+)?into\s+["']?entr(y|ies)\b/i;
    expect(insert.test('INSERT INTO entry (id) VALUES (?)')).toBe(true);
    expect(app.filter((name) => !name.startsWith('main/ledger/') && insert.test(textOf(name)))).toEqual([]);
  });
});
