import { z } from 'zod';
import { idSchema } from '../domain/entry';
import { mostTargets } from '../domain/erasure/erasure';
import { answer, type Call } from './call';
import { type Done, text } from './parts';

const place = z.strictObject({ log: z.string().max(120), seq: z.int().min(0) });
const erasure = idSchema('erasure');

/** One entry as erasing it would leave it. */
export type ErasureTarget = {
  readonly log: string;
  readonly seq: number;
  readonly station: string;
  readonly type: string;
  /** What it is called, and its sentence as it reads now. */
  readonly label: string;
  readonly sentence: string;
  readonly who: string;
  readonly at: string;
  readonly workOrder: string | null;
  readonly workOrderNumber: string | null;
  /** What goes and what stays, in words; of texts that go, how they read now. */
  readonly goes: readonly { readonly label: string; readonly value: string }[];
  readonly stays: readonly { readonly label: string; readonly value: string }[];
  /** Files that are destroyed with it; those that another entry names stay. */
  readonly files: readonly { readonly sha256: string; readonly stays: string | null }[];
  /** Why it cannot be erased; null where it can. */
  readonly notErasable: string | null;
  /** The entry that erased it; null while it is there. */
  readonly erasedBy: { readonly log: string; readonly seq: number } | null;
};

/** Copies that an erasure does not reach: people deal with them. */
export type ErasureElsewhere = {
  /** Backups made before it, at the place of backups. */
  readonly backups: readonly { readonly name: string; readonly at: string }[];
  /** Why they cannot be listed; null where they can. */
  readonly noBackups: string | null;
  /** Folders that a restore moved aside, beside the site's own. */
  readonly aside: readonly string[];
  /** Audit packs issued before it, by number. */
  readonly packs: readonly { readonly number: string; readonly at: string }[];
  /** Other stations: they erase when a bundle tells them. */
  readonly stations: readonly string[];
};

/** One request, for the list and for deciding. */
export type ErasureRow = {
  readonly erasure: string;
  readonly state: 'waiting' | 'erased' | 'declined';
  readonly byName: string;
  readonly at: string;
  readonly authority: string;
  readonly scope: string;
  readonly entries: number;
  /** Of what was decided; null while it waits. */
  readonly decided: { readonly byName: string; readonly at: string; readonly why: string | null } | null;
  readonly notYou: string | null;
};

export type ErasureView = ErasureRow & {
  readonly targets: readonly ErasureTarget[];
  /** Closure PDFs that show something of it: destroyed, and issued again without it. */
  readonly closures: readonly string[];
  readonly elsewhere: ErasureElsewhere;
  /** What is still to be done on this station after it was carried out; null where nothing is. */
  readonly unfinished: string | null;
};

/** An erasure in the words that an erased entry shows. */
export type ErasedBy = {
  readonly log: string;
  readonly seq: number;
  readonly at: string;
  readonly byName: string;
  readonly secondName: string;
  readonly authority: string;
  readonly scope: string;
  readonly erasure: string | null;
};

export const erasureCommands = {
  requestErasure: {
    args: z.strictObject({
      targets: z.array(place).min(1, 'name at least one entry').max(mostTargets),
      authority: text(3, 'say which rule or decision requires it', 500),
      scope: text(3, 'say what is erased', 500),
    }),
    answer: answer<Done & { erasure: string }>(),
  },
  declineErasure: {
    args: z.strictObject({ erasure, why: text(3, 'say why it is declined') }),
    answer: answer<Done>(),
  },
  approveErasure: {
    signed: true,
    args: z.strictObject({ erasure }),
    answer: answer<Done & { erased: number; unfinished: string | null }>(),
  },
} as const satisfies Record<string, Call>;

export const erasureQueries = {
  erasures: {
    args: z.strictObject({}),
    answer: answer<{
      readonly rows: readonly ErasureRow[];
      /** Bodies that were erased once, and are back because an older backup was restored. */
      readonly back: readonly ErasureTarget[];
    }>(),
  },
  erasure: { args: z.strictObject({ erasure }), answer: answer<ErasureView>() },
  /**
   * What could be asked for: these entries with those that repeat their words, or all that hold a person's name or what
   * they typed.
   */
  erasable: {
    args: z.strictObject({
      entries: z.array(place).max(mostTargets).optional(),
      person: idSchema('user').optional(),
    }),
    answer: answer<{ readonly targets: readonly ErasureTarget[]; readonly more: number }>(),
  },
  /** How an entry was erased; null where it was not. */
  erasedBy: { args: place, answer: answer<{ readonly erased: ErasedBy | null }>() },
} as const satisfies Record<string, Call>;
