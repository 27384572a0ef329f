import ts from 'typescript';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isCaseCommand } from '../../main/commands/cases';
import { isLocalCommand } from '../../main/commands/localCommands';
import { maySign } from '../../main/commands/shownTo';
import { isSiteCommand } from '../../main/commands/siteCommands';
import type { Call } from '../../main/contract/call';
import { commands } from '../../main/contract/commands';
import { channels, commandNames, queryNames } from '../../main/contract/names';
import { type CallName, permissionOf, permissions, rolesFor } from '../../main/contract/permissions';
import { queries } from '../../main/contract/queries';
import { roles } from '../../main/domain/entry';
import { sourcesIn, textOf } from './project';

const given: { channel: string; args: unknown[] }[] = [];
const exposed: { name: string; api: Record<string, unknown> }[] = [];
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, unknown>) => exposed.push({ name, api }),
  },
  ipcRenderer: {
    invoke: (channel: string, ...args: unknown[]) => given.push({ channel, args }),
    on: () => undefined,
  },
  webUtils: { getPathForFile: (file: { name: string }) => `/picked/${file.name}` },
}));

const calls: readonly (readonly [string, Call])[] = [
  ...Object.entries(commands as Record<string, Call>),
  ...Object.entries(queries as Record<string, Call>),
];

/** Commands that have a place of their own in execute.ts or startApp.ts, before or beside the three tables. */
const bySpecialPlace: Readonly<Record<string, string>> = {
  createSite: 'main/shell/startApp.ts',
  openSampleSite: 'main/shell/startApp.ts',
  signIn: 'main/commands/execute.ts',
  chooseSecret: 'main/commands/execute.ts',
  signOut: 'main/commands/execute.ts',
  addEvidence: 'main/commands/execute.ts',
  requestToJoin: 'main/shell/startApp.ts',
  joinSite: 'main/shell/startApp.ts',
  readBackup: 'main/shell/startApp.ts',
  restoreBackup: 'main/shell/startApp.ts',
};

/** The keys of the object that a `const` of a file is made of, as they stand in the source. */
function keysOf(file: string, name: string): string[] {
  const keys: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) &&
      node.name.getText() === name &&
      node.initializer &&
      ts.isObjectLiteralExpression(node.initializer)
    ) {
      for (const p of node.initializer.properties) keys.push(p.name?.getText() ?? '');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2023, true));
  return keys;
}

describe('the contract', () => {
  it('names each command and query once, and the preload’s list is the same', () => {
    expect([...commandNames].sort()).toEqual(Object.keys(commands).sort());
    expect([...queryNames].sort()).toEqual(Object.keys(queries).sort());
    expect(new Set(commandNames).size).toBe(commandNames.length);
    expect(new Set(queryNames).size).toBe(queryNames.length);
  });

  it('says for every call who may give it: roles, or what sitting it needs, never both and never neither', () => {
    expect(Object.keys(permissions).sort()).toEqual(calls.map(([name]) => name).sort());
    for (const [name] of calls) {
      const row = permissionOf(name as CallName);
      expect([name, (row.roles === undefined) !== (row.session === undefined)]).toEqual([name, true]);
      if (row.roles) {
        expect([name, row.roles.length]).not.toEqual([name, 0]);
        expect([name, row.roles.filter((r) => !roles.includes(r))]).toEqual([name, []]);
      }
    }
  });

  it('leaves to people who are not signed in only what needs nobody', () => {
    const open = calls.filter(([name]) => rolesFor(name as CallName) === undefined).map(([name]) => name);
    expect(open.sort()).toEqual([
      'cancelJob',
      'chooseSecret',
      'createSite',
      'joinSite',
      'keepDraft',
      'openSampleSite',
      'people',
      'readBackup',
      'requestToJoin',
      'restoreBackup',
      'setTheme',
      'signIn',
      'signOut',
      'status',
    ]);
  });

  it('refuses arguments it does not know, in every call', () => {
    for (const [name, call] of calls) {
      const said = call.args.safeParse({ surplus: 1, what: 'gate' });
      expect([name, said.success]).toEqual([name, false]);
      expect([name, JSON.stringify(said.error?.issues ?? [])]).toEqual([
        name,
        expect.stringContaining('surplus'),
      ]);
    }
  });

  it('takes no secret and no digest of what was shown with a command that signs: both come from the signing window', () => {
    for (const [name, call] of Object.entries(commands as Record<string, Call>)) {
      const shape = (call.args as { shape?: Record<string, unknown> }).shape ?? {};
      expect([name, 'sign' in shape, 'shown' in shape]).toEqual([name, false, false]);
      const command = name as keyof typeof commands;
      expect([name, maySign(command)]).toEqual([name, call.signed === true || name === 'recordStep']);
    }
  });
});

