import type { Attempt } from '../../main/domain/run/run';
import { clockSeconds, withUnit } from '../app/format';

/** R6: what was entered and not accepted, kept beside the accepted reading. */
export function Attempts({ attempts, unit }: { attempts: readonly Attempt[]; unit: string | undefined }) {
  return (
    <ul className="run-attempts" aria-label="Entries that were not accepted">
      {attempts.map((attempt, index) => (
        <li key={attempt.seq}>
          <span>{`Attempt ${index + 1}`}</span>
          <del>{withUnit(attempt.value, unit)}</del>
          <span className="text-2">{`not accepted ${clockSeconds(attempt.at)}, kept`}</span>
        </li>
      ))}
    </ul>
  );
}
