import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SigningAsk } from '../../main/commands/signingAsk';
import type { Station } from '../../main/commands/station';
import { meanings } from '../../main/domain/entry';
import { AtWork, sampleSecret } from '../commands/atWork';
import { caseOf, doNext, goTo, sampleOrders, startChecked } from '../commands/busyHistory';
import { randomFrom } from '../ledger/random';
import type { FaultCase } from './case';
import { foundIn } from './tamperFind';
import { layDown, ledgerOptions, siteIn, tamperSite } from './tamperSite';
import { insider, type Rewritten, rewriteHistory } from './tamperSql';

/** How a signature is misused: what it does to the ledger, or at the window. Tells what was wrong, undefined where it was refused. */
type Misuse = readonly [words: string, run: (n: number) => Promise<string | undefined>];

const supervisor = 't.okafor';
const operator = 'm.kovac';

/** Signs over what stood there before, in somebody else's name, again, or after the window was gone. */
async function atTheWindow(): Promise<{
  readonly misuses: readonly Misuse[];
  readonly close: () => Promise<void>;
}> {
  const work = await AtWork.sample();
  const { seal, access } = await sampleOrders(work);
  await startChecked(work, seal);
  await startChecked(work, access);
  const first = (await doNext(work, seal))?.id ?? '';
  const gate = (await goTo(work, seal))?.id ?? '';
  const other = (await goTo(work, access))?.id ?? '';
  const decisions = async (): Promise<number> =>
    [await caseOf(work, seal, supervisor), await caseOf(work, access, supervisor)]
      .flatMap((view) => Object.values(view.state.gates))
      .reduce((n, one) => n + one.decisions.length, 0);
  const before = await decisions();
  /** Nothing may be signed by it, whatever it says. */
  const refused = (words: string, run: (n: number) => Promise<unknown>): Misuse => [
    words,
    async (n) => {
      const said = await run(n);
      const after = await decisions();
      return after === before ? undefined : `${words}: ${after - before} signatures, ${JSON.stringify(said)}`;
    },
  ];
  const signing = (what: { workOrder: string; step: string }) =>
    work.signing(supervisor, { what: 'gate', ...what });
  const shell = work.station.shell as { askSignature: Station['shell']['askSignature'] };
  /** The signing that a command asks for, kept after its window was closed with nothing signed. */
  const kept = async (): Promise<SigningAsk> => {
    const { askSignature } = shell;
    let found: SigningAsk | undefined;
    shell.askSignature = async (ask) => {
      ask.read();
      found = ask;
    };
    await work.give(supervisor, 'approveGate', { workOrder: seal, step: gate });
    shell.askSignature = askSignature;
    if (found === undefined) throw new Error('Nobody was asked to sign.');
    return found;
  };
  const correct = (n: number) =>
    work.done(operator, 'correctStep', {
      workOrder: seal,
      step: first,
      value: `Electric at Q${n}, hydraulic at V3`,
      why: 'Read again',
    });
  const misuses = [
    refused('an edit between display and commit', async (n) => {
      const signed = await signing({ workOrder: seal, step: gate });
      await correct(n);
      return work.give(supervisor, 'approveGate', { workOrder: seal, step: gate, ...signed });
    }),
    refused('an edit while the window is open', async (n) => {
      const { askSignature } = shell;
      let said: unknown;
      shell.askSignature = async (ask) => {
        const view = ask.read();
        if ('ok' in view) return;
        await correct(10_000 + n);
        said = await ask.sign({ shown: view.digest, sign: { identifier: supervisor, secret: sampleSecret } });
      };
      await work.give(supervisor, 'approveGate', { workOrder: seal, step: gate });
      shell.askSignature = askSignature;
      return said;
    }),
    refused('the digest of another gate', async () => {
      const { shown } = await signing({ workOrder: access, step: other });
      const { sign } = await signing({ workOrder: seal, step: gate });
      return work.give(supervisor, 'approveGate', { workOrder: seal, step: gate, shown, sign });
    }),
    refused('the identifier of another person', async () => {
      await work.station.sessions.lock(await work.windowOf(supervisor));
      const signed = await signing({ workOrder: seal, step: gate });
      return work.give(supervisor, 'approveGate', {
        workOrder: seal,
        step: gate,
        ...signed,
        sign: { identifier: 'a.ruiz', secret: sampleSecret },
      });
    }),
    refused('a signing used again after its window was closed', async () => {
      const ask = await kept();
      const { shown } = await signing({ workOrder: seal, step: gate });
      return ask.sign({ shown, sign: { identifier: supervisor, secret: sampleSecret } });
    }),
    refused('a signature sent with the command', async () => {
      const { shown, sign } = await signing({ workOrder: seal, step: gate });
      const window = await work.windowOf(supervisor);
      const args = { workOrder: seal, step: gate, shown, sign };
      return work.executor.execute(window, 'approveGate', `cmd_${crypto.randomUUID()}`, args);
    }),
  ];
  return { misuses, close: () => work.close() };
}

