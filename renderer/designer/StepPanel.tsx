import type { Step, StepKind } from '../../main/domain/procedure/checklist';
import { kindWords, stepName, untitled } from '../../main/domain/procedure/wording';
import { Panel, PanelPart } from '../kit/Card';
import { Checkbox } from '../kit/Choice';
import { Select } from '../kit/Picker';
import { TextArea } from '../kit/TextField';
import { CheckedField, fewWords } from './Checked';
import { ChoiceFields } from './ChoiceFields';
import { CodeSelect } from './CodeSelect';
import { changed } from './change';
import './designer.css';
import { EvidenceFields } from './EvidenceFields';
import { GateFields } from './GateFields';
import { stepKinds } from './kinds';
import { NumberFields } from './NumberFields';
import { changeKind } from './outline';
import { newId } from './useEditing';

export interface StepPanelProps {
  step: Step;
  no: string;
  section: string;
  /** The same step as last released. */
  released: Step | undefined;
  onChange: (step: Step, typing?: string) => void;
}

/** Everything one step is: title and words, what its kind asks for, and its proof. */
export function StepPanel({ step, no, section, released, onChange }: StepPanelProps) {
  const typed = (next: Step, field?: string) =>
    onChange(next, field === undefined ? undefined : `${step.id} ${field}`);
  return (
    <Panel
      title={step.kind === 'gate' ? stepName(step, no) : `${stepName(step, no)}, ${kindWords[step.kind]}`}
      kicker={section}
    >
      <PanelPart>
        <div className="des-fields">
          <CheckedField
            step={step.id}
            place="title"
            label="Title"
            value={step.title === untitled.step ? '' : step.title}
            placeholder={untitled.step}
            check={fewWords(90)}
            onCommit={(title) => typed({ ...step, title }, 'title')}
            className="des-title"
          />
          <TextArea
            label="What to do"
            value={step.say ?? ''}
            onChange={(text) => typed(changed(step, { say: text === '' ? undefined : text }), 'say')}
            note="One to three short sentences, read at arm’s length with gloves on."
            aside={step.say === undefined ? undefined : `${step.say.length} of 400`}
            maxLength={400}
            rows={3}
          />
          <Select
            label="Kind"
            options={stepKinds.map(({ id, label, note }) => ({ id, label, note }))}
            value={step.kind}
            onChange={(id) => {
              const kind: StepKind | undefined = stepKinds.find((each) => each.id === id)?.id;
              if (kind !== undefined) onChange(changeKind(step, kind, newId));
            }}
          />
        </div>
      </PanelPart>
      <OfKind step={step} released={released} onChange={typed} />
      {step.kind !== 'gate' && <EvidenceFields step={step} onChange={typed} />}
    </Panel>
  );
}

function OfKind({ step, released, onChange }: Pick<StepPanelProps, 'step' | 'released' | 'onChange'>) {
  switch (step.kind) {
    case 'number':
      return (
        <NumberFields
          step={step}
          released={released?.kind === 'number' ? released : undefined}
          onChange={onChange}
        />
      );
    case 'choice':
      return <ChoiceFields step={step} onChange={onChange} />;
    case 'gate':
      return <GateFields step={step} onChange={onChange} />;
    case 'pass-fail':
      return (
        <PanelPart title="When it fails">
          <CodeSelect
            label="Code when it fails"
            none="No code"
            value={step.failCode}
            onChange={(failCode) => onChange(changed(step, { failCode }))}
          />
        </PanelPart>
      );
    case 'text':
      return (
        <PanelPart title="Answer">
          <Checkbox
            isSelected={step.multiline === true}
            onChange={(on) => onChange(changed(step, { multiline: on ? true : undefined }))}
            note="For a description; one line is enough for a number or name."
          >
            Several lines
          </Checkbox>
        </PanelPart>
      );
    case 'signature':
      return (
        <PanelPart title="Signature">
          <CheckedField
            step={step.id}
            place="statement"
            label="What is signed"
            value={step.statement}
            check={fewWords(240, 3)}
            onCommit={(statement) => onChange({ ...step, statement }, 'statement')}
            note="The sentence that binds whoever does the work."
          />
        </PanelPart>
      );
    case 'confirm':
    case 'photo':
    case 'file':
      return null;
  }
}
