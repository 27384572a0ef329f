import { CloudOff } from 'lucide-react';
import type { Status } from '../../main/contract/answers';
import { BrandSign } from '../kit/BrandSign';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { CheckHere } from './CheckHere';
import './join.css';
import { RestoreSaid } from './RestoreSaid';
import { RestoreWay } from './RestoreWay';
import './setup.css';

/** The site cannot be written to now: what happened, what is kept, and what to do, as main found it. Nothing can be recorded here. */
export function ViewerNotice({ status }: { status: Status }) {
  return (
    <div className="setup">
      <header className="setup-bar">
        <BrandSign size={28} />
        <b>Process Designer</b>
        {status.site !== undefined && (
          <span className="text-2">
            Station {status.site.station}, {status.site.name}
          </span>
        )}
      </header>
      <main className="setup-main">
        <RestoreSaid status={status} />
        <h1>Read only: nothing can be recorded here now</h1>
        <Notice
          kind="fault"
          title={
            status.problem ??
            'The site folder could not be opened for writing. Everything recorded so far is kept.'
          }
        />
        <KeyValue
          items={[
            { name: 'Folder', value: <span className="mono">{status.folder}</span> },
            ...(status.entries === 0
              ? []
              : [{ name: 'Entries found', value: status.entries.toLocaleString('en') }]),
            ...(status.lastCheck === undefined
              ? []
              : [{ name: 'Last check', value: status.lastCheck.words }]),
          ]}
        />
        {status.verifies && <CheckHere />}
        <RestoreWay />
        <p className="text-2 measure">
          When the cause is gone, close this window and start the app again. Until then keep the folder as it
          is: do not rename, move or clean it.
        </p>
      </main>
      <footer className="setup-foot">
        <span>Process Designer {status.runtime.app}</span>
        <span className="end">
          <CloudOff className="k-icon" aria-hidden="true" />
          No network needed
        </span>
      </footer>
    </div>
  );
}
