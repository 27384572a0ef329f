import type { DecisionRow, MonthlyReview } from '../../main/contract/learning';
import { count, date, duration } from '../app/format';
import { LinkButton } from '../kit/Button';
import { Status } from '../kit/Status';
import { TwoLines } from '../kit/Table';
import { Decided } from './Decided';
import './learning.css';
import { type ReviewColumn, ReviewSection, ReviewTable } from './ReviewTable';
import { type About, aboutKey, against, share } from './reviewWords';

export interface MeetingProps {
  review: MonthlyReview;
  now: string;
  /** Opens the form for a line; undefined where this person decides nothing. */
  onDecide: ((about: About, words: string) => void) | undefined;
  onRemedy: ((decision: DecisionRow) => void) | undefined;
}

/** The prepared meeting, in the order in which it is held: what repeats, what counts most, what is proved, what is late, what was decided. */
export function MonthlyMeeting({ review, now, onDecide, onRemedy }: MeetingProps) {
  const of = (about: About) => review.decisions.filter((one) => aboutKey(one.about) === aboutKey(about));
  const line = (about: About, words: string) => (
    <span className="lrn-line">
      {of(about).map((one) => (
        <span key={one.decision}>{one.text}</span>
      ))}
      {onDecide !== undefined && (
        <span className="no-print">
          <LinkButton onPress={() => onDecide(about, words)}>
            {of(about).length === 0 ? 'Decide' : 'Decide again'}
            <span className="k-hidden">{` about ${words}`}</span>
          </LinkButton>
        </span>
      )}
    </span>
  );
  return (
    <>
      <ReviewTable
        title="What repeats"
        aside="The same code on the same job type"
        rows={review.signals}
        rowId={(row) => row.signal}
        empty="No code came often enough on one job type to raise a signal."
        columns={[
          {
            name: 'Signal',
            cell: (row) => (
              <TwoLines
                first={
                  <a href={`#/signals/${row.signal}`}>
                    <span className="mono">{row.code}</span> {row.meaning}
                  </a>
                }
                second={`On ${row.jobTypeName}`}
              />
            ),
          },
          {
            name: 'Counted',
            cell: (row) => <span className="lrn-short">{`${row.count} in ${row.days} days`}</span>,
          },
          {
            name: 'Outcome',
            cell: (row) =>
              row.state === 'open' ? (
                <Status mark="warn">Needs a remediation or a reason</Status>
              ) : row.remediation !== null ? (
                <a href={`#/remediation/${row.remediation}`}>{row.outcome ?? 'Remediation'}</a>
              ) : (
                `Dismissed: ${row.outcome ?? ''}`
              ),
          },
          {
            name: 'Decision',
            cell: (row) => line({ kind: 'signal', signal: row.signal }, `${row.code} on ${row.jobTypeName}`),
          },
        ]}
      />
      <ReviewTable
        title="Codes that came most"
        aside={`${count(sum(review.topCodes.map((one) => one.count)), 'exception')} listed`}
        rows={review.topCodes}
        rowId={(row) => row.code}
        empty="No exception was raised in this month."
        columns={[
          {
            name: 'Code',
            cell: (row) => (
              <TwoLines
                first={
                  <>
                    <span className="mono">{row.code}</span> {row.meaning}
                  </>
                }
                second={row.ownerName}
              />
            ),
          },
          { name: 'This month', align: 'end', cell: (row) => row.count },
          { name: 'Month before', align: 'end', cell: (row) => row.before },
          {
            name: 'Change',
            cell: (row) => <span className="lrn-short">{against(row.count, row.before)}</span>,
          },
          {
            name: 'Decision',
            cell: (row) => line({ kind: 'code', code: row.code }, `${row.code} ${row.meaning}`),
          },
        ]}
      />
      <Completeness review={review} line={line({ kind: 'completeness' }, 'completeness')} />
      <ReviewTable
        title="Overdue by owner"
        aside={line({ kind: 'overdue' }, 'what is overdue')}
        rows={review.overdue}
        rowId={(row) => row.ownerName}
        empty="Nothing is overdue."
        columns={overdueColumns(now)}
      />
      <Decided review={review} onRemedy={onRemedy} />
    </>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function Completeness({ review, line }: { review: MonthlyReview; line: React.ReactNode }) {
  const { closed, withEvidence, reviewsDue, reviewsDone, remediationsClosed, remediationsOpen } =
    review.completeness;
  const facts = [
    {
      name: 'Closed with closure evidence',
      value: share(withEvidence, closed),
      of: closed === 0 ? 'no work order was closed' : 'work orders closed',
    },
    {
      name: 'Post-reviews done',
      value: share(reviewsDone, reviewsDue),
      of: reviewsDue === 0 ? 'no post-review was due' : 'due in this month',
    },
    { name: 'Remediations closed', value: String(remediationsClosed), of: `${remediationsOpen} are open` },
  ];
  return (
    <ReviewSection title="Completeness" aside={line}>
      <dl className="lrn-facts">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>
              <b>{fact.value}</b>
              <small>{fact.of}</small>
            </dd>
          </div>
        ))}
      </dl>
    </ReviewSection>
  );
}

function overdueColumns(now: string): ReviewColumn<MonthlyReview['overdue'][number]>[] {
  return [
    { name: 'Owner', cell: (row) => row.ownerName },
    { name: 'Exceptions', align: 'end', cell: (row) => row.exceptions },
    { name: 'Post-reviews', align: 'end', cell: (row) => row.reviews },
    { name: 'Remediations', align: 'end', cell: (row) => row.remediations },
    {
      name: 'Oldest',
      cell: (row) => (
        <Status mark="late">
          <span title={`Due ${date(row.oldestDue)}`}>
            {duration(Date.parse(now) - Date.parse(row.oldestDue))}
          </span>
        </Status>
      ),
    },
  ];
}
