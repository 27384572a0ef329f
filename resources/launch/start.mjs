// `npm start`: installs what is missing, builds if something changed, opens the app.
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './command.mjs';
import { runDemo } from './demo.mjs';
import { asPerson, environmentOf, giveTo, lendDisplay, ordinaryUser, readableApp } from './people.mjs';
import { fromCaller, project, takeOption } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, say } from './say.mjs';

await runMain(async () => {
  const args = process.argv.slice(2);
  const site = takeOption(args, '--site');
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    const out = join(
      tmpdir(),
      `process-designer-demo-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`,
    );
    say('There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.');
    say(`The demo is run instead, on a virtual display; its results go to ${out}`);
    return runDemo(out);
  }
  const runtime = await prepare();
  if (runtime.source !== 'release') say(`Runtime: ${runtime.words}.`);
  // Chromium's own remarks about the machine's desktop are no help to whoever reads this terminal.
  return openApp(
    runtime,
    ['--log-level=3', ...(site ? ['--site', fromCaller(site)] : []), ...args],
    site && fromCaller(site),
  );
});

async function openApp(runtime, args, site) {
  const person = ordinaryUser();
  if (!person) {
    const result = await run(runtime.program, [project, ...args]);
    return result.code;
  }
  say(
    `This is root. The app's sandbox does not serve root and is not turned off, so the app is run as the ordinary user "${person.name}" (${person.uid}).`,
  );
  const app = await readableApp(person);
  const cookie = lendDisplay(person);
  try {
    const home = homeOf(person);
    if (site && !existsSync(site)) {
      mkdirSync(site, { recursive: true });
      giveTo(person, site);
      say(`The site folder ${site} is made and belongs to "${person.name}".`);
    }
    const { program, args: words } = asPerson(person, runtime.program, [app.folder, ...args]);
    const env = environmentOf(person, home, cookie ? { XAUTHORITY: join(cookie, 'display') } : {});
    return (await run(program, words, { cwd: '/', env })).code;
  } finally {
    app.remove();
    if (cookie) rmSync(cookie, { recursive: true, force: true });
  }
}

/** Where the app keeps its settings: that user's home, or a folder of its own when the account has none. */
function homeOf(person) {
  if (existsSync(person.home) && statSync(person.home).uid === person.uid) return person.home;
  const home = '/var/lib/process-designer';
  mkdirSync(home, { recursive: true });
  giveTo(person, home);
  return home;
}
