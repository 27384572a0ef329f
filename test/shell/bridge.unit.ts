import { beforeEach, describe, expect, it, vi } from 'vitest';
import { commandNames, queryNames } from '../../main/contract/names';
import { LedgerFault } from '../../main/ledger/refusal';
import { type Answerer, openBridge } from '../../main/shell/bridge';

type Handler = (event: unknown, name: unknown, id: unknown, args: unknown) => unknown;
const { handlers, windows } = vi.hoisted(() => ({
  handlers: new Map<string, Handler>(),
  windows: new Map<unknown, { isDestroyed: () => boolean }>(),
}));
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, handler: Handler) => handlers.set(channel, handler) },
  BrowserWindow: {
    fromWebContents: (sender: unknown) => windows.get(sender) ?? null,
    getAllWindows: () => [],
  },
}));

const origin = 'app://main';
const id = 'cmd_01890000-0000-7000-8000-000000000001';
const page = { id: 7 };
const frame = { parent: null, origin };
const refused = { ok: false, code: 'not-allowed', message: 'This call is not one of the app’s own.' };

let carried: { name: string; window: number; args: unknown }[];
let logged: string[];
let fails: unknown;
function carry(window: number, name: string, args: unknown): Promise<{ ok: true; answer: string }> {
  carried.push({ name, window, args });
  return fails === undefined ? Promise.resolve({ ok: true, answer: 'done' }) : Promise.reject(fails);
}

beforeEach(() => {
  carried = [];
  logged = [];
  fails = undefined;
  handlers.clear();
  windows.clear();
  windows.set(page, { isDestroyed: () => false });
  const answerer: Answerer = {
    command: (window, name, _id, args) => carry(window, name, args),
    query: (window, name, args) => carry(window, name, args),
  };
  openBridge(answerer, origin, (line) => logged.push(line));
});

const command = (
  name: unknown,
  commandId: unknown = id,
  args: unknown = {},
  event: unknown = { sender: page, senderFrame: frame },
) => handlers.get('command')?.(event, name, commandId, args);
const query = (name: unknown, args: unknown = {}, event: unknown = { sender: page, senderFrame: frame }) =>
  handlers.get('query')?.(event, name, '', args);