/** The same by a device's owner who rewrites the whole log, and has its key: all holds but the signatures of people. */
async function inTheFile(root: string, random: () => number): Promise<readonly Misuse[]> {
  const files = (await tamperSite()).closed;
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const clean = await (async () => {
    layDown(files, root);
    const db = new Database(join(siteIn(root), 'ledger.db'), { readonly: true });
    const rows = db.prepare('SELECT seq, header FROM entries WHERE log_no = 1 ORDER BY place').all() as {
      seq: number;
      header: Buffer;
    }[];
    db.close();
    return rows.map(({ seq, header }) => ({
      seq,
      header: JSON.parse(header.toString()) as Rewritten['header'],
    }));
  })();
  const signed = clean.filter(({ header }) => header.signature !== undefined);
  if (signed.length < 4) throw new Error('The site holds too few signatures.');
  const rewritten = (
    words: string,
    change: (entry: Rewritten, from: Rewritten['header']) => Rewritten,
  ): Misuse => [
    words,
    async () => {
      const target = one(signed);
      const from = one(signed.filter(({ seq }) => seq !== target.seq)).header;
      layDown(files, root);
      const { device } = ledgerOptions(root);
      insider(root, (db) =>
        rewriteHistory(db, (entry, seq) => (seq === target.seq ? change(entry, from) : entry), device.sign),
      );
      const found = await foundIn(root);
      // All else holds, because the device's own key signed it: it must be the person's signature that shows it.
      const said = `electronic signature on entry ${target.seq} `;
      return found?.words.includes(said)
        ? undefined
        : `${words}, entry ${target.seq}: ${found?.words ?? 'accepted'}`;
    },
  ];
  const withSignature = (
    entry: Rewritten,
    more: Partial<NonNullable<Rewritten['header']['signature']>>,
  ): Rewritten => {
    const { signature } = entry.header;
    if (signature === undefined) throw new Error('not signed');
    return { ...entry, header: { ...entry.header, signature: { ...signature, ...more } } };
  };
  return [
    rewritten('a signature put under another entry', (entry, from) =>
      withSignature(entry, from.signature ?? {}),
    ),
    rewritten('the bytes of another signature', (entry, from) =>
      withSignature(entry, { value: from.signature?.value ?? '' }),
    ),
    rewritten('a meaning exchanged', (entry) =>
      withSignature(entry, { meaning: one(meanings.filter((m) => m !== entry.header.signature?.meaning)) }),
    ),
    rewritten('the signed digest exchanged', (entry) => ({
      ...entry,
      body: { ...entry.body, shown: 'b'.repeat(64) },
    })),
    rewritten('a signer exchanged', (entry, from) => ({
      ...entry,
      header: {
        ...entry.header,
        actor: { user: 'usr_eve', role: 'supervisor', session: 'ses_eve' },
        ...(from.signature ? { signature: from.signature } : {}),
      },
    })),
    rewritten('a time exchanged', (entry) => ({
      ...entry,
      header: { ...entry.header, at: entry.header.at.replace(/^20/, '19') },
    })),
  ];
}

export const faultCase: FaultCase = {
  promise: 37,
  title: 'A signature binds one record, one meaning and one person',
  trials: { quick: 24, full: 200 },
  async run({ trials, seed, folder, say }) {
    const random = randomFrom(seed);
    const window = await atTheWindow();
    const failures: string[] = [];
    const refused = new Map<string, number>();
    try {
      const misuses = [...window.misuses, ...(await inTheFile(folder, random))];
      for (let n = 0; n < trials; n++) {
        const [words, run] = misuses[n % misuses.length] as Misuse;
        const wrong = await run(n);
        if (wrong !== undefined) {
          failures.push(wrong);
          say(wrong);
        } else refused.set(words, (refused.get(words) ?? 0) + 1);
      }
    } finally {
      await window.close();
    }
    // The unchanged site is sound, so that what was found was found for the signature's sake.
    layDown((await tamperSite()).closed, folder);
    const clean = await foundIn(folder);
    if (clean !== undefined) failures.push(`the unchanged site is called changed: ${clean.words}`);
    return {
      trials,
      silent: failures.length,
      figure: `${failures.length} accepted of ${trials} in ${refused.size} ways`,
      ...(failures[0] === undefined ? {} : { firstFailure: `${failures[0]}, seed ${seed}` }),
    };
  },
};
