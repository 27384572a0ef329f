import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { project, sourcesIn, toolNode } from './project';

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

/** Runs the tool with the project's rules in `folder`. Plain `node` settings only: the test itself runs inside Electron. */
function cruise(folder: string): Cruise {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const result = spawnSync(
    toolNode(),
    [
      join(project, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      ...[
        '--config',
        join(project, '.dependency-cruiser.cjs'),
        '--output-type',
        'json',
        'main',
        'preload',
        'renderer',
      ],
    ],
    { cwd: folder, env, encoding: 'utf8', maxBuffer: 64e6 },
  );
  if (!result.stdout.startsWith('{')) throw new Error(`the tool did not answer: ${result.stderr}`);
  return JSON.parse(result.stdout) as Cruise;
}

describe('who imports whom', () => {
  const real = cruise(project);

  it('is judged on every source file there is', () => {
    const read = new Set(real.modules.map(({ source }) => source));
    const sources = sourcesIn(['main', 'preload', 'renderer'], ['.ts', '.tsx']).filter(
      (name) => !name.endsWith('.d.ts'),
    );
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((name) => !read.has(name))).toEqual([]);
  });

  it('has no cycle and breaks no rule of the table in the README', () => {
    expect(real.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  });
});

describe('the rules, in a project that breaks them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'process-designer-guard-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    'tsconfig.json': '{ "compilerOptions": { "moduleResolution": "bundler", "module": "ESNext" } }',
    'main/domain/a.ts':
      "import { readFileSync } from 'node:fs';\nimport { b } from '../ledger/b';\nexport const a = [b, readFileSync];",
    'main/ledger/b.ts': "import { shell } from '../shell/window';\nexport const b = shell;",
    'main/shell/window.ts': 'export const shell = 1;',
    'main/views/one.ts': "import { two } from './two';\nexport const one = (): unknown => two;",
    'main/views/two.ts':
      "import type { one } from './one';\nexport const two = (f: typeof one): unknown => f;",
    'preload/preload.ts': "import { b } from '../main/ledger/b';\nexport const p = b;",
    'renderer/kit/Button.tsx': "import { a } from '../../main/domain/a';\nexport const Button = a;",
    'renderer/run/Run.tsx':
      "import { Button } from '../kit/Button';\nimport { Work } from '../work/Work';\nimport { b } from '../../main/ledger/b';\nexport const Run = [Button, Work, b];",
    'renderer/work/Work.tsx': "import { gone } from './gone';\nexport const Work = gone;",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const broken = cruise(folder).summary.violations.map(
    ({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`,
  );

  it.each([
    ['a pure folder that reads files', 'domain and proof are pure: main/domain/a.ts -> fs'],
    [
      'a folder that imports one it may not',
      'main/domain may import only itself: main/domain/a.ts -> main/ledger/b.ts',
    ],
    [
      'a folder below that knows the shell',
      'nothing but shell and main.ts imports shell: main/ledger/b.ts -> main/shell/window.ts',
    ],
    ['a cycle, even one of types only', 'no cycles: main/views/one.ts -> main/views/two.ts'],
    [
      'a preload with logic of the ledger',
      'preload imports contract and Electron: preload/preload.ts -> main/ledger/b.ts',
    ],
    [
      'a page that reaches into the ledger',
      'renderer sees of main only contract and domain: renderer/run/Run.tsx -> main/ledger/b.ts',
    ],
    [
      'a kit that knows a domain word',
      'the kit knows no domain word: renderer/kit/Button.tsx -> main/domain/a.ts',
    ],
    [
      'a feature that imports another',
      'a feature imports no other feature: renderer/run/Run.tsx -> renderer/work/Work.tsx',
    ],
    ['an import of nothing', 'every import resolves: renderer/work/Work.tsx -> ./gone'],
  ])('find %s', (_, violation) => {
    expect(broken).toContain(violation);
  });
});
