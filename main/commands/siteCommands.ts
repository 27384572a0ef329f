import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deactivatePerson, enrolPerson, issueCode, unlockPerson } from '../domain/people/decide';
import {
  addStarter,
  defineCode,
  defineJobType,
  releaseChecklist,
  requestRelease,
  saveChecklistDraft,
} from '../domain/procedure/decide';
import { type Starter, starterSchema } from '../domain/procedure/starter';
import { refuse } from '../domain/refusal';
import { openWorkOrder } from '../domain/run/open';
import { newCode } from '../identity/oneTimeCode';
import { findByNumber } from '../views/lists';
import type { Judge } from './deeds';
import { erasureCommands } from './erasureCommands';
import { hashOf } from './hash';
import { learningCommands, nameCauses } from './learningCommands';
import { securityCommands } from './securityCommands';
import { lockoutOf } from './signIns';
import { newId, type Station } from './station';
import { syncSiteCommands } from './syncCommands';

/** Reads the starters that ship with the app. */
export function readStarters(resources: string): Starter[] {
  const folder = join(resources, 'starters');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => starterSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

/** Commands about the site's rules and people, and the opening of work orders. */
export const siteCommands: { readonly [N in SiteCommandName]: Judge<N> } = {
  ...learningCommands,
  ...syncSiteCommands,
  ...erasureCommands,
  ...securityCommands,
  enrolPerson: (station, args) => {
    const code = newCode();
    const decided = enrolPerson(station.world.site, { user: newId('user'), code: code.kept, ...args });
    return decided.ok ? { ...decided, once: { code: code.text } } : decided;
  },
  issueCode: (station, args, ctx) => {
    const code = newCode();
    const decided = issueCode(station.world.site, { user: args.user, code: code.kept }, ctx);
    return decided.ok ? { ...decided, once: { code: code.text } } : decided;
  },
  unlockPerson: (station, args, ctx) =>
    unlockPerson(station.world.site, args, lockoutOf(station, args.user).kind !== 'open', ctx),
  deactivatePerson: (station, args, ctx) => deactivatePerson(station.world.site, args, ctx),
  defineJobType: (station, args, ctx) => defineJobType(station.world.site, args, ctx),
  defineCode: (station, args) => defineCode(station.world.site, args),
  addStarter: (station, args, ctx) => {
    const starter = readStarters(station.resources).find((s) => s.id === args.starter);
    return starter
      ? addStarter(station.world.site, starter, ctx)
      : refuse('not-found', 'This starter is not in the library of this version.');
  },
  saveChecklistDraft: (station, args, ctx) => saveChecklistDraft(station.world.site, args, ctx),
  requestRelease: (station, args) => {
    const causes = nameCauses(station, args.causes ?? []);
    if ('ok' in causes) return causes;
    const documentHash = draftHash(station, args.checklist);
    return requestRelease(station.world.site, { ...args, causes, documentHash });
  },
  releaseChecklist: (station, args, ctx) =>
    releaseChecklist(station.world.site, { ...args, documentHash: draftHash(station, args.checklist) }, ctx),
  openWorkOrder: (station, args, ctx) =>
    openWorkOrder(
      station.world.site,
      args,
      args.number !== undefined && findByNumber(station.world.views, args.number) !== undefined,
      ctx,
    ),
};

function draftHash(station: Station, checklist: string): string {
  const list = station.world.site.checklists.get(checklist);
  return list ? hashOf(list.draft) : '';
}

export type SiteCommandName =
  | 'enrolPerson'
  | 'issueCode'
  | 'unlockPerson'
  | 'deactivatePerson'
  | 'defineJobType'
  | 'defineCode'
  | 'addStarter'
  | 'saveChecklistDraft'
  | 'requestRelease'
  | 'releaseChecklist'
  | 'openWorkOrder'
  | keyof typeof learningCommands
  | keyof typeof syncSiteCommands
  | keyof typeof erasureCommands
  | keyof typeof securityCommands;
export function isSiteCommand(name: string): name is SiteCommandName {
  return Object.hasOwn(siteCommands, name);
}
