import { useState } from 'react';
import type { Role } from '../../main/domain/entry';
import { command, queryClient } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import { TextField } from '../kit/TextField';
import './admin.css';
import { useKept } from '../app/useKept';
import { CodeShown } from './CodeShown';

const mayDo: readonly { id: Role; label: string; note: string }[] = [
  { id: 'operator', label: 'Operator', note: 'Runs work orders, blocks steps, opens the glass.' },
  { id: 'supervisor', label: 'Supervisor', note: 'Also approves, settles exceptions, reviews, releases.' },
  { id: 'compliance', label: 'Compliance', note: 'Approves, reviews, closes work orders, reads the ledger.' },
  { id: 'admin', label: 'Admin', note: 'Designs checklists, codes and job types, enrols people.' },
];

/** Enrols a person with one role, and shows the one-time code with which they choose their own secret. */
export function EnrolPanel({
  onClose,
  onEnrolled,
}: {
  onClose: () => void;
  onEnrolled: (user: string) => void;
}) {
  const { form, set, forget } = useKept<{ name: string; identifier: string; role: Role | null }>('enrol', {
    name: '',
    identifier: '',
    role: null,
  });
  const [given, setGiven] = useState<{ user: string; name: string; code: string | undefined } | null>(null);
  const deed = useDeed();
  const { name, identifier, role } = form;
  const missing = name.trim() === '' || identifier.trim() === '' || role === null;
  const beside = deed.beside('name', 'identifier', 'role');

  const enrol = async () => {
    if (role === null) return;
    const done = await deed.run(() => command('enrolPerson', { name, identifier, role }));
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
    setGiven({ user: done.user, name, code: done.code });
  };

  if (given !== null)
    return (
      <Panel
        title={`${given.name} is enrolled`}
        onClose={() => onEnrolled(given.user)}
        foot={
          <Button tone="primary" onPress={() => onEnrolled(given.user)}>
            Done
          </Button>
        }
      >
        <PanelPart>
          <CodeShown code={given.code} name={given.name} />
        </PanelPart>
      </Panel>
    );

  return (
    <Panel
      title="Enrol a person"
      lead="One person, one role. Their name stays on what they do, also after they leave."
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>Close</Button>
          <Button
            tone="primary"
            type="submit"
            form="enrol"
            isPending={deed.busy}
            why={missing ? 'Opens when every field is filled.' : undefined}
          >
            {deed.busy ? 'Enrolling' : 'Enrol'}
          </Button>
        </>
      }
    >
      <form
        id="enrol"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing && !deed.busy) void enrol();
        }}
      >
        <PanelPart>
          <div className="admin-fields">
            <TextField
              label="Name"
              value={name}
              onChange={(text) => set({ name: text })}
              error={deed.field('name')}
              isRequired
              autoFocus
            />
            <TextField
              label="Identifier"
              note="Typed when signing, such as m.kovac. Never used again for somebody else."
              value={identifier}
              onChange={(text) => set({ identifier: text })}
              error={deed.field('identifier')}
              isRequired
            />
            <RadioCards
              label="Role"
              options={mayDo}
              value={role}
              onChange={(id) => set({ role: mayDo.find((each) => each.id === id)?.id ?? null })}
              error={deed.field('role')}
              isRequired
            />
            <p className="t-note">
              They get a one-time code and choose their own secret with it. Nobody else ever knows that
              secret.
            </p>
            {beside !== null && <ProblemNotice problem={beside} />}
          </div>
        </PanelPart>
      </form>
    </Panel>
  );
}
