import { useCallback, useEffect, useRef, useState } from 'react';
import type { SigningBridge, SigningShown } from '../../main/contract/signing';
import type { Refusal } from '../../main/domain/refusal';
import { clock, zone } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { Dialog, FieldRow, SignDialog } from '../kit/Dialog';
import { Notice } from '../kit/Notice';
import { SizeProvider } from '../kit/size';
import { SecretField, TextField } from '../kit/TextField';
import { useTheme } from '../kit/useTheme';
import './sign.css';

/**
 * The one page on which anything is signed: 1 what you sign, 2 what it means, 3 who you are. All of it comes from main. What
 * is shown is pinned when it first appears: if the ledger changes it meanwhile, the page says so and signs nothing before it
 * was read again.
 */
export function SigningPage({ bridge }: { bridge: SigningBridge }) {
  const [latest, setLatest] = useState<SigningShown | Refusal | undefined>(undefined);
  const [shown, setShown] = useState<SigningShown | undefined>(undefined);
  useTheme('system');
  const read = useCallback(() => void bridge.read().then(setLatest), [bridge]);
  useEffect(() => {
    bridge.onChanged(read);
    read();
  }, [bridge, read]);
  if (shown === undefined && latest !== undefined && !('ok' in latest)) setShown(latest);
  if (shown === undefined)
    return (
      <Dialog
        isOpen
        onClose={bridge.cancel}
        title="Sign"
        place="window"
        foot={<Button onPress={bridge.cancel}>Close, nothing is signed</Button>}
      >
        {latest !== undefined && 'ok' in latest ? (
          <Notice kind="refused" title={latest.message} />
        ) : (
          <p className="text-2">Reading what you would sign from the ledger</p>
        )}
      </Dialog>
    );
  return (
    <SizeProvider size={shown.size}>
      <Signing
        bridge={bridge}
        shown={shown}
        latest={latest ?? shown}
        onReadAgain={() => {
          if (latest !== undefined && !('ok' in latest)) setShown(latest);
        }}
      />
    </SizeProvider>
  );
}

function Signing({
  bridge,
  shown,
  latest,
  onReadAgain,
}: {
  bridge: SigningBridge;
  shown: SigningShown;
  latest: SigningShown | Refusal;
  onReadAgain: () => void;
}) {
  const [identifier, setIdentifier] = useState('');
  const [secret, setSecret] = useState('');
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(15_000);
  const identifierField = useRef<HTMLInputElement>(null);
  const secretField = useRef<HTMLInputElement>(null);
  const first = shown.needsIdentifier ? identifierField : secretField;
  useEffect(() => first.current?.focus({ preventScroll: true }), [first]);
  // What was refused is brought into sight, at the field to fill again.
  useEffect(() => {
    if (problem === null) return;
    const field = (problem.fields?.identifier === undefined ? secretField : identifierField).current;
    field?.focus();
    field?.closest('section')?.scrollIntoView({ block: 'nearest' });
  }, [problem]);

  const gone = 'ok' in latest ? latest : undefined;
  const changed = !busy && !('ok' in latest) && latest.digest !== shown.digest;
  const missing = gone
    ? 'There is nothing to sign any more.'
    : changed
      ? 'What you sign has changed. Read it again first.'
      : secret === '' || (shown.needsIdentifier && identifier.trim() === '')
        ? shown.needsIdentifier
          ? 'Opens when your identifier and secret are typed.'
          : 'Opens when your secret is typed.'
        : undefined;

  const sign = async () => {
    setBusy(true);
    setProblem(null);
    const refused = await bridge.sign({
      shown: shown.digest,
      sign: shown.needsIdentifier ? { identifier: identifier.trim(), secret } : { secret },
    });
    setSecret('');
    if (refused === null) return;
    setProblem(refused);
    setBusy(false);
  };

  const atIdentifier = problem?.fields?.identifier === undefined ? undefined : problem.message;
  const atSecret =
    atIdentifier === undefined &&
    (problem?.code === 'wrong-secret' ||
      problem?.code === 'locked-out' ||
      problem?.fields?.secret !== undefined);
  const elsewhere = problem !== null && !atSecret && atIdentifier === undefined ? problem : null;

  return (
    <SignDialog
      isOpen
      place="window"
      onClose={() => {
        if (!busy) bridge.cancel();
      }}
      onSign={() => void sign()}
      title={`Sign: ${shown.title}`}
      what={
        <>
          {(changed || gone !== undefined) && (
            <Notice
              kind="warn"
              title={gone?.message ?? 'This changed while you read it.'}
              actions={
                changed && (
                  <Button
                    onPress={() => {
                      onReadAgain();
                      setProblem(null);
                    }}
                  >
                    Show it as it is now
                  </Button>
                )
              }
            >
              Nothing is signed. What stands below is how it was.
            </Notice>
          )}
          <dl className="sign-what">
            <Lines lines={shown.lines} />
            <div>
              <dt>Fingerprint</dt>
              <dd className="mono" title={shown.digest}>
                {fingerprint(shown.digest)}
              </dd>
            </div>
          </dl>
          {shown.values.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard.
            <section className="sign-values k-scroll" aria-label="Every value you sign" tabIndex={0}>
              <dl className="sign-what">
                <Lines lines={shown.values} />
              </dl>
            </section>
          )}
        </>
      }
      means={
        <dl className="sign-what sign-says">
          <Lines lines={shown.says} />
        </dl>
      }
      who={
        <>
          <p className="sign-name">{shown.name}</p>
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
          {elsewhere !== null && <Notice kind="refused" title={elsewhere.message} />}
        </>
      }
      made={busy ? 'Your key is being opened' : `Made with your key at ${clock(now)} (${zone(now)})`}
      signLabel={shown.deed}
      why={missing}
      isPending={busy}
    />
  );
}

function Lines({ lines }: { lines: SigningShown['lines'] }) {
  return lines.map((line) => (
    <div key={`${line.label} ${line.value}`}>
      <dt>{line.label}</dt>
      <dd>{line.value}</dd>
    </div>
  ));
}

/** The first three and last two groups of a digest: enough to compare by eye; the whole is its tooltip. */
function fingerprint(digest: string): string {
  const groups = digest.match(/.{1,4}/g) ?? [digest];
  return groups.length <= 5
    ? groups.join(' ')
    : `${groups.slice(0, 3).join(' ')} … ${groups.slice(-2).join(' ')}`;
}
