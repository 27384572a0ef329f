import type { Role } from '../../main/domain/entry';
import type { GateStep } from '../../main/domain/procedure/checklist';
import { needWords } from '../../main/domain/procedure/wording';
import { useAsk } from '../api';
import { roleName } from '../app/format';
import { PanelPart } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import { Select } from '../kit/Picker';

const approvers: readonly Role[] = ['supervisor', 'compliance', 'admin'];

/** Who must approve at a gate, all of them, and whether an emergency may open it. There is no approval by time. */
export function GateFields({ step, onChange }: { step: GateStep; onChange: (step: GateStep) => void }) {
  const people = (useAsk('people', {}).data ?? []).filter((person) => person.active);
  const countOf = (role: Role) => step.need.find((need) => need.role === role)?.count ?? 0;
  const set = (role: Role, count: number) => {
    const need = approvers
      .map((each) => ({ role: each, count: each === role ? count : countOf(each) }))
      .filter((each) => each.count > 0);
    if (need.length > 0) onChange({ ...step, need });
  };
  return (
    <>
      <PanelPart title="Who must approve">
        <div className="des-fields">
          <div className="des-need">
            {approvers.map((role) => {
              const holders = people.filter((person) => person.role === role).length;
              const only = step.need.length === 1 && countOf(role) > 0;
              return (
                <Select
                  key={role}
                  label={roleName(role)}
                  note={holders === 0 ? 'Nobody yet' : `${holders} here`}
                  options={[0, 1, 2, 3, 4].map((n) => ({
                    id: String(n),
                    label: n === 0 ? 'None' : String(n),
                    isDisabled: n === 0 && only,
                  }))}
                  value={String(countOf(role))}
                  onChange={(id) => set(role, Number(id))}
                />
              );
            })}
          </div>
          <p className="text-2">{`Needs ${needWords(step.need)}, each with their own signature. Who carried out a step before this gate cannot approve it. Time alone approves nothing.`}</p>
        </div>
      </PanelPart>
      <PanelPart title="Break-glass">
        <RadioCards
          label="Break-glass"
          hideLabel
          options={[
            {
              id: 'allowed',
              label: 'May be opened in an emergency',
              note: 'For a short window, with a reason now, a post-review and a remediation after.',
            },
            { id: 'never', label: 'Never', note: 'Work waits here until it is approved, whatever happens.' },
          ]}
          value={step.breakGlass}
          onChange={(id) => onChange({ ...step, breakGlass: id === 'never' ? 'never' : 'allowed' })}
        />
      </PanelPart>
    </>
  );
}
