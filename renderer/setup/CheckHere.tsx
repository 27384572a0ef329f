import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { VerifyReport } from '../../main/contract/answers';
import { command } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useNow } from '../app/useNow';
import { VerifyFindings } from '../app/VerifyFindings';
import { VerifyRunning, verifyJobs } from '../app/VerifyRunning';
import { Button } from '../kit/Button';
import { Notice } from '../kit/Notice';
import './restore.css';

/** Where a site cannot be opened for work: what of it is damaged, and what still holds. Reads only. */
export function CheckHere() {
  const deed = useDeed();
  const now = useNow(30_000);
  const [report, setReport] = useState<VerifyReport | null>(null);
  const verify = () =>
    void deed
      .run(() => command('verifyLedger', { full: true }))
      .then((done) => {
        if (done !== null) setReport(done);
      });
  return (
    <section className="setup-check" aria-labelledby="setup-check" data-busy={deed.busy || undefined}>
      <div className="setup-join">
        <div>
          <h2 id="setup-check">See what holds</h2>
          <p>Every entry and file is read from disk; what does not hold is named. Nothing is changed.</p>
        </div>
        {deed.busy ? (
          <Button size="touch" onPress={() => void command('cancelJob', { jobs: [...verifyJobs] })}>
            Cancel, change nothing
          </Button>
        ) : (
          <Button icon={ShieldCheck} size="touch" onPress={verify}>
            {report === null ? 'Verify this ledger' : 'Verify again'}
          </Button>
        )}
      </div>
      {deed.busy && <VerifyRunning />}
      {!deed.busy && report !== null && (
        <div role="status">
          {report.found.length === 0 && (
            <Notice kind={report.verdict === 3 ? 'warn' : 'ok'} title={report.words} />
          )}
          <VerifyFindings report={report} now={now} />
        </div>
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </section>
  );
}
