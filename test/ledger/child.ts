/**
 * A ledger in a process of its own, for tests that end it. Arguments: mode, folder, head copy, key file.
 * - `hold` opens, prints `HELD` and stays.
 * - `append` records step after step, and prints `ACK <seq>` after each acknowledgement.
 * - `count` does the same for 120 steps, then closes; `careless` likewise, but with commits that are not synced.
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
  for (let done = 0; mode === 'append' || done < 120; done += 1) {
    const seq = ledger.head()?.size ?? 0;
    const recorded = await ledger.append({
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
    if (recorded.ok) say(`ACK ${recorded.answer}`);
  }
  await ledger.close();
}

main().catch((error: unknown) => {
  say(`FAILED ${String(error)}`);
  process.exit(1);
});
