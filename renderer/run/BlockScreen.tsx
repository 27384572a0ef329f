import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowRight, Info, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import { Bench } from '../app/Bench';
import { useDraft } from '../app/drafts';
import { recordedTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { useSend } from '../app/useSend';
import { Button } from '../kit/Button';
import { FieldError } from '../kit/Field';
import { EmptyState, Loading } from '../kit/Waiting';
import './block.css';
import './run.css';
import { BlockReason, blockDraft, reasonOf } from './BlockReason';
import { CodeTiles } from './CodeTiles';
import { stepWords } from './place';
import { useCase } from './useCase';

/** X1: two taps. The first was Block, the second is the code: recorded at once. The reason is needed to leave. */
export function BlockScreen() {
  const { workOrder, step } = useParams({ from: '/block/$workOrder/$step' });
  const { view: data, error } = useCase(workOrder);
  const navigate = useNavigate();
  const toRun = () => void navigate({ to: '/run/$workOrder', params: { workOrder } });
  const place = data?.steps.find((s) => s.step.id === step);
  if (data !== undefined && place !== undefined)
    return <Block key={step} view={data} place={place} toRun={toRun} />;
  return (
    <Bench title="Block a step" back={{ label: 'Back to the run', onPress: toRun }}>
      <div className="run-start">
        {error !== null && <ProblemNotice problem={error} />}
        {error === null && data === undefined && <Loading label="Reading the codes" />}
        {data !== undefined && (
          <EmptyState
            title="This step is not part of the run."
            note="Go back to the run and block the step it is at."
            action={<Button onPress={toRun}>Back to the run</Button>}
          />
        )}
      </div>
    </Bench>
  );
}

function Block({ view, place, toRun }: { view: CaseView; place: PlacedStep; toRun: () => void }) {
  const sender = useSend();
  const now = useNow();
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const step = place.step.id;
  const raised = Object.values(view.state.exceptions)
    .filter((e) => e.step === step && e.end === undefined && e.from === 'person')
    .sort((a, b) => b.seq - a.seq)[0];
  const drafts = {
    phrase: blockDraft(workOrder, step, 'phrase'),
    why: blockDraft(workOrder, step, 'why'),
    withdraw: blockDraft(workOrder, step, 'withdraw'),
  };
  const phrase = useDraft(drafts.phrase, view.drafts[drafts.phrase]);
  const why = useDraft(drafts.why, view.drafts[drafts.why]);
  const takeBack = useDraft(drafts.withdraw, view.drafts[drafts.withdraw]);
  const [isWithdrawing, setWithdrawing] = useState(false);
  const reason = reasonOf(phrase.text, why.text);

  // The new one is raised before the wrong one is taken back, so that the step is never unblocked in between.
  const pick = async (code: string) => {
    if (raised?.code === code) return;
    const outcome = await sender.send(`code-${code}`, 'blockStep', { workOrder, step, code });
    if (!outcome?.ok || raised === undefined) return;
    phrase.clear();
    await sender.send(`code-${code}`, 'withdrawException', {
      workOrder,
      exception: raised.exception,
      why: `Wrong code, ${code} instead`,
    });
  };
  const leave = async () => {
    if (raised === undefined) return toRun();
    if (reason !== '') {
      const outcome = await sender.send('why', 'explainException', {
        workOrder,
        exception: raised.exception,
        why: reason,
      });
      if (!outcome?.ok) return;
      phrase.clear();
      why.clear();
    }
    toRun();
  };
  const withdraw = async () => {
    if (raised === undefined) return;
    const outcome = await sender.send('withdraw', 'withdrawException', {
      workOrder,
      exception: raised.exception,
      why: takeBack.text.trim(),
    });
    if (!outcome?.ok) return;
    takeBack.clear();
    setWithdrawing(false);
    toRun();
  };
  const closed =
    raised !== undefined && raised.why === undefined && reason.length < 3
      ? 'Say why first: tap a phrase or type.'
      : undefined;
  const tapped = sender.problem?.at.startsWith('code-') ? sender.refusalAt(sender.problem.at) : undefined;

  return (
    <Bench
      title={view.state.workOrder?.title ?? ''}
      note={
        <>
          <span className="mono">{view.state.workOrder?.number}</span>
          {` · ${stepWords(place)}, ${place.step.title}`}
        </>
      }
      back={raised === undefined ? { label: 'Back to the run', onPress: toRun } : undefined}
      sender={sender}
      left={
        raised !== undefined && (
          <Button icon={Undo2} aria-expanded={isWithdrawing} onPress={() => setWithdrawing(!isWithdrawing)}>
            Withdraw, with a reason
          </Button>
        )
      }
      primary={
        <Button
          tone="primary"
          iconEnd={ArrowRight}
          why={closed}
          isPending={sender.busy === 'why'}
          onPress={() => void leave()}
        >
          Back to the run
        </Button>
      }
    >
      <div className="block">
        <section className="block-pick k-scroll" aria-labelledby="block-title">
          <h1 id="block-title">What is stopping you?</h1>
          <p className="text-2">Tap a code. It is recorded at once, and its owner is told.</p>
          {tapped !== undefined && <FieldError>{tapped}</FieldError>}
          <CodeTiles
            view={view}
            step={place.step}
            busy={sender.busy}
            picked={raised?.code ?? null}
            pickedAt={raised === undefined ? '' : recordedTime(raised.raisedAt, now)}
            onPick={(code) => void pick(code)}
          />
          <p className="block-hint">
            <Info className="k-icon" aria-hidden="true" />
            Codes of this step and checklist come first. Wrong code? Tap another. Both are kept.
          </p>
        </section>
        <section className="block-now k-scroll" aria-label="Exception raised" aria-live="polite">
          {raised === undefined ? (
            <EmptyState
              title="Nothing is recorded yet."
              note="When you tap a code, its number, owner and due time appear here."
            />
          ) : (
            <BlockReason
              view={view}
              exception={raised}
              now={now}
              sender={sender}
              phrase={phrase}
              why={why}
              takeBack={isWithdrawing ? takeBack : undefined}
              onWithdraw={() => void withdraw()}
            />
          )}
        </section>
      </div>
    </Bench>
  );
}
