import type { Sign } from '../contract/parts';
import type { SigningShown } from '../contract/signing';
import type { Refusal } from '../domain/refusal';

/** What a person typed and was shown in the signing window, for one try. */
export type Signed = { readonly shown: string; readonly sign: Sign };

/** One signing that a person is asked for. The shell shows it in a window that no page can reach; tests answer it themselves. */
export type SigningAsk = {
  /** The window whose page gave the command: the signing window stands over it, and ends with it. */
  readonly window: number;
  /** What the window shows now, made from the ledger. */
  readonly read: () => SigningShown | Refusal;
  /** Whether the sitting it was asked in goes on. Where it does not, the window closes and nothing is signed. */
  readonly stands: () => boolean;
  /** One try. Null when it is over, and the window closes; else why nothing was signed, and another try may follow. */
  readonly sign: (signed: Signed) => Promise<Refusal | null>;
};