describe('main', () => {
  it('carries out every command in exactly one place', () => {
    for (const name of commandNames) {
      const places = [
        isLocalCommand(name),
        isSiteCommand(name),
        isCaseCommand(name),
        bySpecialPlace[name] !== undefined,
      ];
      expect([name, places.filter(Boolean).length]).toEqual([name, 1]);
      const special = bySpecialPlace[name];
      if (special) expect(textOf(special)).toContain(name === 'addEvidence' ? 'takeEvidence' : `'${name}'`);
    }
    for (const inherited of ['toString', '__proto__', 'constructor', 'hasOwnProperty']) {
      expect([isLocalCommand(inherited), isSiteCommand(inherited), isCaseCommand(inherited)]).toEqual([
        false,
        false,
        false,
      ]);
    }
  });

  it('marks as local exactly what makes no entry', () => {
    const local = Object.entries(commands as Record<string, Call>)
      .filter(([, c]) => c.local)
      .map(([n]) => n);
    expect(local.filter((n) => !isLocalCommand(n))).toEqual([]);
    expect(commandNames.filter((n) => isLocalCommand(n) && !local.includes(n))).toEqual([]);
  });

  it('answers every query once', () => {
    const answered = [
      'insight',
      'learning',
      'history',
      'sync',
      'backup',
      'update',
      'pack',
      'erasure',
      'security',
    ]
      .flatMap((slice) => keysOf(`main/commands/${slice}Commands.ts`, `${slice}Askers`))
      .concat(keysOf('main/commands/firstAnswers.ts', 'firstAskers'))
      .concat(keysOf('main/commands/ask.ts', 'askers').filter((name) => name !== ''));
    expect(answered.sort()).toEqual([...queryNames].sort());
  });

  it('listens to the page in one file only, once for each of the two calls', () => {
    const sources = sourcesIn(['main'], ['.ts']);
    expect(sources.filter((name) => /\bipcMain\b/.test(textOf(name)))).toEqual(['main/shell/bridge.ts']);
    expect(textOf('main/shell/bridge.ts').match(/ipcMain\.handle\(channels\.(command|query),/g)).toEqual([
      'ipcMain.handle(channels.command,',
      'ipcMain.handle(channels.query,',
    ]);
    expect(textOf('main/shell/bridge.ts')).not.toMatch(/ipcMain\.(on|once|handleOnce)\(/);
  });
});

describe('the preload', () => {
  beforeAll(async () => {
    await import('../../preload/preload');
  });

  it('gives the page one thing, with one fixed function per name and the two events', () => {
    expect(exposed.map((e) => e.name)).toEqual(['designer']);
    const api = exposed[0]?.api as { command: Record<string, unknown>; query: Record<string, unknown> };
    expect(Object.keys(api).sort()).toEqual(['command', 'onChanged', 'onProgress', 'query']);
    expect(Object.keys(api.command).sort()).toEqual([...commandNames].sort());
    expect(Object.keys(api.query).sort()).toEqual([...queryNames].sort());
  });

  it('hands each call on under its own name, whatever the page gives', () => {
    const api = exposed[0]?.api as {
      command: Record<string, (id: unknown, args: unknown, file?: unknown) => void>;
      query: Record<string, (id: unknown, args: unknown) => void>;
    };
    for (const name of commandNames) {
      given.length = 0;
      api.command[name]?.('cmd_1', { name: 'signIn', path: '/chosen/by/the/page' }, { name: 'seal.jpg' });
      expect(given).toHaveLength(1);
      expect(given[0]).toMatchObject({ channel: channels.command, args: [name, 'cmd_1', {}] });
    }
    for (const name of queryNames) {
      given.length = 0;
      api.query[name]?.('', {});
      expect(given).toEqual([{ channel: channels.query, args: [name, '', {}] }]);
    }
  });

  it('takes the path of evidence from the file a person picked, not from what the page says', () => {
    given.length = 0;
    const api = exposed[0]?.api as {
      command: Record<string, (id: unknown, args: unknown, file?: unknown) => void>;
    };
    api.command.addEvidence?.('cmd_1', { path: '/etc/shadow', step: 's' }, { name: 'seal.jpg' });
    expect(given[0]?.args[2]).toEqual({ path: '/picked/seal.jpg', step: 's' });
  });
});
