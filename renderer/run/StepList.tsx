import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { blocking, type PlacedStep } from '../../main/domain/run/nextStep';
import { type StepSection, Steps } from '../kit/Steps';
import { historyOf, markOf, prerequisiteCount } from './place';

/** The id under which the prerequisites stand in the list. */
export const prerequisitesId = 'prerequisites';

export interface StepListProps {
  view: CaseView;
  /** The id of the step that fills the screen, or `prerequisitesId`. */
  shown: string;
  onShow: (step: string) => void;
}

/** Sections and steps with their marks: for looking, and for going back. The section being worked on is open. */
export function StepList({ view, shown, onShow }: StepListProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const before = prerequisiteCount(view);
  const here = view.steps.find((s) => s.step.id === shown)?.section.id;
  const sections: StepSection[] = (view.document?.sections ?? []).map(({ id, title }) => {
    const steps = view.steps.filter((s) => s.section.id === id);
    const isOpen = (id === here) !== toggled.has(id);
    const done = steps.filter((s) => s.standing === 'done').length;
    const stopped = steps.find((s) => s.standing === 'blocked' || s.standing === 'act');
    return {
      id,
      title,
      ...(isOpen ? {} : { mark: stopped ? markOf(view, stopped) : done === steps.length ? 'done' : 'todo' }),
      count: `${done} of ${steps.length}`,
      ...(steps.some((s) => wasUnderGlass(view, s))
        ? { status: { mark: 'glass' as const, word: 'Under break-glass' } }
        : {}),
      ...(isOpen ? { steps: steps.map((s) => item(view, s)) } : {}),
    };
  });
  const first: StepSection[] =
    before.total === 0
      ? []
      : [
          {
            id: prerequisitesId,
            title: 'Prerequisites',
            mark: before.met ? 'done' : 'now',
            count: `${before.done} of ${before.total}`,
          },
        ];
  return (
    <Steps
      label="Steps"
      sections={[...first, ...sections]}
      current={shown}
      onOpen={onShow}
      onSection={(id) => {
        if (id === prerequisitesId) {
          onShow(id);
          return;
        }
        const next = new Set(toggled);
        if (!next.delete(id)) next.add(id);
        setToggled(next);
      }}
    />
  );
}

function item(view: CaseView, place: PlacedStep) {
  const code = blocking(view.state, place.step.id)[0]?.code;
  return {
    id: place.step.id,
    number: place.no,
    title: place.step.title,
    mark: markOf(view, place),
    ...(code === undefined ? {} : { tag: code }),
  };
}

/** Whether the gate was opened, or anything at the step was done while a glass was open. */
function wasUnderGlass(view: CaseView, place: PlacedStep): boolean {
  const { record, earlier } = historyOf(view, place.step.id);
  return place.standing === 'opened' || [record, ...earlier].some((r) => r?.glass !== undefined);
}
