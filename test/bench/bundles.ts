import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { joinSite, requestToJoin } from '../../main/commands/joining';
import { AtWork, sampleSecret } from '../commands/atWork';
import { admin, newStick, supervisor, throwAway } from '../sync/stations';
import { bigSite } from './bigSite';

export const bundleEntries = 20_000;
/** Entries a second that each way must reach. */
export const atLeast = 5000;

export type BundleBench = {
  /** Writes everything for the other station, who never acknowledged any; entries a second. */
  readonly send: () => Promise<number>;
  /** A new machine takes the whole ledger in, from an empty folder to a site that works; entries a second. */
  readonly receive: () => Promise<number>;
  readonly tearDown: () => Promise<void>;
};

const perSecond = (entries: number, begun: number): number => (entries * 1000) / (performance.now() - begun);

/** A site of 20,000 entries, and a machine whose request it has answered. */
export async function bundleBench(): Promise<BundleBench> {
  const stick = newStick();
  const k1 = await bigSite(bundleEntries);
  const asking = AtWork.empty();
  asking.chosen.where = join(stick, 'K2.pdrequest');
  await requestToJoin(asking.joining(), { station: 'K2' });
  k1.chosen.file = asking.chosen.where;
  const { request } = await k1.done(admin, 'readJoinRequest', {});
  const device = request?.device ?? '';
  k1.chosen.where = join(stick, 'K2.pdinvite');
  const sign = { identifier: admin, secret: sampleSecret };
  await k1.done(admin, 'inviteStation', { device, station: 'K2', sign });
  k1.chosen.folder = stick;
  return {
    send: async () => {
      await k1.windowOf(supervisor);
      const begun = performance.now();
      const { entries } = await k1.done(supervisor, 'exportBundle', { to: [device] });
      return perSecond(entries, begun);
    },
    receive: async () => {
      const fresh = AtWork.empty();
      cpSync(join(asking.folder, 'joining'), join(fresh.folder, 'joining'), { recursive: true });
      fresh.chosen.file = join(stick, 'K2.pdinvite');
      const begun = performance.now();
      const joined = await joinSite(fresh.joining());
      if (!joined.ok) throw new Error(joined.message);
      const speed = perSecond((joined.answer as { entries: number }).entries, begun);
      fresh.discard();
      rmSync(fresh.folder, { recursive: true, force: true });
      return speed;
    },
    tearDown: async () => {
      asking.discard();
      await k1.close();
      throwAway(stick);
    },
  };
}
