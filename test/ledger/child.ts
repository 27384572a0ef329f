/**
 * A ledger in a process of its own, for tests that end it. Arguments: mode, folder, head copy, key file.
 * - `hold` opens, prints `HELD` and stays.
 * - `append` records step after step, and prints `ACK <seq>` after each acknowledgement.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { keyId } from '../../main/proof/header';

const say = (line: string): number => writeSync(1, `${line}\n`);

async function main(): Promise<void> {
  const [mode = '', folder = '', headCopy = '', keyFile = '', site = ''] = process.argv.slice(2);
  const privateKey = createPrivateKey(readFileSync(keyFile));
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const device = { id: keyId(primitives.sha256, 'dev', publicKey), publicKey, sign: (message: Uint8Array) => sign(null, message, privateKey) };
  const opening = openLedger({ folder, headCopy, site, device, app: '0.1.0', ballastBytes: 0 });
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
  for (;;) {
    const seq = ledger.head()?.size ?? 0;
    const done = await ledger.append({
      idem: `cmd_${seq}_${process.pid}`,
      entries: [
        {
          type: 'run.step-recorded',
          stream: `run_${Math.floor(seq / 20)}`,
          actor: { user: 'usr_ana', role: 'operator', session: 'ses_1' },
          body: { step: 'verify-zero-energy', note: 'x'.repeat(seq % 400) },
          subjects: [`wo_${Math.floor(seq / 40)}`],
        },
      ],
      project: (db) => {
        db.prepare('CREATE TABLE IF NOT EXISTS seen (seq INTEGER PRIMARY KEY) STRICT').run();
        db.prepare('INSERT INTO seen VALUES (?)').run(seq);
      },
      answer: () => seq,
    });
    if (done.ok) say(`ACK ${done.answer}`);
  }
}

main().catch((error: unknown) => {
  say(`FAILED ${String(error)}`);
  process.exit(1);
});
