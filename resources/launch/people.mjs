// Who runs the app. Chromium's sandbox does not work for root, and it is never turned off here: root hands the app to an
// ordinary user instead.
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.mjs';
import { cacheFolder, isRoot, project, putInPlace } from './place.mjs';
import { Stop } from './say.mjs';

/** @typedef {{ uid: number, gid: number, name: string, home: string }} Person */

/**
 * The user who is given the app when root starts it: the one who called sudo, else the first ordinary account, else nobody.
 * Undefined when the launcher itself runs as an ordinary user. @returns {Person | undefined}
 */
export function ordinaryUser() {
  if (!isRoot) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid, , home = '/']) => ({ name, uid: Number(uid), gid: Number(gid), home }));
  const caller = Number(process.env.SUDO_UID);
  const person =
    accounts.find(({ uid }) => caller > 0 && uid === caller) ??
    accounts.filter(({ uid }) => uid >= 1000 && uid < 60_000).sort((a, b) => a.uid - b.uid)[0] ??
    accounts.find(({ name }) => name === 'nobody');
  if (!person)
    throw new Stop(
      'This is root, whom the app does not serve, and there is no ordinary account to hand it to. Type:  adduser operator',
    );
  return person;
}

/**
 * Program and arguments that run `program` as `person` with no other group and no privilege kept.
 * @param {Person | undefined} person @param {string} program @param {string[]} args
 */
export function asPerson(person, program, args) {
  if (!person) return { program, args };
  return {
    program: 'setpriv',
    args: [`--reuid=${person.uid}`, `--regid=${person.gid}`, '--clear-groups', '--', program, ...args],
  };
}

/**
 * Writes a program `run-app` into `folder` that becomes `program`, run as `person` and leaving no memory images. It is for tools
 * that start one program and hand it arguments. Returns its path. @param {Person | undefined} person
 */
export function writeRunner(person, program, folder) {
  const words = asPerson(person, program, []);
  const quoted = [words.program, ...words.args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const path = join(folder, 'run-app');
  writeFileSync(path, `#!/bin/sh\nulimit -c 0\nexec ${quoted} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** The environment of `person`: root's own folders are left out. @param {Person | undefined} person */
export function environmentOf(person, home, extra = {}) {
  const env = { ...process.env, ...extra };
  if (!person) return env;
  for (const name of Object.keys(env)) {
    if (/^(XDG_|SUDO_|npm_|DBUS_|TMPDIR$|MAIL$|OLDPWD$)/.test(name)) delete env[name];
  }
  return { ...env, HOME: home, USER: person.name, LOGNAME: person.name };
}

/** A fresh temporary folder that belongs to `person`. The caller removes it. @param {Person | undefined} person */
export function folderFor(person, purpose) {
  const folder = mkdtempSync(join(tmpdir(), `process-designer-${purpose}-`));
  giveTo(person, folder);
  return folder;
}

/** @param {Person | undefined} person */
export function giveTo(person, path) {
  if (person) chownSync(path, person.uid, person.gid);
}

/** The display's key, copied for the user who runs the app. Undefined when there is none to lend. @param {Person} person */
export function lendDisplay(person) {
  const key = process.env.XAUTHORITY ?? join(process.env.HOME ?? '/root', '.Xauthority');
  if (!existsSync(key)) return undefined;
  const folder = folderFor(person, 'display');
  copyFileSync(key, join(folder, 'display'));
  chownSync(join(folder, 'display'), person.uid, person.gid);
  return folder;
}

/** What the built app reads when it runs. */
const appParts = ['package.json', 'out', 'resources', join('node_modules', 'better-sqlite3')];

/**
 * A folder with the built app that `person` can read: the project itself, or a copy when the project lies in a closed folder.
 * @param {Person | undefined} person @returns {Promise<{ folder: string, remove: () => void }>}
 */
export async function readableApp(person) {
  return readable(person, async (target) => {
    for (const part of appParts) {
      if (existsSync(join(project, part)))
        cpSync(join(project, part), join(target, part), { recursive: true });
    }
  });
}

/** The same for the whole project, with its tests and packages (hard links where the disk allows). @param {Person | undefined} person */
export async function readableProject(person) {
  return readable(person, async (target) => {
    const link = await run('cp', ['-al', `${project}/.`, target], { capture: true });
    if (link.code === 0) return;
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    const copy = await run('cp', ['-a', `${project}/.`, target], { capture: true });
    if (copy.code !== 0) throw new Error(copy.output);
  });
}

async function readable(person, fill) {
  if (!person || (await canRead(person, project))) return { folder: project, remove: () => {} };
  const target = join(cacheFolder(), 'copy', `${process.pid}-${Date.now()}`);
  await putInPlace(target, fill);
  const opened = await run('chmod', ['-R', 'go+rX', target], { capture: true });
  if (opened.code !== 0) throw new Error(opened.output);
  return { folder: target, remove: () => rmSync(target, { recursive: true, force: true }) };
}

async function canRead(person, folder) {
  const files = ['package.json', 'resources/launch/people.mjs', 'node_modules/better-sqlite3/package.json'];
  const { program, args } = asPerson(
    person,
    'cat',
    files.map((file) => join(folder, file)),
  );
  return (await run(program, args, { capture: true })).code === 0;
}
