/** Where the import is: file, columns, preview, done. */
const steps = ['File', 'Columns', 'Preview', 'Done'] as const;
export type StepName = (typeof steps)[number];

export function StepLine({ at }: { at: StepName }) {
  return (
    <ol className="his-steps" aria-label="Steps of the import">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === at ? 'step' : undefined}
          data-past={index < steps.indexOf(at) || undefined}
        >
          <span className="his-step-number">{index + 1}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
