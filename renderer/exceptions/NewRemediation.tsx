import type { Cause } from '../../main/contract/learning';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { RemediationForm } from '../app/RemediationForm';
import '../app/panels.css';
import { useKept } from '../app/useKept';
import { Panel, PanelPart } from '../kit/Card';
import { Select } from '../kit/Picker';

/** Opens a remediation for a code, or for what the monthly review decided. A repeat signal opens its own. */
export function NewRemediation({
  onDone,
  onClose,
}: {
  onDone: (remediation: string) => void;
  onClose: () => void;
}) {
  const codes = useAsk('codes', {});
  const decisions = useAsk('monthlyReview', {}).data?.decisions ?? [];
  const { form, set, forget } = useKept<{ cause: string | null }>('new remediation', { cause: null });
  const [kind, id] = form.cause?.split(' ') ?? [];
  const cause: Cause | null =
    id === undefined
      ? null
      : kind === 'code'
        ? { kind: 'code', code: id }
        : { kind: 'decision', decision: id };
  const code = kind === 'code' ? (id ?? null) : null;
  return (
    <Panel
      title="Open a remediation"
      lead="What fixes a cause, with an owner and a target set before the action."
      onClose={onClose}
    >
      <Asked asked={codes} label="Reading the codes">
        {(all) => (
          <PanelPart>
            <div className="panel-form">
              <Select
                label="Cause"
                isRequired
                placeholder="Choose a code or a decision"
                note="A repeat signal opens its remediation under Exceptions, Repeats."
                options={[
                  ...decisions.map((one) => ({
                    id: `decision ${one.decision}`,
                    label: one.text,
                    note: `Decided about ${one.aboutWords}`,
                  })),
                  ...all
                    .filter((one) => one.kind === 'exception')
                    .map((one) => ({ id: `code ${one.code}`, label: `${one.code} ${one.meaning}` })),
                ]}
                value={form.cause}
                onChange={(next) => set({ cause: next })}
              />
              {cause !== null && (
                <RemediationForm
                  key={form.cause}
                  place={`for ${form.cause ?? ''}`}
                  cause={cause}
                  proposed={{
                    title: all.find((one) => one.code === code)?.meaning ?? '',
                    owner: all.find((one) => one.code === code)?.owner ?? null,
                    code,
                    jobType: null,
                    days: 30,
                  }}
                  onDone={({ remediation }) => {
                    forget();
                    onDone(remediation);
                  }}
                  onCancel={onClose}
                />
              )}
            </div>
          </PanelPart>
        )}
      </Asked>
    </Panel>
  );
}
