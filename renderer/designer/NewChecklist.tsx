import { useState } from 'react';
import { untitled } from '../../main/domain/procedure/wording';
import { command, queryClient, useAsk } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Select } from '../kit/Picker';
import { TextField } from '../kit/TextField';
import './designer.css';
import { newId } from './useEditing';

/** Begins an empty checklist for a job type. */
export function NewChecklist({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (checklist: string) => void;
}) {
  const jobTypes = useAsk('jobTypes', {}).data ?? [];
  const [title, setTitle] = useState('');
  const [jobType, setJobType] = useState<string | null>(null);
  const deed = useDeed();
  const missing = title.trim().length < 3 || jobType === null;
  const make = async () => {
    if (jobType === null) return;
    const document = { title, jobType, sections: [{ id: newId(), title: untitled.section, steps: [] }] };
    const done = await deed.run(() => command('saveChecklistDraft', { document }));
    if (done === null) return;
    await queryClient.invalidateQueries();
    onMade(done.checklist);
  };
  const beside = deed.beside('title', 'jobType');
  return (
    <Panel
      title="New checklist"
      lead="An empty draft. It saves itself while you write."
      onClose={onClose}
      foot={
        <Button
          tone="primary"
          type="submit"
          form="new-checklist"
          isPending={deed.busy}
          why={missing ? 'Opens when it has a title and a job type.' : undefined}
        >
          Begin the draft
        </Button>
      }
    >
      <form
        id="new-checklist"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing && !deed.busy) void make();
        }}
      >
        <PanelPart>
          <div className="des-fields">
            <TextField
              label="Title"
              value={title}
              onChange={setTitle}
              error={deed.field('title')}
              maxLength={90}
              isRequired
              autoFocus
            />
            <Select
              label="Job type"
              note={
                jobTypes.length === 0
                  ? 'None is defined yet: add one under Job types, or take a checklist from the library.'
                  : 'Its inputs and prerequisites come before step 1.'
              }
              options={jobTypes.map((each) => ({ id: each.jobType, label: each.name }))}
              value={jobType}
              onChange={setJobType}
              error={deed.field('jobType')}
              isRequired
            />
            {beside !== null && <ProblemNotice problem={beside} />}
          </div>
        </PanelPart>
      </form>
    </Panel>
  );
}
