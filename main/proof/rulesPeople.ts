import type { JsonObject } from './canonical';
import type { Findings } from './findings';
import type { Header } from './header';

type Place = { readonly log: string; readonly seq: number };

/** A key that some entry said is this person's. */
type Key = {
  readonly key: string;
  readonly at: Place;
  /** Where each log set another one in its place. */
  readonly ended: Map<string, number>;
};

type Person = {
  /** Undefined where the enrolment was erased or withheld, until the erasing entry says it. */
  role: string | undefined;
  /** Their keys: of the enrolment where it says one, then one for each `user.key-set`. */
  readonly keys: Key[];
  /** Where the enrolment stands. */
  readonly at: Place;
  /** Where each log deactivated them. */
  readonly left: Map<string, number>;
  /** What was used while role or key were not known, each with the first place. */
  readonly used: Map<string, Place & { readonly what: 'role' | 'key'; readonly value: string }>;
};

/** Somebody who acts before anything says who they are: their first place in each log. */
type Stranger = { readonly first: Map<string, number>; readonly used: Person['used'] };
type Late = Place & { readonly message: string };

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
export const placeName = ({ log, seq }: Place): string => `${log} ${seq}`;

/**
 * The rule *Who*: who is known, in which role and with which keys, and until when. A signature is judged by the key that held at
 * its place: in the log that set a key, from there to where that log set the next one. Of another station's entries only the set
 * counts, because clocks that are far apart may order an act before the enrolment that its station knew.
 */
export class People {
  readonly #people = new Map<string, Person>();
  readonly #strangers = new Map<string, Stranger>();
  /** Users by the place of an enrolment that has no body here. */
  readonly #hidden = new Map<string, string>();
  /** Keys set by somebody whom no entry has enrolled yet. */
  readonly #early = new Map<string, Key[]>();
  readonly #codes = new Set<string>();
  /** The first key that each person set, for which somebody must have issued a code. */
  readonly #set = new Map<string, Place>();
  readonly #findings: Findings;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Whether they were enrolled, and not deactivated in this log. Somebody whom another log may still enrol counts. */
  isActive(user: string, { log, seq }: Place): boolean {
    const known = this.#people.get(user);
    if (known === undefined) {
      this.#strangerAt(user, log, seq);
      return true;
    }
    return !known.left.has(log);
  }

