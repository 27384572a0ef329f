import { useState } from 'react';
import type { RemediationRow } from '../../main/contract/answers';
import { command, useAsk } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Chip } from '../kit/Status';
import { TextArea } from '../kit/TextField';
import { evidenceTime, nearTime } from './format';
import { ProblemNotice } from './ProblemNotice';
import { useDeed } from './useDeed';
import { useNow } from './useNow';
import { verdictNames } from './verdicts';
import './panels.css';

/** One task: what made it necessary, whose it is, and closing it with what was done. */
export function RemediationPanel({ row, onClose }: { row: RemediationRow; onClose?: () => void }) {
  const asked = useAsk('caseView', { workOrder: row.workOrder ?? '' }, row.workOrder !== null);
  const now = useNow(60_000);
  const glass = row.glass === null ? undefined : asked.data?.state.glasses[row.glass];
  const verdict = glass === undefined ? undefined : asked.data?.state.reviews[glass.review]?.verdicts.at(-1);
  return (
    <Panel
      title={row.title}
      kicker={
        <>
          <span className="mono">{row.number}</span>
          {row.workOrder !== null && (
            <>
              {' · '}
              <a href={`#/closure/${row.workOrder}`} className="mono">
                {row.workOrderNumber}
              </a>
            </>
          )}
        </>
      }
      chips={
        row.state === 'open' ? (
          <Chip>{`Due ${nearTime(row.due, now)}`}</Chip>
        ) : (
          <Chip mark="done">Closed</Chip>
        )
      }
      onClose={onClose}
    >
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Owner', value: row.ownerName },
            { name: 'Opened', value: evidenceTime(row.openedAt) },
            {
              name: 'Cause',
              value: (
                <>
                  {row.cause}
                  {glass !== undefined && (
                    <>
                      {`: “${glass.why}” `}
                      <a href={`#/reviews/${row.workOrder}/${glass.review}`}>Open its post-review</a>
                    </>
                  )}
                </>
              ),
            },
            ...(verdict === undefined
              ? []
              : [{ name: 'Verdict', value: `${verdictNames[verdict.verdict]}: “${verdict.comment}”` }]),
          ]}
        />
      </PanelPart>
      {row.state === 'open' ? (
        <CloseForm row={row} />
      ) : (
        <PanelPart title="What was done">
          <p>{row.done}</p>
        </PanelPart>
      )}
    </Panel>
  );
}

function CloseForm({ row }: { row: RemediationRow }) {
  const deed = useDeed();
  const [done, setDone] = useState('');
  const beside = deed.beside('done');
  return (
    <PanelPart title="Close it">
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          void deed.run(() => command('closeRemediation', { remediation: row.remediation, done }));
        }}
      >
        <TextArea
          label="What was done, and how it shows"
          isRequired
          value={done}
          onChange={setDone}
          maxLength={2000}
          rows={4}
          error={deed.field('done')}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow place="end">
          <Button
            type="submit"
            tone="primary"
            isPending={deed.busy}
            why={
              done.trim().length < 10
                ? 'Opens when what was done is written, in at least ten letters.'
                : undefined
            }
          >
            Close remediation
          </Button>
        </ButtonRow>
      </form>
    </PanelPart>
  );
}
