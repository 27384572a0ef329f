import type { ReactNode } from 'react';
import type { Problem } from '../api';
import { Notice } from '../kit/Notice';

/** A refusal in neutral tone (a rule did its work), or a fault as the octagon bar with its incident number. */
export function ProblemNotice({ problem, actions }: { problem: Problem; actions?: ReactNode }) {
  return problem.code === 'fault' ? (
    <Notice kind="fault" title={problem.message} incident={problem.incident} actions={actions} />
  ) : (
    <Notice kind="refused" title={problem.message} actions={actions} />
  );
}
