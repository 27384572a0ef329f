import { createHash } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { openReader } from '../../main/ledger/database';
import { unpack } from '../../main/sync/unpack';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase } from './case';
import { stateHash } from './tamperDump';
import { readAt, tamperPair } from './tamperPair';
import { layDown, ledgerOnly, readFiles, siteIn } from './tamperSite';

function flipped(bytes: Uint8Array, place: number, random: () => number): { bytes: Buffer; words: string } {
  const bit = Math.floor(random() * 8);
  const changed = Buffer.from(bytes);
  changed[place] = (changed[place] as number) ^ (1 << bit);
  return { bytes: changed, words: `bit ${bit} of byte ${place} of ${bytes.length}` };
}

/** Everything that reading a bundle could change: what is held, and every file of the site. */
function stateOf(root: string): string {
  const reader = openReader(siteIn(root));
  if (!reader.ok) throw new Error(reader.message);
  const hash = createHash('sha256').update(stateHash(reader.db));
  reader.db.close();
  for (const [name, bytes] of readFiles(root))
    if (!name.endsWith('-wal')) hash.update(name).update(createHash('sha256').update(bytes).digest());
  return hash.digest('hex');
}

/** Places of the ZIP's own bytes, which are few beside those of the members: all headers, and what lies around them. */
function structureOf(zip: Uint8Array): number[] {
  const bytes = Buffer.from(zip);
  const places = new Set<number>();
  for (let at = bytes.indexOf('PK'); at >= 0; at = bytes.indexOf('PK', at + 1))
    for (let near = at; near < Math.min(bytes.length, at + 60); near += 1) places.add(near);
  return [...places];
}

/** What lies in the bundle, for whoever can open it, and a bundle of other contents for the same station. */
async function opened(root: string, sealed: Uint8Array) {
  const age = openKeyStore(join(siteIn(root), 'keys'), filePermissionsOnly).loadAgeKey();
  if (!age) throw new Error('the station has no key for bundles');
  const decrypter = new Decrypter();
  decrypter.addIdentity(age.identity);
  const packed = await decrypter.decrypt(sealed);
  const seal = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(age.recipient);
    return encrypter.encrypt(bytes);
  };
  return { packed, seal, identity: age.identity };
}

/** The control: encryption and packing alone. */
async function unpacks(file: string, staging: string, identity: string): Promise<boolean> {
  try {
    await unpack(file, staging, identity, () => undefined);
    return true;
  } catch {
    return false;
  }
}

export const faultCase: FaultCase = {
  promise: 22,
  title: 'A bundle with a flipped bit is refused and changes nothing',
  trials: { quick: 60, full: 10_000 },
  async run({ trials, seed, folder, say }) {
    const pair = await tamperPair();
    const random = randomFrom(seed);
    const root = join(folder, 'second');
    layDown(ledgerOnly(pair.second), root);
    const file = join(folder, 'K1-to-K2-000001.pdbundle');
    const good = stateOf(root);
    const { packed, seal, identity } = await opened(root, pair.toSecond);
    for (const bytes of [pair.toSecond, await seal(packed)]) {
      writeFileSync(file, bytes);
      const reading = await readAt(root, file);
      if (!reading.ok || reading.ranges.length === 0) throw new Error('the unchanged bundle is refused');
    }
    rmSync(join(root, 'inbox'), { recursive: true, force: true });
    const structure = structureOf(packed);
    const failures: string[] = [];
    const codes = new Map<string, number>();
    let opens = 0;
    let tried = 0;
    for (let trial = 0; trial < trials; trial++) {
      // Half of them on the way, half by somebody who can open and close bundles, but holds no device's key.
      const sealed = trial % 2 === 0;
      const place =
        trial % 4 === 1
          ? structure[Math.floor(random() * structure.length)]
          : Math.floor(random() * (sealed ? pair.toSecond : packed).length);
      const { bytes, words } = flipped(sealed ? pair.toSecond : packed, place ?? 0, random);
      writeFileSync(file, sealed ? bytes : await seal(bytes));
      const reading = await readAt(root, file);
      const what = `${words} ${sealed ? 'of the file' : 'of what was sealed anew'}`;
      if (reading.ok) failures.push(`${what} was accepted`);
      else codes.set(reading.code, (codes.get(reading.code) ?? 0) + 1);
      if (!sealed && tried < 20) {
        tried += 1;
        if (await unpacks(file, join(folder, 'control'), identity)) opens += 1;
      }
      const left = readdirSync(join(root, 'inbox'));
      if (!reading.ok && left.length > 0) failures.push(`${what} left ${left.join(', ')} in the inbox`);
      if ((trial % 500 === 499 || trial === trials - 1) && stateOf(root) !== good)
        failures.push(`what is held was changed by trial ${trial} or one of the 500 before`);
      if (trial % 500 === 499) say(`${counted(trial + 1)} flips, ${failures.length} accepted`);
    }
    const reasons = [...codes].map(([code, count]) => `${counted(count)} ${code}`).join(', ');
    return {
      trials,
      silent: failures.length,
      figure: `${counted(trials)} flips of a bundle of ${counted(pair.toSecond.length)} bytes, half of them sealed anew (half of those in the ZIP’s headers): ${failures.length} accepted, the state hash is the same (${reasons})`,
      ...(failures[0] === undefined ? {} : { firstFailure: `${failures[0]}, seed ${seed}` }),
      control: {
        words: `without the signed list of contents ${opens} of ${tried} sealed anew unpack without a word`,
        failed: opens > 0,
      },
    };
  },
};
