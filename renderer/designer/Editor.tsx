import { Redo2, Undo2 } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { ChecklistView } from '../../main/contract/answers';
import { findStep, numberedSteps } from '../../main/domain/procedure/checklist';
import { diff } from '../../main/domain/procedure/diff';
import { clock } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { Button, IconButton } from '../kit/Button';
import { SaveMark } from '../kit/SaveMark';
import { Chip } from '../kit/Status';
import { UnfinishedProvider, useUnfinished } from './Checked';
import './designer.css';
import { Findings } from './Findings';
import { Outline } from './Outline';
import { OutlineTools } from './OutlineTools';
import { canMove, changeStep, renameSection } from './outline';
import { ReleaseBar } from './ReleaseBar';
import { StepPanel } from './StepPanel';
import { useEditing } from './useEditing';
import { inOutline, nameIn, useOutline } from './useOutline';
import { ChecklistPanel, SectionPanel } from './WholePanels';

/** One checklist under work: its outline, the properties of what is selected, its findings and its release. */
export function Editor({ view }: { view: ChecklistView }) {
  const { checklist, lastReleased } = view;
  const editing = useEditing(checklist.checklist, checklist.draft, checklist.draftAt);
  const { document, edit, undo, redo, saving } = editing;
  const unfinished = useUnfinished();
  const panel = useRef<HTMLDivElement>(null);
  const toTitle = () =>
    requestAnimationFrame(() => panel.current?.querySelector<HTMLInputElement>('.des-title input')?.focus());
  const outline = useOutline(editing, toTitle);
  const { selected, said } = outline;

  const numbers = useMemo(
    () => new Map(numberedSteps(document).map((placed) => [placed.step.id, placed])),
    [document],
  );
  const changes = useMemo(
    () => (lastReleased === null ? [] : diff(lastReleased, document)),
    [lastReleased, document],
  );
  const marks = useMemo(() => {
    const words = { added: 'new', changed: 'changed', moved: 'moved', removed: '' } as const;
    const out: Record<string, string> = {};
    for (const change of changes) if (change.what === 'step') out[change.id] ??= words[change.kind];
    return out;
  }, [changes]);

  const section = document.sections.find((each) => each.id === selected);
  const placed = selected === null ? undefined : numbers.get(selected);
  // What stands in a field of a step that was deleted is gone with it.
  const held = Object.values(unfinished.all).filter(
    ({ step }) => step === 'checklist' || inOutline(document, step),
  );
  const version = (checklist.versions[checklist.versions.length - 1]?.number ?? 0) + 1;

  return (
    <UnfinishedProvider value={unfinished}>
      <div className="des">
        <header className="des-head">
          <h1>{document.title}</h1>
          <Chip tone="ink">{`Draft of version ${version}`}</Chip>
          <SaveMark state={saving.state} at={clock(saving.at)} />
          <span className="des-head-end">
            <IconButton
              icon={Undo2}
              label="Undo"
              onPress={outline.back}
              why={undo === undefined ? 'Nothing to take back.' : undefined}
            />
            <IconButton
              icon={Redo2}
              label="Redo"
              onPress={() => redo?.()}
              why={redo === undefined ? 'Nothing to do again.' : undefined}
            />
          </span>
        </header>
        {saving.problem !== null && (
          <ProblemNotice
            problem={saving.problem}
            actions={<Button onPress={() => void editing.flush()}>Save again</Button>}
          />
        )}
        <div className="des-work">
          <section className="des-outline" aria-label="Outline of the checklist">
            <OutlineTools
              selected={selected !== null && (section !== undefined || placed !== undefined)}
              canUp={selected !== null && canMove(document, selected, 'up')}
              canDown={selected !== null && canMove(document, selected, 'down')}
              onDeed={outline.deed}
              onAdd={outline.addStep}
              onAddSection={outline.addSection}
            />
            <Outline
              document={document}
              selected={selected}
              onSelect={outline.select}
              onDeed={outline.deed}
              marks={marks}
              findings={view.findings}
              focusOn={outline.focusOn}
            />
            <p className="des-said" role="status">
              {said?.words}
              {said?.gone === true && undo !== undefined && <Button onPress={outline.back}>Undo</Button>}
            </p>
          </section>
          <div className="des-panel" ref={panel}>
            {placed ? (
              <StepPanel
                key={placed.step.id}
                step={placed.step}
                no={placed.no}
                section={placed.section.title}
                released={lastReleased === null ? undefined : findStep(lastReleased, placed.step.id)}
                onChange={(step, typing) => edit(changeStep(document, step), typing)}
              />
            ) : section ? (
              <SectionPanel
                key={section.id}
                section={section}
                onRename={(title, typing) => edit(renameSection(document, section.id, title), typing)}
              />
            ) : (
              <ChecklistPanel document={document} onChange={edit} />
            )}
          </div>
        </div>
        <Findings
          findings={view.findings}
          unfinished={held}
          nameOf={(id) => nameIn(document, id)}
          isCurrent={saving.state === 'saved'}
          onShow={outline.show}
        />
        <ReleaseBar
          view={view}
          changes={changes}
          version={version}
          editing={editing}
          hasUnfinished={held.length > 0}
        />
      </div>
    </UnfinishedProvider>
  );
}
