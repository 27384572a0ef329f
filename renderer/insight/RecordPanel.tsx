import { defaultStringifySearch } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { CountedRow } from '../../main/contract/insight';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { count, evidenceTime, recordedTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Chip } from '../kit/Status';
import { whyWords } from './words';

export interface RecordPanelProps {
  row: CountedRow;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  onClose: () => void;
}

const shown = 12;

/** One record behind a number: why it counts, and the newest of the entries that tell it. */
export function RecordPanel({ row, onPrevious, onNext, onClose }: RecordPanelProps) {
  const now = useNow(60_000);
  const entries = useAsk('entries', { subject: row.subject, limit: shown });
  const ledger = `#/ledger${defaultStringifySearch({ about: row.subject, number: row.number })}`;
  return (
    <Panel
      title={row.title}
      kicker={<span className="mono">{row.number}</span>}
      lead={whyWords(row)}
      chips={row.imported ? <Chip>Imported</Chip> : undefined}
      {...(onPrevious === undefined ? {} : { onPrevious })}
      {...(onNext === undefined ? {} : { onNext })}
      onClose={onClose}
      foot={
        <>
          <a className="ins-go" href={ledger}>
            Its entries in the ledger
            <ArrowRight className="k-icon" aria-hidden="true" />
          </a>
          {row.workOrder !== null && (
            <a className="ins-go" href={`#/closure/${row.workOrder}`}>
              Open the work order
              <ArrowRight className="k-icon" aria-hidden="true" />
            </a>
          )}
        </>
      }
    >
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Job type', value: row.jobTypeName },
            { name: 'Counted at', value: evidenceTime(row.at) },
            { name: 'Record', value: row.imported ? 'Imported history' : 'Made here' },
          ]}
        />
      </PanelPart>
      <PanelPart
        title="What happened"
        aside={entries.data === undefined ? undefined : count(entries.data.matching, 'entry', 'entries')}
      >
        <Asked asked={entries} label="Reading its entries">
          {({ rows }) => (
            <ol className="ins-entries">
              {rows.map((entry) => (
                <li key={`${entry.log} ${entry.seq}`}>
                  <span className="text-3">{entry.at === '' ? '' : recordedTime(entry.at, now)}</span>
                  <span>{entry.sentence}</span>
                </li>
              ))}
            </ol>
          )}
        </Asked>
      </PanelPart>
    </Panel>
  );
}
