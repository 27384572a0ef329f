import { filePermissionsOnly } from '../identity/keyStore';
import { verifyAsked, verifyPath } from './verifyPath';

// `npm run verify -- PATH`: started by resources/launch/verify.mjs in the runtime's own Node, so no display is needed.
const asked = verifyAsked(process.argv);
void verifyPath(asked ?? { path: '', site: undefined, full: false, json: false }, filePermissionsOnly, {
  out: (line) => process.stdout.write(`${line}\n`),
  stage: (line) => process.stderr.write(`${line}\n`),
}).then((verdict) => {
  process.exitCode = verdict;
});
