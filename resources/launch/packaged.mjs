// What is shown of a packaged app before it is called packaged: it runs as it was decided, and it is said what is in it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { asPerson, environmentOf, folderFor, ordinaryUser } from './people.mjs';
import { project } from './place.mjs';
import { Stop, say } from './say.mjs';

/** Each opens a program to others, takes its sandbox, or sends it elsewhere; the last is one that nobody knows. */
const refused = [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--remote-debugging-address=0.0.0.0',
  '--inspect=0',
  '--inspect-brk=0',
  '--no-sandbox',
  '--disable-web-security',
  '--js-flags=--expose-gc',
  '--load-extension=/srv',
  '--user-data-dir=/srv/elsewhere',
  '--log-net-log=/srv/net.json',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--proxy-server=127.0.0.1:1',
  '--gpu-launcher=/bin/true',
  '--a-switch-that-nobody-knows',
];

/**
 * Starts the packaged program once with each refused switch, which must end it with 78 before it does anything, and once
 * without any, which must not: a program that always ends so would show nothing.
 */
export async function showSwitchesRefused(program) {
  const person = ordinaryUser();
  const home = folderFor(person, 'packaged');
  const start = async (...args) => {
    const inner = asPerson(person, program, ['--ozone-platform=headless', ...args]);
    const env = environmentOf(person, home);
    const { code } = await run('timeout', ['--signal=KILL', '30', inner.program, ...inner.args], {
      capture: true,
      env,
    });
    return code;
  };
  // 4 is the verifier's word for what it cannot read.
  const control = await start('--verify', join(home, 'nothing-here'));
  if (control !== 4)
    throw new Stop(
      `The packaged program does not run: asked to verify nothing, it ended with ${control} instead of 4.`,
    );
  const started = [];
  for (const one of refused) {
    const code = await start(one);
    if (code !== 78) started.push(`${one} (${code})`);
  }
  if (started.length > 0) throw new Stop(`The packaged program did not refuse: ${started.join(', ')}.`);
  say(
    `Switches refused by the packaged program: ${refused.length} of ${refused.length}, each with exit code 78.`,
  );
}

/** Writes what the program is made from, as CycloneDX, beside it. What is bundled is a development package here, so those are in it. */
export async function writeParts(folder) {
  const listed = await run('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: project,
    capture: true,
  });
  if (listed.code !== 0) throw new Stop(`The list of parts could not be made:\n${listed.output}`);
  const parts = JSON.parse(listed.stdout);
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(parts, undefined, 2)}\n`);
  say(`Parts listed in sbom.cdx.json (CycloneDX ${parts.specVersion}): ${parts.components.length}.`);
}

/** Has the registry's signatures of all packages checked; where there is no network, or a registry without signatures, that is said. */
export async function checkSignatures() {
  const { code, output } = await run(
    'timeout',
    ['60', 'npm', 'audit', 'signatures', '--fetch-retries=0', '--fetch-timeout=20000'],
    {
      cwd: project,
      capture: true,
    },
  );
  const words = /^npm error network (request.+)$/m.exec(output)?.[1] ?? 'no answer in time';
  if (/invalid|tampered/i.test(output)) throw new Stop(`A package's signature does not hold:\n${output}`);
  say(
    code === 0
      ? `Signatures of the packages: ${output.trim().split('\n').slice(0, 3).join(' ')}`
      : `The signatures of the packages could not be checked here (${words}). Check them where the registry can be reached:  npm audit signatures`,
  );
}