  /** The person of an entry acts as themselves: enrolled, not gone, in their role, with their key. */
  acts(header: Header, judged: boolean): void {
    if (!('user' in header.actor)) return;
    const { user, role } = header.actor;
    const known = this.#people.get(user);
    if (known === undefined) {
      if (!judged) return;
      const stranger = this.#strangerAt(user, header.log, header.seq);
      this.#use(stranger.used, header, 'role', role);
      if (header.signature) this.#use(stranger.used, header, 'key', header.signature.key);
      return;
    }
    if (known.left.has(header.log)) {
      this.#findings.add(
        'person-inactive',
        header.seq,
        `Entry ${header.seq} is by ${user}, whom entry ${known.left.get(header.log)} had deactivated before.`,
        header.log,
      );
      return;
    }
    if (known.role === undefined) this.#use(known.used, header, 'role', role);
    else if (known.role !== role) this.#otherRole(user, header, role, known.role);
    const key = header.signature?.key;
    if (key === undefined) return;
    const place = { log: header.log, seq: header.seq };
    if (isFit(known, key, place)) return;
    const ended = known.keys.find((held) => held.key === key)?.ended.get(header.log);
    if (ended !== undefined && ended < header.seq) this.#otherKey(user, header);
    else this.#use(known.used, header, 'key', key);
  }

  /** Somebody gave this person a one-time code, without which no key is set. */
  codeIssued(user: string): void {
    this.#codes.add(user);
  }

  /** A person's own new key, with which that entry is signed; in this log it ends those they had before. */
  keySet(header: Header, body: JsonObject | undefined): void {
    const { actor, signature, log, seq } = header;
    if (!('user' in actor) || signature === undefined) return;
    if (body !== undefined && (text(body.user) !== actor.user || text(body.key) !== signature.key)) {
      this.#findings.add(
        'signer-unknown',
        seq,
        `Entry ${seq} sets a key of ${text(body.user)} and is not signed with it by them.`,
        log,
      );
      return;
    }
    if (!this.#set.has(actor.user)) this.#set.set(actor.user, { log, seq });
    const set: Key = { key: signature.key, at: { log, seq }, ended: new Map() };
    const known = this.#people.get(actor.user);
    if (known === undefined) this.#early.set(actor.user, [...(this.#early.get(actor.user) ?? []), set]);
    else this.#addKey(known, set);
  }

  #addKey(person: Person, set: Key): void {
    const { log, seq } = set.at;
    for (const { ended } of person.keys) if (!ended.has(log)) ended.set(log, seq);
    person.keys.push(set);
    for (const [name, used] of person.used)
      if (used.what === 'key' && isFit(person, used.value, used)) person.used.delete(name);
  }

  /** Keys that were used and that no entry says were theirs there, and keys that were set without a code. */
  unfit(): readonly Late[] {
    // Of whom nothing says who they are, nothing is judged.
    const told = [...this.#people].filter(([, { role }]) => role !== undefined);
    const keys = told.flatMap(([user, { used }]) =>
      [...used.values()]
        .filter(({ what }) => what === 'key')
        .map(({ log, seq }) => ({ log, seq, message: otherKeyWords(user, seq) })),
    );
    const codeless = [...this.#set]
      .filter(([user]) => !this.#codes.has(user))
      .map(([user, { log, seq }]) => ({
        log,
        seq,
        message: `Entry ${seq} sets a key of ${user}, to whom no entry gave a one-time code.`,
      }));
    return [...keys, ...codeless];
  }

  enrolled(header: Header, body: JsonObject | undefined): void {
    const user = body === undefined ? header.stream : text(body.user);
    if (user === undefined || this.#people.has(user)) {
      if (user !== undefined)
        this.#findings.add(
          'person-twice',
          header.seq,
          `Entry ${header.seq} enrols ${user}, who was enrolled before.`,
          header.log,
        );
      return;
    }
    const person: Person = {
      role: text(body?.role),
      keys: [],
      at: { log: header.log, seq: header.seq },
      left: new Map(),
      used: new Map(),
    };
    this.#people.set(user, person);
    if (body === undefined) this.#hidden.set(placeName(person.at), user);
    const key = text(body?.key);
    if (key !== undefined) this.#addKey(person, { key, at: person.at, ended: new Map() });
    for (const early of this.#early.get(user) ?? []) this.#addKey(person, early);
    this.#early.delete(user);
    const stranger = this.#strangers.get(user);
    if (stranger === undefined) return;
    this.#strangers.delete(user);
    const early = stranger.first.get(header.log);
    if (early !== undefined)
      this.#findings.add(
        'person-unknown',
        early,
        `Entry ${early} is by ${user}, whom only entry ${header.seq} enrolled.`,
        header.log,
      );
    this.#settle(user, person, stranger.used);
  }

  left(header: Header, user: string): void {
    const known = this.#people.get(user);
    if (known !== undefined && !known.left.has(header.log)) known.left.set(header.log, header.seq);
  }

  /** What an erased enrolment said lives on in the entry that erased it. */
  erased(header: Header, body: JsonObject): void {
    const target = object(body.entry);
    const [log, seq] = [text(target?.log), target?.seq];
    if (log === undefined || typeof seq !== 'number') return;
    const user = this.#hidden.get(placeName({ log, seq }));
    const person = user === undefined ? undefined : this.#people.get(user);
    if (user === undefined || person === undefined || person.role !== undefined) return;
    const kept = object(body.kept);
    if (text(kept?.user) !== user || text(kept?.role) === undefined) {
      this.#findings.add(
        'erasure-unsound',
        header.seq,
        `Entry ${header.seq} erases the enrolment of ${user} without keeping their role.`,
        header.log,
      );
      return;
    }
    person.role = text(kept?.role);
    const key = text(kept?.key);
    // It was their key from the enrolment on, before any that they set.
    if (key !== undefined) {
      const ended = new Map<string, number>();
      for (const { at } of person.keys) if (!ended.has(at.log)) ended.set(at.log, at.seq);
      person.keys.unshift({ key, at: person.at, ended });
    }
    const used = new Map(person.used);
    person.used.clear();
    this.#settle(user, person, used);
  }

  /** Whoever acted and was never enrolled by any entry. */
  strangers(): { readonly user: string; readonly log: string; readonly seq: number }[] {
    return [...this.#strangers].flatMap(([user, { first }]) =>
      [...first].map(([log, seq]) => ({ user, log, seq })),
    );
  }

  #strangerAt(user: string, log: string, seq: number): Stranger {
    let stranger = this.#strangers.get(user);
    if (stranger === undefined) {
      stranger = { first: new Map(), used: new Map() };
      this.#strangers.set(user, stranger);
    }
    if (!stranger.first.has(log)) stranger.first.set(log, seq);
    return stranger;
  }

  #use(used: Person['used'], { log, seq }: Place, what: 'role' | 'key', value: string): void {
    const name = `${what} ${value} ${log}`;
    if (!used.has(name)) used.set(name, { log, seq, what, value });
  }

  #settle(user: string, person: Person, used: Person['used']): void {
    for (const { log, seq, what, value } of [...used.values()]) {
      if (what === 'key') {
        if (!isFit(person, value, { log, seq })) this.#use(person.used, { log, seq }, what, value);
      } else if (person.role === undefined) this.#use(person.used, { log, seq }, what, value);
      else if (person.role !== value) this.#otherRole(user, { log, seq }, value, person.role);
    }
  }

  #otherRole(user: string, { log, seq }: Place, role: string, enrolled: string): void {
    this.#findings.add(
      'role-wrong',
      seq,
      `Entry ${seq} is by ${user} as ${role}, and they were enrolled as ${enrolled}.`,
      log,
    );
  }

  #otherKey(user: string, { log, seq }: Place): void {
    this.#findings.add('signer-unknown', seq, otherKeyWords(user, seq), log);
  }
}

const otherKeyWords = (user: string, seq: number): string =>
  `Entry ${seq} is signed with a key that was not ${user}'s there.`;

/** Whether a key was this person's at a place: said before it in the same log, or by another log, and not ended in this one. */
function isFit({ keys }: Pick<Person, 'keys'>, key: string, { log, seq }: Place): boolean {
  return keys.some(({ key: held, at, ended }) => {
    const end = ended.get(log);
    return held === key && (at.log !== log || at.seq <= seq) && (end === undefined || seq < end);
  });
}
