import { describe, expect, it } from 'vitest';
import { sourcesIn, textOf } from './project';

const app = sourcesIn(['main', 'preload', 'renderer'], ['.ts', '.tsx']);

/** Ways out of the app, and ways to run what is not part of it. */
const modules =
  /from '(node:)?(http|https|http2|net|dgram|dns|tls|inspector|child_process|vm|repl|cluster)(\/promises)?'/;
const calls =
  /\b(new Function\(|eval\(|XMLHttpRequest|WebSocket\(|EventSource\(|RTCPeerConnection|sendBeacon|shell\.openExternal|openPath\()/;

function linesWith(pattern: RegExp): string[] {
  return app.flatMap((name) =>
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
    expect(linesWith(modules)).toEqual([]);
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
