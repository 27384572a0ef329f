import { CloudOff, FlaskConical, MonitorUp, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Status } from '../../main/contract/answers';
import { command, queryClient } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { BrandSign } from '../kit/BrandSign';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { Status as Said } from '../kit/Status';
import { ProgressBar } from '../kit/Waiting';
import { CreateSite } from './CreateSite';
import { JoinSite } from './JoinSite';
import { NextHour } from './NextHour';
import { RestoreSaid } from './RestoreSaid';
import { RestoreWay } from './RestoreWay';
import './join.css';
import './setup.css';
import { useProgress } from '../app/useProgress';

/**
 * The first window of a new installation: look around in a sample, set up a site of one's own, or become a station of one
 * that runs. A machine whose request is made opens where it waits for its invitation.
 */
export function FirstRun({ status }: { status: Status }) {
  const [way, setWay] = useState<'own' | 'join' | null>(status.joining === undefined ? null : 'join');
  return (
    <div className="setup">
      <header className="setup-bar">
        <BrandSign size={28} />
        <b>Process Designer</b>
      </header>
      <main className="setup-main">
        {way === null && <RestoreSaid status={status} />}
        {way === 'own' && <CreateSite onBack={() => setWay(null)} />}
        {way === 'join' && <JoinSite status={status} onBack={() => setWay(null)} />}
        {way === null && (
          <Ways joining={status.joining?.station} onOwn={() => setWay('own')} onJoin={() => setWay('join')} />
        )}
      </main>
      <footer className="setup-foot">
        <span>
          Everything is kept in <span className="mono">{status.folder}</span>
        </span>
        <span className="end">
          <CloudOff className="k-icon" aria-hidden="true" />
          No network needed, nothing leaves this machine
        </span>
      </footer>
    </div>
  );
}

interface WaysProps {
  /** The name under which a request was made. */
  joining: string | undefined;
  onOwn: () => void;
  onJoin: () => void;
}

function Ways({ joining, onOwn, onJoin }: WaysProps) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const openSample = async () => {
    if ((await deed.run(() => command('openSampleSite', {}))) !== null) await queryClient.invalidateQueries();
  };
  return (
    <>
      <h1>Nothing is set up on this machine yet</h1>
      <p className="setup-lead">
        Look around in a site that is ready, or begin with your own. A sample site never turns into a real
        one.
      </p>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      <div className="setup-ways">
        <Card title="Look around in the sample site" size="touch">
          <p>Halden plant, made up, with everything in place:</p>
          <ul className="setup-list">
            <li>Four people, one of each role: operator, supervisor, compliance, admin</li>
            <li>Three job types with their prerequisites, and the codes and owners they need</li>
            <li>Three released checklists: hydraulic seal with lockout, incident response, access request</li>
            <li>Three open work orders to run, block and close</li>
          </ul>
          {deed.busy ? (
            <div className="setup-wait" role="status">
              {progress === null || progress.total === 0 ? (
                <Said mark="saving">Making keys for four people. This takes some seconds.</Said>
              ) : (
                <ProgressBar
                  label={progress.words}
                  value={progress.done}
                  max={progress.total}
                  count={`${progress.done} of ${progress.total}`}
                />
              )}
            </div>
          ) : (
            <Button icon={FlaskConical} size="touch" onPress={() => void openSample()}>
              Open the sample site
            </Button>
          )}
        </Card>
        <Card title="Set up your own site" size="touch">
          <p>You become its first admin. Then about an hour to the first closed work order:</p>
          <NextHour />
          <Button
            icon={Plus}
            tone="primary"
            size="touch"
            onPress={onOwn}
            why={deed.busy ? 'The sample site is being made.' : undefined}
            whyPlace="below"
          >
            Set up your own site
          </Button>
        </Card>
      </div>
      <div className="setup-more">
        <section className="setup-join" aria-labelledby="setup-join">
          <div>
            <h2 id="setup-join">Join a site as another station</h2>
            <p>
              {joining === undefined
                ? 'A site runs on another machine already, and this one becomes one more station of it, by files.'
                : `The request of ${joining} is made. This machine waits for its invitation.`}
            </p>
          </div>
          <Button
            icon={MonitorUp}
            size="touch"
            onPress={onJoin}
            why={deed.busy ? 'The sample site is being made.' : undefined}
            whyPlace="hidden"
          >
            {joining === undefined ? 'Join a site' : 'Go on with joining'}
          </Button>
        </section>
        <RestoreWay why={deed.busy ? 'The sample site is being made.' : undefined} />
      </div>
    </>
  );
}
