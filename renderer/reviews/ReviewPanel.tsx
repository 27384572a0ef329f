import { PenLine, Timer } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import {
  type Glass,
  glassOpen,
  type PostReview,
  type ReviewVerdict,
  reviewDone,
} from '../../main/domain/breakglass/breakglass';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { nameIn } from '../app/caseWords';
import { clock, duration, evidenceTime, nearTime, recordedTime } from '../app/format';
import { SigningNotice } from '../app/SigningNotice';
import { useNow } from '../app/useNow';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { TextArea } from '../kit/TextField';
import { Remediation, Skipped, UnderGlass, Verdicts } from './ReviewParts';
import './reviews.css';
import { verdictNames, verdicts } from '../app/verdicts';

export interface ReviewPanelProps {
  workOrder: string;
  review: string;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose?: () => void;
}

/** One opened break-glass read like a case: why, what was done under it, who was skipped, the verdict and the fix. */
export function ReviewPanel({ workOrder, review, ...moves }: ReviewPanelProps) {
  const asked = useAsk('caseView', { workOrder });
  const inbox = useAsk('inbox', {});
  return (
    <Asked asked={asked} label="Reading the break-glass">
      {(view) => {
        const found = view.state.reviews[review];
        const glass = found === undefined ? undefined : view.state.glasses[found.glass];
        if (found === undefined || glass === undefined) {
          return (
            <Panel title="This post-review is not known here" {...moves}>
              <PanelPart>Its work order holds no review with this number.</PanelPart>
            </Panel>
          );
        }
        const row = inbox.data?.reviews.find((one) => one.review === review);
        return (
          <Opened
            key={review}
            view={view}
            review={found}
            glass={glass}
            notYou={row?.notYou ?? null}
            moves={moves}
          />
        );
      }}
    </Asked>
  );
}

type Moves = Pick<ReviewPanelProps, 'onPrevious' | 'onNext' | 'onClose'>;

function Opened({
  view,
  review,
  glass,
  notYou,
  moves,
}: {
  view: CaseView;
  review: PostReview;
  glass: Glass;
  notYou: string | null;
  moves: Moves;
}) {
  const now = useNow(15_000);
  const [verdict, setVerdict] = useState<ReviewVerdict | null>(null);
  const [comment, setComment] = useState('');
  const signing = useSigning();
  const me = useAsk('status', {}).data?.person;
  const decided = reviewDone(review);
  const isOpenNow = glassOpen(glass, now);
  const ended = glass.closed?.ended ?? (isOpenNow ? now : glass.expires);
  const decides = me !== undefined && me.role !== 'operator' && !decided && notYou === null;
  const why = isOpenNow
    ? `The window is open until ${clock(glass.expires)}. Review it when it has ended.`
    : verdict === null
      ? 'Opens when a verdict is chosen.'
      : comment.trim().length < 10
        ? 'Opens when you say what you found, in at least ten letters.'
        : undefined;

  const sign = async () => {
    if (verdict === null) return;
    const { workOrder, review: id } = review;
    const done = await signing.ask('decideReview', { workOrder, review: id, verdict, comment });
    if (done === null) return;
    setVerdict(null);
    setComment('');
  };

  return (
    <Panel
      title={`${glass.opens === 'gate' ? 'Gate' : 'Step'} “${glass.title}” was opened`}
      isHatched
      kicker={
        <>
          Break-glass <span className="mono">{glass.number}</span>
          {` · ${recordedTime(glass.at, now)} · `}
          <a href={`#/closure/${view.state.workOrder?.workOrder ?? ''}`} className="mono">
            {view.state.workOrder?.number}
          </a>
        </>
      }
      chips={
        <>
          <Chip mark="glass">
            {decided ? 'Post-review decided' : `Post-review due ${nearTime(review.due, now)}`}
          </Chip>
          <Chip
            icon={Timer}
          >{`Used ${duration(Date.parse(ended) - Date.parse(glass.at))} of ${glass.windowMinutes} min`}</Chip>
        </>
      }
      {...moves}
      foot={
        decides ? (
          <span className="end">
            <Button
              tone="primary"
              icon={PenLine}
              why={why}
              isPending={signing.isOpen}
              onPress={() => void sign()}
            >
              Sign verdict
            </Button>
          </span>
        ) : undefined
      }
    >
      <PanelPart>
        <KeyValue
          items={[
            {
              name: 'Opened by',
              value: `${nameIn(view, glass.by)}, ${view.names[glass.by]?.role ?? 'unknown role'}, ${evidenceTime(glass.at)}`,
            },
            { name: 'Reason', value: `${glass.code} ${glass.meaning}` },
            { name: 'Why', value: `“${glass.why}”` },
          ]}
        />
      </PanelPart>
      <UnderGlass view={view} glass={glass} isOpenNow={isOpenNow} />
      <Skipped view={view} glass={glass} />
      <Verdicts view={view} review={review} />
      {!decided && (
        <PanelPart title="Your verdict" aside={decides ? 'You took no part in it' : undefined}>
          {decides ? (
            <div className="rev-verdict">
              <RadioCards
                label="Verdict"
                hideLabel
                place="row"
                value={verdict}
                onChange={(id) => setVerdict(verdicts.find((one) => one === id) ?? null)}
                options={verdicts.map((id) => ({ id, label: verdictNames[id] }))}
              />
              <TextArea
                label="What you found"
                isRequired
                value={comment}
                onChange={setComment}
                maxLength={2000}
                note={
                  verdict === 'unclear'
                    ? 'Unclear keeps the review open, with what you found so far.'
                    : undefined
                }
              />
            </div>
          ) : (
            <Notice kind="refused" title={notYou ?? 'A supervisor, compliance or an admin decides it.'} />
          )}
        </PanelPart>
      )}
      <Remediation view={view} glass={glass} />
      <SigningNotice signing={signing} />
    </Panel>
  );
}
