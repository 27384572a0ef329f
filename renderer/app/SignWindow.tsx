import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SigningView } from '../../main/contract/answers';
import { ask, type Problem, type QueryArgs } from '../api';
import { Button } from '../kit/Button';
import { Dialog, FieldRow, SignDialog } from '../kit/Dialog';
import { Notice } from '../kit/Notice';
import { SecretField, TextField } from '../kit/TextField';
import { clock, zone } from './format';
import { ProblemNotice } from './ProblemNotice';
import './sign.css';
import { useNow } from './useNow';

export type Sign = { identifier?: string; secret: string };

export interface SignWindowProps {
  /** What is signed; main says what that covers now and gives its digest. */
  what: QueryArgs<'signingView'>;
  /** What is signed, in the title: `approval of “Return to service”`. Left out: as main names it. */
  title?: string;
  /** Part 2, what signing says: radio cards where there is a choice. Left out: the action in words. */
  meaning?: ReactNode;
  /** The deed: "Sign approval". */
  actionLabel: string;
  /** What is missing before it can be signed, in a sentence; the button is closed while given. */
  why?: ReactNode;
  /** `shown` is the digest of exactly what stood on the screen. Resolves with null when it is recorded; whoever opened the window then closes it. */
  onSign: (sign: Sign, shown: string) => Promise<Problem | null>;
  /** Nothing is signed, nothing is lost. */
  onCancel: () => void;
}

/**
 * The one window in which anything is signed: 1 what you sign, 2 what it means, 3 who you are. What is shown is pinned when
 * it first appears: if the ledger changes it meanwhile, the window says so and signs nothing before it was read again.
 */
export function SignWindow({ what, title, meaning, actionLabel, why, onSign, onCancel }: SignWindowProps) {
  // Never from memory: what is signed is read when the window opens, for who is signed in now.
  const view = useQuery<SigningView, Problem>({
    queryKey: ['signingView', what],
    queryFn: () => ask('signingView', what),
    gcTime: 0,
    staleTime: 0,
  });
  const latest = view.data;
  const [pinned, setPinned] = useState<SigningView | undefined>(undefined);
  const [identifier, setIdentifier] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(15_000);

  const identifierField = useRef<HTMLInputElement>(null);
  const secretField = useRef<HTMLInputElement>(null);
  // What was refused is brought into sight, at the field to fill again.
  useEffect(() => {
    if (problem === null) return;
    const refused = problem.code === 'fault' ? undefined : problem.fields;
    const field = (refused?.identifier === undefined ? secretField : identifierField).current;
    field?.focus();
    field?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, [problem]);

  if (pinned === undefined && latest !== undefined) setPinned(latest);
  const shown = pinned ?? latest;

  if (shown === undefined) {
    return (
      <Dialog
        isOpen
        onClose={onCancel}
        title={actionLabel}
        place="side"
        foot={<Button onPress={onCancel}>Close, nothing is signed</Button>}
      >
        {view.error ? (
          <ProblemNotice problem={view.error} />
        ) : (
          <p className="text-2">Reading what you would sign from the ledger</p>
        )}
      </Dialog>
    );
  }

  const changed = !busy && latest !== undefined && latest.digest !== shown.digest;
  const missing =
    why ??
    (changed
      ? 'What you sign has changed. Read it again first.'
      : secret === '' || (shown.needsIdentifier && identifier.trim() === '')
        ? shown.needsIdentifier
          ? 'Opens when your identifier and secret are typed.'
          : 'Opens when your secret is typed.'
        : undefined);

  const sign = async () => {
    setBusy(true);
    setProblem(null);
    const refused = await onSign(
      shown.needsIdentifier ? { identifier: identifier.trim(), secret } : { secret },
      shown.digest,
    );
    if (refused === null) return;
    setProblem(refused);
    setSecret('');
    setBusy(false);
  };

  const fields = problem !== null && problem.code !== 'fault' ? problem.fields : undefined;
  const atIdentifier = fields?.identifier === undefined ? undefined : problem?.message;
  const atSecret =
    atIdentifier === undefined &&
    (problem?.code === 'wrong-secret' || problem?.code === 'locked-out' || fields?.secret !== undefined);
  const elsewhere = problem !== null && !atSecret && atIdentifier === undefined ? problem : null;

  return (
    <SignDialog
      isOpen
      onClose={() => {
        if (!busy) onCancel();
      }}
      onSign={() => void sign()}
      title={`Sign: ${title ?? (what.what === 'step' ? `“${shown.title}”` : small(shown.title))}`}
      what={
        <>
          {changed && (
            <Notice
              kind="warn"
              title="This changed while you read it."
              actions={
                <Button
                  onPress={() => {
                    setPinned(latest);
                    setProblem(null);
                  }}
                >
                  Show it as it is now
                </Button>
              }
            >
              Nothing is signed. What stands below is how it was.
            </Notice>
          )}
          <dl className="sign-what">
            {shown.lines.map((line) => (
              <div key={`${line.label} ${line.value}`}>
                <dt>{line.label}</dt>
                <dd>{line.value}</dd>
              </div>
            ))}
            <div>
              <dt>Fingerprint</dt>
              <dd className="mono" title={shown.digest}>
                {fingerprint(shown.digest)}
              </dd>
            </div>
          </dl>
        </>
      }
      means={meaning ?? <p>{actionLabel}: my name stands under what is shown above.</p>}
      who={
        <>
          <FieldRow>
            {shown.needsIdentifier && (
              <TextField
                label="Identifier"
                inputRef={identifierField}
                value={identifier}
                onChange={setIdentifier}
                autoComplete="off"
                error={atIdentifier}
                isDisabled={busy}
              />
            )}
            <SecretField
              label="Secret"
              inputRef={secretField}
              value={secret}
              onChange={setSecret}
              autoComplete="off"
              error={atSecret ? problem?.message : undefined}
              isDisabled={busy}
            />
          </FieldRow>
          <p className="sign-note">
            {shown.needsIdentifier
              ? 'First signature in this sitting, so both are needed.'
              : `Signed as ${shown.identifier}. Your identifier was given earlier in this sitting.`}
          </p>
          {elsewhere !== null && <ProblemNotice problem={elsewhere} />}
        </>
      }
      made={busy ? 'Your key is being opened' : `Made with your key at ${clock(now)} (${zone(now)})`}
      signLabel={actionLabel}
      why={missing}
      isPending={busy}
    />
  );
}

/** First letter small, for the middle of a sentence. */
function small(words: string): string {
  return words.charAt(0).toLocaleLowerCase('en') + words.slice(1);
}

/** The first three and last two groups of a digest: enough to compare by eye; the whole is its tooltip. */
function fingerprint(digest: string): string {
  const groups = digest.match(/.{1,4}/g) ?? [digest];
  return groups.length <= 5
    ? groups.join(' ')
    : `${groups.slice(0, 3).join(' ')} … ${groups.slice(-2).join(' ')}`;
}