describe('the bridge', () => {
  it('hands on every name of the contract, with the window it came from', async () => {
    for (const name of commandNames) expect(await command(name)).toEqual({ ok: true, answer: 'done' });
    for (const name of queryNames) expect(await query(name)).toEqual({ ok: true, answer: 'done' });
    expect(carried).toHaveLength(commandNames.length + queryNames.length);
    expect(carried.every((c) => c.window === 7)).toBe(true);
  });

  it.each([
    ['an unknown name', 'deleteLedger'],
    ['a name every object has', 'toString'],
    ['the prototype', '__proto__'],
    ['the constructor', 'constructor'],
    ['no name', undefined],
    ['a number', 7],
    ['an object that reads as a name', { toString: (): string => 'signIn' }],
    ['a list that reads as a name', ['signIn']],
  ])('refuses %s', async (_what, name) => {
    expect(await command(name)).toEqual(refused);
    expect(await query(name)).toEqual(refused);
    expect(carried).toEqual([]);
  });

  it('lets a call wait until whoever answers is there, and refuses a stranger’s at once', async () => {
    let come: (answerer: Answerer) => void = () => undefined;
    openBridge(new Promise<Answerer>((done) => (come = done)), origin, (line) => logged.push(line));
    const waiting = query('status');
    expect(await query('status', {}, { sender: { id: 8 }, senderFrame: frame })).toEqual(refused);
    expect(carried).toEqual([]);
    come({
      command: (window, name, _id, args) => carry(window, name, args),
      query: (window, name, args) => carry(window, name, args),
    });
    expect(await waiting).toEqual({ ok: true, answer: 'done' });
  });

  it('refuses a query’s name as a command and the other way round', async () => {
    expect(await command('status')).toEqual(refused);
    expect(await query('signIn')).toEqual(refused);
  });

  it.each([
    ['none'],
    [undefined],
    [''],
    ['cmd_1'],
    [`${id} `],
    [`x${id}`],
    [{ toString: (): string => id }],
    [`cmd_${'Z'.repeat(36)}`],
    [`${id}\n`],
  ])('refuses the command id %j', async (given) => {
    expect(await command('signIn', given ?? null)).toEqual(refused);
    expect(carried).toEqual([]);
  });

  it.each([
    ['a frame inside the page', { sender: page, senderFrame: { parent: frame, origin } }],
    ['a frame that is gone', { sender: page, senderFrame: null }],
    ['another origin', { sender: page, senderFrame: { parent: null, origin: 'https://example.org' } }],
    [
      'an origin that only begins the same',
      { sender: page, senderFrame: { parent: null, origin: 'app://main.example.org' } },
    ],
    ['an empty origin, as about:blank has', { sender: page, senderFrame: { parent: null, origin: '' } }],
    [
      'the null origin, as a sandboxed frame has',
      { sender: page, senderFrame: { parent: null, origin: 'null' } },
    ],
    ['contents that are no window', { sender: { id: 8 }, senderFrame: frame }],
  ])('refuses a call from %s', async (_what, event) => {
    expect(await command('status', id, {}, event)).toEqual(refused);
    expect(await command('signIn', id, {}, event)).toEqual(refused);
    expect(await query('status', {}, event)).toEqual(refused);
    expect(carried).toEqual([]);
  });

  it('refuses a call from a window that is closed', async () => {
    windows.set(page, { isDestroyed: () => true });
    expect(await query('status')).toEqual(refused);
  });

  it('refuses arguments of more than 1 MiB, counted in bytes', async () => {
    const room = 1024 * 1024 - JSON.stringify({ text: '' }).length;
    expect(await query('status', { text: 'x'.repeat(room) })).toEqual({ ok: true, answer: 'done' });
    expect(await query('status', { text: 'x'.repeat(room + 1) })).toEqual(refused);
    expect(await query('status', { text: 'ä'.repeat(room / 2 + 1) })).toEqual(refused);
    expect(await command('signIn', id, { text: 'x'.repeat(room + 1) })).toEqual(refused);
  });

  it('refuses what has no JSON form instead of breaking on it', async () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    let deep: unknown = 1;
    for (let n = 0; n < 200_000; n++) deep = [deep];
    for (const args of [round, { n: 1n }, deep]) {
      expect(await command('signIn', id, args)).toEqual(refused);
      expect(await query('status', args)).toEqual(refused);
    }
    expect(carried).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('hands on plain values only, whatever kind of object came in', async () => {
    await query('status', {
      map: new Map([['a', 1]]),
      date: new Date(0),
      bytes: new Uint8Array([1]),
      left: undefined,
      list: [undefined],
    });
    expect(carried[0]?.args).toEqual({
      map: {},
      date: '1970-01-01T00:00:00.000Z',
      bytes: { 0: 1 },
      list: [null],
    });
    await query('status', JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(carried[1]?.args)).toBe(Object.prototype);
  });

  it('tells a fault in words with an incident number, and keeps the rest for the log', async () => {
    for (const [thrown, said] of [
      [
        Object.assign(new Error('SQLITE_ERROR: near "SELECT" at /var/x/site/ledger.db'), {
          code: 'SQLITE_ERROR',
        }),
        /^Something broke in the app\./,
      ],
      [
        Object.assign(new Error('ENOSPC: no space left, write /data/site/ledger.db'), { code: 'ENOSPC' }),
        /^The disk is full\./,
      ],
      [Object.assign(new Error('EACCES: open /data/site/x'), { code: 'EACCES' }), /cannot be written/],
      ['a bare word', /^Something broke/],
    ] as const) {
      fails = thrown;
      const outcome = (await command('signIn')) as { code: string; incident: string; message: string };
      expect(outcome.code).toBe('fault');
      expect(outcome.message).toMatch(said);
      expect(outcome.message).toMatch(/what you typed is kept/);
      expect(JSON.stringify(outcome)).not.toMatch(/SQLITE|SELECT|\/home|\/data|at .*\(|ENOSPC/);
      expect(logged.at(-1)).toContain(outcome.incident);
    }
    fails = new LedgerFault('disk-full', 'The disk is full, so nothing of this was recorded.');
    expect(await command('signIn')).toMatchObject({
      code: 'fault',
      message: 'The disk is full, so nothing of this was recorded.',
    });
  });

  it('writes nothing of what was typed into the log', async () => {
    fails = new Error('broken');
    await command('signIn', id, { user: 'usr_x', secret: 'copper lantern 42 tides' });
    expect(logged.join()).not.toContain('copper lantern');
  });
});
