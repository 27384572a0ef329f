import type { RuleRow } from '../../main/contract/learning';
import { command, queryClient, useAsk } from '../api';
import { roleName } from '../app/format';
import { OwnerSelect } from '../app/OwnerSelect';
import '../app/panels.css';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { Checkbox, RadioCards } from '../kit/Choice';
import { Select } from '../kit/Picker';
import { TextField } from '../kit/TextField';
import './learning.css';
import { doesOf, formOf, type RuleForm, whenOf, whyNot } from './ruleForm';

const whens = [
  {
    id: 'exception-raised',
    label: 'An exception is raised',
    note: 'With one code, by a person or by a reading.',
  },
  {
    id: 'sla-breached',
    label: 'A due time is missed',
    note: 'An exception, a post-review or a remediation is still open then.',
  },
] as const;
const deeds = [
  { id: 'assign', label: 'Assign it', note: 'An exception, to one person, who becomes its owner.' },
  { id: 'escalate', label: 'Escalate it', note: 'Its owner stays; another one is told and may decide.' },
  {
    id: 'open-remediation',
    label: 'Open a remediation',
    note: 'A task that fixes the cause. While that one is open, it opens no other.',
  },
] as const;
const anyCode = 'any';

export interface RulePanelProps {
  /** The rule to change; left out: a new one. */
  rule: RuleRow | undefined;
  onClose: () => void;
  onSaved: (rule: string) => void;
}

/** Makes a rule or changes one: when, then, and whether it is in use. */
export function RulePanel({ rule, onClose, onSaved }: RulePanelProps) {
  const { form, set, isChanged, forget } = useKept<RuleForm>(`rule ${rule?.rule ?? 'new'}`, formOf(rule));
  const deed = useDeed();
  const why = rule !== undefined && !isChanged ? 'Opens when something is changed.' : whyNot(form);
  const beside = deed.beside('name');

  const save = async () => {
    const when = whenOf(form);
    const does = doesOf(form);
    if (when === null || does === null || why !== undefined) return;
    const saved = await deed.run(() =>
      command('defineRule', {
        ...(rule === undefined ? {} : { rule: rule.rule }),
        name: form.name,
        active: form.active,
        when,
        does,
      }),
    );
    if (saved === null) return;
    forget();
    await queryClient.invalidateQueries();
    onSaved(saved.rule);
  };

  return (
    <Panel
      title={rule?.name ?? 'New rule'}
      kicker={rule === undefined ? undefined : 'Rule'}
      lead={rule?.sentence}
      onClose={onClose}
      foot={
        <span className="end">
          <Button tone="primary" type="submit" form="rule" isPending={deed.busy} why={why}>
            {rule === undefined ? 'Add the rule' : 'Save the change'}
          </Button>
        </span>
      }
    >
      <form
        id="rule"
        onSubmit={(event) => {
          event.preventDefault();
          if (!deed.busy) void save();
        }}
      >
        <PanelPart>
          <TextField
            label="Name"
            autoFocus={rule === undefined}
            isRequired
            value={form.name}
            onChange={(name) => set({ name })}
            maxLength={80}
            error={deed.field('name')}
          />
        </PanelPart>
        <PanelPart title="When">
          <When form={form} set={set} />
        </PanelPart>
        <PanelPart title="Then">
          <Then form={form} set={set} />
        </PanelPart>
        <PanelPart>
          <div className="panel-form">
            <Checkbox
              isSelected={form.active}
              onChange={(active) => set({ active })}
              note="Out of use it does nothing, and what it did stays."
            >
              In use
            </Checkbox>
            {beside !== null && <ProblemNotice problem={beside} />}
          </div>
        </PanelPart>
      </form>
    </Panel>
  );
}

interface PartProps {
  form: RuleForm;
  set: (change: Partial<RuleForm>) => void;
}

function When({ form, set }: PartProps) {
  const codes = useAsk('codes', {}).data ?? [];
  return (
    <div className="panel-form">
      <RadioCards
        label="When"
        hideLabel
        options={whens}
        value={form.on}
        onChange={(id) => set({ on: whens.find((one) => one.id === id)?.id ?? form.on })}
      />
      <Select
        label="Code"
        placeholder="Choose a code"
        isRequired={form.on === 'exception-raised'}
        options={[
          ...(form.on === 'sla-breached' ? [{ id: anyCode, label: 'Any code' }] : []),
          ...codes
            .filter((one) => one.active || one.code === form.code)
            .map((one) => ({ id: one.code, label: `${one.code} ${one.meaning}` })),
        ]}
        value={form.code ?? (form.on === 'sla-breached' ? anyCode : null)}
        onChange={(id) => set({ code: id === anyCode ? null : id })}
      />
    </div>
  );
}

function Then({ form, set }: PartProps) {
  const people = useAsk('people', {}).data ?? [];
  return (
    <div className="panel-form">
      <RadioCards
        label="Then"
        hideLabel
        options={deeds}
        value={form.deed}
        onChange={(id) => set({ deed: deeds.find((one) => one.id === id)?.id ?? form.deed })}
      />
      {form.deed === 'assign' && (
        <Select
          label="To"
          isRequired
          placeholder="Choose a person"
          options={people
            .filter((person) => (person.active && person.role !== 'operator') || person.user === form.person)
            .map((person) => ({ id: person.user, label: person.name, note: roleName(person.role) }))}
          value={form.person}
          onChange={(person) => set({ person })}
        />
      )}
      {form.deed === 'open-remediation' && (
        <TextField
          label="What is to be fixed"
          isRequired
          value={form.title}
          onChange={(title) => set({ title })}
          maxLength={120}
        />
      )}
      {form.deed !== 'assign' && (
        <OwnerSelect
          label={form.deed === 'escalate' ? 'To' : 'Owner'}
          value={form.owner}
          onChange={(owner) => set({ owner })}
        />
      )}
      {form.deed === 'open-remediation' && (
        <TextField
          label="Due in"
          isRequired
          inputMode="numeric"
          unit="days"
          maxLength={3}
          value={form.dueDays}
          onChange={(dueDays) => set({ dueDays })}
        />
      )}
    </div>
  );
}
