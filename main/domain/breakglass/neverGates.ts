import type { Step } from '../procedure/checklist';

/**
 * X6: what break-glass can never open, fixed here and nowhere else. No setting, role or rule changes this list.
 * Shown to people as it stands.
 */
export const neverGates = [
  { id: 'identity', words: 'Who somebody is: signing in, secrets, roles.' },
  { id: 'signature', words: 'A signature: nobody signs for another.' },
  { id: 'evidence', words: 'Evidence: an empty slot stays empty.' },
  { id: 'ledger', words: 'The ledger: nothing is left out, changed or erased.' },
  { id: 'own-review', words: 'The review of its own use.' },
  { id: 'closure', words: 'The closing of the work order.' },
  { id: 'marked-gates', words: 'Gates that the checklist marks “never by break-glass”.' },
] as const;

/** Why the glass over this step cannot be opened, or null where it can. */
export function neverOpens(step: Step): string | null {
  if (step.kind === 'gate') {
    return step.breakGlass === 'never'
      ? `“${step.title}” can never be opened by break-glass: the checklist marks it so. Its approvers decide.`
      : null;
  }
  if (step.kind === 'signature')
    return 'A signature can never be opened by break-glass: nobody signs for another.';
  if (step.kind === 'photo' || step.kind === 'file')
    return 'Evidence can never be opened by break-glass: an empty slot stays empty.';
  return null;
}
