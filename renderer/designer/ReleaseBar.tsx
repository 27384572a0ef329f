import { useNavigate } from '@tanstack/react-router';
import { FileDiff, FileLock2 } from 'lucide-react';
import type { ChecklistView } from '../../main/contract/answers';
import type { Change } from '../../main/domain/procedure/diff';
import { command, queryClient, useAsk } from '../api';
import { causeKey } from '../app/causes';
import { count, date, dateTime, nearTime } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Mark } from '../kit/Mark';
import { TextField } from '../kit/TextField';
import { CausePicker } from './CausePicker';
import './designer.css';
import type { Editing } from './useEditing';

export interface ReleaseBarProps {
  view: ChecklistView;
  changes: readonly Change[];
  version: number;
  editing: Editing;
  hasUnfinished: boolean;
}

/** From the version in use to this draft, why, and asking for its release by somebody other than its authors. */
export function ReleaseBar({ view, changes, version, editing, hasUnfinished }: ReleaseBarProps) {
  const { checklist } = view;
  const navigate = useNavigate();
  const now = useNow(30_000);
  const { form, set, forget } = useKept<{ reason: string; causes: readonly string[] }>(
    `release ${checklist.checklist}`,
    { reason: '', causes: [] },
  );
  const { reason } = form;
  const causes = useAsk('causes', { checklist: checklist.checklist }).data ?? [];
  const deed = useDeed();
  const last = checklist.versions[checklist.versions.length - 1];
  // A change takes a request back in the ledger; on screen it does so at once.
  const requested = editing.saving.state === 'saved' ? checklist.requested : undefined;
  const stops = view.findings.filter((finding) => finding.severity === 'stop').length;
  const why = requested
    ? undefined
    : hasUnfinished
      ? 'A field does not fit yet, see the findings.'
      : stops > 0
        ? `${stops === 1 ? 'One finding stops' : `${stops} findings stop`} release.`
        : last !== undefined && changes.length === 0
          ? `Nothing differs from version ${last.number}.`
          : reason.trim().length < 3
            ? 'Opens when you say what is new, or why.'
            : undefined;

  const named = causes.filter((one) => form.causes.includes(causeKey(one.cause)));

  const ask = async () => {
    if (!(await editing.flush())) return;
    const done = await deed.run(() =>
      command('requestRelease', {
        checklist: checklist.checklist,
        reason,
        ...(named.length === 0 ? {} : { causes: named.map((one) => one.cause) }),
      }),
    );
    if (done === null) return;
    set({ reason: '', causes: [] });
    forget();
    await queryClient.invalidateQueries();
  };
  const compare = async () => {
    await editing.flush();
    await navigate({ to: '/release/$checklist', params: { checklist: checklist.checklist } });
  };
  const beside = deed.beside('reason');

  return (
    <footer className="des-release">
      <ul className="des-versions">
        {last !== undefined && (
          <li>
            <Mark name="done" />
            <div>
              <b>{`Version ${last.number}`}</b>
              <span>{`in use since ${date(last.releasedAt)}`}</span>
            </div>
          </li>
        )}
        <li>
          <Mark name="now" />
          <div>
            <b>{`Version ${version}, draft`}</b>
            <span>{last === undefined ? 'the first version' : tally(changes)}</span>
          </div>
        </li>
      </ul>
      {requested === undefined ? (
        <div className="des-reason">
          <TextField
            label="Why this version"
            value={reason}
            onChange={(text) => set({ reason: text })}
            placeholder={last === undefined ? 'First version' : 'Such as: MEA-04 twice in May, band narrowed'}
            error={deed.field('reason')}
            maxLength={500}
          />
          <CausePicker causes={causes} chosen={form.causes} onChange={(chosen) => set({ causes: chosen })} />
        </div>
      ) : (
        <p className="des-requested">
          <b>{`Release asked for ${nearTime(requested.at, now)} by ${view.names[requested.by] ?? 'an author'}`}</b>
          <span
            title={dateTime(requested.at)}
          >{`“${requested.reason}”${requested.causes === undefined ? '' : ` · ${count(requested.causes.length, 'cause')} named`} · A change takes the request back.`}</span>
        </p>
      )}
      <div className="des-release-end">
        <Button icon={FileDiff} onPress={() => void compare()}>
          {requested === undefined
            ? last === undefined
              ? 'Read it whole'
              : `Compare with ${last.number}`
            : 'Open the release'}
        </Button>
        {requested === undefined && (
          <Button icon={FileLock2} tone="primary" onPress={() => void ask()} why={why} isPending={deed.busy}>
            Ask for release
          </Button>
        )}
      </div>
      {beside !== null && <ProblemNotice problem={beside} />}
    </footer>
  );
}

function tally(changes: readonly Change[]): string {
  const steps = changes.filter((change) => change.what === 'step');
  const of = (kind: Change['kind']) =>
    new Set(steps.filter((change) => change.kind === kind).map((change) => change.id)).size;
  const parts = [`${of('added')} new`, `${of('changed')} changed`, `${of('removed')} removed`];
  if (of('moved') > 0) parts.push(`${of('moved')} moved`);
  return changes.length === 0 ? 'the same as in use' : parts.join(', ');
}
