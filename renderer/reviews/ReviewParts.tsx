import type { CaseView } from '../../main/contract/answers';
import { type Glass, type PostReview, reviewDone } from '../../main/domain/breakglass/breakglass';
import { doneUnder, nameIn } from '../app/caseWords';
import { clock, count, evidenceTime, nearTime, ownerWords, roleName } from '../app/format';
import { Hatched, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Face, Status } from '../kit/Status';
import './reviews.css';
import { verdictNames } from '../app/verdicts';

interface OfGlass {
  view: CaseView;
  glass: Glass;
}

/** What was recorded while the glass was open, oldest first. */
export function UnderGlass({ view, glass, isOpenNow }: OfGlass & { isOpenNow: boolean }) {
  const under = doneUnder(view, glass);
  return (
    <PanelPart
      title="Done under it"
      aside={`${count(under.length, 'entry', 'entries')}, ${endWords(glass, isOpenNow)}`}
    >
      {under.length === 0 ? (
        <p className="text-2">Nothing was recorded under it.</p>
      ) : (
        <Hatched>
          <ul className="rev-under">
            {under.map((one) => (
              <li key={`${one.at} ${one.no} ${one.words}`}>
                <span className="text-3">{clock(one.at)}</span>
                <span>{`Step ${one.no}, ${one.title}`}</span>
                <span className="text-3">{one.words}</span>
              </li>
            ))}
          </ul>
        </Hatched>
      )}
    </PanelPart>
  );
}

function endWords(glass: Glass, isOpenNow: boolean): string {
  if (isOpenNow) return `open until ${clock(glass.expires)}`;
  return glass.closed?.how === 'ended'
    ? `ended ${clock(glass.closed.ended)}`
    : `closed by itself ${clock(glass.expires)}`;
}

/** Whose approval was passed over. */
export function Skipped({ view, glass }: OfGlass) {
  return (
    <PanelPart
      title="Approvers who were skipped"
      aside={glass.skipped.length === 0 ? undefined : 'They see it in their decisions'}
    >
      {glass.skipped.length === 0 ? (
        <p className="text-2">
          {glass.opens === 'gate'
            ? 'No other person of the site could have approved.'
            : 'It opened a blocked step, so no approval was skipped.'}
        </p>
      ) : (
        <ul className="rev-people">
          {glass.skipped.map((user) => (
            <li key={user}>
              <Face name={nameIn(view, user)} />
              {nameIn(view, user)}
              <span className="text-3">{roleName(view.names[user]?.role ?? 'operator')}</span>
            </li>
          ))}
        </ul>
      )}
    </PanelPart>
  );
}

/** The verdicts given so far, each with who signed it. */
export function Verdicts({ view, review }: { view: CaseView; review: PostReview }) {
  if (review.verdicts.length === 0) return null;
  return (
    <PanelPart title={reviewDone(review) ? 'Verdict' : 'Found so far'}>
      <ul className="rev-verdicts">
        {review.verdicts.map((one) => (
          <li key={one.seq}>
            <Status mark={one.verdict === 'justified' ? 'done' : one.verdict === 'unclear' ? 'todo' : 'warn'}>
              {verdictNames[one.verdict]}
            </Status>
            <span>{`“${one.comment}”`}</span>
            <small>{`Signed by ${nameIn(view, one.by)}, ${evidenceTime(one.at)}`}</small>
          </li>
        ))}
      </ul>
    </PanelPart>
  );
}

/** The fix that every use of break-glass needs. */
export function Remediation({ view, glass }: { view: CaseView; glass: Glass }) {
  const fix = view.state.remediations[glass.remediation];
  return (
    <PanelPart title="Remediation" aside="Required for every use">
      {fix === undefined ? (
        <p className="text-2">Not opened yet.</p>
      ) : (
        <KeyValue
          items={[
            { name: 'Fix', value: `${fix.number}: ${fix.title}` },
            { name: 'Owner', value: ownerWords(fix.owner, view.names, view.roleHolders) },
            {
              name: fix.closed === undefined ? 'Due' : 'Done',
              value: fix.closed === undefined ? nearTime(fix.due, view.now) : fix.closed.done,
            },
          ]}
        />
      )}
    </PanelPart>
  );
}
