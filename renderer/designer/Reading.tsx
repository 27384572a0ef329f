import { type ChecklistDocument, numberedSteps } from '../../main/domain/procedure/checklist';
import { stepDetails } from '../../main/domain/procedure/stepDetails';
import './designer.css';
import { iconOfKind } from './kinds';

/** A checklist whole and in order, every property of every step in words: what a first release is read from. */
export function Reading({ document }: { document: ChecklistDocument }) {
  const placed = numberedSteps(document);
  return (
    <div className="des-changes">
      {document.sections.map((section) => (
        <section key={section.id} aria-label={section.title}>
          <h2>{section.title}</h2>
          <ul>
            {placed
              .filter((each) => each.section.id === section.id)
              .map(({ step, no }) => {
                const Icon = iconOfKind(step.kind);
                return (
                  <li key={step.id}>
                    <p className="des-reading-step">
                      <span className="des-row-no">{no}</span>
                      <Icon className="k-icon" aria-hidden="true" />
                      <b>{step.title}</b>
                    </p>
                    <dl className="des-details">
                      {stepDetails(undefined, step)
                        .filter(({ label }) => label !== 'Title')
                        .map(({ label, after }) => (
                          <div key={label}>
                            <dt>{label}</dt>
                            <dd>{after}</dd>
                          </div>
                        ))}
                    </dl>
                  </li>
                );
              })}
          </ul>
        </section>
      ))}
    </div>
  );
}
