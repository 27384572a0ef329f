import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { VerifyReport } from '../../main/contract/answers';
import { command, useAsk } from '../api';
import { count, nearTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useNow } from '../app/useNow';
import { useProgress } from '../app/useProgress';
import { Button, LinkButton } from '../kit/Button';
import { Mark, type MarkName } from '../kit/Mark';
import { Hidden } from '../kit/Status';
import { ProgressBar } from '../kit/Waiting';
import './ledger.css';

/** What the last check of the whole ledger found, and running it again: every row and file is read from disk. */
export function VerifyBanner() {
  const last = useAsk('status', {}).data?.lastCheck;
  const now = useNow(30_000);
  const deed = useDeed();
  const [report, setReport] = useState<VerifyReport | null>(null);
  const [explained, setExplained] = useState(false);
  const progress = useProgress(deed.busy);

  const verify = () =>
    void deed
      .run(() => command('verifyLedger', {}))
      .then((done) => {
        if (done !== null) setReport(done);
      });

  const shown =
    report === null
      ? last
      : { at: report.at, ok: report.verdict === 0 || report.verdict === 2, words: report.words };
  const tone = shown === undefined ? 'none' : shown.ok ? 'ok' : 'stop';
  const mark: MarkName = shown === undefined ? 'todo' : shown.ok ? 'done' : 'stop';

  return (
    <section className="led-verify" data-tone={deed.busy ? 'none' : tone} aria-label="Verification">
      <div className="led-verify-row">
        {deed.busy ? (
          <div className="led-verify-progress">
            <ProgressBar
              label={progress?.words ?? 'Reading every entry and file again from disk'}
              value={progress?.done ?? 0}
              max={Math.max(1, progress?.total ?? 1)}
              count={
                progress === null
                  ? undefined
                  : `${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')}`
              }
            />
          </div>
        ) : (
          <>
            <Mark name={mark} size={32} />
            <div className="led-verify-words" role="status">
              <Hidden>
                {shown === undefined ? 'Not verified yet. ' : shown.ok ? 'In order. ' : 'Found something. '}
              </Hidden>
              <b>
                {shown === undefined
                  ? 'Not verified on this station yet.'
                  : `Verified ${nearTime(shown.at, now)}. ${headline(shown, report)}`}
              </b>
              <p>
                {report === null
                  ? shown === undefined
                    ? 'Verify reads every entry and every file again, and says what it found.'
                    : sentenceAfter(shown)
                  : reportWords(report)}
              </p>
            </div>
          </>
        )}
        <div className="led-verify-acts">
          {!deed.busy && (
            <LinkButton aria-expanded={explained} onPress={() => setExplained(!explained)}>
              What this cannot show
            </LinkButton>
          )}
          {deed.busy ? (
            <Button onPress={() => void command('cancelJob', { jobs: ['verify'] })}>
              Cancel, change nothing
            </Button>
          ) : (
            <Button icon={RotateCw} onPress={verify}>
              {shown === undefined ? 'Verify' : 'Verify again'}
            </Button>
          )}
        </div>
      </div>
      {report !== null && report.findings.length > 0 && !deed.busy && (
        <ul className="led-findings">
          {report.findings.map((finding) => (
            <li key={finding}>
              <Mark name="stop" />
              {finding}
            </li>
          ))}
        </ul>
      )}
      {explained && !deed.busy && <Limits />}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </section>
  );
}

function headline(shown: { ok: boolean; words: string }, report: VerifyReport | null): string {
  if (report?.verdict === 2) return 'Nothing missing, nothing changed; parts were erased on request.';
  if (shown.ok) return 'Nothing missing, nothing changed.';
  if (report?.verdict === 3) return 'Part of it was written by a newer version of the app.';
  return 'Something does not agree.';
}

/** Where only the last check's words are kept, they are not said twice. */
function sentenceAfter(shown: { ok: boolean; words: string }): string {
  return shown.words === 'Nothing missing, nothing changed.'
    ? 'Verify again to see the counts of this moment.'
    : shown.words;
}

function reportWords(report: VerifyReport): string {
  const read = `${count(report.entries, 'entry', 'entries')} and ${count(report.files, 'file')} read again from disk in ${report.seconds < 1 ? 'under 1' : Math.round(report.seconds)} s.`;
  const checked = `${count(report.signatures, 'signature')} and ${count(report.checkpoints, 'checkpoint')} checked.`;
  const witnesses =
    report.witnesses === 0
      ? 'No other device holds a head to compare with.'
      : `${count(report.witnesses, 'other device')} ${report.witnesses === 1 ? 'holds a head that agrees' : 'hold heads that agree'}.`;
  const restored = (report.restored ?? []).map((words) => ` ${words}.`).join('');
  return `${read} ${checked} ${witnesses}${report.verdict === 0 ? restored : ` ${report.words}`}`;
}

function Limits() {
  return (
    <div className="led-limits">
      <p>
        Verifying shows that what is here fits together: each entry follows the one before it, each file has
        the hash its entry names, each signature was made with the key it names.
      </p>
      <p>
        It cannot show whether what a person entered is true, or who sat at the keys when a secret was known
        to two people.
      </p>
      <p>
        Someone who has this machine and its keys could write a whole new ledger. Checkpoints that left the
        machine show it: on every closure PDF, and on other devices.
      </p>
      <p>Whether the clock was right is shown only by comparing with other records of the time.</p>
    </div>
  );
}
