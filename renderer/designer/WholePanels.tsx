import type { ChecklistDocument, Section } from '../../main/domain/procedure/checklist';
import { untitled } from '../../main/domain/procedure/wording';
import { useAsk } from '../api';
import { count } from '../app/format';
import { Panel, PanelPart } from '../kit/Card';
import { Select } from '../kit/Picker';
import { Key } from '../kit/Status';
import { CheckedField, fewWords } from './Checked';
import './designer.css';

/** A section: its title, and what stands in it. */
export function SectionPanel({
  section,
  onRename,
}: {
  section: Section;
  onRename: (title: string, typing: string) => void;
}) {
  return (
    <Panel title="Section" kicker={count(section.steps.length, 'step')}>
      <PanelPart>
        <CheckedField
          step={section.id}
          place="title"
          label="Title"
          value={section.title === untitled.section ? '' : section.title}
          placeholder={untitled.section}
          check={fewWords(60)}
          onCommit={(title) => onRename(title, `${section.id} title`)}
          className="des-title"
        />
      </PanelPart>
    </Panel>
  );
}

/** The checklist as a whole: its title and the job type it is for, and how the outline is worked by keys. */
export function ChecklistPanel({
  document,
  onChange,
}: {
  document: ChecklistDocument;
  onChange: (document: ChecklistDocument, typing?: string) => void;
}) {
  const jobTypes = useAsk('jobTypes', {}).data ?? [];
  return (
    <Panel
      title="Checklist"
      kicker={count(
        document.sections.reduce((n, section) => n + section.steps.length, 0),
        'step',
      )}
    >
      <PanelPart>
        <div className="des-fields">
          <CheckedField
            step="checklist"
            place="title"
            label="Title"
            value={document.title === untitled.checklist ? '' : document.title}
            placeholder={untitled.checklist}
            check={fewWords(90, 3)}
            onCommit={(title) => onChange({ ...document, title }, 'checklist title')}
            className="des-title"
          />
          <Select
            label="Job type"
            note="Its required inputs and prerequisites come before step 1."
            options={jobTypes.map((each) => ({
              id: each.jobType,
              label: each.name,
              note: `${each.prerequisites.length} prerequisites`,
            }))}
            value={document.jobType}
            onChange={(jobType) => onChange({ ...document, jobType })}
          />
        </div>
      </PanelPart>
      <PanelPart title="By keyboard">
        <dl className="des-keys">
          <KeyLine keys={['↑', '↓']} words="go through the outline" />
          <KeyLine keys={['Alt ↑', 'Alt ↓']} words="move what is selected" />
          <KeyLine keys={['Enter']} words="write its title" />
          <KeyLine keys={['Insert']} words="add a step after it" />
          <KeyLine keys={['Ctrl D']} words="duplicate it" />
          <KeyLine keys={['Delete']} words="delete it" />
          <KeyLine keys={['Ctrl Z', 'Ctrl Y']} words="take back, do again" />
        </dl>
      </PanelPart>
    </Panel>
  );
}

function KeyLine({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
