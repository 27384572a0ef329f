import type { Role } from '../../main/domain/entry';
import type { Owner } from '../../main/domain/procedure/catalogue';
import { useAsk } from '../api';
import { type Option, Select } from '../kit/Picker';
import { roleName } from './format';

const owningRoles: readonly Role[] = ['supervisor', 'compliance', 'admin', 'operator'];

export interface OwnerSelectProps {
  label: string;
  note?: string;
  value: Owner | null;
  onChange: (owner: Owner) => void;
  error?: string;
  /** Where nobody is an answer too: how it is called, and what it means. */
  nobody?: { readonly label: string; readonly note: string; readonly onChoose: () => void };
}

/** Who owns something: a role, so that it survives a leaver, or one person. */
export function OwnerSelect({ label, note, value, onChange, error, nobody }: OwnerSelectProps) {
  const people = useAsk('people', {}).data ?? [];
  const active = people.filter((person) => person.active);
  const options: Option[] = [
    ...(nobody === undefined ? [] : [{ id: 'nobody', label: nobody.label, note: nobody.note }]),
    ...owningRoles.map((role) => {
      const holders = active.filter((person) => person.role === role).length;
      return {
        id: `role ${role}`,
        label: role === 'compliance' ? 'Compliance' : `Any ${role}`,
        note: holders === 0 ? 'Nobody has this role yet' : `${holders} now`,
      };
    }),
    ...active.map((person) => ({
      id: `user ${person.user}`,
      label: person.name,
      note: roleName(person.role),
    })),
  ];
  const id =
    value === null
      ? nobody === undefined
        ? null
        : 'nobody'
      : 'role' in value
        ? `role ${value.role}`
        : `user ${value.user}`;
  const known = id === null || options.some((option) => option.id === id);
  const gone = people.find((person) => value !== null && 'user' in value && person.user === value.user);
  return (
    <Select
      label={label}
      note={note}
      options={
        known
          ? options
          : [
              ...options,
              { id: id ?? '', label: gone ? `${gone.name}, who has left` : 'A person who has left' },
            ]
      }
      value={id}
      onChange={(chosen) => {
        const [kind, name = ''] = chosen.split(' ');
        if (kind === 'nobody') nobody?.onChoose();
        else if (kind === 'user') onChange({ user: name });
        else {
          const role = owningRoles.find((each) => each === name);
          if (role !== undefined) onChange({ role });
        }
      }}
      placeholder="Choose an owner"
      error={error}
      isRequired={nobody === undefined}
    />
  );
}
