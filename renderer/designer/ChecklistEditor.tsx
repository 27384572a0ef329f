import { useParams } from '@tanstack/react-router';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { PageBody } from '../kit/DeskShell';
import { Editor } from './Editor';

/** The designer: one checklist as an outline, its selected step beside it, what stops its release below. */
export function ChecklistEditor() {
  const { checklist } = useParams({ from: '/checklists/$checklist' });
  const view = useAsk('checklist', { checklist });
  const ready = view.isPlaceholderData ? undefined : view.data;
  return (
    <Desk current="checklists" isRail>
      {ready === undefined ? (
        <PageBody>
          <Asked asked={view} label="Reading the checklist">
            {() => null}
          </Asked>
        </PageBody>
      ) : (
        <Editor key={checklist} view={ready} />
      )}
    </Desk>
  );
}
