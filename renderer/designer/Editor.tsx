import { Redo2, Undo2 } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { ChecklistView } from '../../main/contract/answers';
import { findStep, numberedSteps, type StepKind } from '../../main/domain/procedure/checklist';
import { diff } from '../../main/domain/procedure/diff';
import { stepName, untitled } from '../../main/domain/procedure/wording';
import { clock } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { Button, IconButton } from '../kit/Button';
import { SaveMark } from '../kit/SaveMark';
import { Chip } from '../kit/Status';
import { UnfinishedProvider, useUnfinished } from './Checked';
import './designer.css';
import { Findings } from './Findings';
import { addSection, addStep, canMove, changeStep, duplicate, move, newStep, placeOf, remove, renameSection } from './outline';
import { Outline, type OutlineDeed } from './Outline';
import { OutlineTools } from './OutlineTools';
import { ReleaseBar } from './ReleaseBar';
import { StepPanel } from './StepPanel';
import { newId, useEditing } from './useEditing';
import { ChecklistPanel, SectionPanel } from './WholePanels';

/** What was just done to the outline, said below it. `undo` stands beside it where something is gone. */
type Said = { readonly words: string; readonly gone: boolean };

export function Editor({ view }: { view: ChecklistView }) {
  const { checklist, lastReleased } = view;
  const editing = useEditing(checklist.checklist, checklist.draft, checklist.draftAt);
  const { document, edit, undo, redo, saving } = editing;
  const unfinished = useUnfinished();
  const [selected, setSelected] = useState<string | null>(() => numberedSteps(checklist.draft)[0]?.step.id ?? null);
  const [said, setSaid] = useState<Said | null>(null);
  const [focusOn, setFocusOn] = useState(0);
  const panel = useRef<HTMLDivElement>(null);

  const numbers = useMemo(() => new Map(numberedSteps(document).map((placed) => [placed.step.id, placed])), [document]);
  const changes = useMemo(() => (lastReleased === null ? [] : diff(lastReleased, document)), [lastReleased, document]);
  const marks = useMemo(() => {
    const words = { added: 'new', changed: 'changed', moved: 'moved', removed: '' } as const;
    const out: Record<string, string> = {};
    for (const change of changes) if (change.what === 'step') out[change.id] ??= words[change.kind];
    return out;
  }, [changes]);

  const section = document.sections.find((each) => each.id === selected);
  const placed = selected === null ? undefined : numbers.get(selected);
  const nameOf = (id: string) => {
    const at = numbers.get(id);
    if (at) return `${stepName(at.step, at.no)}, ${at.step.title}`;
    return `Section “${document.sections.find((each) => each.id === id)?.title ?? ''}”`;
  };
  const toTitle = () => requestAnimationFrame(() => panel.current?.querySelector<HTMLInputElement>('.des-title input')?.focus());

  const addKind = (kind: StepKind) => {
    const step = newStep(kind, newId);
    const at = selected === null ? undefined : placeOf(document, selected);
    const inSection = section ? document.sections.indexOf(section) : document.sections.length - 1;
    if (document.sections.length === 0) edit(addSection(document, 0, { id: newId(), title: untitled.section, steps: [step] }));
    else if (at) edit(addStep(document, { section: at.section, step: at.step + 1 }, step));
    else edit(addStep(document, { section: inSection, step: document.sections[inSection]?.steps.length ?? 0 }, step));
    setSelected(step.id);
    setSaid(null);
    toTitle();
  };
  const addAfter = () => {
    const at = selected === null ? undefined : placeOf(document, selected);
    const index = at ? at.section + 1 : section ? document.sections.indexOf(section) + 1 : document.sections.length;
    const fresh = { id: newId(), title: untitled.section, steps: [] };
    edit(addSection(document, index, fresh));
    setSelected(fresh.id);
    setSaid(null);
    toTitle();
  };
  const deed = (what: OutlineDeed) => {
    if (what === 'title') return void toTitle();
    if (what === 'add') return addKind('confirm');
    if (selected === null) return;
    if (what === 'up' || what === 'down') {
      const next = move(document, selected, what);
      if (next === document) return setSaid({ words: `${nameOf(selected)} is ${what === 'up' ? 'first' : 'last'} already.`, gone: false });
      const at = numberedSteps(next).find((each) => each.step.id === selected);
      setSaid({ words: at ? `Moved. It is now ${stepName(at.step, at.no).toLowerCase()}, in “${at.section.title}”.` : 'Moved with its steps.', gone: false });
      edit(next);
    } else if (what === 'duplicate') {
      const { document: next, copy } = duplicate(document, selected, newId);
      if (copy === null) return;
      setSaid({ words: `${nameOf(selected)} is duplicated.`, gone: false });
      edit(next);
      setSelected(copy);
    } else {
      const order = [null, ...document.sections.flatMap((each) => [each.id, ...each.steps.map((step) => step.id)])];
      const { document: next, removed } = remove(document, selected);
      if (removed === null) return;
      setSaid({ words: `${nameOf(selected)}${removed.what === 'section' && removed.section.steps.length > 0 ? ` and its ${removed.section.steps.length} steps are` : ' is'} deleted.`, gone: true });
      edit(next);
      const still = new Set([null, ...next.sections.flatMap((each) => [each.id, ...each.steps.map((step) => step.id)])]);
      const after = order.slice(order.indexOf(selected)).find((id) => still.has(id));
      setSelected(after ?? order.slice(0, order.indexOf(selected)).findLast((id) => still.has(id)) ?? null);
    }
    setFocusOn((n) => n + 1);
  };
  const back = () => {
    undo?.();
    setSaid(null);
  };
  const keys = (event: KeyboardEvent) => {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (typing || !event.ctrlKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) back();
    else if (key === 'y' || key === 'z') redo?.();
    else return;
    event.preventDefault();
  };
  const version = (checklist.versions[checklist.versions.length - 1]?.number ?? 0) + 1;

  return (
    <UnfinishedProvider value={unfinished}>
      <div className="des" onKeyDown={keys}>
        <header className="des-head">
          <h1>{document.title}</h1>
          <Chip tone="ink">{`Draft of version ${version}`}</Chip>
          <SaveMark state={saving.state} at={clock(saving.at)} />
          <span className="des-head-end">
            <IconButton icon={Undo2} label="Undo" onPress={back} why={undo === undefined ? 'Nothing to take back.' : undefined} />
            <IconButton icon={Redo2} label="Redo" onPress={() => redo?.()} why={redo === undefined ? 'Nothing to do again.' : undefined} />
          </span>
        </header>
        {saving.problem !== null && (
          <ProblemNotice problem={saving.problem} actions={<Button onPress={() => void editing.flush()}>Save again</Button>} />
        )}
        <div className="des-work">
          <section className="des-outline" aria-label="Outline of the checklist">
            <OutlineTools
              selected={selected !== null && (section !== undefined || placed !== undefined)}
              canUp={selected !== null && canMove(document, selected, 'up')}
              canDown={selected !== null && canMove(document, selected, 'down')}
              onDeed={deed}
              onAdd={addKind}
              onAddSection={addAfter}
            />
            <Outline
              document={document}
              selected={selected}
              onSelect={(id) => {
                setSelected(id);
                setSaid(null);
              }}
              onDeed={deed}
              marks={marks}
              findings={view.findings}
              focusOn={focusOn}
            />
            <p className="des-said" role="status">
              {said?.words}
              {said?.gone === true && undo !== undefined && <Button onPress={back}>Undo</Button>}
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
              <SectionPanel key={section.id} section={section} onRename={(title, typing) => edit(renameSection(document, section.id, title), typing)} />
            ) : (
              <ChecklistPanel document={document} onChange={edit} />
            )}
          </div>
        </div>
        <Findings
          findings={view.findings}
          unfinished={Object.values(unfinished.all)}
          nameOf={nameOf}
          isCurrent={saving.state === 'saved'}
          onShow={(id) => {
            setSelected(id);
            setFocusOn((n) => n + 1);
          }}
        />
        <ReleaseBar view={view} changes={changes} version={version} editing={editing} hasUnfinished={Object.keys(unfinished.all).length > 0} />
      </div>
    </UnfinishedProvider>
  );
}
