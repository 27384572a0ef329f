import type { CaseState } from '../caseState';
import type { Context, Decision, Role } from '../entry';
import { type ChecklistDocument, type GateStep, numberedSteps } from '../procedure/checklist';
import { peopleWith, type SiteState } from '../procedure/site';
import { refuse } from '../refusal';
import { gateMet, missingApprovals } from '../run/nextStep';

/** Steps a person carried out in this run, as people say them. */
export function stepsDoneBy(state: CaseState, document: ChecklistDocument, user: string): string[] {
  return numberedSteps(document)
    .filter((s) => {
      const h = state.run?.steps[s.step.id];
      return (
        h &&
        ([h.record, ...h.earlier].some((r) => r?.by === user) ||
          h.changes.some((c) => c.by === user) ||
          h.evidence.some((e) => e.by === user))
      );
    })
    .map((s) => s.no);
}

/** C1: why this person may not decide this gate now, or null. By person, never by account: who did the work never approves it. */
export function gateRefusal(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  gate: GateStep,
  actor: { readonly user: string; readonly role: Role },
): string | null {
  if (state.closure) return 'The work order is closed.';
  if (gateMet(state, gate)) return `“${gate.title}” is approved already.`;
  if (state.gates[gate.id]?.requestedAt === undefined) return `The run has not reached “${gate.title}” yet.`;
  const missing = missingApprovals(state, gate);
  const can = missing
    .flatMap((n) => peopleWith(site, n.role))
    .filter((p) => p.user !== actor.user && stepsDoneBy(state, document, p.user).length === 0)
    .map((p) => p.name);
  const who = can.length === 0 ? 'An admin enrols somebody who can.' : `${can.slice(0, 2).join(' or ')} can.`;
  const done = stepsDoneBy(state, document, actor.user);
  if (done.length > 0) return `You carried out step ${done[0]}, so you cannot approve it. ${who}`;
  if (state.gates[gate.id]?.decisions.some((d) => d.by === actor.user && d.what === 'approved' && !d.voided))
    return `You have approved it already. ${who}`;
  if (!missing.some((n) => n.role === actor.role))
    return `It needs ${missing.map((n) => `${n.count} ${n.role}`).join(' and ')}. ${who}`;
  return null;
}

function findGate(document: ChecklistDocument, step: string): { gate: GateStep; no: string } | undefined {
  const placed = numberedSteps(document).find((s) => s.step.id === step);
  return placed?.step.kind === 'gate' ? { gate: placed.step, no: placed.no } : undefined;
}

/** Approves a gate: an electronic signature over what was shown. */
export function approveGate(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: { step: string; shown: string },
  ctx: Context,
): Decision {
  const found = findGate(document, args.step);
  const { workOrder, run } = state;
  if (!found || !workOrder || !run) return refuse('not-found', 'This gate does not exist.');
  const why = gateRefusal(site, state, document, found.gate, ctx.actor);
  if (why) return refuse(gateMet(state, found.gate) ? 'already-done' : 'two-person', why);
  const body = {
    run: run.run,
    workOrder: workOrder.workOrder,
    step: found.gate.id,
    no: found.no,
    title: found.gate.title,
    role: ctx.actor.role,
    shown: args.shown,
  };
  return {
    ok: true,
    entries: [{ type: 'gate.approved', stream: run.run, body, meaning: 'approved' }],
    answer: {},
  };
}

/** C2: rejects a gate with a code and a reason, and names the step the work goes back to. */
export function rejectGate(
  site: SiteState,
  state: CaseState,
  document: ChecklistDocument,
  args: { step: string; shown: string; code: string; why: string; backTo: string },
  ctx: Context,
): Decision {
  const found = findGate(document, args.step);
  const { workOrder, run } = state;
  if (!found || !workOrder || !run) return refuse('not-found', 'This gate does not exist.');
  const why = gateRefusal(site, state, document, found.gate, ctx.actor);
  if (why) return refuse('two-person', why);
  const steps = numberedSteps(document);
  const back = steps.find((s) => s.step.id === args.backTo);
  const gate = steps.find((s) => s.step.id === found.gate.id);
  if (!back || !gate || back.index >= gate.index || back.step.kind === 'gate')
    return refuse('out-of-range', 'Choose a step before this gate to go back to.', {
      backTo: 'A step before the gate',
    });
  if (!site.codes.get(args.code)?.active)
    return refuse('not-found', `Code ${args.code} is not in the exception catalogue.`, {
      code: 'Choose a code',
    });
  const body = {
    run: run.run,
    workOrder: workOrder.workOrder,
    step: found.gate.id,
    no: found.no,
    title: found.gate.title,
    role: ctx.actor.role,
    shown: args.shown,
    code: args.code,
    why: args.why,
    backTo: args.backTo,
  };
  return {
    ok: true,
    entries: [{ type: 'gate.rejected', stream: run.run, body, meaning: 'rejected' }],
    answer: {},
  };
}
