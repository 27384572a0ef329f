import type { packCommands as calls, packQueries } from '../contract/packs';
import { refuse } from '../domain/refusal';
import { previewPack } from '../views/packSelection';
import { packRequestOf, packRows } from '../views/packs';
import type { Asked, Deed } from './deeds';
import { exportPack, issuePackAgain } from './packMaking';
import { verifyFile } from './verifyFile';

export const packAskers: { readonly [N in keyof typeof packQueries]: Asked<N> } = {
  packPreview: (station, args) =>
    previewPack(
      {
        db: station.site.ledger.db,
        site: station.world.site,
        now: new Date(station.now()).toISOString(),
      },
      args,
    ),
  packRequest: (station, { pack }) =>
    packRequestOf(station.site.ledger.db, pack) ??
    refuse('not-found', 'There is no request for this pack here.'),
  packs: (station) => packRows(station.site.ledger.db, station.world.site),
};

/** Long or asking: they take their turn only to record. */
export const packCommands: { readonly [N in keyof typeof calls]: Deed<N> } = {
  exportPack,
  issuePackAgain,
  verifyFile,
};
