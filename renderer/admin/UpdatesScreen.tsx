import { useNavigate } from '@tanstack/react-router';
import { FolderOpen, Globe, PackageCheck, Play } from 'lucide-react';
import { useState } from 'react';
import type { AnswerOf } from '../../main/contract/call';
import type { FoundUpdate, PreparedUpdate, updateQueries } from '../../main/contract/updates';
import { command, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { dateTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { type Deed, useDeed } from '../app/useDeed';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { TextField } from '../kit/TextField';
import './admin.css';

type Updates = AnswerOf<(typeof updateQueries)['updates']>;

/** S7: the version that runs here, and the way to a newer one: found, checked, prepared, and installed when an admin says so. */
export function UpdatesScreen() {
  const updates = useAsk('updates', {});
  return (
    <Desk current="updates">
      <PageHead
        title="Updates"
        lead="Nothing is looked for, loaded or installed by itself. Each release is checked before anything of it runs."
      />
      <PageBody>
        <Asked asked={updates} label="Reading what runs here">
          {(known) => (
            <div className="admin-site">
              <Look known={known} />
              {known.prepared !== null && <Prepared prepared={known.prepared} />}
              <Server known={known} />
              <Keys known={known} />
              <History known={known} />
            </div>
          )}
        </Asked>
      </PageBody>
    </Desk>
  );
}

function Look({ known }: { known: Updates }) {
  const deed = useDeed();
  const [words, setWords] = useState<string | null>(null);
  const look = async (from: 'folder' | 'server') => {
    setWords(null);
    const done = await deed.run(() => command('lookForUpdate', { from }));
    if (done !== null) setWords(done.found === null ? done.words : null);
  };
  return (
    <section aria-labelledby="updates-now">
      <h2 id="updates-now">This version</h2>
      <KeyValue
        items={[
          {
            name: 'Runs here',
            value: known.released ? known.current : `${known.current}, development build`,
          },
          { name: 'Update server', value: known.server ?? 'None. Releases come on a stick or in a folder.' },
        ]}
      />
      <div className="admin-buttons">
        <Button icon={FolderOpen} onPress={() => void look('folder')} isPending={deed.busy}>
          Look in a folder or on a stick
        </Button>
        {known.server !== null && (
          <Button icon={Globe} onPress={() => void look('server')} isPending={deed.busy}>
            Look on the server
          </Button>
        )}
      </div>
      {words !== null && <Status mark="done">{words}</Status>}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      {known.found !== null && <Found found={known.found} />}
    </section>
  );
}

const facts = (of: FoundUpdate) => [
  { name: 'Released', value: of.released },
  { name: 'Signed by', value: <span className="mono">{of.signedBy}</span> },
  { name: 'Package', value: `${of.file}, ${(of.size / 1e6).toFixed(1)} MB` },
  { name: 'SHA-256', value: <span className="mono admin-hash">{of.sha256}</span> },
];

function Found({ found }: { found: FoundUpdate }) {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  return (
    <Card className="admin-found">
      <h3>{`Version ${found.version}`}</h3>
      <Status mark="done">
        {found.from === 'server'
          ? 'The signature holds. The package is loaded and checked when you prepare it.'
          : 'The signature holds, and the package is whole.'}
      </Status>
      <KeyValue items={facts(found)} />
      <p className="measure admin-notes">{found.notes}</p>
      <p className="measure text-2">
        Preparing copies the package to this device, checks the copy, makes a backup of the site and reads it
        back. Nothing is installed yet.
      </p>
      <div>
        <Button
          tone="primary"
          icon={PackageCheck}
          isPending={deed.busy}
          onPress={() => void deed.run(() => command('prepareUpdate', { version: found.version }))}
        >
          {`Back up and prepare ${found.version}`}
        </Button>
      </div>
      {progress !== null && <p role="status">{progress.words}</p>}
      <Problem deed={deed} />
    </Card>
  );
}

function Prepared({ prepared }: { prepared: PreparedUpdate }) {
  const deed = useDeed();
  const [words, setWords] = useState<string | null>(null);
  const install = async () => {
    const done = await deed.run(() => command('installUpdate', { version: prepared.version }));
    if (done !== null) setWords(done.words);
  };
  return (
    <section aria-labelledby="updates-ready">
      <h2 id="updates-ready">{`Version ${prepared.version} is ready`}</h2>
      <Status mark="done">{`Checked, and backed up to ${prepared.backup}`}</Status>
      <KeyValue items={[{ name: 'Prepared', value: dateTime(prepared.preparedAt) }, ...facts(prepared)]} />
      {prepared.command !== null && (
        <p className="measure">
          This kind of package is put in place by the machine’s own installer. Approve it here, close the app,
          then type: <span className="mono">{prepared.command}</span>
        </p>
      )}
      <div>
        <Button tone="primary" icon={Play} onPress={() => void install()} isPending={deed.busy}>
          {prepared.command === null
            ? `Approve, end the app and install ${prepared.version}`
            : `Approve ${prepared.version}`}
        </Button>
      </div>
      {words !== null && <Notice kind="info" title={words} />}
      <Problem deed={deed} />
    </section>
  );
}

function Server({ known }: { known: Updates }) {
  const deed = useDeed();
  const [typed, setTyped] = useState(known.server ?? '');
  const beside = deed.beside('server');
  const set = (server: string | null) => void deed.run(() => command('setUpdateServer', { server }));
  return (
    <section aria-labelledby="updates-server">
      <h2 id="updates-server">Update server</h2>
      <p className="measure text-2">
        Without a server nothing leaves this machine, ever. With one, this device asks it, and only it, when
        you press “Look on the server”.
      </p>
      <TextField
        label="Address"
        value={typed}
        onChange={setTyped}
        error={deed.field('server')}
        note="Begins with https://"
      />
      <div className="admin-buttons">
        <Button
          onPress={() => set(typed.trim())}
          isPending={deed.busy}
          why={
            typed.trim() === ''
              ? 'Enter the address first.'
              : typed.trim() === known.server
                ? 'This server is in use.'
                : undefined
          }
        >
          Use this server
        </Button>
        {known.server !== null && (
          <Button
            onPress={() => {
              setTyped('');
              set(null);
            }}
            isPending={deed.busy}
          >
            Use none
          </Button>
        )}
      </div>
      {known.server !== null && !known.serverActive && (
        <Notice kind="info" title="The server counts from the next start of the app." />
      )}
      {beside !== null && <ProblemNotice problem={beside} />}
    </section>
  );
}

function Keys({ known }: { known: Updates }) {
  return (
    <section aria-labelledby="updates-keys">
      <h2 id="updates-keys">Who may release</h2>
      <p className="measure text-2">
        A release counts only when one of these keys signed it. Compare the fingerprints with what the vendor
        publishes.
      </p>
      <KeyValue
        items={known.keys.map(({ id, fingerprint }) => ({
          name: id,
          value: <span className="mono">{fingerprint}</span>,
        }))}
      />
    </section>
  );
}

function History({ known }: { known: Updates }) {
  const navigate = useNavigate();
  if (known.history.length === 0) return null;
  return (
    <section aria-labelledby="updates-history">
      <h2 id="updates-history">What happened</h2>
      <ul className="admin-plain">
        {known.history.map((one) => (
          <li key={`${one.log} ${one.seq}`}>
            <Status mark={one.refused ? 'warn' : 'done'}>{`${dateTime(one.at)}: ${one.words}`}</Status>
          </li>
        ))}
      </ul>
      <Button onPress={() => void navigate({ to: '/ledger' })}>Open the ledger</Button>
    </section>
  );
}

function Problem({ deed }: { deed: Deed }) {
  return deed.problem === null ? null : <ProblemNotice problem={deed.problem} />;
}
