import type { Outcome } from '../../main/contract/call';
import { Button, ButtonRow } from '../kit/Button';
import { TextArea } from '../kit/TextField';
import { ProblemNotice } from './ProblemNotice';
import './panels.css';
import { useDeed } from './useDeed';
import { useKept } from './useKept';

export interface WordsFormProps {
  /** Under which what is typed is kept until it is recorded. */
  place: string;
  label: string;
  note: string;
  /** The argument that a refusal names. */
  field: string;
  atLeast: number;
  atMost: number;
  rows: number;
  /** What opens the button, as a sentence. */
  opens: string;
  /** What the button does, in its own words. */
  action: string;
  give: (words: string) => Promise<Outcome<unknown>>;
  onDone: () => void;
  onCancel: () => void;
}

/** One act that needs nothing but words: a reason, or who was there. What is typed survives a refusal and a lock. */
export function WordsForm(props: WordsFormProps) {
  const { form, set, forget } = useKept(props.place, { words: '' });
  const deed = useDeed();
  const beside = deed.beside(props.field);
  const why = form.words.trim().length < props.atLeast ? props.opens : undefined;
  return (
    <form
      className="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (why !== undefined || deed.busy) return;
        void deed
          .run(() => props.give(form.words))
          .then((done) => {
            if (done === null) return;
            forget();
            props.onDone();
          });
      }}
    >
      <TextArea
        label={props.label}
        autoFocus
        isRequired
        value={form.words}
        onChange={(words) => set({ words })}
        maxLength={props.atMost}
        rows={props.rows}
        note={props.note}
        error={deed.field(props.field)}
      />
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={props.onCancel}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          {props.action}
        </Button>
      </ButtonRow>
    </form>
  );
}
