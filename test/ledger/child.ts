/**
 * A ledger in a process of its own, for tests that end it. Arguments: mode, folder, head copy, key file.
 * - `hold` opens, prints `HELD` and stays.
 * - `append` records step after step: prints `TRY <id of the command>` before each and `ACK <seq>` after its acknowledgement.
 * - `count` does the same for 120 steps, then closes; `careless` likewise, but with commits that are not synced.
 * - `stubborn` does what `count` does for 110 steps, and where a fault comes (`FAULT <code>`) gives the same command again, as a
 *   person would, up to three times.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import type { Ledger } from '../../main/ledger/ledger';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { LedgerFault } from '../../main/ledger/refusal';
import { keyId } from '../../main/proof/header';

const say = (line: string): number => writeSync(1, `${line}\n`);

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
    ballastBytes: 0,
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
