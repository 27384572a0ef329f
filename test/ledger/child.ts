/**
 * A ledger in a process of its own, for tests that end it. Arguments: mode, folder, head copy, key file.
 * - `hold` opens, prints `HELD` and stays.
 * - `append` records step after step: prints `TRY <id of the command>` before each and `ACK <seq>` after its acknowledgement.
 * - `count` does the same for 120 steps, then closes; `careless` likewise, but with commits that are not synced.
 * - `stubborn` does what `count` does for 110 steps, and where a fault comes (`FAULT <code>`) gives the same command again, as a
 *   person would, up to three times.
 * - `fill` fills the disk of the folder, records until it is refused, frees space and goes on; prints what it saw as JSON.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Ledger } from '../../main/ledger/ledger';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { LedgerFault } from '../../main/ledger/refusal';
import { keyId } from '../../main/proof/header';

const say = (line: string): number => writeSync(1, `${line}\n`);

async function step(ledger: Ledger, note: string): Promise<void> {
  await ledger.append({
    idem: `cmd_${ledger.head()?.size}_${note.length}`,
    entries: [
      {
        type: 'run.step-recorded',
        stream: 'run_1',
        actor: { user: 'usr_ana', role: 'operator', session: 'ses_1' },
        body: { note },
      },
    ],
    answer: () => null,
  });
}

/** Everything that is free, down to the last byte. */
function fillDisk(path: string): void {
  const handle = openSync(path, 'w');
  for (let size = 1024 * 1024; size >= 1; ) {
    try {
      if (writeSync(handle, Buffer.alloc(size)) < size) size = Math.floor(size / 2);
    } catch {
      size = Math.floor(size / 2);
    }
  }
  closeSync(handle);
}

async function fillUp(ledger: Ledger, folder: string): Promise<object> {
  const count = (): unknown => ledger.db.prepare('SELECT count(*) FROM entries').pluck().get();
  await step(ledger, 'before');
  const filler = join(folder, 'filler');
  fillDisk(filler);
  let acked = 1;
  let fault: unknown;
  while (fault === undefined) {
    try {
      await step(ledger, 'x'.repeat(20_000));
      acked += 1;
    } catch (error) {
      fault = error;
    }
  }
  const full = {
    acked,
    code: fault instanceof LedgerFault ? fault.code : String(fault),
    message: fault instanceof Error ? fault.message : '',
    readable: count(),
    told: ledger.db.prepare("SELECT count(*) FROM entries WHERE type = 'storage.exhausted'").pluck().get(),
    ballast: existsSync(join(folder, 'ballast')),
  };
  rmSync(filler);
  await step(ledger, 'after');
  const after = count();
  await ledger.close();
  return { ...full, after };
}

async function main(): Promise<void> {
  const [mode = '', folder = '', headCopy = '', keyFile = '', site = ''] = process.argv.slice(2);
  const privateKey = createPrivateKey(readFileSync(keyFile));
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const device = {
    id: keyId(primitives.sha256, 'dev', publicKey),
    publicKey,
    sign: (message: Uint8Array) => sign(null, message, privateKey),
  };
  const opening = openLedger({
    folder,
    headCopy,
    site,
    device,
    app: '0.1.0',
    ballastBytes: mode === 'fill' ? 2 * 1024 * 1024 : 0,
  });
  if (!opening.ok) {
    say(`REFUSED ${opening.code} ${opening.message}`);
    return;
  }
  const { ledger } = opening;
  if (mode === 'hold') {
    say('HELD');
    setInterval(() => undefined, 1000);
    return;
  }
  if (mode === 'fill') {
    say(JSON.stringify(await fillUp(ledger, folder)));
    return;
  }
  say('OPEN');
  if (mode === 'careless') ledger.db.pragma('synchronous = NORMAL');
  const steps = mode === 'append' ? Number.POSITIVE_INFINITY : mode === 'stubborn' ? 110 : 120;
  for (let done = 0; done < steps; done += 1) await recordOne(ledger, mode === 'stubborn' ? 4 : 1);
  await ledger.close();
}

/** One step more. Throws what the ledger throws once it was tried `attempts` times. */
async function recordOne(ledger: Ledger, attempts: number): Promise<void> {
  const first = ledger.head()?.size ?? 0;
  const idem = `cmd_${first}_${process.pid}`;
  for (let attempt = 1; ; attempt += 1) {
    say(`TRY ${idem}`);
    try {
      const recorded = await ledger.append({
        idem,
        entries: [
          {
            type: 'run.step-recorded',
            stream: `run_${Math.floor(first / 20)}`,
            actor: { user: 'usr_ana', role: 'operator', session: 'ses_1' },
            body: { step: 'verify-zero-energy', note: 'x'.repeat(first % 400) },
            subjects: [`wo_${Math.floor(first / 40)}`],
          },
        ],
        answer: ([entry]) => entry?.seq ?? -1,
      });
      if (recorded.ok) say(`ACK ${recorded.answer}`);
      return;
    } catch (fault) {
      if (!(fault instanceof LedgerFault) || attempt === attempts) throw fault;
      say(`FAULT ${fault.code}`);
    }
  }
}

main().catch((error: unknown) => {
  say(`FAILED ${error instanceof LedgerFault ? error.code : ''} ${String(error)}`);
  process.exit(1);
});
