import { useState } from 'react';
import type { PersonView } from '../../main/contract/answers';
import { command, queryClient } from '../api';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button } from '../kit/Button';
import { PanelPart } from '../kit/Card';
import { CodeShown } from './CodeShown';

/** A one-time code for somebody who forgot their secret, or never chose one in time. */
export function SecretPart({ person, isMe }: { person: PersonView; isMe: boolean }) {
  const [given, setGiven] = useState<{ code: string | undefined } | null>(null);
  const deed = useDeed();
  const first = person.waiting === 'enrolment';
  const give = async () => {
    const done = await deed.run(() => command('issueCode', { user: person.user }));
    if (done === null) return;
    setGiven({ code: done.code });
    await queryClient.invalidateQueries();
  };
  return (
    <PanelPart title={first ? 'First secret' : 'Reset'}>
      <div className="admin-fields">
        {given !== null ? (
          <CodeShown code={given.code} name={person.name} />
        ) : (
          <>
            <p className="text-2">
              {first
                ? 'Their code works for 24 hours. A new one replaces it.'
                : 'For a forgotten secret. They choose a new one with a one-time code and get a new key; what they signed before stays checked by the old one. Until then their old secret works, and the security inbox shows it.'}
            </p>
            <Button
              onPress={() => void give()}
              isPending={deed.busy}
              why={isMe ? 'You cannot reset yourself. Another admin can.' : undefined}
              whyPlace="below"
            >
              {first ? 'Give a new code' : 'Give a one-time code'}
            </Button>
          </>
        )}
        {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
      </div>
    </PanelPart>
  );
}
