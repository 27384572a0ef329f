import { z } from 'zod';
import type { Refusal } from '../domain/refusal';
import { sha256Schema, signSchema } from './parts';

/** One line of what is signed, in words. */
export type Line = { readonly label: string; readonly value: string };

/** All that the signing window shows. Main makes it from the ledger and the command; the page that asked adds nothing. */
export type SigningShown = {
  /** `Approval of “Return to service”` */
  readonly title: string;
  /** 1: what is signed, in lines; then every value that the signature covers. */
  readonly lines: readonly Line[];
  readonly values: readonly Line[];
  /** SHA-256 of what is signed, which the entry holds. */
  readonly digest: string;
  /** 2: what it means, as it will be recorded: the meaning first, then what the person decided. */
  readonly says: readonly Line[];
  /** 3: who signs: the name that is printed, and what has to be typed. */
  readonly name: string;
  readonly identifier: string;
  readonly needsIdentifier: boolean;
  /** The button: "Sign approval". */
  readonly deed: string;
  readonly size: 'desk' | 'touch';
};

/** What the window hands back: the digest of what stood in it, and who signs. */
export const signedSchema = z.strictObject({ shown: sha256Schema, sign: signSchema });

/**
 * The three calls of the signing window, which main takes from that window alone, and the word that the ledger went on.
 * They are on no other page.
 */
export type SigningBridge = {
  readonly read: () => Promise<SigningShown | Refusal>;
  /** Null when it is recorded, and the window closes; else why nothing was signed. */
  readonly sign: (signed: z.input<typeof signedSchema>) => Promise<Refusal | null>;
  readonly cancel: () => void;
  readonly onChanged: (listener: () => void) => void;
};
