import { ArrowRight, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import type { PersonView } from '../../main/contract/answers';
import { command, queryClient } from '../api';
import { roleName } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button, LinkButton } from '../kit/Button';
import { Face } from '../kit/Status';
import { SecretField } from '../kit/TextField';
import { FirstSecret } from './FirstSecret';
import './signin.css';

export interface EnterSecretProps {
  person: PersonView;
  /** Back to the names; absent where there is only one. */
  onOther: (() => void) | undefined;
  /** On the sample site alone. */
  sampleSecret: string | undefined;
}

/** The chosen person proves who they are: by their secret, or by the one-time code they were given. */
export function EnterSecret(props: EnterSecretProps) {
  const { person, onOther } = props;
  const [byCode, setByCode] = useState(person.waiting === 'enrolment');
  if (!byCode) return <TypedSecret {...props} onCode={() => setByCode(true)} />;
  return person.waiting === 'reset' ? (
    <FirstSecret person={person} onBack={() => setByCode(false)} backLabel="Use my secret" />
  ) : (
    <FirstSecret person={person} onBack={onOther} backLabel="Choose a name" />
  );
}

/** The secret. Enter opens; opening unwraps the key and takes about a second. */
function TypedSecret({ person, onOther, sampleSecret, onCode }: EnterSecretProps & { onCode: () => void }) {
  const [secret, setSecret] = useState('');
  const deed = useDeed();
  const field = useRef<HTMLInputElement>(null);
  // Whatever the refusal, it belongs to the one field there is; its whole sentence says how to go on.
  const atSecret = deed.problem !== null && deed.problem.code !== 'fault' ? deed.problem.message : undefined;

  const open = async () => {
    const opened = await deed.run(async () => {
      const outcome = await command('signIn', { user: person.user, secret });
      // A secret that was judged goes; after a fault it stays, to be given again.
      if (outcome.ok || outcome.code !== 'fault') setSecret('');
      return outcome;
    });
    if (opened !== null) await queryClient.invalidateQueries();
    else field.current?.focus();
  };

  return (
    <form
      className="signin-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (secret !== '' && !deed.busy) void open();
      }}
    >
      <h1>Enter your secret</h1>
      <p className="signin-lead">Your name says who. Your secret proves it.</p>
      <div className="signin-who">
        <Face name={person.name} size={56} />
        <span>
          <b>{person.name}</b>
          <small>
            {roleName(person.role)} · {person.identifier}
          </small>
        </span>
      </div>
      <SecretField
        label="Secret"
        value={secret}
        onChange={setSecret}
        autoComplete="current-password"
        autoFocus
        inputRef={field}
        error={atSecret}
        isReadOnly={deed.busy}
        className="signin-secret"
      />
      {deed.problem?.code === 'fault' && <ProblemNotice problem={deed.problem} />}
      {person.waiting === 'reset' && (
        <p className="signin-sample">
          An admin gave you a one-time code, to choose a new secret. Did you not ask for it? Tell another
          admin. <LinkButton onPress={onCode}>Enter the code</LinkButton>
        </p>
      )}
      {sampleSecret !== undefined && person.waiting === undefined && (
        <p className="signin-sample">
          Sample site: every account opens with <b className="nowrap">{sampleSecret}</b>.{' '}
          <LinkButton
            onPress={() => {
              setSecret(sampleSecret);
              field.current?.focus();
            }}
          >
            Type it for me
          </LinkButton>
        </p>
      )}
      <div className="signin-moves">
        {onOther !== undefined && (
          <Button icon={UsersRound} onPress={onOther}>
            Choose a name
          </Button>
        )}
        <Button
          type="submit"
          tone="primary"
          iconEnd={ArrowRight}
          isPending={deed.busy}
          why={secret === '' && !deed.busy ? 'Opens when your secret is typed.' : undefined}
          whyPlace="hidden"
        >
          {deed.busy ? 'Opening' : 'Open'}
        </Button>
      </div>
    </form>
  );
}
