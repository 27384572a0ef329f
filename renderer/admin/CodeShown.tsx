import { Printer } from 'lucide-react';
import { Button } from '../kit/Button';
import { Copyable } from '../kit/Copyable';
import { Notice } from '../kit/Notice';

/** A one-time code, this once: nobody can show it again, and only its person chooses the secret behind it. */
export function CodeShown({ code, name }: { code: string | undefined; name: string }) {
  if (code === undefined)
    return (
      <Notice kind="warn" title="The code was shown before, and is kept nowhere">
        Give a new one: the one before stops working then.
      </Notice>
    );
  return (
    <section className="admin-code" aria-label={`One-time code for ${name}`}>
      <p>
        One-time code for <b>{name}</b>
      </p>
      <p className="admin-code-text">
        <Copyable text={code} label="the one-time code" />
      </p>
      <ol className="admin-code-steps">
        <li>Hand it to {name}, on paper or by word of mouth.</li>
        <li>
          At the sign-in they choose their name, enter the code, and choose a secret that only they know.
        </li>
        <li>It works once, within 24 hours. It is not shown again.</li>
      </ol>
      <div className="no-print">
        <Button icon={Printer} onPress={() => window.print()}>
          Print
        </Button>
      </div>
    </section>
  );
}
