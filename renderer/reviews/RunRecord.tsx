import type { CaseView } from '../../main/contract/answers';
import type { GateState } from '../../main/domain/approval/approval';
import type { PlacedStep } from '../../main/domain/run/nextStep';
import { answerWords, nameIn, sectionsUpTo, standingEvidence } from '../app/caseWords';
import { capital, quorumWords, recordedTime } from '../app/format';
import { Mark, type MarkName } from '../kit/Mark';
import { Hidden, Status, Struck } from '../kit/Status';
import { EvidencePicture } from './EvidencePicture';
import './record.css';

/**
 * The run as it is recorded: every step with what was entered, by whom and when, its refused attempts and corrections,
 * its pictures, and what was done under break-glass hatched. `upTo` is the last step shown.
 */
export function RunRecord({ view, upTo }: { view: CaseView; upTo?: string }) {
  return (
    <table className="rec">
      <caption className="k-hidden">The run so far</caption>
      <thead>
        <tr>
          <th scope="col">No</th>
          <th scope="col">Step</th>
          <th scope="col">Recorded</th>
          <th scope="col">Who</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      {sectionsUpTo(view, upTo).map((section) => (
        <tbody key={section.id}>
          <tr className="rec-section">
            <th scope="rowgroup" colSpan={5}>
              {section.title}
            </th>
          </tr>
          {section.steps.map((placed) =>
            placed.step.kind === 'gate' ? (
              <GateRow key={placed.step.id} view={view} placed={placed} />
            ) : (
              <StepRow key={placed.step.id} view={view} placed={placed} />
            ),
          )}
        </tbody>
      ))}
    </table>
  );
}

const verdictMarks: Partial<Record<string, { mark: MarkName; word: string }>> = {
  warn: { mark: 'warn', word: 'In the warn band' },
  act: { mark: 'stop', word: 'In the act band' },
  fail: { mark: 'stop', word: 'Failed' },
};

function StepRow({ view, placed }: { view: CaseView; placed: PlacedStep }) {
  const { step, no } = placed;
  const history = view.state.run?.steps[step.id];
  const record = history?.record;
  const evidence = standingEvidence(view, step.id);
  const raised = Object.values(view.state.exceptions).filter((one) => one.step === step.id);
  const underGlass = [record, ...(history?.earlier ?? [])].some((one) => one?.glass !== undefined);
  const flag = record === undefined ? undefined : verdictMarks[record.verdict];
  return (
    <tr data-glass={underGlass || undefined}>
      <td>{no}</td>
      <th scope="row">
        {step.title}
        {underGlass && <small className="tone-glass">Under break-glass</small>}
      </th>
      <td>
        {record === undefined ? (
          <span className="text-3">
            {history === undefined || history.earlier.length === 0
              ? 'Not recorded'
              : history.earlier.at(-1)?.voided
                ? 'Was signed, changed, not signed'
                : 'To be done again'}
          </span>
        ) : (
          <>
            <b>{answerWords(record)}</b>
            {record.signed && <small>Signed</small>}
            {flag !== undefined && <Status mark={flag.mark}>{flag.word}</Status>}
            {record.why !== undefined && <small>{`“${record.why}”`}</small>}
          </>
        )}
        {history?.changes.map((change) => (
          <small key={change.seq}>
            <Struck reason={`corrected by ${nameIn(view, change.by)}: “${change.why}”`}>
              {change.before}
            </Struck>
          </small>
        ))}
        {history?.earlier.map((earlier) => (
          <small key={earlier.seq}>
            <Struck
              reason={
                earlier.voided
                  ? `signed no more: ${earlier.voided.reason}`
                  : record === undefined
                    ? 'sent back'
                    : 'done again'
              }
            >
              {answerWords(earlier)}
            </Struck>
          </small>
        ))}
        {history?.refused.map((attempt) => (
          <small key={attempt.seq}>
            <Struck reason={`not accepted: ${attempt.reason}`}>{attempt.value}</Struck>
          </small>
        ))}
        {raised.map((one) => (
          <small key={one.exception}>
            <a href={`#/exceptions/${one.workOrder}/${one.exception}`}>{`${one.code} ${one.meaning}`}</a>
            {one.end === undefined ? ', open' : `, ${one.end.how}`}
          </small>
        ))}
        {evidence.length > 0 && (
          <div className="rec-evidence">
            {evidence.map((file) => (
              <EvidencePicture key={file.sha256} file={file} />
            ))}
          </div>
        )}
      </td>
      <td>{record !== undefined && nameIn(view, record.by)}</td>
      <td className="nowrap">{record !== undefined && recordedTime(record.at, view.now)}</td>
    </tr>
  );
}

function GateRow({ view, placed }: { view: CaseView; placed: PlacedStep }) {
  if (placed.step.kind !== 'gate') return null;
  const gate: GateState | undefined = view.state.gates[placed.step.id];
  const glass = Object.values(view.state.glasses).filter((one) => one.step === placed.step.id);
  return (
    <tr className="rec-gate">
      <td>
        <Mark name="gate" />
        <Hidden>Gate</Hidden> {placed.no}
      </td>
      <th scope="row">
        {placed.step.title}
        <small>{`Needs ${quorumWords(placed.step.need)}`}</small>
      </th>
      <td colSpan={3}>
        <GateDecisions view={view} gate={gate} />
        {glass.map((one) => (
          <div key={one.glass}>
            <Status mark="glass">{`Opened by break-glass ${one.number}, ${nameIn(view, one.by)}, ${recordedTime(one.at, view.now)}`}</Status>
          </div>
        ))}
      </td>
    </tr>
  );
}

/** The decisions on a gate; one that was signed and is signed no more stays readable, struck through. */
export function GateDecisions({ view, gate }: { view: CaseView; gate: GateState | undefined }) {
  const decisions = gate?.decisions ?? [];
  if (decisions.length === 0)
    return (
      <span className="text-3">
        {gate?.requestedAt === undefined ? 'Not asked for yet' : 'Waits for approval'}
      </span>
    );
  return (
    <ul className="rec-decisions">
      {decisions.map((one) => {
        const words = `${capital(one.what)} by ${nameIn(view, one.by)}, ${one.role}, ${recordedTime(one.at, view.now)}`;
        return (
          <li key={one.seq}>
            {one.voided !== undefined ? (
              <Struck reason={`signed no more: ${one.voided.reason}`}>{words}</Struck>
            ) : (
              <Status mark={one.what === 'approved' ? 'done' : 'stop'}>{words}</Status>
            )}
            {one.why !== undefined && <small>{`“${one.why}”`}</small>}
          </li>
        );
      })}
    </ul>
  );
}
