import { useNavigate, useParams } from '@tanstack/react-router';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { Split } from '../kit/Card';
import { PageHead } from '../kit/DeskShell';
import { ReviewPanel } from './ReviewPanel';
import { RunRecord } from './RunRecord';
import './reviews.css';

/** A post-review with the whole run beside it, so that the verdict is given over what was really done. */
export function ReviewScreen() {
  const { workOrder = '', review = '' } = useParams({ strict: false });
  const navigate = useNavigate();
  const asked = useAsk('caseView', { workOrder });
  return (
    <Desk current="decisions">
      <Split
        panel={
          <ReviewPanel
            workOrder={workOrder}
            review={review}
            onClose={() => void navigate({ to: '/decisions' })}
          />
        }
      >
        <Asked asked={asked} label="Reading the run">
          {(view) => (
            <>
              <PageHead
                title={view.state.workOrder?.title ?? 'Work order'}
                kicker={
                  <>
                    <span className="mono">{view.state.workOrder?.number}</span>
                    {` · ${view.state.workOrder?.asset ?? ''} · ${view.checklistTitle}, version ${view.state.run?.versionNumber ?? ''}`}
                  </>
                }
              />
              <div className="rev-page">
                <RunRecord view={view} />
              </div>
            </>
          )}
        </Asked>
      </Split>
    </Desk>
  );
}
