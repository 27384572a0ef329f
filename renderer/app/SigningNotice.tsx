import { Notice } from '../kit/Notice';
import { ProblemNotice } from './ProblemNotice';
import type { Signing } from './useSigning';

/** Beside what asked for a signature: that it is waited for in the signing window, or why nothing was signed. */
export function SigningNotice({ signing }: { signing: Signing }) {
  if (signing.problem !== null) return <ProblemNotice problem={signing.problem} />;
  if (!signing.isOpen) return null;
  return (
    <Notice kind="info" title="The signing window is open.">
      Read there what you sign, and sign or cancel. Nothing goes on here meanwhile.
    </Notice>
  );
}
