import type { Outcome } from '../contract/call';
import type { SigningShown } from '../contract/signing';
import { type Refusal, type RefusalCode, refuse } from '../domain/refusal';
import type { Signed } from './signingAsk';
import type { Acting, Station } from './station';

/** What the person can put right in the window itself; anything else ends the signing. */
const again: ReadonlySet<RefusalCode> = new Set(['wrong-secret', 'locked-out', 'stale', 'missing']);

const open = new WeakMap<Station, Set<number>>();

/**
 * Asks the acting person to sign, and carries out what they signed by `attempt`. Waits for the person, so it is called
 * outside turns; each attempt takes its own. One at a time for a window.
 */
export async function askToSign(
  station: Station,
  window: number,
  acting: Acting,
  show: () => Omit<SigningShown, 'name' | 'identifier' | 'needsIdentifier' | 'size'> | Refusal,
  attempt: (signed: Signed) => Promise<Outcome<object>>,
): Promise<Outcome<object>> {
  const asking = open.get(station) ?? new Set();
  open.set(station, asking);
  if (asking.has(window))
    return refuse('in-use', 'The signing window is open already. Sign or cancel there first.');
  const stands = (): boolean => {
    const session = station.sessions.state(window);
    return session.kind === 'open' && session.session === acting.session;
  };
  let result: Outcome<object> | undefined;
  let fault: { readonly error: unknown } | undefined;
  let trying: Promise<Refusal | null> | undefined;
  let ended = false;
  const tried = async (signed: Signed): Promise<Refusal | null> => {
    try {
      const outcome = await attempt(signed);
      if (!outcome.ok && outcome.code !== 'fault' && again.has(outcome.code) && stands()) return outcome;
      result = outcome;
    } catch (error) {
      fault = { error };
    }
    return null;
  };
  asking.add(window);
  try {
    await station.shell.askSignature({
      window,
      stands,
      read: () => {
        const session = station.sessions.state(window);
        if (!stands() || session.kind !== 'open')
          return refuse('not-signed-in', 'The window was locked meanwhile. Nothing was signed.');
        const shown = show();
        if ('ok' in shown) return shown;
        const person = station.world.site.people.get(acting.user);
        return {
          ...shown,
          name: person?.name ?? '',
          identifier: person?.identifier ?? '',
          needsIdentifier: session.nextSignature === 'identifier-and-secret',
          size: acting.role === 'operator' ? 'touch' : 'desk',
        };
      },
      sign: async (signed) => {
        if (trying !== undefined) return refuse('in-use', 'Your key is being opened already.');
        if (ended || result !== undefined || fault !== undefined) return null;
        trying = tried(signed);
        try {
          return await trying;
        } finally {
          trying = undefined;
        }
      },
    });
    // What comes after the window is gone is nobody's. Closed while a key was being opened, what became of that is answered.
    ended = true;
    await trying;
  } finally {
    asking.delete(window);
  }
  if (fault !== undefined) throw fault.error;
  if (result !== undefined) return result;
  return stands()
    ? refuse(
        'not-signed',
        'You cancelled. Nothing was signed and nothing was recorded; what you typed is kept.',
      )
    : refuse('not-signed-in', 'The window was locked meanwhile. Nothing was signed; what you typed is kept.');
}
