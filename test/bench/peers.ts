import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { AtWork } from '../commands/atWork';
import { stepBody } from '../ledger/meter';
import type { BenchCase } from './case';
import { PlainRun } from './plainRun';

/** A store of somebody else's: appends that many step records, one after another. */
type Peer = { readonly append: (count: number) => Promise<void>; readonly close: () => Promise<void> };
type Hypercore = {
  ready(): Promise<void>;
  append(block: Uint8Array | readonly Uint8Array[]): Promise<unknown>;
  close(): Promise<void>;
};
type EventStore = {
  appendToStream(stream: string, events: readonly { type: string; data: unknown }[]): Promise<unknown>;
  close?(): Promise<void>;
};

/** A package of the folder that the bench installed. @throws where the bench did not install it. */
function peerModule(name: string): unknown {
  const folder = process.env.PROCESS_DESIGNER_PEERS;
  if (folder === undefined)
    throw new Error('the stores to compare with are not installed: npm run bench -- peers');
  return createRequire(join(folder, 'package.json'))(name);
}

/** Holepunch's append-only log. It does not sync each block. */
export async function hypercore(parent: string): Promise<Peer> {
  const Core = peerModule('hypercore') as new (folder: string) => Hypercore;
  const core = new Core(mkdtempSync(join(parent, 'hypercore-')));
  await core.ready();
  const block = Buffer.from(JSON.stringify(stepBody(1)));
  return {
    append: async (count) => {
      for (let n = 0; n < count; n += 1) await core.append(block);
    },
    close: () => core.close(),
  };
}

/** Emmett's event store over SQLite, in streams of 40 like runs. It syncs each event. */
export async function emmett(parent: string): Promise<Peer> {
  const { getSQLiteEventStore } = peerModule('@event-driven-io/emmett-sqlite') as {
    getSQLiteEventStore(options: { fileName: string }): EventStore;
  };
  const store = getSQLiteEventStore({ fileName: join(mkdtempSync(join(parent, 'emmett-')), 'events.db') });
  let done = 0;
  return {
    append: async (count) => {
      for (let n = 0; n < count; n += 1) {
        const stream = `run-${Math.floor(done / 40)}`;
        done += 1;
        await store.appendToStream(stream, [{ type: 'StepRecorded', data: stepBody(done) }]);
      }
    },
    close: async () => store.close?.(),
  };
}

/** The whole ring, one step record after another, against a store of somebody else's in the same run. */
export function againstPeer(
  against: string,
  atLeast: number,
  count: number,
  open: (parent: string) => Promise<Peer>,
): BenchCase {
  return {
    name: 'Record one step, from command to acknowledgement',
    against,
    unit: 'records/s',
    pass: { atLeast },
    rounds: 7,
    setUp: async (folder) => {
      const work = await AtWork.sample();
      const run = await PlainRun.prepare(work, 8 * count);
      const peer = await open(folder);
      const rate = async (append: () => Promise<void>): Promise<number> => {
        const begun = process.hrtime.bigint();
        await append();
        return (count * 1e9) / Number(process.hrtime.bigint() - begun);
      };
      return {
        limit: () => rate(() => peer.append(count)),
        product: () => rate(() => run.record(count)),
        tearDown: async () => {
          await peer.close();
          await work.close();
        },
      };
    },
  };
}
