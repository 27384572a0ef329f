// `npm run dev`: the app with hot reload, for whoever works on it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { forgetBuild } from './build.mjs';
import { run } from './command.mjs';
import { folderFor, lendDisplay, ordinaryUser, writeRunner } from './people.mjs';
import { project, projectNode } from './place.mjs';
import { prepare } from './prepare.mjs';
import { runMain, Stop, say } from './say.mjs';

await runMain(async () => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Stop(
      'There is no display here, and dev opens a window. On a virtual one: xvfb-run -a npm run dev',
    );
  }
  const runtime = await prepare({ build: false });
  forgetBuild();
  const person = ordinaryUser();
  const home = folderFor(person, 'dev');
  const key = person ? lendDisplay(person) : undefined;
  try {
    if (person)
      say(`This is root: the app is run as the ordinary user "${person.name}" with its sandbox on.`);
    const program = writeRunner(person, runtime.program, home);
    const result = await run(
      projectNode(),
      [
        join(project, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
        'dev',
        '-w',
        ...process.argv.slice(2),
      ],
      {
        cwd: project,
        env: {
          ...process.env,
          ...(person ? { HOME: home } : {}),
          ...(key ? { XAUTHORITY: join(key, 'display') } : {}),
          ELECTRON_EXEC_PATH: program,
        },
        stdin: 'inherit',
      },
    );
    return result.code;
  } finally {
    if (key) rmSync(key, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
});
