import type { Context, Decision, Proposed } from '../entry';
import { refuse } from '../refusal';
import { mostWorkOrders, type PackIssued, type PackRequested, type PackScope } from './pack';

/** A pack that was issued before, which a new one may add to. */
export type IssuedPack = {
  readonly pack: string;
  readonly number: string;
  readonly sha256: string;
  readonly workOrders: readonly string[];
};

export type PackAsked = {
  readonly scope: PackScope;
  readonly words: string;
  readonly reason: string;
  /** What the scope selects now, in the order of ids. */
  readonly selected: readonly string[];
  /** The part of it to disclose; left out: all of it. */
  readonly disclose: readonly string[] | undefined;
  readonly complete: boolean;
  /** `unknown`: no pack of this id was issued here. */
  readonly addendumTo: IssuedPack | 'unknown' | undefined;
  /** How much of every other log is held. */
  readonly logs: PackRequested['logs'];
};

/** C7: why no pack can be made of what a scope selects, in words, or null. */
export function packProblem(
  selected: readonly string[],
  disclose: readonly string[] | undefined,
): string | null {
  if (selected.length === 0) return 'No work order fits this. Choose another scope, or a longer time.';
  const held = new Set(selected);
  if (disclose?.some((id) => !held.has(id)))
    return 'A work order to be disclosed is not among those that the scope selects any more. Choose again.';
  const count = (disclose ?? selected).length;
  if (count > mostWorkOrders)
    return `This selects ${count.toLocaleString('en')} work orders, and a pack holds ${mostWorkOrders.toLocaleString('en')} at most. Choose a shorter time.`;
  return null;
}

/** C7: asks for a pack: the entry names exactly what is disclosed, so that it can be made from it again. */
export function requestPack(asked: PackAsked, ctx: Context): Decision<{ pack: string; number: string }> {
  const problem = packProblem(asked.selected, asked.disclose);
  if (problem !== null) return refuse('not-ready', `${problem} Nothing was recorded.`);
  const workOrders = [...new Set(asked.disclose ?? asked.selected)].sort();
  const { addendumTo } = asked;
  if (addendumTo === 'unknown')
    return refuse(
      'not-found',
      'The pack that this one is to add to was not issued at this site. Nothing was recorded. Choose one from the list of packs.',
    );
  if (addendumTo !== undefined) {
    const before = new Set(addendumTo.workOrders);
    if (!workOrders.some((id) => before.has(id)))
      return refuse(
        'not-ready',
        `${addendumTo.number} holds none of these work orders, so this cannot add to it. Nothing was recorded. Choose one of its work orders too, or make a pack of its own.`,
      );
  }
  const pack = ctx.newId('pack');
  const number = ctx.nextNumber('pack');
  const body: PackRequested = {
    pack,
    number,
    scope: asked.scope,
    words: asked.words,
    reason: asked.reason,
    workOrders,
    complete: asked.complete,
    ...(addendumTo === undefined
      ? {}
      : { addendumTo: { pack: addendumTo.pack, number: addendumTo.number, sha256: addendumTo.sha256 } }),
    logs: [...asked.logs],
  };
  return { ok: true, entries: [{ type: 'pack.requested', stream: pack, body }], answer: { pack, number } };
}

/** C8: the file stands where the person wanted it, and was read back. */
export function packIssued(body: PackIssued): Proposed {
  return { type: 'pack.issued', stream: body.pack, body };
}
