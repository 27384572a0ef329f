import type { VerifyReport } from '../../main/contract/answers';
import { LinkButton } from '../kit/Button';
import { KeyValue } from '../kit/KeyValue';
import { Mark } from '../kit/Mark';
import { count, nearTime } from './format';
import './verify.css';

const mostShown = 50;

export interface VerifyFindingsProps {
  report: VerifyReport;
  now: string;
  /** Opens the entry that a finding is about; left out where none can be opened. */
  onEntry?: (log: string, seq: number) => void;
}

/** A verification in full: what was found, each with its entry; what still holds; what was erased; what was read; who agrees. */
export function VerifyFindings({ report, now, onEntry }: VerifyFindingsProps) {
  const { erased, found, holds } = report;
  return (
    <div className="led-report">
      {found.length > 0 && (
        <section aria-label="What was found">
          <h3>{count(found.length, 'finding')}</h3>
          <ul className="led-findings">
            {found.slice(0, mostShown).map(({ words, at }) => (
              <li key={words}>
                <Mark name="stop" />
                <span>
                  {words}{' '}
                  {at !== null && onEntry !== undefined && (
                    <LinkButton onPress={() => onEntry(at.log, at.seq)}>
                      Open entry {at.seq.toLocaleString('en')}
                    </LinkButton>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {found.length > mostShown && <p>{count(found.length - mostShown, 'more finding')}.</p>}
        </section>
      )}
      {holds.length > 0 && (
        <section aria-label="What still holds">
          <h3>What still holds</h3>
          <ul className="led-findings">
            {holds.map((words) => (
              <li key={words}>
                <Mark name={/not judged|not compared|\d of \d/.test(words) ? 'todo' : 'done'} />
                {words}
              </li>
            ))}
          </ul>
        </section>
      )}
      {erased.length > 0 && (
        <section aria-label="Erased on request">
          <h3>Erased on request</h3>
          <ul className="led-findings">
            {erased.slice(0, mostShown).map((words) => (
              <li key={words}>
                <Mark name="todo" />
                {words}
              </li>
            ))}
          </ul>
          {erased.length > mostShown && <p>{count(erased.length - mostShown, 'more erasure')}.</p>}
        </section>
      )}
      <KeyValue items={readItems(report, now)} />
    </div>
  );
}

function readItems(report: VerifyReport, now: string) {
  const { checkpoints, entries, files, held, rows, signatures, since, witnessed } = report;
  return [
    {
      name: 'Entries',
      value:
        since === null
          ? `All ${held.toLocaleString('en')}`
          : `${entries.toLocaleString('en')} new ones of ${held.toLocaleString('en')}; the others were verified ${nearTime(since, now)}`,
    },
    {
      name: 'Signatures',
      value: `${count(signatures, 'signature')} of people, ${count(checkpoints, 'checkpoint')} of devices`,
    },
    { name: 'Files', value: files.toLocaleString('en') },
    {
      name: 'Lists',
      value:
        rows === null
          ? since === null
            ? 'Not compared'
            : 'Not compared: “Read everything again” compares them with what the entries say'
          : `${count(rows, 'row')} of the app’s lists compared with what the entries say`,
    },
    {
      name: 'Who agrees',
      value:
        witnessed.length === 0
          ? 'No other device holds a head to compare with'
          : witnessed
              .map(
                ({ station, size, at }) =>
                  `${station} holds the first ${size.toLocaleString('en')} entries, seen ${nearTime(at, now)}`,
              )
              .join('; '),
    },
  ];
}
