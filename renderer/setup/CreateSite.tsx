import { useState } from 'react';
import { command, queryClient } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { SecretChoice } from '../app/SecretChoice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { FieldRow } from '../kit/Dialog';
import { TextField } from '../kit/TextField';
import { NextHour } from './NextHour';
import './setup.css';

const shownFields = ['siteName', 'station', 'name', 'identifier', 'secret'] as const;

/** Founds a site: its name, this station, and the first admin with their secret. What is typed stays when it is refused. */
export function CreateSite({ onBack }: { onBack: () => void }) {
  const [siteName, setSiteName] = useState('');
  const [station, setStation] = useState('K1');
  const [name, setName] = useState('');
  const [identifier, setIdentifier] = useState('');
  const [secret, setSecret] = useState('');
  const deed = useDeed();
  const missing = [siteName, station, name, identifier, secret].some((text) => text.trim() === '');
  const beside = deed.beside(...shownFields);

  const create = async () => {
    const made = await deed.run(() => command('createSite', { siteName, station, name, identifier, secret }));
    if (made !== null) await queryClient.invalidateQueries();
  };

  return (
    <div className="setup-own">
      <form
        className="setup-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing && !deed.busy) void create();
        }}
      >
        <h1>Set up your own site</h1>
        <section aria-labelledby="setup-site">
          <h2 id="setup-site">The site and this station</h2>
          <FieldRow>
            <TextField
              label="Site name"
              note="As it stands on records, such as Halden plant."
              value={siteName}
              onChange={setSiteName}
              error={deed.field('siteName')}
              isDisabled={deed.busy}
              isRequired
              autoFocus
            />
            <TextField
              label="Station"
              note="Short, said aloud in numbers: WO-K1-000001."
              value={station}
              onChange={(text) => setStation(text.toUpperCase())}
              error={deed.field('station')}
              isDisabled={deed.busy}
              maxLength={4}
              isRequired
            />
          </FieldRow>
        </section>
        <section aria-labelledby="setup-you">
          <h2 id="setup-you">You, the first admin</h2>
          <FieldRow>
            <TextField
              label="Your name"
              value={name}
              onChange={setName}
              error={deed.field('name')}
              isDisabled={deed.busy}
              isRequired
            />
            <TextField
              label="Identifier"
              note="Typed when you sign, such as s.halvorsen."
              value={identifier}
              onChange={setIdentifier}
              error={deed.field('identifier')}
              isDisabled={deed.busy}
              isRequired
            />
          </FieldRow>
          <SecretChoice
            label="Secret"
            value={secret}
            onChange={setSecret}
            own={[siteName, name, identifier]}
            error={deed.field('secret')}
            isDisabled={deed.busy}
          />
        </section>
        {beside !== null && <ProblemNotice problem={beside} />}
        <div className="setup-actions">
          <Button onPress={onBack} why={deed.busy ? 'The site is being made.' : undefined} whyPlace="hidden">
            Back
          </Button>
          <Button
            type="submit"
            tone="primary"
            isPending={deed.busy}
            why={missing ? 'Opens when every field is filled.' : undefined}
          >
            {deed.busy ? 'Making the site and its keys' : 'Make the site'}
          </Button>
        </div>
      </form>
      <aside className="setup-after" aria-labelledby="setup-after">
        <h2 id="setup-after">What happens next</h2>
        <p className="text-2">
          About 60 minutes to the first closed work order. Progress is kept, and you can stop anywhere.
        </p>
        <NextHour />
      </aside>
    </div>
  );
}
