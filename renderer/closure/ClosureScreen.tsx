import { useParams } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import type { CaseView, PersonView } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Button } from '../kit/Button';
import { PageHead } from '../kit/DeskShell';
import { EmptyState } from '../kit/Waiting';
import './closure.css';
import { Closed } from './Closed';
import { CloseWindow } from './CloseWindow';
import { Paper } from './Paper';
import { Readiness } from './Readiness';

/** One work order on its way to its signed end: what is missing, what is ready, and the paper as it grows. */
export function ClosureScreen() {
  const { workOrder = '' } = useParams({ strict: false });
  const status = useAsk('status', {}).data;
  const asked = useAsk('caseView', { workOrder });
  return (
    <Desk
      current={
        status?.person?.role === 'compliance' || status?.person?.role === 'supervisor'
          ? 'closure'
          : 'work-orders'
      }
    >
      <Asked asked={asked} label="Reading the work order">
        {(view) =>
          status?.person === undefined ? null : (
            <Shown view={view} person={status.person} site={status.site?.name ?? ''} />
          )
        }
      </Asked>
    </Desk>
  );
}

function Shown({ view, person, site }: { view: CaseView; person: PersonView; site: string }) {
  const [closing, setClosing] = useState(false);
  const { workOrder, run, closure } = view.state;
  const missing = view.readiness.filter((item) => !item.done).length;
  return (
    <>
      <div className="clo-title">
        <PageHead
          title={closure === undefined ? `Close “${workOrder?.title ?? ''}”` : (workOrder?.title ?? '')}
          kicker={
            <>
              <span className="mono">{workOrder?.number}</span>
              {` · ${workOrder?.asset ?? ''}`}
              {run !== undefined && ` · ${view.checklistTitle}, version ${run.versionNumber}`}
            </>
          }
          actions={
            closure === undefined &&
            run !== undefined && (
              <CloseButton view={view} missing={missing} onPress={() => setClosing(true)} />
            )
          }
        />
      </div>
      <div className="clo-body">
        <div className="clo-left k-scroll">
          {closure !== undefined && <Closed view={view} closure={closure} />}
          {run === undefined ? (
            <EmptyState
              title="The run is not started yet."
              note="An operator starts it from their work, by the number. What it records appears here line by line."
            />
          ) : (
            <Readiness view={view} role={person.role} />
          )}
          {closure === undefined && (
            <p className="t-note">
              Closing gives <span className="mono">closure_evidence_id</span>, the time and a signed PDF.
            </p>
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling place has to be reachable by keyboard */}
        <section className="clo-preview k-scroll" aria-label="Closure record" tabIndex={0}>
          <p className="clo-preview-head">
            <b>{closure === undefined ? 'Closure record, preview' : 'Closure record'}</b>
            <span>{closure === undefined ? 'Not signed' : 'Signed'}</span>
          </p>
          <Paper view={view} site={site} />
        </section>
      </div>
      {closing && (
        <CloseWindow view={view} onDone={() => setClosing(false)} onCancel={() => setClosing(false)} />
      )}
    </>
  );
}

function CloseButton({ view, missing, onPress }: { view: CaseView; missing: number; onPress: () => void }) {
  const why =
    missing > 0 ? (
      <>
        Opens when nothing is missing
        <br />
        {`${missing} of ${view.readiness.length} missing`}
      </>
    ) : (
      (view.closeRefusal ?? undefined)
    );
  return (
    <Button tone="primary" icon={Lock} why={why} onPress={onPress}>
      Close work order
    </Button>
  );
}
