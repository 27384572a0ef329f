import { useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Ban } from 'lucide-react';
import type { CaseView } from '../../main/contract/answers';
import { neverGates, neverOpens } from '../../main/domain/breakglass/neverGates';
import { blocking, type PlacedStep } from '../../main/domain/run/nextStep';
import { Bench } from '../app/Bench';
import { useDraft } from '../app/drafts';
import { ProblemNotice } from '../app/ProblemNotice';
import { useNow } from '../app/useNow';
import { useSend } from '../app/useSend';
import { Button } from '../kit/Button';
import { Card } from '../kit/Card';
import { PhraseChips, RadioCards } from '../kit/Choice';
import { FieldError } from '../kit/Field';
import { Mark } from '../kit/Mark';
import { Notice } from '../kit/Notice';
import { TextArea } from '../kit/TextField';
import { EmptyState, Loading } from '../kit/Waiting';
import './block.css';
import './run.css';
import { GlassThen } from './GlassThen';
import { stepWords } from './place';
import { useCase } from './useCase';

/** As the rule for `openGlass` says: at least ten letters. */
const leastWhy = 10;

/** X6: opening the glass over one gate or blocked step. What it opens, what it cannot, what it costs, and why, before anything is recorded. */
export function GlassScreen() {
  const { workOrder, step } = useParams({ from: '/glass/$workOrder/$step' });
  const { view: data, error } = useCase(workOrder);
  const navigate = useNavigate();
  const toRun = () => void navigate({ to: '/run/$workOrder', params: { workOrder } });
  const place = data?.steps.find((s) => s.step.id === step);
  if (data !== undefined && place !== undefined)
    return <GlassForm key={step} view={data} place={place} toRun={toRun} />;
  return (
    <Bench title="Break glass" back={{ label: 'Back to the run', onPress: toRun }}>
      <div className="run-start">
        {error !== null && <ProblemNotice problem={error} />}
        {error === null && data === undefined && <Loading label="Reading the gate" />}
        {data !== undefined && (
          <EmptyState
            title="This step is not part of the run."
            note="Break-glass opens the gate or blocked step the run is at."
            action={<Button onPress={toRun}>Back to the run</Button>}
          />
        )}
      </div>
    </Bench>
  );
}

function GlassForm({ view, place, toRun }: { view: CaseView; place: PlacedStep; toRun: () => void }) {
  const sender = useSend();
  const now = useNow();
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const { step } = place;
  const base = `run:${workOrder}:${step.id}`;
  const code = useDraft(`${base}:glass-code`, view.drafts[`${base}:glass-code`]);
  const why = useDraft(`${base}:glass-why`, view.drafts[`${base}:glass-why`]);
  const codes = view.codes.filter((c) => c.active && c.kind === 'break-glass' && c.glass !== undefined);
  const chosen = codes.find((c) => c.code === code.text);
  const minutes = chosen?.glass?.windowMinutes;
  const letters = why.text.trim().length;
  const never = neverOpens(step);
  const closed =
    never ??
    (chosen === undefined
      ? 'Choose a reason first.'
      : letters < leastWhy
        ? `Say what is at stake and what you will do: ${leastWhy - letters} more ${leastWhy - letters === 1 ? 'letter' : 'letters'}.`
        : undefined);
  const open = async () => {
    if (chosen === undefined) return;
    const outcome = await sender.send('open', 'openGlass', {
      workOrder,
      step: step.id,
      code: chosen.code,
      why: why.text.trim(),
    });
    if (!outcome?.ok) return;
    code.clear();
    why.clear();
    toRun();
  };
  const addPhrase = (phrase: string | null) => {
    if (phrase === null) return;
    why.set(why.text.trim() === '' ? `${phrase}. ` : `${why.text.trim()} ${phrase}. `);
  };
  return (
    <Bench
      title={view.state.workOrder?.title ?? ''}
      note={
        <>
          <span className="mono">{view.state.workOrder?.number}</span>
          {` · ${stepWords(place)}, ${step.title}`}
        </>
      }
      sender={sender}
      left={
        <Button icon={ArrowLeft} onPress={toRun}>
          Back, open nothing
        </Button>
      }
      primary={
        <span className="glass-primary">
          <Button tone="primary" why={closed} isPending={sender.busy === 'open'} onPress={() => void open()}>
            {minutes === undefined ? 'Open the glass' : `Open the glass for ${minutes} min`}
          </Button>
        </span>
      }
    >
      <div className="block glass">
        <section className="block-pick k-scroll" aria-labelledby="glass-title">
          <div className="glass-head">
            <Mark name="glass" size={44} />
            <div>
              <h1 id="glass-title">Break the glass</h1>
              <p className="text-2">{opensWords(view, place)}</p>
            </div>
          </div>
          {never !== null && <Notice kind="refused" title={never} />}
          {codes.length === 0 && (
            <Notice
              kind="refused"
              title="No break-glass code is active on this site, so the glass cannot be opened. An admin adds one."
            />
          )}
          <RadioCards
            label="Reason"
            aside="Required"
            options={codes.map((c) => ({
              id: c.code,
              label: c.meaning,
              note: `${c.code} · open for ${c.glass?.windowMinutes ?? 0} min`,
            }))}
            value={chosen?.code ?? null}
            onChange={code.set}
          />
          <div className="block-why">
            {chosen !== undefined && chosen.phrases.length > 0 && (
              <PhraseChips label="Ready reasons" phrases={chosen.phrases} value={null} onChange={addPhrase} />
            )}
            <TextArea
              label="What is at stake, and what you will do"
              aside={letters >= leastWhy ? 'Kept as you type' : `At least ${leastWhy} letters`}
              value={why.text}
              onChange={why.set}
              rows={3}
              maxLength={1000}
            />
          </div>
          {sender.refusalAt('open') !== undefined && <FieldError>{sender.refusalAt('open')}</FieldError>}
        </section>
        <section className="block-now k-scroll" aria-label="What opening it does">
          <h2>What happens when you open it</h2>
          <GlassThen view={view} place={place} code={chosen} now={now} />
          <Card title="What it can never open" className="glass-never">
            <ul>
              {neverGates.map((gate) => (
                <li key={gate.id}>
                  <Ban className="k-icon" aria-hidden="true" />
                  {gate.words}
                </li>
              ))}
            </ul>
          </Card>
        </section>
      </div>
    </Bench>
  );
}

function opensWords(view: CaseView, place: PlacedStep): string {
  if (place.step.kind === 'gate')
    return `It opens ${stepWords(place)}, “${place.step.title}”, without its approval. Nothing else.`;
  const by = blocking(view.state, place.step.id)[0];
  return `It opens ${stepWords(place)}, “${place.step.title}”${by === undefined ? '' : `, although ${by.number} blocks it`}. Nothing else.`;
}
