import { Download } from 'lucide-react';
import { useState } from 'react';
import { command, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import './admin.css';
import { BackupPanel } from './BackupPanel';

/** This device: where its record lies, what runs it, how its keys are kept, and the certificate that others check it by. */
export function SiteScreen() {
  const status = useAsk('status', {});
  const deed = useDeed();
  const [saved, setSaved] = useState<string | null>(null);
  const save = async () => {
    const done = await deed.run(() => command('saveSiteRoot', {}));
    if (done?.saved != null) setSaved(done.saved);
  };
  return (
    <Desk current="site">
      <PageHead title="Devices and backups" lead="This station, its record and its keys." />
      <PageBody>
        <Asked asked={status} label="Reading this station">
          {({ site, folder, entries, runtime, lastCheck, restore }) => (
            <div className="admin-site">
              {!runtime.release && (
                <Notice kind="warn" title="Development runtime">
                  This is not a released build. It is for trying out; keep the records of a controlled site on
                  a released one.
                </Notice>
              )}
              {restore !== undefined && (
                <Notice kind={restore.ok ? 'ok' : 'warn'} title={restore.words}>
                  {restore.ok && 'The ledger shows it as the first entry of a new log.'}
                </Notice>
              )}
              <BackupPanel />
              <section aria-labelledby="site-record">
                <h2 id="site-record">The record</h2>
                <KeyValue
                  items={[
                    {
                      name: 'Site',
                      value: site === undefined ? 'None' : `${site.name}${site.sample ? ' (sample)' : ''}`,
                    },
                    { name: 'Station', value: site?.station ?? 'None' },
                    { name: 'Folder', value: <span className="mono">{folder}</span> },
                    { name: 'Entries', value: entries.toLocaleString('en') },
                    {
                      name: 'Last check',
                      value:
                        lastCheck === undefined ? (
                          'Not checked yet. Open the ledger to check it.'
                        ) : lastCheck.ok ? (
                          <Status mark="done">{lastCheck.words}</Status>
                        ) : (
                          <Status mark="stop">{lastCheck.words}</Status>
                        ),
                    },
                  ]}
                />
              </section>
              <section aria-labelledby="site-keys">
                <h2 id="site-keys">Keys</h2>
                <KeyValue
                  items={[
                    {
                      name: 'People',
                      value:
                        'Each person’s signing key is locked with their secret. Nobody can sign with it but they.',
                    },
                    { name: 'Station', value: keyWords(runtime.keyProtection) },
                  ]}
                />
                <p className="measure text-2">
                  The site root certificate lets anybody check the signatures on closure records, on any
                  machine, without this app. It holds no secret.
                </p>
                <div>
                  <Button icon={Download} onPress={() => void save()} isPending={deed.busy}>
                    Save the site root certificate
                  </Button>
                </div>
                {saved !== null && (
                  <Status mark="done">
                    Saved as <span className="mono">{saved}</span>
                  </Status>
                )}
                {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
              </section>
              <section aria-labelledby="site-runtime">
                <h2 id="site-runtime">What runs here</h2>
                <KeyValue
                  items={[
                    {
                      name: 'This app',
                      value: runtime.release ? runtime.app : `${runtime.app}, development runtime`,
                    },
                    { name: 'Electron', value: runtime.electron },
                    { name: 'Chromium', value: runtime.chrome },
                    { name: 'Node', value: runtime.node },
                    { name: 'SQLite', value: runtime.sqlite },
                  ]}
                />
              </section>
            </div>
          )}
        </Asked>
      </PageBody>
    </Desk>
  );
}

/** How the station's own key is kept, in words, from the name that main gives the way. */
function keyWords(protection: string): string {
  if (protection === 'file permissions only') {
    return 'The station’s key lies in the folder, guarded by file permissions only: this machine offers no key store. Whoever can read the folder can use it.';
  }
  return `The station’s key is locked by this machine’s key store (${protection}). A copy of the folder on another machine cannot use it.`;
}
