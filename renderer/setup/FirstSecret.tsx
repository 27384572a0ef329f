import { ArrowRight, UsersRound } from 'lucide-react';
import { useState } from 'react';
import type { PersonView } from '../../main/contract/answers';
import { command, queryClient, useAsk } from '../api';
import { roleName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { SecretChoice } from '../app/SecretChoice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { Face } from '../kit/Status';
import { TextField } from '../kit/TextField';
import './signin.css';

export interface FirstSecretProps {
  person: PersonView;
  /** Back to the names, or to the secret; absent where there is neither. */
  onBack: (() => void) | undefined;
  backLabel: string;
}

/** The one-time code that an admin gave, and the secret that the person chooses: nobody else ever knows it. */
export function FirstSecret({ person, onBack, backLabel }: FirstSecretProps) {
  const site = useAsk('status', {}).data?.site?.name ?? '';
  const [code, setCode] = useState('');
  const [secret, setSecret] = useState('');
  const deed = useDeed();
  const missing = code.trim() === '' || secret === '';
  const beside = deed.beside('code', 'secret');
  const open = async () => {
    const opened = await deed.run(() => command('chooseSecret', { user: person.user, code, secret }));
    if (opened !== null) await queryClient.invalidateQueries();
  };
  return (
    <form
      className="signin-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing && !deed.busy) void open();
      }}
    >
      <h1>Choose your secret</h1>
      <p className="signin-lead">
        {person.waiting === 'reset'
          ? 'The code lets you in once. Your new secret makes a new key; what you signed before stays yours.'
          : 'The code lets you in once. From then on your secret does, and nobody else knows it.'}
      </p>
      <div className="signin-who">
        <Face name={person.name} size={56} />
        <span>
          <b>{person.name}</b>
          <small>
            {roleName(person.role)} · {person.identifier}
          </small>
        </span>
      </div>
      <div className="signin-first">
        <TextField
          label="One-time code"
          note="Seven groups of four, from the admin who enrolled or reset you. Capitals and hyphens do not matter."
          value={code}
          onChange={setCode}
          error={deed.field('code')}
          isReadOnly={deed.busy}
          maxLength={60}
          mono
          autoFocus
          isRequired
        />
        <SecretChoice
          label="Your secret"
          value={secret}
          onChange={setSecret}
          own={[site, person.name, person.identifier]}
          error={deed.field('secret')}
          isDisabled={deed.busy}
        />
        {beside !== null && <ProblemNotice problem={beside} />}
      </div>
      <div className="signin-moves">
        {onBack !== undefined && (
          <Button icon={UsersRound} onPress={onBack}>
            {backLabel}
          </Button>
        )}
        <Button
          type="submit"
          tone="primary"
          iconEnd={ArrowRight}
          isPending={deed.busy}
          why={missing && !deed.busy ? 'Opens when the code and a secret are typed.' : undefined}
          whyPlace="hidden"
        >
          {deed.busy ? 'Making your key' : 'Open'}
        </Button>
      </div>
    </form>
  );
}
