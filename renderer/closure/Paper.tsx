import type { CaseView } from '../../main/contract/answers';
import { totals } from '../app/caseWords';
import { withUnit } from '../app/format';
import './paper.css';
import { Deviations, Evidence, Signatures, Steps } from './PaperTables';

/** The closure record as it will stand on paper, drawn from the case as it is now: result, facts, what did not go to plan, steps, signatures. */
export function Paper({ view, site }: { view: CaseView; site: string }) {
  const { workOrder, run, closure } = view.state;
  const facts = totals(view);
  const met = (id: string) => closure?.acceptance.includes(id) ?? false;
  return (
    <article className="paper" aria-label="Closure record, preview">
      <div className="paper-top">
        <b>{site}</b>
        <span>{closure === undefined ? 'Closure record · preview' : `Closure record ${closure.number}`}</span>
      </div>
      <h3>{workOrder?.title}</h3>
      <p>
        {`${workOrder?.asset ?? ''}${workOrder?.lot === undefined ? '' : ` · lot ${workOrder.lot}`} · `}
        <span className="mono">
          {[workOrder?.number, run?.number].filter((part) => part !== undefined).join(' · ')}
        </span>
      </p>
      <dl className="paper-facts">
        <Fact name="Steps" value={`${facts.done} of ${facts.steps}`} />
        <Fact name="Evidence" value={facts.files === 1 ? '1 file' : `${facts.files} files`} />
        <Fact
          name="Exceptions"
          value={
            facts.exceptions === 0
              ? 'None'
              : facts.openExceptions === 0
                ? `${facts.exceptions} ended`
                : `${facts.openExceptions} open`
          }
        />
        <Fact
          name="Break-glass"
          value={facts.glasses === 0 ? 'None' : facts.glasses === 1 ? '1 use' : `${facts.glasses} uses`}
        />
      </dl>

      <h4>Result</h4>
      <p>{closure?.result ?? 'Written when it is closed.'}</p>
      {view.jobType.acceptance.length > 0 && (
        <ul className="paper-list">
          {view.jobType.acceptance.map((one) => (
            <li key={one.id}>{`${met(one.id) ? 'Met' : 'To confirm'}: ${one.text}`}</li>
          ))}
        </ul>
      )}
      {(workOrder?.inputs.length ?? 0) > 0 && (
        <>
          <h4>Required inputs</h4>
          <p>
            {workOrder?.inputs
              .map((input) => `${input.label} ${withUnit(input.value, input.unit)}`)
              .join(' · ')}
          </p>
        </>
      )}
      <Deviations view={view} />
      <Steps view={view} />
      <Signatures view={view} />
      <Evidence view={view} />
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
