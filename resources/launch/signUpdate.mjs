// `npm run package -- --update FILE --key KEY.pem --id release-1 --out DIR`: makes the two files by which the app knows a
// release, beside a copy of the package. The private key (Ed25519, PKCS #8 PEM) stays with who publishes; it is in no repository.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const prefix = Buffer.from('process-designer/update/v1\0', 'utf8');

/**
 * Writes `update.json`, `update.json.sig` and the package into `out` (form: main/site/updatePackage.ts). The platform is
 * `<process.platform>-<process.arch>` of the machine the package is for. Throws when the key is not Ed25519.
 */
export function signUpdate({ file, key, id, out, version, platform, released, notes }) {
  const privateKey = createPrivateKey(key);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key.');
  const bytes = readFileSync(file);
  const release = Buffer.from(
    `${JSON.stringify(
      {
        format: 'process-designer-update/1',
        version,
        released,
        platform,
        package: {
          file: basename(file),
          size: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          sha512: createHash('sha512').update(bytes).digest('base64'),
        },
        notes,
      },
      null,
      2,
    )}\n`,
  );
  const signature = sign(null, Buffer.concat([prefix, release]), privateKey).toString('base64');
  mkdirSync(out, { recursive: true });
  copyFileSync(file, join(out, basename(file)));
  writeFileSync(join(out, 'update.json'), release);
  writeFileSync(join(out, 'update.json.sig'), `${id} ${signature}\n`);
}
