import { FileInput, KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { JoinRequestView } from '../../main/contract/sync';
import { command } from '../api';
import { Fingerprint } from '../app/Fingerprint';
import { dateTime, listWords } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { SigningNotice } from '../app/SigningNotice';
import { useDeed } from '../app/useDeed';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Checkbox } from '../kit/Choice';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { TextField } from '../kit/TextField';
import { JobLine } from './JobLine';
import { PlaceMade } from './PlaceMade';

/** S3: an admin makes another machine a station of this site: its request is opened, compared by voice, and answered with an invitation. */
export function Enrol({ onClose }: { onClose: () => void }) {
  const [request, setRequest] = useState<JoinRequestView | null>(null);
  const [answered, setAnswered] = useState<{ station: string; saved: string | null } | null>(null);
  const deed = useDeed();
  const read = async () => {
    setAnswered(null);
    const done = await deed.run(() => command('readJoinRequest', {}));
    if (done?.request != null) setRequest(done.request);
  };
  return (
    <Panel
      title="Enrol a station"
      lead="Another machine becomes a station of this site. Its request comes as a file, and an invitation goes back the same way."
      onClose={onClose}
    >
      {answered !== null && (
        <PanelPart>
          <Answered answered={answered} />
        </PanelPart>
      )}
      <PanelPart title="1 The request">
        {request === null ? (
          <p className="text-2 sync-say">
            On the new machine choose “Join a site as another station” and save its request file.
          </p>
        ) : (
          <Request request={request} />
        )}
        {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
        <Button
          tone={request === null && answered === null ? 'primary' : 'edge'}
          icon={FileInput}
          isPending={deed.busy}
          onPress={() => void read()}
        >
          {request === null ? 'Open the request file' : 'Open another request'}
        </Button>
      </PanelPart>
      {request !== null && (
        <Invite
          key={`${request.device} ${request.at}`}
          request={request}
          onDone={(station, saved) => {
            setAnswered({ station, saved });
            setRequest(null);
          }}
        />
      )}
    </Panel>
  );
}

function Request({ request }: { request: JoinRequestView }) {
  return (
    <div className="sync-request">
      <Fingerprint
        value={request.fingerprint}
        note="The new machine shows the same groups. Have them read to you by somebody who stands there."
      />
      <KeyValue
        items={[
          { name: 'Asks as', value: request.station },
          { name: 'Made', value: dateTime(request.at) },
          { name: 'Its version', value: request.app },
        ]}
      />
      {request.findings.map((finding) => (
        <Notice
          key={finding.code}
          kind={finding.code === 'name-taken' ? 'warn' : 'info'}
          title={finding.message}
        />
      ))}
    </div>
  );
}

function Invite({
  request,
  onDone,
}: {
  request: JoinRequestView;
  onDone: (station: string, saved: string | null) => void;
}) {
  const isTaken = request.findings.some((finding) => finding.code === 'name-taken');
  const isEnrolled = request.findings.some((finding) => finding.code === 'enrolled');
  const [station, setStation] = useState(isTaken ? '' : request.station);
  const [compared, setCompared] = useState(false);
  const signing = useSigning();
  const why =
    station.trim() === ''
      ? 'Opens when the station has a name.'
      : !compared
        ? 'Opens when the fingerprint is compared.'
        : undefined;

  const invite = async () => {
    const done = await signing.ask('inviteStation', { device: request.device, station });
    if (done !== null) onDone(station, done.saved);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined && !signing.isOpen) void invite();
      }}
    >
      <PanelPart title="2 Its name here">
        <TextField
          label="Station"
          note={
            isEnrolled
              ? 'It keeps the name it was enrolled under.'
              : `Part of the numbers it gives. In use: ${listWords([...request.names])}.`
          }
          value={station}
          onChange={(text) => setStation(text.toUpperCase())}
          error={signing.field('station')}
          isDisabled={signing.isOpen || isEnrolled}
          maxLength={4}
          isRequired
        />
      </PanelPart>
      <PanelPart title="3 You enrol it">
        <div className="sync-request">
          <Checkbox
            isSelected={compared}
            onChange={setCompared}
            isDisabled={signing.isOpen}
            note="A request that was swapped on the way has another fingerprint."
          >
            The fingerprint above was read to me and is the same
          </Checkbox>
          <p className="text-2 sync-say">
            It is signed with the secret of the admin who set the site up: that opens the site’s root key,
            which says that this station belongs to it.
          </p>
          {signing.field('station') === undefined && <SigningNotice signing={signing} />}
          {signing.isOpen && <JobLine first="Enrolling" cancel="Cancel, enrol nothing" />}
          <span className="end">
            <Button
              type="submit"
              tone="primary"
              icon={KeyRound}
              isPending={signing.isOpen}
              why={why}
              whyPlace="below"
            >
              {isEnrolled ? 'Write the invitation again' : 'Enrol it and save the invitation'}
            </Button>
          </span>
        </div>
      </PanelPart>
    </form>
  );
}

function Answered({ answered }: { answered: { station: string; saved: string | null } }) {
  const { station, saved } = answered;
  if (saved === null)
    return (
      <Notice kind="warn" title={`No invitation was written for ${station}.`}>
        No place was chosen for the file, so nothing was changed. Open its request again to go on.
      </Notice>
    );
  return (
    <PlaceMade
      name={saved.split(/[\\/]/).at(-1) ?? saved}
      says={`The invitation of ${station}. It carries the site’s record, and only that machine can open it.`}
      path={saved}
      next={`Take it to ${station} and choose “Open the invitation” there.`}
    />
  );
}
