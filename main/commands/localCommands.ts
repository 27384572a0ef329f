import { copyFile, writeFile } from 'node:fs/promises';
import { refuse } from '../domain/refusal';
import { backupCommands } from './backupCommands';
import { closurePdf, issueClosure } from './closing';
import type { Deed } from './deeds';
import { evidenceCommands } from './evidenceCommands';
import { historyCommands } from './historyCommands';
import { insightCommands } from './insightCommands';
import type { JobName } from './jobs';
import { packCommands } from './packCommands';
import { syncCommands } from './syncCommands';
import { updateCommands } from './updateCommands';
import { verifyLedger } from './verifying';

type LocalName =
  | 'keepDraft'
  | 'verifyLedger'
  | 'cancelJob'
  | 'saveClosurePdf'
  | 'saveSiteRoot'
  | 'setTheme'
  | keyof typeof evidenceCommands
  | keyof typeof insightCommands
  | keyof typeof historyCommands
  | keyof typeof syncCommands
  | keyof typeof backupCommands
  | keyof typeof updateCommands
  | keyof typeof packCommands;

/** Commands that wait for no turn: they touch this device only, ask a person, or run for long and record at their end. */
export const localCommands: { readonly [N in LocalName]: Deed<N> } = {
  ...evidenceCommands,
  ...insightCommands,
  ...historyCommands,
  ...syncCommands,
  ...backupCommands,
  ...updateCommands,
  ...packCommands,
  keepDraft: async (station, window, args) => {
    const session = station.sessions.state(window);
    if (session.kind !== 'open')
      return refuse('not-signed-in', 'Nobody is signed in, so nothing typed can be kept for anybody.');
    station.sessions.touch(window);
    station.site.drafts.keep(session.user.id, args.place, args.text);
    return { ok: true, answer: { kept: true } };
  },
  verifyLedger,
  cancelJob: async (station, _window, { jobs }) => {
    const stopped = (jobs ?? [undefined]).map((name) =>
      station.shell.jobs.cancel(name as JobName | undefined),
    );
    return { ok: true, answer: { cancelled: stopped.includes(true) } };
  },
  saveClosurePdf: async (station, _window, args, inTurn) => {
    const closed = station.world.caseOf(args.workOrder).closure !== undefined;
    // A closing whose PDF could not be made (a full disk) gets it now. That records, so it takes its turn.
    if (closed && !closurePdf(station, args.workOrder))
      await inTurn(() => issueClosure(station, args.workOrder));
    const file = closurePdf(station, args.workOrder);
    if (!file)
      return refuse(
        'not-found',
        'This work order has no closure PDF yet. It is made when the work order is closed.',
      );
    const to = await station.shell.askWhere(file.name);
    if (to !== null) await copyFile(file.path, to);
    return { ok: true, answer: { saved: to } };
  },
  saveSiteRoot: async (station) => {
    const to = await station.shell.askWhere('site-root.pem');
    if (to !== null) await writeFile(to, station.site.identity.rootCertificate);
    return { ok: true, answer: { saved: to } };
  },
  setTheme: async (station, _window, args) => {
    station.shell.setTheme(args.theme);
    station.changed();
    return { ok: true, answer: { theme: args.theme } };
  },
};

export function isLocalCommand(name: string): name is LocalName {
  return Object.hasOwn(localCommands, name);
}
