import { useNavigate, useParams } from '@tanstack/react-router';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import type { ErasureView } from '../../main/contract/erasure';
import { command, queryClient, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count, evidenceTime } from '../app/format';
import { SigningNotice } from '../app/SigningNotice';
import { useSigning } from '../app/useSigning';
import { WordsForm } from '../app/WordsForm';
import { Button } from '../kit/Button';
import { Panel, PanelPart, Split } from '../kit/Card';
import { PageBody, PageHead } from '../kit/DeskShell';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { Elsewhere } from './Elsewhere';
import './erasure.css';
import { Target } from './Target';

/** One request: every entry with what goes and what stays, and the signature or the refusal of a second person. */
export function ErasureScreen() {
  const { erasure } = useParams({ from: '/erasures/$erasure' });
  const asked = useAsk('erasure', { erasure });
  return (
    <Desk current="erasures">
      <Asked asked={asked} label="Reading the request">
        {(view) => <Erasure key={view.erasure} view={view} />}
      </Asked>
    </Desk>
  );
}

function Erasure({ view }: { view: ErasureView }) {
  const navigate = useNavigate();
  const [act, setAct] = useState<'decline' | null>(null);
  const signing = useSigning();
  const sign = async () => {
    const done = await signing.ask('approveErasure', { erasure: view.erasure });
    if (done !== null) await queryClient.invalidateQueries();
  };
  const waits = view.decided === null;
  const mine = waits && view.notYou === null;
  const going = view.targets.filter((t) => t.notErasable === null && t.erasedBy === null);
  const files = new Set(going.flatMap((t) => t.files.filter((f) => f.stays === null).map((f) => f.sha256)));
  return (
    <Split
      panel={
        <Panel
          title={view.scope}
          kicker="Erasure"
          lead={`Because: ${view.authority}`}
          foot={
            mine && act !== 'decline' ? (
              <>
                <Button onPress={() => setAct('decline')}>Decline</Button>
                <span className="end">
                  <Button
                    tone="primary"
                    icon={PenLine}
                    isPending={signing.isOpen}
                    onPress={() => void sign()}
                    why={
                      going.length === 0
                        ? 'Nothing of it is left to erase. Decline it, with that as the reason.'
                        : undefined
                    }
                    whyPlace="hidden"
                  >
                    Sign the erasure
                  </Button>
                </span>
              </>
            ) : undefined
          }
        >
          <PanelPart>
            <KeyValue
              items={[
                { name: 'Asked by', value: `${view.byName}, ${evidenceTime(view.at)}` },
                { name: 'Entries', value: view.entries.toLocaleString('en') },
                ...(waits
                  ? [
                      {
                        name: 'Files',
                        value:
                          files.size === 0
                            ? 'None'
                            : `${count(files.size, 'file is', 'files are')} destroyed`,
                      },
                    ]
                  : []),
                {
                  name: 'Closure PDFs',
                  value:
                    view.closures.length === 0
                      ? 'None shows it'
                      : `${view.closures.join(', ')}: destroyed, and issued again without it`,
                },
              ]}
            />
          </PanelPart>
          <PanelPart title={waits ? 'Who decides' : 'What was decided'}>
            {view.decided !== null ? (
              <>
                <Status mark={view.state === 'erased' ? 'done' : 'void'}>
                  {`${view.state === 'erased' ? 'Erased' : 'Declined'} by ${view.decided.byName}, ${evidenceTime(view.decided.at)}`}
                </Status>
                {view.decided.why !== null && <p className="era-note">{`“${view.decided.why}”`}</p>}
              </>
            ) : view.notYou !== null ? (
              <Notice kind="refused" title={view.notYou} />
            ) : act === 'decline' ? (
              <WordsForm
                place={`decline ${view.erasure}`}
                label="Why it is declined"
                note="It is kept with the request. Nothing is erased."
                field="why"
                atLeast={3}
                atMost={1000}
                rows={3}
                opens="Opens when the reason is written."
                action="Decline the erasure"
                give={(why) => command('declineErasure', { erasure: view.erasure, why })}
                onDone={() => void queryClient.invalidateQueries()}
                onCancel={() => setAct(null)}
              />
            ) : (
              <Status mark="gate">You did not ask for it, so you may decide.</Status>
            )}
          </PanelPart>
          {view.unfinished !== null && (
            <PanelPart>
              <Notice kind="warn" title="Not finished on this station yet.">
                {view.unfinished}
              </Notice>
            </PanelPart>
          )}
          <Elsewhere elsewhere={view.elsewhere} />
        </Panel>
      }
    >
      <PageHead
        title={
          waits
            ? 'What would go, and what would stay'
            : view.state === 'erased'
              ? 'What went'
              : 'What was asked for'
        }
        kicker={count(view.entries, 'entry', 'entries')}
        actions={<Button onPress={() => void navigate({ to: '/erasures' })}>All erasures</Button>}
      />
      <PageBody>
        {waits && (
          <p className="text-2 era-lead">
            What goes cannot be brought back. Every proof holds afterwards, and every check says “erased”,
            never “missing”.
          </p>
        )}
        <SigningNotice signing={signing} />
        <ul className="era-list" aria-label="Entries">
          {view.targets.map((target) => (
            <li key={`${target.log}/${target.seq}`}>
              <Target target={target} />
            </li>
          ))}
        </ul>
      </PageBody>
    </Split>
  );
}
