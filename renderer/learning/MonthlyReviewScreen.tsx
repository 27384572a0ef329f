import { useNavigate, useParams } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import type { DecisionRow, MonthlyReview } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, evidenceTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { Select } from '../kit/Picker';
import './learning.css';
import { type Beside, MeetingPanel } from './MeetingPanel';
import { MonthlyMeeting } from './MonthlyMeeting';
import { type About, blockers, monthName } from './reviewWords';

/** L5: the monthly review, prepared: what repeats, what counts most, what is proved and what is late, with what the meeting decides. */
export function MonthlyReviewScreen() {
  const { month } = useParams({ strict: false });
  const asked = useAsk('monthlyReview', month === undefined ? {} : { month });
  return (
    <Desk current="insight">
      <Asked asked={asked} label="Preparing the review">
        {(review) => <Meeting key={review.month} review={review} />}
      </Asked>
    </Desk>
  );
}

function Meeting({ review }: { review: MonthlyReview }) {
  const navigate = useNavigate();
  const now = useNow(60_000);
  const role = useAsk('status', {}).data?.person?.role;
  const decides = role !== undefined && role !== 'operator';
  const [beside, setBeside] = useState<Beside | null>(null);
  const open = useAsk('signals', { state: 'open' }).data?.rows ?? [];
  const stops = blockers(open, review.month);
  const decide = (about: About, words: string) => setBeside({ what: 'decide', about, words });
  const remedy = (decision: DecisionRow) => setBeside({ what: 'remedy', decision });

  return (
    <div className="lrn-page">
      <Split
        panel={
          beside !== null && (
            <MeetingPanel
              review={review}
              beside={beside}
              onBeside={setBeside}
              onClose={() => setBeside(null)}
            />
          )
        }
      >
        <PageHead
          title={`Monthly review, ${monthName(review.month)}`}
          actions={
            <>
              <div className="lrn-month">
                <Select
                  label="Month"
                  hideLabel
                  options={review.months.map((id) => ({ id, label: monthName(id) }))}
                  value={review.month}
                  onChange={(month) => void navigate({ to: '/monthly-review/$month', params: { month } })}
                />
              </div>
              <Button icon={Printer} onPress={() => window.print()}>
                Print
              </Button>
              {decides && review.held === null && beside?.what !== 'hold' && (
                <Button
                  tone="primary"
                  onPress={() => setBeside({ what: 'hold' })}
                  why={
                    stops.length > 0
                      ? `Opens when ${count(stops.length, 'signal is', 'signals are')} decided.`
                      : undefined
                  }
                  whyPlace="hidden"
                >
                  Record as held
                </Button>
              )}
            </>
          }
        />
        <div className="lrn-body">
          <Held review={review} stops={stops} decides={decides} />
          <MonthlyMeeting
            review={review}
            now={now}
            onDecide={decides && review.held === null ? decide : undefined}
            onRemedy={decides ? remedy : undefined}
          />
        </div>
      </Split>
    </div>
  );
}

/** Whether the meeting was held, and what stands in its way. */
function Held({
  review,
  stops,
  decides,
}: {
  review: MonthlyReview;
  stops: ReturnType<typeof blockers>;
  decides: boolean;
}) {
  if (review.held !== null)
    return (
      <Notice kind="ok" title={`Held. Recorded ${evidenceTime(review.held.at)} by ${review.held.byName}.`}>
        {`There: ${review.held.present}`}
      </Notice>
    );
  if (stops.length === 0 || !decides) return null;
  return (
    <Notice
      kind="info"
      title={`Before it can be recorded as held, ${count(stops.length, 'signal needs', 'signals need')} a decision.`}
    >
      <ul className="lrn-stops">
        {stops.map((stop) => (
          <li key={stop.href}>
            <a href={stop.href}>{stop.words}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
