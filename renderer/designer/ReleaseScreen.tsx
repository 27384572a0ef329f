import { useNavigate, useParams } from '@tanstack/react-router';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { ChecklistView } from '../../main/contract/answers';
import { diff } from '../../main/domain/procedure/diff';
import { queryClient, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { date, evidenceTime, listWords, nearTime } from '../app/format';
import { SigningNotice } from '../app/SigningNotice';
import { useNow } from '../app/useNow';
import { useSigning } from '../app/useSigning';
import { Button } from '../kit/Button';
import { Panel, PanelPart, Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { Causes } from './Causes';
import { Changes } from './Changes';
import './designer.css';
import { Reading } from './Reading';

/** A release: what differs from the version in use, in words, and the signature of somebody who did not write it. */
export function ReleaseScreen() {
  const { checklist } = useParams({ from: '/release/$checklist' });
  const view = useAsk('checklist', { checklist });
  const role = useAsk('status', {}).data?.person?.role;
  const ready = view.isPlaceholderData ? undefined : view.data;
  return (
    <Desk current={role === 'admin' ? 'checklists' : 'decisions'}>
      {ready === undefined ? (
        <PageBody>
          <Asked asked={view} label="Reading the draft">
            {() => null}
          </Asked>
        </PageBody>
      ) : (
        <Release key={checklist} view={ready} isAdmin={role === 'admin'} />
      )}
    </Desk>
  );
}

function Release({ view, isAdmin }: { view: ChecklistView; isAdmin: boolean }) {
  const { checklist, lastReleased, notYou } = view;
  const navigate = useNavigate();
  const now = useNow(30_000);
  const signing = useSigning();
  const [released, setReleased] = useState<{ number: number; at: string } | null>(null);
  const { draft, requested } = checklist;
  const last = checklist.versions[checklist.versions.length - 1];
  const shown =
    released === null
      ? { before: lastReleased, number: (last?.number ?? 0) + 1 }
      : {
          before: checklist.versions[checklist.versions.length - 2]?.document ?? null,
          number: released.number,
        };
  const changes = diff(shown.before, draft);
  const causes = requested?.causes ?? (released === null ? undefined : last?.causes) ?? [];
  const sign = async () => {
    const done = await signing.ask('releaseChecklist', { checklist: checklist.checklist });
    if (done === null) return;
    setReleased({ number: done.number, at: done.at });
    await queryClient.invalidateQueries();
  };
  const nameOf = (user: string) => view.names[user] ?? 'somebody';
  const why = notYou ?? (requested === undefined ? 'Nobody has asked for its release yet.' : undefined);

  return (
    <Split
      panel={
        <Panel
          title={`Release of version ${shown.number}`}
          kicker={view.jobTypeName}
          lead="From then on every new run follows it. Runs that are open stay on the version they began with."
          foot={
            released === null ? (
              <Button
                tone="primary"
                icon={PenLine}
                isPending={signing.isOpen}
                onPress={() => void sign()}
                why={why}
                whyPlace="hidden"
              >
                Sign the release
              </Button>
            ) : undefined
          }
        >
          <PanelPart>
            <KeyValue
              items={[
                {
                  name: 'In use now',
                  value:
                    last === undefined
                      ? 'No version yet'
                      : `Version ${last.number}, since ${date(last.releasedAt)}`,
                },
                {
                  name: 'Draft of',
                  value:
                    checklist.authors.length === 0
                      ? nameOf(checklist.draftBy)
                      : listWords(checklist.authors.map(nameOf)),
                },
                ...(requested === undefined
                  ? []
                  : [
                      {
                        name: 'Asked for',
                        value: `${nearTime(requested.at, now)} by ${nameOf(requested.by)}`,
                      },
                    ]),
                ...(requested === undefined
                  ? released === null || last === undefined
                    ? []
                    : [{ name: 'Why', value: last.reason }]
                  : [{ name: 'Why', value: requested.reason }]),
                ...(causes.length === 0 ? [] : [{ name: 'Caused by', value: <Causes causes={causes} /> }]),
              ]}
            />
          </PanelPart>
          <PanelPart title={released === null ? 'Who may release' : 'Released'}>
            {released !== null ? (
              <Status mark="done">{`Version ${released.number} is released, ${evidenceTime(released.at)}.`}</Status>
            ) : why === undefined ? (
              <Status mark="gate">You wrote none of it, so you may release it.</Status>
            ) : (
              <Notice kind="refused" title={why} />
            )}
          </PanelPart>
          {view.findings.length > 0 && (
            <PanelPart title="Findings">
              <ul className="des-notes">
                {view.findings.map((finding) => (
                  <li key={`${finding.message} ${finding.step ?? ''}`}>
                    <Status mark={finding.severity}>{finding.message}</Status>
                  </li>
                ))}
              </ul>
            </PanelPart>
          )}
        </Panel>
      }
    >
      <PageHead
        title={draft.title}
        kicker={
          shown.before === null
            ? 'The first version, whole'
            : `What version ${shown.number} changes against version ${shown.number - 1}`
        }
        actions={
          <>
            {isAdmin && (
              <Button
                onPress={() =>
                  void navigate({ to: '/checklists/$checklist', params: { checklist: checklist.checklist } })
                }
              >
                Open the draft
              </Button>
            )}
            <Button onPress={() => void navigate({ to: isAdmin ? '/checklists' : '/decisions' })}>
              {isAdmin ? 'All checklists' : 'Back to decisions'}
            </Button>
          </>
        }
      />
      <PageBody>
        <SigningNotice signing={signing} />
        {released !== null && (
          <Notice kind="ok" title={`Version ${released.number} is in use.`}>
            New runs follow it from now on. Your signature is in the ledger.
          </Notice>
        )}
        {shown.before === null ? (
          <Reading document={draft} />
        ) : (
          <Changes changes={changes} against={shown.number - 1} />
        )}
      </PageBody>
    </Split>
  );
}
