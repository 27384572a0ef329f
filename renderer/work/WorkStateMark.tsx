import type { WorkState } from '../../main/contract/answers';
import type { MarkName, Tone } from '../kit/Mark';
import { Status } from '../kit/Status';

const marks: Record<WorkState, { mark: MarkName; word: string; tone?: Tone }> = {
  open: { mark: 'todo', word: 'Not started' },
  running: { mark: 'now', word: 'Running' },
  blocked: { mark: 'stop', word: 'Blocked' },
  held: { mark: 'held', word: 'Held' },
  quarantined: { mark: 'quarantined', word: 'Quarantined' },
  waiting: { mark: 'gate', word: 'Waits for approval' },
  finished: { mark: 'done', word: 'Finished, not closed', tone: 'plain' },
  closed: { mark: 'done', word: 'Closed' },
};

/** How a work order stands: shape and word. Only a closed one carries the green tick. */
export function WorkStateMark({ state }: { state: WorkState }) {
  const { mark, word, tone } = marks[state];
  return (
    <Status mark={mark} tone={tone}>
      {word}
    </Status>
  );
}
