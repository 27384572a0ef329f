import { Download, FileInput } from 'lucide-react';
import { useState } from 'react';
import type { Status } from '../../main/contract/answers';
import type { JoiningView } from '../../main/contract/sync';
import { command, queryClient } from '../api';
import { Fingerprint } from '../app/Fingerprint';
import { dateTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useProgress } from '../app/useProgress';
import { Button, LinkButton } from '../kit/Button';
import { KeyValue } from '../kit/KeyValue';
import { Status as Said } from '../kit/Status';
import { TextField } from '../kit/TextField';
import { ProgressBar } from '../kit/Waiting';
import './join.css';
import './setup.css';

/** S3: this machine becomes one more station of a site that runs: a request goes there by file, an invitation comes back. */
export function JoinSite({ status, onBack }: { status: Status; onBack: () => void }) {
  // What the answer said, until the status that carries it is read.
  const [made, setMade] = useState<JoiningView | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const [renaming, setRenaming] = useState(false);
  const joining = made ?? status.joining;
  return (
    <div className="setup-own">
      <div className="setup-form">
        <h1>Join a site as another station</h1>
        {joining === undefined || renaming ? (
          <Name
            before={joining}
            onMade={(next) => {
              setMade(next.joining);
              setSaved(next.saved);
              setRenaming(false);
            }}
            onBack={renaming ? () => setRenaming(false) : onBack}
          />
        ) : (
          <>
            <Request joining={joining} saved={saved} onSaved={setSaved} onRename={() => setRenaming(true)} />
            <Invitation onBack={onBack} />
          </>
        )}
      </div>
      <aside className="setup-after" aria-labelledby="join-after">
        <h2 id="join-after">How it goes</h2>
        <p className="text-2">
          By two small files on a stick or in a folder. Nothing is lost when the app is closed in between:
          this machine waits for its invitation.
        </p>
        <ol className="setup-hour">
          <li>
            <b>Save the request here</b>
            <span>It holds this machine’s public keys, no secret.</span>
          </li>
          <li>
            <b>Take it to a station of the site</b>
            <span>
              An admin opens it under “Stations and exchange”, compares the fingerprint and enrols it.
            </span>
          </li>
          <li>
            <b>Bring the invitation back and open it here</b>
            <span>It carries the site’s record, and only this machine can open it.</span>
          </li>
        </ol>
      </aside>
    </div>
  );
}

interface Saved {
  readonly saved: string | null;
  readonly joining: JoiningView;
}

function Name({
  before,
  onMade,
  onBack,
}: {
  before: JoiningView | undefined;
  onMade: (made: Saved) => void;
  onBack: () => void;
}) {
  const [station, setStation] = useState(before?.station ?? '');
  const deed = useDeed();
  const beside = deed.beside('station');
  const save = async () => {
    const made = await deed.run(() => command('requestToJoin', { station }));
    if (made === null) return;
    onMade(made);
    await queryClient.invalidateQueries();
  };
  return (
    <form
      className="setup-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (station.trim() !== '' && !deed.busy) void save();
      }}
    >
      <section aria-labelledby="join-name">
        <h2 id="join-name">This station</h2>
        <TextField
          label="Station"
          note="Short, and not in use at the site yet. It is said aloud in numbers: WO-K2-000001."
          value={station}
          onChange={(text) => setStation(text.toUpperCase())}
          error={deed.field('station')}
          isDisabled={deed.busy}
          maxLength={4}
          isRequired
          autoFocus
        />
      </section>
      {beside !== null && <ProblemNotice problem={beside} />}
      <div className="setup-actions">
        <Button onPress={onBack}>Back</Button>
        <Button
          type="submit"
          tone="primary"
          icon={Download}
          isPending={deed.busy}
          why={station.trim() === '' ? 'Opens when the station has a name.' : undefined}
        >
          {deed.busy ? 'Making this machine’s keys' : 'Save the request file'}
        </Button>
      </div>
    </form>
  );
}

function Request({
  joining,
  saved,
  onSaved,
  onRename,
}: {
  joining: JoiningView;
  saved: string | null;
  onSaved: (path: string) => void;
  onRename: () => void;
}) {
  const deed = useDeed();
  const again = async () => {
    const made = await deed.run(() => command('requestToJoin', { station: joining.station }));
    if (made?.saved != null) onSaved(made.saved);
  };
  return (
    <section aria-labelledby="join-request">
      <h2 id="join-request">{`The request of ${joining.station}`}</h2>
      <Fingerprint
        value={joining.fingerprint}
        note="The admin who opens the request sees the same groups. Read them to each other, by voice."
      />
      <KeyValue
        items={[
          { name: 'Made', value: dateTime(joining.requestedAt) },
          {
            name: 'Request file',
            value:
              saved === null ? (
                'Saved where you put it. It can be saved again; it stays the same request.'
              ) : (
                <span className="join-path">
                  <Said mark="done">Saved</Said> <span className="mono">{saved}</span>
                </span>
              ),
          },
        ]}
      />
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      <div className="join-again">
        <Button icon={Download} onPress={() => void again()} isPending={deed.busy}>
          Save the request file again
        </Button>
        <LinkButton onPress={onRename}>Ask under another name</LinkButton>
      </div>
    </section>
  );
}

function Invitation({ onBack }: { onBack: () => void }) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const open = async () => {
    const done = await deed.run(() => command('joinSite', {}));
    if (done?.joined === true) await queryClient.invalidateQueries();
  };
  return (
    <section aria-labelledby="join-invitation">
      <h2 id="join-invitation">The invitation</h2>
      <p className="text-2 measure">
        When the file is back, open it. It is checked first; only then is the site’s record written here.
      </p>
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      {progress !== null && progress.total > 0 && (
        <ProgressBar
          label={progress.words}
          value={progress.done}
          max={progress.total}
          count={`${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`}
        />
      )}
      <div className="setup-actions">
        <Button
          onPress={onBack}
          why={deed.busy ? 'The invitation is being opened.' : undefined}
          whyPlace="hidden"
        >
          Back
        </Button>
        <Button tone="primary" icon={FileInput} isPending={deed.busy} onPress={() => void open()}>
          {deed.busy ? 'Opening the invitation' : 'Open the invitation'}
        </Button>
      </div>
    </section>
  );
}
