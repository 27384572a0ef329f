import { FileInput } from 'lucide-react';
import { useState } from 'react';
import type { PackReport } from '../../main/contract/packs';
import { command } from '../api';
import { Desk } from '../app/Desk';
import { ProblemNotice } from '../app/ProblemNotice';
import { RunningJob } from '../app/RunningJob';
import { useDeed } from '../app/useDeed';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import './packs.css';
import { Report } from './Report';
import { checkJobs } from './words';

/** Checks a pack from a stick or folder, of this site or another: the verdict in words, and what the check cannot show. */
export function CheckScreen() {
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const [report, setReport] = useState<PackReport | null>(null);
  const [isUnpicked, setUnpicked] = useState(false);
  const check = async () => {
    setUnpicked(false);
    const done = await deed.run(() => command('verifyFile', {}));
    if (done === null) return;
    if (done.report === null) setUnpicked(true);
    else setReport(done.report);
  };
  const shown = deed.busy || deed.problem !== null ? null : report;
  return (
    <Desk current="packs">
      <PageHead
        title="Check a pack"
        kicker={<a href="#/packs">Audit packs</a>}
        lead="Every byte of the file is read and every claim in it is checked. Nothing is recorded."
        actions={
          !deed.busy && (
            <Button tone={shown === null ? 'primary' : 'edge'} icon={FileInput} onPress={() => void check()}>
              {shown === null ? 'Choose a file' : 'Check another file'}
            </Button>
          )
        }
      />
      <PageBody>
        <div className="pack-check">
          {deed.busy && (
            <RunningJob
              label="Checking the file"
              progress={progress}
              jobs={checkJobs}
              note="It is read where it lies and is not changed."
              cancelLabel="Cancel, change nothing"
            />
          )}
          {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
          {isUnpicked && <Notice kind="info" title="No file was chosen. Nothing was checked." />}
          {shown !== null && <Report report={shown} />}
          <Limits />
        </div>
      </PageBody>
    </Desk>
  );
}

function Limits() {
  return (
    <section className="pack-limits" aria-labelledby="pack-limits">
      <h2 id="pack-limits">What this cannot show</h2>
      <ul>
        <li>Whether what a person entered is true, or who sat at the keys when two people knew a secret.</li>
        <li>That a site recorded everything it did, or that it has no second ledger it shows to nobody.</li>
        <li>
          That the site is the one it says: compare the SHA-256 of the file with the one you were given by
          another way, and the site’s id with one you know.
        </li>
        <li>What withheld lines say. It shows that they are there, and that nobody can change them later.</li>
      </ul>
    </section>
  );
}
