import type { BackupPlan, backupQueries, backupCommands as calls } from '../contract/backup';
import { refuse } from '../domain/refusal';
import { isStored, pageOfEntries } from '../ledger/read';
import { heldAt, onSameDisk, takePlace } from '../site/backupPlace';
import { recorded } from '../views/fold';
import { entryRow } from '../views/sentences';
import { actingFor } from './authority';
import { deviceKeys, isBackingUp, makeBackup, planOf, problemOf } from './backupMaking';
import type { KeptPlan } from './backupMemory';
import { nextDue } from './dailyBackup';
import type { Asked, Deed } from './deeds';
import { lastBackup } from './lastBackup';
import { keyWords } from './restoring';

/** Given with a site or without one, so the shell carries them out. */
type WithoutSite = 'readBackup' | 'restoreBackup';

function shownPlan({ place, daily, hour, keep }: KeptPlan): BackupPlan {
  return { place, daily, hour, keep };
}

export const backupAskers: { readonly [N in keyof typeof backupQueries]: Asked<N> } = {
  backups: (station) => {
    const plan = planOf(station);
    const { place, daily, hour } = plan;
    const { device, ledger, folder } = station.site;
    const problem = problemOf(station);
    const restores = pageOfEntries(ledger.db, { type: 'log.restored' }, 20).entries.filter(isStored);
    return {
      plan: shownPlan(plan),
      problem,
      sameDisk: place !== null && onSameDisk(place, folder),
      running: isBackingUp(station),
      next: daily && place !== null ? new Date(nextDue(station.now(), hour)).toISOString() : null,
      last: lastBackup(station) ?? null,
      held:
        place === null || problem !== null
          ? []
          : heldAt(place, station.site.identity.site, deviceKeys(station)).map(({ name, summary }) => ({
              name,
              backup: summary.backup,
              madeAt: summary.madeAt,
              how: summary.how,
              station: summary.station,
              entries: summary.entries,
              files: summary.files,
              bytes: summary.bytes,
              missing: summary.missing,
            })),
      restores: restores.map((entry) => {
        const { at, sentence, log, seq } = entryRow(station.world.site, recorded(entry));
        return { at, words: sentence, log, seq };
      }),
      keyWords: keyWords(device.protectedBy),
    };
  },
};

/** Long or asking: they take their turn only to record. */
export const backupCommands: { readonly [N in Exclude<keyof typeof calls, WithoutSite>]: Deed<N> } = {
  chooseBackupPlace: async (station) => {
    const chosen = await station.shell.askFolder('The folder or stick for the backups of this station');
    if (chosen === null) return { ok: true, answer: { place: planOf(station).place } };
    const taken = takePlace(chosen, station.site.folder);
    if (!taken.ok) return refuse('folder', taken.message);
    station.shell.backups.keep(station.site.identity.site, {
      ...planOf(station),
      place: chosen,
      mark: taken.mark,
    });
    station.changed();
    return { ok: true, answer: { place: chosen } };
  },
  setBackupPlan: async (station, _window, args) => {
    const plan = { ...planOf(station), ...args };
    station.shell.backups.keep(station.site.identity.site, plan);
    station.changed();
    return { ok: true, answer: shownPlan(plan) };
  },
  backUpNow: async (station, window, _args, inTurn) => {
    const acting = actingFor(station, window, 'backUpNow');
    if ('ok' in acting) return acting;
    const made = await makeBackup(station, 'asked', inTurn, acting);
    if (!made.ok) return made;
    const { seq, at, backup, place, name } = made.answer;
    return { ok: true, answer: { seq, at, backup, place, name } };
  },
};
