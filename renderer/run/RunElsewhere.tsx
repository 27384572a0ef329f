import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { Bench } from '../app/Bench';
import { type Sender, useSend } from '../app/useSend';
import { Button } from '../kit/Button';
import { ModeBar } from '../kit/Notice';
import { StepsAndWork } from '../kit/Steps';
import { Finished } from './Finished';
import { Prerequisites } from './Prerequisites';
import { finishedId, whereItIs } from './place';
import { ReadOnlyRun } from './readOnly';
import { prerequisitesId, StepList } from './StepList';
import { StepView } from './StepView';
import { useFocusOnTitle } from './useFocusOnTitle';

export interface RunElsewhereProps {
  view: CaseView;
  /** The station the run is at. */
  station: string;
  title: string;
  note: React.ReactNode;
  now: string;
  back: { label: string; onPress: () => void };
}

/** A run that another station holds: it can be looked through as far as it is known here, and nothing is recorded in it. */
export function RunElsewhere({ view, station, title, note, now, back }: RunElsewhereProps) {
  const sender: Sender = useSend();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = chosen ?? whereItIs(view, prerequisitesId);
  useFocusOnTitle(shown);
  const place = view.steps.find((s) => s.step.id === shown);
  return (
    <ReadOnlyRun value={true}>
      <Bench
        title={title}
        note={note}
        back={back}
        sender={sender}
        mode={
          <ModeBar mark="held">
            {`This run is at station ${station}. Hand it over there, or wait for the bundle. Here it is shown as far as it is known.`}
          </ModeBar>
        }
        primary={
          <Button tone="primary" onPress={back.onPress}>
            Back to my work
          </Button>
        }
      >
        <StepsAndWork steps={<StepList view={view} shown={shown} onShow={setChosen} />}>
          {shown === prerequisitesId && <Prerequisites view={view} sender={sender} now={now} />}
          {shown === finishedId && <Finished view={view} />}
          {place !== undefined && (
            <StepView
              key={place.step.id}
              view={view}
              place={place}
              sender={sender}
              now={now}
              onShow={setChosen}
            />
          )}
        </StepsAndWork>
      </Bench>
    </ReadOnlyRun>
  );
}
