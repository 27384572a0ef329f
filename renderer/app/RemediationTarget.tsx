import type { RemediationRow } from '../../main/contract/answers';
import { PanelPart } from '../kit/Card';
import { Status } from '../kit/Status';
import { count, date } from './format';
import { targetWords } from './remediationDraft';

/** What the rate must come to, set before the action, and what is measured now. */
export function RemediationTarget({ row }: { row: RemediationRow }) {
  const { target, measured } = row;
  if (target === null) return null;
  return (
    <PanelPart title="Target" aside="Set before the action">
      <p>{`${targetWords(target)}.`}</p>
      {measured !== null && (
        <p className="panel-measured">
          <Status mark={measured.isMet ? (measured.isOver ? 'done' : 'todo') : 'warn'}>
            {`${count(measured.count, 'time', 'times')} ${row.state === 'open' ? 'in the last' : 'since it was closed, of'} ${count(target.days, 'day')}`}
          </Status>
          <span className="text-3">
            {`${date(measured.from)} to ${date(measured.to)}. ${
              row.state === 'open'
                ? 'Counted again when it is closed.'
                : measured.isOver
                  ? 'The time is over, so the figure stands.'
                  : 'Still counting.'
            }`}
          </span>
        </p>
      )}
    </PanelPart>
  );
}
