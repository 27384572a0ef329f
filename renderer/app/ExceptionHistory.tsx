import type { ExceptionRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { PanelPart } from '../kit/Card';
import { Timeline } from '../kit/Proof';
import { recordedTime } from './format';
import { useNow } from './useNow';

/** Every entry about one exception, oldest first, as the ledger tells it. */
export function ExceptionHistory({ row }: { row: ExceptionRow }) {
  const now = useNow(60_000);
  const asked = useAsk('entries', { limit: 50, subject: row.exception });
  const entries = (asked.data?.rows ?? []).toReversed();
  if (entries.length === 0) return null;
  return (
    <PanelPart title="History" aside="From the ledger">
      <Timeline
        label={`History of ${row.number}`}
        items={entries.map((entry) => ({
          id: `${entry.log} ${entry.seq}`,
          time: recordedTime(entry.at, now),
          text: entry.sentence,
          aside: entry.who,
        }))}
      />
    </PanelPart>
  );
}
