import type { NamedCause } from '../../main/domain/learning/cause';
import { causeHref, causeKey } from '../app/causes';
import './causes.css';

/** What made a version necessary, each with its place where it has one. */
export function Causes({ causes }: { causes: readonly NamedCause[] }) {
  return (
    <ul className="des-caused">
      {causes.map(({ cause, words }) => {
        const href = causeHref(cause, words);
        return <li key={causeKey(cause)}>{href === undefined ? words : <a href={href}>{words}</a>}</li>;
      })}
    </ul>
  );
}
