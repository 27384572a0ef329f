import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptFiles, project, sourcesIn, textOf } from './project';

const topLevel = [
  ...['main', 'preload', 'renderer', 'resources', 'test'],
  ...[
    'package.json',
    'package-lock.json',
    'electron.vite.config.ts',
    'tsconfig.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
  ],
];

describe('the project on disk', () => {
  const files = keptFiles();

  it('has nothing at its top but what the architecture names, and dot files', () => {
    const names = new Set(files.map((name) => name.split('/')[0] ?? ''));
    expect([...names].filter((name) => !topLevel.includes(name) && !name.startsWith('.'))).toEqual([]);
  });

  it('has no folder that says nothing about what is in it', () => {
    const vague = /(^|\/)(src|utils?|helpers?|common|lib|libs|types|misc|shared)\//;
    expect(files.filter((name) => vague.test(name))).toEqual([]);
  });

  it('has tests named by kind, beside nothing else than what they use', () => {
    const stray = sourcesIn(['main', 'preload', 'renderer'], ['.ts', '.tsx']).filter((name) =>
      /\.(test|spec|unit|db|e2e)\.tsx?$/.test(name),
    );
    expect(stray).toEqual([]);
    expect(files.filter((name) => /^test\/.*\.(test|spec)\.tsx?$/.test(name))).toEqual([]);
  });

  it('has no file that only hands on others, and no default export outside configuration', () => {
    const sources = sourcesIn(['main', 'preload', 'renderer', 'test'], ['.ts', '.tsx']).filter(
      (name) => !name.startsWith('test/config/'),
    );
    expect(sources.filter((name) => /(^|\/)index\.tsx?$/.test(name))).toEqual([]);
    expect(sources.filter((name) => /^export default\b/m.test(textOf(name)))).toEqual([]);
  });

  it('can be run by a machine', () => {
    expect(statSync(join(project, '.ci', 'run')).mode & 0o111).toBe(0o111);
  });
});

describe('the packages', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    textOf('package.json'),
  ) as Record<string, Record<string, string>>;
  const asked = { ...dependencies, ...devDependencies, ...optionalDependencies };
  const locked = (
    JSON.parse(textOf('package-lock.json')) as {
      packages: Record<string, { version?: string; resolved?: string }>;
    }
  ).packages;

  it('are each asked for in one exact version', () => {
    const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    expect(Object.keys(asked).length).toBeGreaterThan(30);
    expect(Object.entries(asked).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  it('are locked in the version asked for', () => {
    const different = Object.entries(asked).filter(
      ([name, version]) => locked[`node_modules/${name}`]?.version !== version.replace(/^npm:.*@/, ''),
    );
    expect(different).toEqual([]);
  });
});
