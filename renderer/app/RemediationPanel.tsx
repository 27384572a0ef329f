import type { RemediationRow } from '../../main/contract/answers';
import { useAsk } from '../api';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Chip } from '../kit/Status';
import { CloseRemediation } from './CloseRemediation';
import { causeHref } from './causes';
import { escalatedWords } from './exceptionWords';
import { evidenceTime, nearTime } from './format';
import './panels.css';
import { RemediationFiles } from './RemediationFiles';
import { RemediationTarget } from './RemediationTarget';
import { useNow } from './useNow';
import { verdictNames } from './verdicts';

export interface RemediationPanelProps {
  row: RemediationRow;
  onPrevious?: () => void;
  onNext?: () => void;
  onClose?: () => void;
}

/** One task: what made it necessary, whose it is, what it must come to, the files that show it, and closing it with what was done. */
export function RemediationPanel({ row, ...moves }: RemediationPanelProps) {
  const now = useNow(60_000);
  const isOpen = row.state === 'open';
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
        isOpen ? (
          <>
            <Chip>{`Due ${nearTime(row.due, now)}`}</Chip>
            {row.escalated !== null && <Chip>{escalatedWords(row.escalated, now)}</Chip>}
          </>
        ) : (
          <Chip mark="done">Closed</Chip>
        )
      }
      {...moves}
    >
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Owner', value: row.ownerName },
            { name: 'Opened', value: evidenceTime(row.openedAt) },
            { name: 'Cause', value: <CauseOf row={row} /> },
            ...(row.versions.length === 0
              ? []
              : [
                  {
                    name: 'Led to',
                    value: row.versions.map((one) => `Version ${one.number} of ${one.title}`).join(', '),
                  },
                ]),
          ]}
        />
      </PanelPart>
      <RemediationTarget row={row} />
      <RemediationFiles row={row} isOpen={isOpen && row.notYou === null} />
      {!isOpen ? (
        <PanelPart title="What was done">
          <p>{row.done}</p>
          {row.closedAt !== null && (
            <p className="text-3">{`Closed by ${row.closedByName ?? 'somebody'}, ${evidenceTime(row.closedAt)}`}</p>
          )}
        </PanelPart>
      ) : row.notYou !== null ? (
        <PanelPart title="Close it">
          <Notice kind="refused" title={row.notYou} />
        </PanelPart>
      ) : (
        <CloseRemediation row={row} />
      )}
    </Panel>
  );
}

/** The cause in words, with its link; of a break-glass also why the glass was broken, and the verdict. */
function CauseOf({ row }: { row: RemediationRow }) {
  const asked = useAsk('caseView', { workOrder: row.workOrder ?? '' }, row.workOrder !== null);
  const state = row.workOrder === null ? undefined : asked.data?.state;
  const glass = row.glass === null ? undefined : state?.glasses[row.glass];
  const verdict = glass === undefined ? undefined : state?.reviews[glass.review]?.verdicts.at(-1);
  const href = row.causedBy === null ? undefined : causeHref(row.causedBy, row.cause);
  return (
    <>
      {href === undefined ? row.cause : <a href={href}>{row.cause}</a>}
      {glass !== undefined && (
        <>
          {`: “${glass.why}” `}
          <a href={`#/reviews/${row.workOrder ?? ''}/${glass.review}`}>Open its post-review</a>
        </>
      )}
      {verdict !== undefined && (
        <span className="panel-verdict">{`${verdictNames[verdict.verdict]}: “${verdict.comment}”`}</span>
      )}
    </>
  );
}
