import type { CaseView } from '../../main/contract/answers';
import { meaningWords } from '../../main/domain/entry';
import { answerWords, nameIn, sectionsUpTo, standingEvidence } from '../app/caseWords';
import { date, evidenceTime } from '../app/format';
import { verdictNames } from '../app/verdicts';
import { Struck } from '../kit/Status';

/** Exceptions and break-glass, each with how it ended. */
export function Deviations({ view }: { view: CaseView }) {
  const glasses = Object.values(view.state.glasses);
  const exceptions = Object.values(view.state.exceptions).filter((one) => one.from !== 'break-glass');
  if (glasses.length + exceptions.length === 0) return null;
  return (
    <>
      <h4>What did not go to plan</h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">What</th>
            <th scope="col">How it ended</th>
          </tr>
        </thead>
        <tbody>
          {exceptions.map((one) => (
            <tr key={one.exception}>
              <td className="mono">{one.number}</td>
              <td>{`${one.code} ${one.meaning}${one.why === undefined ? '' : `: “${one.why}”`}`}</td>
              <td>
                {one.end === undefined
                  ? 'Open'
                  : one.end.how === 'withdrawn'
                    ? `Withdrawn by ${nameIn(view, one.end.by)}: ${one.end.why}`
                    : `${one.end.note} (${one.end.disposition}, ${nameIn(view, one.end.by)})`}
              </td>
            </tr>
          ))}
          {glasses.map((one) => {
            const verdict = view.state.reviews[one.review]?.verdicts.at(-1);
            return (
              <tr key={one.glass} className="paper-glass">
                <td className="mono">{one.number}</td>
                <td>{`Break-glass on “${one.title}”, ${nameIn(view, one.by)}: “${one.why}”`}</td>
                <td>
                  {verdict === undefined
                    ? 'Verdict open'
                    : `${verdictNames[verdict.verdict]}, ${nameIn(view, verdict.by)}: “${verdict.comment}”`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** Every step with its value, who and when; corrected values struck through, break-glass hatched. */
export function Steps({ view }: { view: CaseView }) {
  return (
    <>
      <h4>Steps</h4>
      <table className="paper-steps">
        <thead>
          <tr>
            <th scope="col">No</th>
            <th scope="col">Step</th>
            <th scope="col">Value</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        {sectionsUpTo(view, undefined).map((section) => (
          <tbody key={section.id}>
            <tr>
              <th scope="rowgroup" colSpan={5} className="paper-section">
                {section.title}
              </th>
            </tr>
            {section.steps
              .filter((placed) => placed.step.kind !== 'gate')
              .map(({ step, no }) => {
                const history = view.state.run?.steps[step.id];
                const record = history?.record;
                return (
                  <tr
                    key={step.id}
                    id={`paper-${step.id}`}
                    tabIndex={-1}
                    className={record?.glass === undefined ? undefined : 'paper-glass'}
                  >
                    <td>{no}</td>
                    <td>{step.title}</td>
                    <td>
                      {history?.changes.map((change) => (
                        <del key={change.seq}>{`${change.before} `}</del>
                      ))}
                      {record === undefined ? '' : answerWords(record)}
                      {record?.glass !== undefined && ' (under break-glass)'}
                    </td>
                    <td>{record === undefined ? '' : nameIn(view, record.by)}</td>
                    <td>{record === undefined ? '' : evidenceTime(record.at).replace(/ UTC.*/, '')}</td>
                  </tr>
                );
              })}
          </tbody>
        ))}
      </table>
    </>
  );
}

/** Every electronic signature in order, void ones struck through; the one still missing is named. */
export function Signatures({ view }: { view: CaseView }) {
  const rows: { key: string; meaning: string; who: string; at: string; voided?: string | undefined }[] = [];
  for (const { step } of view.steps) {
    const history = view.state.run?.steps[step.id];
    for (const one of [...(history?.earlier ?? []), ...(history?.record ? [history.record] : [])])
      if (one.signed)
        rows.push({
          key: `${one.seq}`,
          meaning: `${meaningWords.performed}, ${step.title}`,
          who: one.by,
          at: one.at,
          voided: one.voided?.reason,
        });
    if (step.kind !== 'gate') continue;
    for (const one of view.state.gates[step.id]?.decisions ?? []) {
      rows.push({
        key: `${one.seq}`,
        meaning: `${meaningWords[one.what]}, ${step.title}, ${one.role}`,
        who: one.by,
        at: one.at,
        voided: one.voided?.reason,
      });
    }
  }
  for (const review of Object.values(view.state.reviews)) {
    for (const one of review.verdicts)
      rows.push({
        key: `${one.seq}`,
        meaning: `${meaningWords.verdict}, ${review.number}`,
        who: one.by,
        at: one.at,
      });
  }
  const { closure } = view.state;
  if (closure !== undefined)
    rows.push({ key: `${closure.seq}`, meaning: meaningWords.closed, who: closure.by, at: closure.at });
  rows.sort((a, b) => a.at.localeCompare(b.at));
  return (
    <>
      <h4>Signatures</h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Meaning</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>
                {row.voided === undefined ? (
                  row.meaning
                ) : (
                  <Struck reason={`signed no more: ${row.voided}`}>{row.meaning}</Struck>
                )}
              </td>
              <td>{nameIn(view, row.who)}</td>
              <td>{evidenceTime(row.at)}</td>
            </tr>
          ))}
          {closure === undefined && (
            <tr>
              <td>{meaningWords.closed}</td>
              <td colSpan={2}>Missing</td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

/** Every held file by its hash. */
export function Evidence({ view }: { view: CaseView }) {
  const files = view.steps.flatMap((placed) => standingEvidence(view, placed.step.id));
  if (files.length === 0) return null;
  return (
    <>
      <h4>Evidence</h4>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">What</th>
            <th scope="col">Held since</th>
            <th scope="col">Hash</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.sha256}>
              <td>{file.no}</td>
              <td>{file.label}</td>
              <td>{date(file.at)}</td>
              <td
                className="mono"
                title={file.sha256}
              >{`${file.sha256.slice(0, 8)} … ${file.sha256.slice(-8)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
