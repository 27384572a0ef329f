import type { z } from 'zod';
import type { runEntries } from '../run/run';
import type { approvalEntries, GateDecision, GateState } from './approval';

export type ApprovalBody =
  | z.infer<(typeof approvalEntries)['gate.approved']>
  | z.infer<(typeof approvalEntries)['gate.rejected']>
  | z.infer<(typeof runEntries)['run.gate-requested']>;

/** Folds a request, an approval or a rejection into the gates of a run. */
export function evolveGates(
  gates: Readonly<Record<string, GateState>>,
  type: 'gate.approved' | 'gate.rejected' | 'run.gate-requested',
  body: ApprovalBody,
  by: string,
  at: string,
  place: { readonly log: string; readonly seq: number },
): Readonly<Record<string, GateState>> {
  const gate = gates[body.step] ?? { step: body.step, requestedAt: undefined, decisions: [] };
  if (type === 'run.gate-requested') return { ...gates, [body.step]: { ...gate, requestedAt: at } };
  if (!('role' in body)) return gates;
  const decision: GateDecision = {
    what: type === 'gate.approved' ? 'approved' : 'rejected',
    role: body.role,
    by,
    at,
    seq: place.seq,
    place,
    why: 'why' in body ? body.why : body.note,
    voided: undefined,
  };
  return { ...gates, [body.step]: { ...gate, decisions: [...gate.decisions, decision] } };
}

/** Marks every standing approval of these gates as void, because something they covered was changed. */
export function voidGates(
  gates: Readonly<Record<string, GateState>>,
  steps: readonly string[],
  at: string,
  reason: string,
): Readonly<Record<string, GateState>> {
  const out = { ...gates };
  for (const step of steps) {
    const gate = out[step];
    if (!gate) continue;
    out[step] = {
      ...gate,
      requestedAt: undefined,
      decisions: gate.decisions.map((d) =>
        d.voided === undefined && d.what === 'approved' ? { ...d, voided: { at, reason } } : d,
      ),
    };
  }
  return out;
}
