import type { JsonObject } from './canonical';
import type { Findings } from './findings';
import type { Header } from './header';

type Place = { readonly log: string; readonly seq: number };

type Person = {
  /** Undefined where the enrolment was erased or withheld, until the erasing entry says it. */
  role: string | undefined;
  key: string | undefined;
  /** Where the enrolment stands. */
  readonly at: Place;
  /** Where each log deactivated them. */
  readonly left: Map<string, number>;
  /** What was used while role or key were not known, each with the first place. */
  readonly used: Map<string, Place & { readonly what: 'role' | 'key'; readonly value: string }>;
};

/** Somebody who acts before anything says who they are: their first place in each log. */
type Stranger = { readonly first: Map<string, number>; readonly used: Person['used'] };

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
export const placeName = ({ log, seq }: Place): string => `${log} ${seq}`;

/**
 * The rule *Who*: who is known, in which role and with which key, and until when. Of another station's entries only the set
 * counts, because clocks that are far apart may order an act before the enrolment that its station knew.
 */
export class People {
  readonly #people = new Map<string, Person>();
  readonly #strangers = new Map<string, Stranger>();
  /** Users by the place of an enrolment that has no body here. */
  readonly #hidden = new Map<string, string>();
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
    if (known.key === undefined) this.#use(known.used, header, 'key', key);
    else if (known.key !== key) this.#otherKey(user, header);
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
      key: text(body?.key),
      at: { log: header.log, seq: header.seq },
      left: new Map(),
      used: new Map(),
    };
    this.#people.set(user, person);
    if (body === undefined) this.#hidden.set(placeName(person.at), user);
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
    if (user === undefined || person === undefined || person.key !== undefined) return;
    const kept = object(body.kept);
    if (text(kept?.user) !== user || text(kept?.role) === undefined || text(kept?.key) === undefined) {
      this.#findings.add(
        'erasure-unsound',
        header.seq,
        `Entry ${header.seq} erases the enrolment of ${user} without keeping their role and key.`,
        header.log,
      );
      return;
    }
    person.role = text(kept?.role);
    person.key = text(kept?.key);
    this.#settle(user, person, person.used);
    person.used.clear();
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
    const name = `${what} ${value}`;
    if (!used.has(name)) used.set(name, { log, seq, what, value });
  }

  #settle(user: string, person: Person, used: Person['used']): void {
    for (const { log, seq, what, value } of [...used.values()]) {
      const held = person[what];
      if (held === undefined) this.#use(person.used, { log, seq }, what, value);
      else if (held === value) continue;
      else if (what === 'role') this.#otherRole(user, { log, seq }, value, held);
      else this.#otherKey(user, { log, seq });
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
    this.#findings.add(
      'signer-unknown',
      seq,
      `Entry ${seq} is signed with a key that is not the one ${user} was enrolled with.`,
      log,
    );
  }
}
