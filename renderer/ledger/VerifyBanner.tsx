import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { VerifyReport } from '../../main/contract/answers';
import { command, useAsk } from '../api';
import { count, nearTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useNow } from '../app/useNow';
import { Button, LinkButton } from '../kit/Button';
import { Mark, type MarkName } from '../kit/Mark';
import { Hidden } from '../kit/Status';
import './ledger.css';
import { VerifyFindings } from '../app/VerifyFindings';
import { VerifyRunning, verifyJobs } from '../app/VerifyRunning';

export interface VerifyBannerProps {
  /** Opens the entry that a finding is about. */
  onEntry: (log: string, seq: number) => void;
}

/** What the last check of the ledger found, and running it again: what is new, or all of it, read from disk. */
export function VerifyBanner({ onEntry }: VerifyBannerProps) {
  const last = useAsk('status', {}).data?.lastCheck;
  const now = useNow(30_000);
  const deed = useDeed();
  const [report, setReport] = useState<VerifyReport | null>(null);
  const [open, setOpen] = useState<'limits' | 'report' | null>(null);

  const verify = (full: boolean) =>
    void deed
      .run(() => command('verifyLedger', full ? { full } : {}))
      .then((done) => {
        if (done === null) return;
        setReport(done);
        setOpen(done.verdict === 1 ? 'report' : null);
      });
  const toggle = (what: 'limits' | 'report') => setOpen(open === what ? null : what);

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
          <VerifyRunning />
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
                  : reportWords(report, now)}
              </p>
            </div>
          </>
        )}
        <div className="led-verify-acts">
          {deed.busy ? (
            <Button onPress={() => void command('cancelJob', { jobs: [...verifyJobs] })}>
              Cancel, change nothing
            </Button>
          ) : (
            <>
              {report !== null && (
                <LinkButton aria-expanded={open === 'report'} onPress={() => toggle('report')}>
                  {report.verdict === 1 ? 'What was found' : 'What was read'}
                </LinkButton>
              )}
              <LinkButton aria-expanded={open === 'limits'} onPress={() => toggle('limits')}>
                What this cannot show
              </LinkButton>
              {shown !== undefined && <Button onPress={() => verify(true)}>Read everything again</Button>}
              <Button icon={RotateCw} onPress={() => verify(false)}>
                {shown === undefined ? 'Verify' : 'Verify again'}
              </Button>
            </>
          )}
        </div>
      </div>
      {!deed.busy && open === 'report' && report !== null && (
        <VerifyFindings report={report} now={now} onEntry={onEntry} />
      )}
      {!deed.busy && open === 'limits' && <Limits />}
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

/** What was read, when the rest was, and who agrees. */
function reportWords(report: VerifyReport, now: string): string {
  const seconds = report.seconds < 1 ? 'under 1' : String(Math.round(report.seconds));
  const files = count(report.files, 'file');
  const read =
    report.since === null
      ? `${count(report.entries, 'entry', 'entries')} and ${files}, all read again from disk in ${seconds} s.`
      : `${count(report.entries, 'new entry', 'new entries')} and ${files} read from disk in ${seconds} s; the ${(report.held - report.entries).toLocaleString('en')} before were verified ${nearTime(report.since, now)}.`;
  const witnesses =
    report.witnesses === 0
      ? 'No other device holds a head to compare with.'
      : `${count(report.witnesses, 'other device')} ${report.witnesses === 1 ? 'holds a head that agrees' : 'hold heads that agree'}.`;
  const restored = (report.restored ?? []).map((words) => ` ${words}.`).join('');
  return `${read} ${witnesses}${restored}`;
}

function Limits() {
  return (
    <div className="led-limits">
      <p>
        Verifying shows that what is here fits together: each entry follows the one before it, each file has
        the hash its entry names, each signature was made with the key it names, and the lists show what the
        entries say.
      </p>
      <p>
        It cannot show whether what a person entered is true, or who sat at the keys when a secret was known
        to two people.
      </p>
      <p>
        Someone who has this machine and its keys could write a whole new ledger. Checkpoints that left the
        machine show it: on every closure PDF, and on other devices.
      </p>
      <p>
        “Verify again” takes up where this device ended last, at a checkpoint that it signed. Someone who
        changed older entries on the disk since then is found by “Read everything again”.
      </p>
      <p>Whether the clock was right is shown only by comparing with other records of the time.</p>
    </div>
  );
}
