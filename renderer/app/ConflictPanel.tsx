import type { ConflictRow, ConflictSide } from '../../main/contract/sync';
import { command } from '../api';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip, Status } from '../kit/Status';
import { TextArea } from '../kit/TextField';
import './conflict.css';
import './panels.css';
import { count, evidenceTime } from './format';
import { ProblemNotice } from './ProblemNotice';
import { useDeed } from './useDeed';
import { useKept } from './useKept';
import { useNow } from './useNow';
import { shortly } from './useStations';

export interface ConflictPanelProps {
  row: ConflictRow;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose: () => void;
}

/** One conflict: what stands, what has no effect and why, both acts as the ledger tells them, and the decision it asks for. */
export function ConflictPanel({ row, ...moves }: ConflictPanelProps) {
  const now = useNow(60_000);
  return (
    <Panel
      title={row.title}
      kicker={
        <>
          {`Conflict · since ${shortly(row.foundAt, now)} · `}
          <a href={`#/closure/${row.workOrder}`} className="mono">
            {row.workOrderNumber}
          </a>
        </>
      }
      lead={row.why}
      chips={
        row.state === 'settled' ? (
          <Chip mark="done">Settled</Chip>
        ) : (
          <Chip mark="warn">Open, both acts are kept</Chip>
        )
      }
      {...moves}
    >
      <PanelPart title={<Status mark="done">Stands</Status>} aside={`Station ${row.stands.station}`}>
        <Side side={row.stands} />
      </PanelPart>
      <PanelPart title={<Status mark="void">Has no effect</Status>} aside={`Station ${row.lost.station}`}>
        <Side side={row.lost} />
        {row.also > 0 && (
          <p className="text-2 conflict-also">
            {`${count(row.also, 'later entry rests', 'later entries rest')} on it and ${row.also === 1 ? 'has' : 'have'} no effect either. They stay in the ledger.`}
          </p>
        )}
      </PanelPart>
      {row.state === 'settled' ? (
        <PanelPart title="What was decided">
          <p className="conflict-decision">{`“${row.decision ?? ''}”`}</p>
          <p className="text-3">
            {`Settled by ${row.settledByName ?? 'a person of this site'}${row.settledAt === null ? '' : `, ${evidenceTime(row.settledAt)}`}`}
          </p>
        </PanelPart>
      ) : (
        <PanelPart title="Your decision">
          {row.notYou === null ? <Settle row={row} /> : <Notice kind="refused" title={row.notYou} />}
        </PanelPart>
      )}
    </Panel>
  );
}

function Side({ side }: { side: ConflictSide }) {
  return (
    <>
      <p className="conflict-act">{side.sentence}</p>
      <KeyValue
        items={[
          { name: 'By', value: side.byName },
          { name: 'At station', value: side.station },
          { name: 'When', value: evidenceTime(side.at) },
          {
            name: 'Entry',
            value: (
              <a href={`#/ledger?log=${encodeURIComponent(side.log)}&entry=${side.seq}`}>
                {`${side.seq.toLocaleString('en')} of ${side.station}`}
              </a>
            ),
          },
        ]}
      />
    </>
  );
}

function Settle({ row }: { row: ConflictRow }) {
  const { form, set, forget } = useKept(`settle ${row.conflict}`, { decision: '' });
  const deed = useDeed();
  const beside = deed.beside('decision');
  const why =
    form.decision.trim().length < 10
      ? 'Opens when you say what you decided, in at least ten letters.'
      : undefined;
  const settle = async () => {
    const done = await deed.run(() =>
      command('settleConflict', { conflict: row.conflict, decision: form.decision }),
    );
    if (done !== null) forget();
  };
  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined && !deed.busy) void settle();
      }}
    >
      <TextArea
        label="What you decided, and why"
        isRequired
        value={form.decision}
        onChange={(decision) => set({ decision })}
        maxLength={1000}
        rows={4}
        note="What stands keeps standing, and nothing is removed. If something is to be done again, do it at its own place afterwards."
        error={deed.field('decision')}
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <span className="end">
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Settle the conflict
        </Button>
      </span>
    </form>
  );
}
