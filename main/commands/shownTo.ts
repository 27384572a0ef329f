import type { Call } from '../contract/call';
import { type CommandName, commands } from '../contract/commands';
import {
  type Shown,
  shownForClosure,
  shownForGate,
  shownForRelease,
  shownForReview,
  shownForStep,
} from '../domain/approval/shown';
import { shownForErasure } from '../domain/erasure/shown';
import { planFor, requestOf } from './erasurePlan';
import { hashOf } from './hash';
import type { World } from './world';

/** What a signature covers, named by what is signed. */
export type Signing =
  | { readonly what: 'gate' | 'step'; readonly workOrder: string; readonly step: string }
  | { readonly what: 'review'; readonly workOrder: string; readonly review: string }
  | { readonly what: 'closure'; readonly workOrder: string }
  | { readonly what: 'release'; readonly checklist: string }
  | { readonly what: 'erasure'; readonly erasure: string };

/** What is shown for a signature now, with the digest that the entry will hold. Undefined where there is nothing to sign. */
export function shownNow(
  world: World,
  signing: Signing,
): { readonly shown: Shown; readonly digest: string } | undefined {
  const shown = show(world, signing);
  return shown && { shown, digest: hashOf(shown) };
}

function show(world: World, signing: Signing): Shown | undefined {
  if (signing.what === 'release') {
    const list = world.site.checklists.get(signing.checklist);
    return list && shownForRelease(world.site, signing.checklist, hashOf(list.draft));
  }
  if (signing.what === 'erasure') {
    const request = requestOf(world.db, signing.erasure);
    return request?.decided === null
      ? shownForErasure(world.site, request, planFor(world, request.targets))
      : undefined;
  }
  const state = world.caseOf(signing.workOrder);
  const document = world.documentFor(state);
  const jobType = world.jobTypeFor(state);
  if (!document || !jobType) return undefined;
  switch (signing.what) {
    case 'gate':
      return shownForGate(world.site, state, document, signing.step);
    case 'step':
      return shownForStep(state, document, signing.step);
    case 'review':
      return shownForReview(world.site, state, document, signing.review);
    case 'closure':
      return shownForClosure(world.site, state, document, jobType);
  }
}

/** Which signing a command's arguments stand for, or undefined for a command that signs nothing. */
export function signingOf(
  world: World,
  name: CommandName,
  args: Readonly<Record<string, unknown>>,
): Signing | undefined {
  const id = (key: string): string => String(args[key] ?? '');
  switch (name) {
    case 'approveGate':
    case 'rejectGate':
      return { what: 'gate', workOrder: id('workOrder'), step: id('step') };
    case 'recordStep':
      return isSignature(world, id('workOrder'), id('step'))
        ? { what: 'step', workOrder: id('workOrder'), step: id('step') }
        : undefined;
    case 'decideReview':
      return { what: 'review', workOrder: id('workOrder'), review: id('review') };
    case 'closeWorkOrder':
      return { what: 'closure', workOrder: id('workOrder') };
    case 'releaseChecklist':
      return { what: 'release', checklist: id('checklist') };
    case 'approveErasure':
      return { what: 'erasure', erasure: id('erasure') };
    default:
      return undefined;
  }
}

/** Commands that are signed, or may be: they are asked for in the signing window. */
export function maySign(name: CommandName): boolean {
  return name === 'recordStep' || (commands[name] as Call).signed === true;
}

function isSignature(world: World, workOrder: string, step: string): boolean {
  const document = world.documentFor(world.caseOf(workOrder));
  return (
    document?.sections.some((s) => s.steps.some((x) => x.id === step && x.kind === 'signature')) ?? false
  );
}
