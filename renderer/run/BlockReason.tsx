import { Bell, ListChecks, Timer } from 'lucide-react';
import type { CaseView } from '../../main/contract/answers';
import type { ExceptionState } from '../../main/domain/exception/exception';
import type { Draft } from '../app/drafts';
import { nearTime, ownerWords } from '../app/format';
import type { Sender } from '../app/useSend';
import { Button } from '../kit/Button';
import { PhraseChips } from '../kit/Choice';
import { TextArea, TextField } from '../kit/TextField';
import { StoppedFacts, StoppedHead } from './Stopped';

/** The place of what is typed while a step is blocked. */
export function blockDraft(workOrder: string, step: string, field: 'phrase' | 'why' | 'withdraw'): string {
  return `run:${workOrder}:${step}:block-${field}`;
}

/** The phrase and the words as one reason. */
export function reasonOf(phrase: string, words: string): string {
  return [phrase.trim(), words.trim()].filter((part) => part !== '').join('. ');
}

export interface BlockReasonProps {
  view: CaseView;
  exception: ExceptionState;
  now: string;
  sender: Sender;
  phrase: Draft;
  why: Draft;
  /** Given while it is being withdrawn. */
  takeBack: Draft | undefined;
  onWithdraw: () => void;
}

/** What was raised: number, owner, due time; why, by a phrase or typing; and what happens now. */
export function BlockReason({
  view,
  exception,
  now,
  sender,
  phrase,
  why,
  takeBack,
  onWithdraw,
}: BlockReasonProps) {
  const code = view.codes.find((c) => c.code === exception.code);
  return (
    <>
      <StoppedHead view={view} exception={exception} now={now} />
      <StoppedFacts view={view} exception={exception} now={now} />
      {takeBack !== undefined && (
        <form
          className="block-withdraw"
          onSubmit={(event) => {
            event.preventDefault();
            if (takeBack.text.trim().length >= 3) onWithdraw();
          }}
        >
          <TextField
            label="Why it is withdrawn"
            aside="Required"
            value={takeBack.text}
            onChange={takeBack.set}
            autoFocus
            maxLength={1000}
            error={sender.refusalAt('withdraw')}
          />
          <Button
            type="submit"
            isPending={sender.busy === 'withdraw'}
            why={takeBack.text.trim().length < 3 ? 'Say why first.' : undefined}
          >{`Withdraw ${exception.number}`}</Button>
        </form>
      )}
      <div className="block-why">
        <div className="run-label">
          <b>Why</b>
          <span className="text-2 end">{exception.why === undefined ? 'Required' : 'Recorded'}</span>
        </div>
        {exception.why !== undefined && <p>{exception.why}</p>}
        {code !== undefined && code.phrases.length > 0 && (
          <PhraseChips
            label="Ready reasons"
            phrases={code.phrases}
            value={phrase.text === '' ? null : phrase.text}
            onChange={(next) => phrase.set(next ?? '')}
          />
        )}
        <TextArea
          label={exception.why === undefined ? 'In your words' : 'Add to the reason'}
          hideLabel
          placeholder={exception.why === undefined ? 'What you see, what is missing' : 'Add to the reason'}
          value={why.text}
          onChange={why.set}
          rows={2}
          maxLength={900}
          error={sender.refusalAt('why')}
        />
      </div>
      <div>
        <b className="run-label">What happens now</b>
        <ul className="block-then">
          <li>
            <Bell className="k-icon" aria-hidden="true" />
            {`${ownerWords(exception.owner, view.names, view.roleHolders)} sees it in the inbox on this station.`}
          </li>
          <li>
            <Timer className="k-icon" aria-hidden="true" />
            {`No answer by ${nearTime(exception.due, now)}: it shows as overdue to every supervisor.`}
          </li>
          <li>
            <ListChecks className="k-icon" aria-hidden="true" />
            {exception.effect === 'notes'
              ? 'It is noted, and the run goes on.'
              : 'The run waits here, and nothing is lost. You can take other work.'}
          </li>
        </ul>
      </div>
    </>
  );
}
