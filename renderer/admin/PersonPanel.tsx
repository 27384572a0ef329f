import type { PersonView } from '../../main/contract/answers';
import { command, queryClient, useAsk } from '../api';
import { newErasureHref } from '../app/erasureLink';
import { roleName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Status } from '../kit/Status';
import { TextArea } from '../kit/TextField';
import './admin.css';
import { useKept } from '../app/useKept';
import { SecretPart } from './SecretPart';

const stateWords = {
  none: 'Active, may sign in and sign',
  enrolment: 'Active, has not chosen a secret yet',
  reset: 'Active; a one-time code for a new secret is out',
} as const;

export interface PersonPanelProps {
  person: PersonView;
  people: readonly PersonView[];
  onClose: () => void;
}

/** One person, and the end of their account. The last admin and oneself cannot go. */
export function PersonPanel({ person, people, onClose }: PersonPanelProps) {
  const me = useAsk('status', {}).data?.person?.user;
  const { form, set, forget } = useKept(`deactivate ${person.user}`, { why: '' });
  const deed = useDeed();
  const admins = people.filter((each) => each.active && each.role === 'admin');
  const closed =
    person.role === 'admin' && admins.length < 2
      ? `${person.name} is the last admin. Enrol another admin first.`
      : person.user === me
        ? 'You cannot deactivate yourself. Another admin can.'
        : form.why.trim().length < 3
          ? 'Opens when the reason is written.'
          : undefined;
  const deactivate = async () => {
    const done = await deed.run(() => command('deactivatePerson', { user: person.user, why: form.why }));
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
  };
  const beside = deed.beside('why');
  return (
    <Panel title={person.name} kicker={roleName(person.role)} onClose={onClose}>
      <PanelPart>
        <KeyValue
          items={[
            { name: 'Identifier', value: <span className="mono">{person.identifier}</span> },
            { name: 'Role', value: roleName(person.role) },
            {
              name: 'State',
              value: person.active ? (
                stateWords[person.waiting ?? 'none']
              ) : (
                <Status mark="void">Deactivated, may not sign in</Status>
              ),
            },
          ]}
        />
      </PanelPart>
      {person.active && <SecretPart person={person} isMe={person.user === me} />}
      {!person.active && (
        <PanelPart title="Personal data">
          <p className="text-2">
            Their name stays on what they did. Where a rule requires it, it can be erased, with what they
            typed.
          </p>
          <a href={newErasureHref({ person: person.user })}>Erase…</a>
        </PanelPart>
      )}
      {person.active && (
        <PanelPart title="Deactivate">
          <div className="admin-fields">
            <p className="text-2">
              They can no longer sign in or sign. Their name stays on everything they did, and their
              identifier is never used again. This cannot be taken back; a returning person is enrolled anew.
            </p>
            <TextArea
              label="Reason"
              value={form.why}
              onChange={(why) => set({ why })}
              error={deed.field('why')}
              maxLength={300}
              rows={2}
              isRequired
            />
            {beside !== null && <ProblemNotice problem={beside} />}
            <Button
              tone="danger"
              onPress={() => void deactivate()}
              why={closed}
              whyPlace="below"
              isPending={deed.busy}
            >
              {`Deactivate ${person.name}`}
            </Button>
          </div>
        </PanelPart>
      )}
    </Panel>
  );
}
