import { MessageSquarePlus } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { Prerequisite } from '../../main/domain/procedure/jobType';
import { prerequisiteStanding } from '../../main/domain/run/nextStep';
import { useDraft } from '../app/drafts';
import { nearTime, ownerWords, recordedTime, timeLeft } from '../app/format';
import type { Sender } from '../app/useSend';
import { Button } from '../kit/Button';
import { FieldError } from '../kit/Field';
import { Mark } from '../kit/Mark';
import { TextField } from '../kit/TextField';
import { effectMark } from './place';
import { useReadOnly } from './readOnly';

export interface PrerequisitesProps {
  view: CaseView;
  sender: Sender;
  now: string;
}

/** D1: what must be true before step 1, each passed or failed. A failed one names its exception and who has it; the run waits. */
export function Prerequisites({ view, sender, now }: PrerequisitesProps) {
  return (
    <div className="run-pre">
      <p className="run-kick">Before step 1</p>
      <h1 tabIndex={-1}>Prerequisites</h1>
      <p className="run-say">
        Look at each one. All of them pass, or are waived by a concession, before step 1 is offered.
      </p>
      <ol className="run-pre-list">
        {view.jobType.prerequisites.map((p) => (
          <One key={p.id} view={view} sender={sender} now={now} prerequisite={p} />
        ))}
      </ol>
    </div>
  );
}

function One({ view, sender, now, prerequisite }: PrerequisitesProps & { prerequisite: Prerequisite }) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const isReadOnly = useReadOnly();
  const place = `run:${workOrder}:pre-${prerequisite.id}:note`;
  const note = useDraft(place, view.drafts[place]);
  const [noting, setNoting] = useState(note.text !== '');
  const standing = prerequisiteStanding(view.state, prerequisite);
  const checks = view.state.run?.prerequisites[prerequisite.id] ?? [];
  const last = checks[checks.length - 1];
  const raised = Object.values(view.state.exceptions).filter((e) => e.prerequisite === prerequisite.id);
  const open = raised.find((e) => e.end === undefined);
  const code = view.codes.find((c) => c.code === prerequisite.code);
  const isAsked = !isReadOnly && (standing === 'todo' || standing === 'again');
  const at = `pre-${prerequisite.id}`;

  const check = async (result: 'pass' | 'fail') => {
    const text = note.text.trim();
    const outcome = await sender.send(`${at}-${result}`, 'checkPrerequisite', {
      workOrder,
      prerequisite: prerequisite.id,
      result,
      ...(text === '' ? {} : { note: text }),
    });
    if (outcome?.ok) note.clear();
  };

  return (
    <li className="run-pre-one" data-standing={standing} aria-label={prerequisite.text}>
      <Mark
        name={
          standing === 'passed' || standing === 'waived'
            ? 'done'
            : standing === 'failed' && open
              ? effectMark(open.effect)
              : 'todo'
        }
        size={24}
      />
      <div className="run-pre-words">
        <b>{prerequisite.text}</b>
        {isAsked && prerequisite.how !== undefined && <span className="text-2">{prerequisite.how}</span>}
        {isAsked && standing === 'again' && (
          <span className="text-2">It failed before, and its exception is settled. Look again.</span>
        )}
        {isAsked && (
          <span className="text-3">{`Fail raises ${prerequisite.code}${code === undefined ? '' : `, ${code.meaning}. Its owner is ${lowerFirst(ownerWords(code.owner, view.names, view.roleHolders))}`}.`}</span>
        )}
        {last !== undefined && standing === 'passed' && (
          <span className="tone-ok">{`Passed, saved ${recordedTime(last.at, now)}`}</span>
        )}
        {standing === 'waived' && <span className="tone-ok">Waived by a concession</span>}
        {last?.note !== undefined && <span className="text-2">{`Note: ${last.note}`}</span>}
        {open !== undefined && (
          <span className="run-pre-open">
            <b>{`Failed. ${open.number}, ${open.code} ${open.meaning}`}</b>
            <span>{`Owner: ${ownerWords(open.owner, view.names, view.roleHolders)}. Due ${nearTime(open.due, now)}, ${timeLeft(open.due, now).toLowerCase()}. The run waits for its decision.`}</span>
          </span>
        )}
        {isAsked && noting && (
          <TextField
            label="Note"
            value={note.text}
            onChange={note.set}
            maxLength={500}
            autoFocus={note.text === ''}
          />
        )}
        {[`${at}-pass`, `${at}-fail`].map((where) => {
          const refused = sender.refusalAt(where);
          return refused === undefined ? null : <FieldError key={where}>{refused}</FieldError>;
        })}
      </div>
      {isAsked && (
        <div className="run-pre-acts">
          {!noting && (
            <Button
              tone="plain"
              icon={MessageSquarePlus}
              aria-label={`Add a note: ${prerequisite.text}`}
              onPress={() => setNoting(true)}
            >
              Note
            </Button>
          )}
          <Button
            onPress={() => void check('fail')}
            isPending={sender.busy === `${at}-fail`}
            aria-label={`Fail: ${prerequisite.text}`}
          >
            Fail
          </Button>
          <Button
            onPress={() => void check('pass')}
            isPending={sender.busy === `${at}-pass`}
            aria-label={`Pass: ${prerequisite.text}`}
          >
            Pass
          </Button>
        </div>
      )}
    </li>
  );
}

function lowerFirst(text: string): string {
  return /^(Any|A) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
