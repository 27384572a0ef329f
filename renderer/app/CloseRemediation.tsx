import type { RemediationRow } from '../../main/contract/answers';
import { command } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { PanelPart } from '../kit/Card';
import { TextArea } from '../kit/TextField';
import './panels.css';
import { ProblemNotice } from './ProblemNotice';
import { useDeed } from './useDeed';
import { useKept } from './useKept';

/** Closes a remediation with what was done. What closing still asks for stands beside the button. */
export function CloseRemediation({ row }: { row: RemediationRow }) {
  const deed = useDeed();
  const { form, set, forget } = useKept(`close ${row.remediation}`, { done: '' });
  const beside = deed.beside('done');
  const why =
    row.missing ??
    (form.done.trim().length < 10
      ? 'Opens when what was done is written, in at least ten letters.'
      : undefined);
  return (
    <PanelPart title="Close it">
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (why !== undefined || deed.busy) return;
          void deed
            .run(() => command('closeRemediation', { remediation: row.remediation, done: form.done }))
            .then((done) => done !== null && forget());
        }}
      >
        <TextArea
          label="What was done, and how it shows"
          isRequired
          value={form.done}
          onChange={(done) => set({ done })}
          maxLength={2000}
          rows={4}
          error={deed.field('done')}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
        <ButtonRow place="end">
          <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
            Close remediation
          </Button>
        </ButtonRow>
      </form>
    </PanelPart>
  );
}
