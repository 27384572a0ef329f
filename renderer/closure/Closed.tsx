import { Download, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { Closure } from '../../main/domain/closure/closure';
import { command, useAsk } from '../api';
import { nameIn } from '../app/caseWords';
import { count, evidenceTime, fileSize } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { newPackHref, useMakesPacks } from '../app/packLink';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Status } from '../kit/Status';

/** A closed work order: its evidence number, who closed it and when, the signed PDF, and the checkpoint that covers it. */
export function Closed({ view, closure }: { view: CaseView; closure: Closure }) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const mayPack = useMakesPacks();
  const deed = useDeed();
  const [saved, setSaved] = useState<string | null>(null);
  const entries = useAsk('entries', { subject: workOrder, type: 'work-order.closed', limit: 1 });
  const at = entries.data?.rows[0];
  const entry = useAsk('entry', { log: at?.log ?? '', seq: at?.seq ?? 0 }, at !== undefined);
  const proof = at === undefined ? undefined : entry.data?.proof;
  return (
    <>
      <Card title="Closed" aside={<Status mark="done">Signed and saved</Status>}>
        <KeyValue
          items={[
            { name: 'Closure', value: <span className="mono">{closure.number}</span> },
            { name: 'Evidence id', value: <span className="mono clo-id">{closure.closure}</span> },
            { name: 'Closed by', value: nameIn(view, closure.by) },
            { name: 'Time', value: evidenceTime(closure.at) },
            { name: 'Result', value: closure.result },
            {
              name: 'PDF',
              value:
                closure.document === undefined
                  ? 'Being made'
                  : `${count(closure.document.pages, 'page')}, ${fileSize(closure.document.size)}, signed by this station`,
            },
          ]}
        />
        <div className="clo-save">
          <Button
            tone="primary"
            icon={Download}
            isPending={deed.busy}
            why={closure.document === undefined ? 'Opens when the PDF is made.' : undefined}
            onPress={() =>
              void deed
                .run(() => command('saveClosurePdf', { workOrder }))
                .then((done) => {
                  if (done !== null) setSaved(done.saved);
                })
            }
          >
            Save PDF
          </Button>
          {mayPack && (
            <Button
              icon={PackagePlus}
              onPress={() => {
                window.location.hash = newPackHref({ kind: 'work-order', workOrder });
              }}
            >
              Make an audit pack
            </Button>
          )}
          {saved !== null && <p role="status">{`Saved as ${saved}`}</p>}
        </div>
        {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      </Card>
      {proof !== undefined && (
        <Card
          title="What holds it"
          aside={
            proof.holds ? (
              <Status mark="done">Proof holds</Status>
            ) : (
              <Status mark="stop">Proof does not hold</Status>
            )
          }
        >
          <p className="t-dense">
            {`Checkpoint over ${count(proof.size, 'entry', 'entries')}, signed${proof.checkpointAt === '' ? ' by this station' : ` ${evidenceTime(proof.checkpointAt)}`}. ${count(proof.steps, 'fingerprint')} lead from the closing entry to it.`}
          </p>
          <p className="mono clo-id">{proof.root}</p>
          <p className="t-dense">
            {at !== undefined && (
              <a href={`#/ledger?log=${encodeURIComponent(at.log)}&entry=${at.seq}`}>Open it in the ledger</a>
            )}
          </p>
        </Card>
      )}
    </>
  );
}
