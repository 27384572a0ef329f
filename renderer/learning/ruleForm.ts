import type { RuleDoes, RuleRow, RuleWhen } from '../../main/contract/learning';
import type { Owner } from '../../main/domain/procedure/catalogue';

/** A rule as it is typed: the parts of every kind of deed, so that changing the kind loses nothing. */
export type RuleForm = {
  name: string;
  active: boolean;
  on: RuleWhen['on'];
  /** null = any code, which only a missed due time may have. */
  code: string | null;
  deed: RuleDoes['do'];
  person: string | null;
  owner: Owner | null;
  title: string;
  dueDays: string;
};

/** The form of a rule, or of a new one. */
export function formOf(rule: RuleRow | undefined): RuleForm {
  const does = rule?.does;
  return {
    name: rule?.name ?? '',
    active: rule?.active ?? true,
    on: rule?.when.on ?? 'exception-raised',
    code: rule?.when.code ?? null,
    deed: does?.do ?? 'assign',
    person: does?.do === 'assign' ? does.to : null,
    owner: does?.do === 'escalate' ? does.to : does?.do === 'open-remediation' ? does.owner : null,
    title: does?.do === 'open-remediation' ? does.title : '',
    dueDays: does?.do === 'open-remediation' ? String(does.dueDays) : '14',
  };
}

/** When it acts, or null while that is unfinished. */
export function whenOf(form: RuleForm): RuleWhen | null {
  if (form.on === 'exception-raised') return form.code === null ? null : { on: form.on, code: form.code };
  return { on: form.on, ...(form.code === null ? {} : { code: form.code }) };
}

/** What it does, or null while that is unfinished. */
export function doesOf(form: RuleForm): RuleDoes | null {
  switch (form.deed) {
    case 'assign':
      return form.person === null ? null : { do: 'assign', to: form.person };
    case 'escalate':
      return form.owner === null ? null : { do: 'escalate', to: form.owner };
    case 'open-remediation': {
      const dueDays = /^\d{1,3}$/.test(form.dueDays.trim()) ? Number(form.dueDays) : 0;
      return form.owner === null || form.title.trim().length < 3 || dueDays < 1 || dueDays > 365
        ? null
        : { do: 'open-remediation', title: form.title.trim(), owner: form.owner, dueDays };
    }
  }
}

/** What still closes the button, as a sentence; undefined once it may be saved. */
export function whyNot(form: RuleForm): string | undefined {
  if (form.name.trim().length < 3) return 'Opens when the rule has a name.';
  if (whenOf(form) === null) return 'Opens when its code is chosen.';
  if (doesOf(form) !== null) return undefined;
  if (form.deed === 'assign') return 'Opens when a person is chosen.';
  if (form.owner === null) return 'Opens when an owner is chosen.';
  return form.title.trim().length < 3
    ? 'Opens when you say what is to be fixed.'
    : 'Opens when the days are a whole number, 1 to 365.';
}
