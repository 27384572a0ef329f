import { useState } from 'react';
import type { Role } from '../../main/domain/entry';
import { command, queryClient, useAsk } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { SecretChoice } from '../app/SecretChoice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import { RadioCards } from '../kit/Choice';
import { TextField } from '../kit/TextField';
import './admin.css';
import { useKept } from '../app/useKept';

const mayDo: readonly { id: Role; label: string; note: string }[] = [
  { id: 'operator', label: 'Operator', note: 'Runs work orders, blocks steps, opens the glass.' },
  { id: 'supervisor', label: 'Supervisor', note: 'Also approves, settles exceptions, reviews, releases.' },
  { id: 'compliance', label: 'Compliance', note: 'Approves, reviews, closes work orders, reads the ledger.' },
  { id: 'admin', label: 'Admin', note: 'Designs checklists, codes and job types, enrols people.' },
];

/** Enrols a person with one role and a first secret; their signing key is made from it and never leaves this machine. */
export function EnrolPanel({
  onClose,
  onEnrolled,
}: {
  onClose: () => void;
  onEnrolled: (user: string) => void;
}) {
  const site = useAsk('status', {}).data?.site?.name ?? '';
  const { form, set, forget } = useKept<{ name: string; identifier: string; role: Role | null }>('enrol', {
    name: '',
    identifier: '',
    role: null,
  });
  // A secret is not kept beyond its field.
  const [secret, setSecret] = useState('');
  const deed = useDeed();
  const { name, identifier, role } = form;
  const missing = name.trim() === '' || identifier.trim() === '' || role === null || secret === '';
  const beside = deed.beside('name', 'identifier', 'role', 'secret');

  const enrol = async () => {
    if (role === null) return;
    const done = await deed.run(() => command('enrolPerson', { name, identifier, role, secret }));
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
    onEnrolled(done.user);
  };

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
            {deed.busy ? 'Making their key' : 'Enrol'}
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
            <SecretChoice
              label="First secret"
              value={secret}
              onChange={setSecret}
              own={[site, name, identifier]}
              error={deed.field('secret')}
            />
            <p className="t-note">Let them type it themselves: whoever knows it can sign in their name.</p>
            {beside !== null && <ProblemNotice problem={beside} />}
          </div>
        </PanelPart>
      </form>
    </Panel>
  );
}
