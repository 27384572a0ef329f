import { PackagePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { command, useAsk } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { RunningJob } from '../app/RunningJob';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { useProgress } from '../app/useProgress';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { Notice } from '../kit/Notice';
import { PagePart } from '../kit/PagePart';
import { Status } from '../kit/Status';
import { TextArea } from '../kit/TextField';
import { AboutFields } from './AboutFields';
import { DiscloseFields } from './DiscloseFields';
import { asksFor, type PackForm, scopeOf } from './form';
import { Made, type MadePack } from './Made';
import './packs.css';
import { Preview } from './Preview';
import { useSettled } from './useSettled';
import { packJobs } from './words';

export interface WizardProps {
  /** Under which what is said is kept while the person is elsewhere. */
  place: string;
  first: PackForm;
  /** The pack, already issued, that this one adds to. */
  addendumTo: { readonly pack: string; readonly number: string } | null;
}

/** Where a refusal names one of these, it stands beside the field of the form; the rest stands beside the button. */
const named: Readonly<Partial<Record<keyof PackForm, readonly string[]>>> = {
  from: ['scope.from'],
  until: ['scope.until'],
  disclosed: ['disclose'],
  reason: ['reason'],
};

/** Three parts on one page, and beside them what the pack would hold; then the file that came of it. */
export function Wizard({ place, first, addendumTo }: WizardProps) {
  const { form, set, forget } = useKept<PackForm>(place, first);
  const [made, setMade] = useState<MadePack | null>(null);
  const [isUnplaced, setUnplaced] = useState(false);
  const deed = useDeed();
  const progress = useProgress(deed.busy);
  const foot = useRef<HTMLDivElement>(null);
  const said = `${deed.busy} ${progress !== null} ${deed.problem?.message} ${isUnplaced}`;
  // What is said about the making stands over its button, and may have pushed that out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be done when what is said changes
  useEffect(() => {
    if (foot.current?.contains(document.activeElement)) foot.current.scrollIntoView({ block: 'nearest' });
  }, [said]);
  const scope = scopeOf(form);
  const asks = asksFor(form);
  // While none is ticked yet, the list to tick in is still that of the scope.
  const looked = useSettled(
    'lacking' in scope
      ? null
      : { ...('lacking' in asks ? { scope: scope.scope, complete: form.complete } : asks) },
    250,
  );
  const counted = useAsk('packPreview', looked ?? nothing, looked !== null);
  const preview = looked === null ? undefined : counted.data;

  const why =
    'lacking' in asks
      ? asks.lacking.why
      : (preview?.problem ?? (form.reason.trim().length < 3 ? 'Say why, in a few words.' : undefined));
  const error = (field: keyof PackForm): string | undefined => {
    const about = valueFields[form.about] === field ? ['scope', 'scope.value', 'scope.workOrders'] : [];
    const refused = [...about, ...(named[field] ?? [])].map(deed.field).find((said) => said !== undefined);
    if (refused !== undefined) return refused;
    // Both days are there, so what is wrong with them can be said before anything is asked for.
    const isWrong = 'lacking' in scope && scope.lacking.field === field && form[field] !== '';
    return isWrong && field === 'until' ? scope.lacking.why : undefined;
  };
  const beside = deed.beside(
    'scope',
    'scope.value',
    'scope.workOrders',
    'scope.from',
    'scope.until',
    'disclose',
    'reason',
  );

  const make = async () => {
    if ('lacking' in asks || why !== undefined || deed.busy) return;
    setUnplaced(false);
    const done = await deed.run(() =>
      command('exportPack', {
        ...asks,
        reason: form.reason,
        ...(addendumTo === null ? {} : { addendumTo: addendumTo.pack }),
      }),
    );
    if (done === null) return;
    setUnplaced(done.path === null);
    if (done.path === null) return;
    forget();
    setMade({ ...done, path: done.path });
  };

  const title = addendumTo === null ? 'Make an audit pack' : `Make an addendum to ${addendumTo.number}`;
  if (made !== null) return <Made made={made} isAddendum={addendumTo !== null} />;
  return (
    <>
      <PageHead
        title={title}
        kicker={<a href="#/packs">Audit packs</a>}
        lead={
          addendumTo === null
            ? 'A file that a stranger can check without this app.'
            : 'It holds what was recorded since, and names the pack it adds to.'
        }
      />
      <PageBody>
        <form
          className="pack-new"
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <PagePart number={1} title="What about">
            <AboutFields form={form} set={set} error={error} />
          </PagePart>
          <PagePart number={2} title="What to disclose">
            <DiscloseFields form={form} set={set} error={error} preview={preview} />
          </PagePart>
          <Preview
            form={form}
            onDisclose={(disclosed) => set({ disclosed })}
            lacking={'lacking' in scope ? scope.lacking.why : null}
            preview={preview}
            isOld={counted.isPlaceholderData || counted.isFetching}
            problem={counted.error}
          />
          <PagePart number={3} title="Why, and what happens">
            <TextArea
              label="Reason"
              note="It stands in the ledger and in the pack."
              isRequired
              rows={2}
              maxLength={1000}
              value={form.reason}
              onChange={(reason) => set({ reason })}
              error={error('reason')}
            />
            <ul className="pack-happens">
              <li>You say where the file goes: a stick, or a folder. Nothing is sent anywhere.</li>
              <li>Your request is recorded: your name, this reason, and which work orders are disclosed.</li>
              <li>The file is written and read back; that it was issued is recorded with its SHA-256.</li>
              <li>The same bytes can be made again at any time.</li>
            </ul>
            <div className="pack-foot" ref={foot}>
              {beside !== null && <ProblemNotice problem={beside} />}
              {isUnplaced && (
                <Notice
                  kind="info"
                  title="No place was chosen. Nothing was recorded and no file was written."
                />
              )}
              {deed.busy &&
                (progress === null ? (
                  <Status mark="saving">Choose where the file goes</Status>
                ) : (
                  <RunningJob
                    label="Making the audit pack"
                    progress={progress}
                    jobs={packJobs}
                    note="You may leave this screen, it goes on. Cancelled, no file is left, and the request stands as not finished."
                    cancelLabel="Cancel, write no file"
                  />
                ))}
              <div className="pack-make">
                <Button tone="primary" type="submit" icon={PackagePlus} why={why} isPending={deed.busy}>
                  {addendumTo === null ? 'Make the audit pack' : 'Make the addendum'}
                </Button>
              </div>
            </div>
          </PagePart>
        </form>
      </PageBody>
    </>
  );
}

/** Stands in for a choice that is not made yet; it is not asked. */
const nothing = { scope: { kind: 'job-type' as const, value: '' }, complete: false };

/** The field that carries what a scope is about. */
const valueFields: Readonly<Record<PackForm['about'], keyof PackForm>> = {
  'work-orders': 'workOrders',
  'job-type': 'jobType',
  person: 'person',
  lot: 'lot',
  asset: 'asset',
  dates: 'from',
  question: 'question',
};
