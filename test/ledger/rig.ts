import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEntry } from '../../main/ledger/entry';
import type { Ledger, LedgerDevice, LedgerOptions } from '../../main/ledger/ledger';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { keyId } from '../../main/proof/header';

export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly privateKey: KeyObject;
  sign(message: Uint8Array): Uint8Array;
}

export function newKey(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { publicKey: raw, privateKey, sign: (message) => sign(null, message, privateKey) };
}

export function newDevice(): LedgerDevice {
  const key = newKey();
  return {
    id: keyId(primitives.sha256, 'dev', key.publicKey),
    publicKey: key.publicKey,
    sign: (message) => key.sign(message),
  };
}

export const SITE = keyId(primitives.sha256, 'site', newKey().publicKey);

/** A site's folder and the second head's tree, on a real disk, gone after the test. */
export interface Rig {
  readonly folder: string;
  readonly headCopy: string;
  readonly device: LedgerDevice;
  readonly options: LedgerOptions;
  open(more?: Partial<LedgerOptions>): Ledger;
  remove(): void;
}

/** @param parent folder to make it in. */
export function newRig(parent = tmpdir()): Rig {
  const root = mkdtempSync(join(parent, 'process-designer-ledger-'));
  const folder = mkdtempSync(join(root, 'site-'));
  const headCopy = join(root, 'elsewhere', 'ledger.head');
  const device = newDevice();
  const options: LedgerOptions = {
    folder,
    headCopy,
    site: SITE,
    device,
    app: '0.1.0',
    ballastBytes: 1024 * 1024,
  };
  return {
    folder,
    headCopy,
    device,
    options,
    open(more) {
      const opening = openLedger({ ...options, ...more });
      if (!opening.ok) throw new Error(`${opening.code}: ${opening.message}`);
      return opening.ledger;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export const ANA = { user: 'usr_ana', role: 'operator', session: 'ses_1' } as const;
export const BEN = { user: 'usr_ben', role: 'compliance', session: 'ses_2' } as const;

export function stepEntry(run: string, note: string, subjects: readonly string[] = []): NewEntry {
  return {
    type: 'run.step-recorded',
    stream: run,
    actor: ANA,
    body: { step: 'verify-zero-energy', value: '0.00', unit: 'bar', note },
    subjects,
  };
}

let next = 0;
/** Appends entries as one command with a new id. */
export async function record(ledger: Ledger, ...entries: readonly NewEntry[]): Promise<void> {
  next += 1;
  const done = await ledger.append({ idem: `cmd_${process.pid}_${next}`, entries, answer: () => null });
  if (!done.ok) throw new Error(done.message);
}
