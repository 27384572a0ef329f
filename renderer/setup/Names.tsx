import { useState } from 'react';
import type { PersonView } from '../../main/contract/answers';
import { roleName } from '../app/format';
import { Face } from '../kit/Status';
import { SearchField } from '../kit/TextField';
import './signin.css';

/** From this many names on, a search stands over them. */
const many = 8;

/** Who works here, by name and role. Typing finds a name; the only one left is opened by Enter. */
export function Names({ people, onPick }: { people: readonly PersonView[]; onPick: (user: string) => void }) {
  const [find, setFind] = useState('');
  const wanted = plain(find);
  const found = people.filter((person) =>
    plain(`${person.name} ${person.identifier} ${person.role}`).includes(wanted),
  );
  const sorted = [...found].sort((a, b) => a.name.localeCompare(b.name));
  const only = sorted.length === 1 ? sorted[0] : undefined;
  return (
    <>
      <h1>Who are you?</h1>
      <p className="signin-lead">Choose your name. Your secret proves it.</p>
      {people.length > many && (
        <SearchField
          label="Find your name"
          value={find}
          onChange={setFind}
          onSubmit={() => {
            if (only !== undefined) onPick(only.user);
          }}
          autoFocus
          className="signin-find"
        />
      )}
      {sorted.length === 0 ? (
        <p className="signin-none" role="status">
          {people.length === 0
            ? 'Nobody is enrolled here who could sign in. An admin of this site has to enrol you.'
            : `No name has “${find}” in it. Clear the search to see all ${people.length}.`}
        </p>
      ) : (
        <ul className="signin-names k-scroll" aria-label="People">
          {sorted.map((person) => (
            <li key={person.user}>
              <button type="button" className="signin-name" onClick={() => onPick(person.user)}>
                <Face name={person.name} size={48} />
                <span>
                  <b>{person.name}</b>
                  <small>{roleName(person.role)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
