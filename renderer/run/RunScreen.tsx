import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowRight, Diamond, OctagonMinus, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { Bench } from '../app/Bench';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { type Sender, useSend } from '../app/useSend';
import { useElsewhere, useStations } from '../app/useStations';
import { Button } from '../kit/Button';
import { StepsAndWork } from '../kit/Steps';
import { Loading } from '../kit/Waiting';
import { Finished } from './Finished';
import { GlassBar } from './GlassBar';
import { HandOver } from './HandOver';
import { blockClosed, glassTarget, nextMove } from './moves';
import { Prerequisites } from './Prerequisites';
import { finishedId, openGlassNow, whereItIs } from './place';
import { RunElsewhere } from './RunElsewhere';
import './run.css';
import { StartRun, useReleased } from './StartRun';
import { prerequisitesId, StepList } from './StepList';
import { StepView } from './StepView';
import { useCase } from './useCase';
import { useFocusOnTitle } from './useFocusOnTitle';

/** R1, R3: one run, one step at a time. It opens where it was, with what was typed. */
export function RunScreen() {
  const { workOrder } = useParams({ from: '/run/$workOrder' });
  const { view, error } = useCase(workOrder);
  const navigate = useNavigate();
  const back = { label: 'My work', onPress: () => void navigate({ to: '/work' }) };
  if (view !== undefined) return <Run key={workOrder} view={view} back={back} />;
  return (
    <Bench title="Work order" back={back}>
      <div className="run-start">
        {error === null ? <Loading label="Reading the work order" /> : <ProblemNotice problem={error} />}
      </div>
    </Bench>
  );
}

function Run({ view, back }: { view: CaseView; back: { label: string; onPress: () => void } }) {
  const navigate = useNavigate();
  const sender = useSend();
  const now = useNow();
  const started = view.state.run !== undefined;
  const released = useReleased(view);
  const [chosen, setChosen] = useState<string | null>(null);
  const fallback = whereItIs(view, prerequisitesId);
  const elsewhere = useElsewhere(view);
  const { others } = useStations();
  // The step stays in sight after it is recorded; Next leads on.
  const shown = chosen ?? fallback;
  useEffect(() => {
    if (started && chosen === null) setChosen(fallback);
  }, [started, chosen, fallback]);
  useFocusOnTitle(shown);

  const order = view.state.workOrder;
  if (order === undefined) return null;
  const { workOrder } = order;
  const glass = openGlassNow(view, now);
  const place = view.steps.find((s) => s.step.id === shown);
  const show = (step: string) => {
    sender.forget();
    setChosen(step);
  };
  const by =
    view.state.run === undefined
      ? view.jobType.name
      : `${view.checklistTitle}, version ${view.state.run.versionNumber}`;
  const note = (
    <>
      <span className="mono">{order.number}</span>
      {` · ${by}`}
    </>
  );

  if (!started) {
    const start = async () => {
      await sender.send('start', 'startRun', { workOrder });
    };
    return (
      <Bench
        title={order.title}
        note={note}
        back={back}
        sender={sender}
        primary={
          <Button
            tone="primary"
            iconEnd={Play}
            note={`Then ${view.jobType.prerequisites.length} prerequisites`}
            isPending={sender.busy === 'start'}
            why={released === null ? 'Opens when a checklist is released.' : undefined}
            onPress={() => void start()}
          >
            Start the run
          </Button>
        }
      >
        <StartRun view={view} now={now} released={released} refusal={sender.refusalAt('start')} />
      </Bench>
    );
  }

  if (elsewhere !== null)
    return (
      <RunElsewhere view={view} station={elsewhere} title={order.title} note={note} now={now} back={back} />
    );

  const block = blockClosed(view, place);
  const target = glassTarget(view, place, now);
  return (
    <Bench
      title={order.title}
      note={note}
      back={back}
      sender={sender}
      mode={glass === null ? undefined : <GlassBar glass={glass} sender={sender} now={now} />}
      left={
        <>
          <Button
            icon={OctagonMinus}
            className="run-move"
            note={block?.short}
            why={block?.why}
            whyPlace="hidden"
            onPress={() =>
              place !== undefined &&
              void navigate({ to: '/block/$workOrder/$step', params: { workOrder, step: place.step.id } })
            }
          >
            Block this step
          </Button>
          <Button
            icon={Diamond}
            className="run-move"
            note={'step' in target ? undefined : target.short}
            why={'step' in target ? undefined : target.why}
            whyPlace="hidden"
            onPress={() =>
              'step' in target &&
              void navigate({ to: '/glass/$workOrder/$step', params: { workOrder, step: target.step } })
            }
          >
            Break glass
          </Button>
          {others.length > 0 && (
            <HandOver
              workOrder={workOrder}
              others={others}
              closed={
                view.state.closure === undefined
                  ? undefined
                  : { why: 'The work order is closed.', short: 'Closed' }
              }
            />
          )}
        </>
      }
      primary={<NextButton view={view} shown={shown} sender={sender} onShow={show} onLeave={back.onPress} />}
    >
      <StepsAndWork steps={<StepList view={view} shown={shown} onShow={show} />}>
        {shown === prerequisitesId && <Prerequisites view={view} sender={sender} now={now} />}
        {shown === finishedId && <Finished view={view} />}
        {place !== undefined && (
          <StepView key={place.step.id} view={view} place={place} sender={sender} now={now} onShow={show} />
        )}
      </StepsAndWork>
    </Bench>
  );
}

interface NextButtonProps {
  view: CaseView;
  shown: string;
  sender: Sender;
  onShow: (step: string) => void;
  onLeave: () => void;
}

/** The one way on, always at the lower right. While it is closed it says what opens it. */
function NextButton({ view, shown, sender, onShow, onLeave }: NextButtonProps) {
  if (shown === finishedId) {
    return (
      <Button tone="primary" iconEnd={ArrowRight} onPress={onLeave}>
        Back to my work
      </Button>
    );
  }
  const move = nextMove(view, shown, prerequisitesId, finishedId);
  return (
    <Button
      tone="primary"
      iconEnd={ArrowRight}
      className="run-next"
      note={move.note}
      why={sender.busy !== null ? 'Opens when it is saved.' : move.why}
      onPress={() => move.to !== undefined && onShow(move.to)}
    >
      {move.label}
    </Button>
  );
}
