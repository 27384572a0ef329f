import type { JsonObject } from './canonical';
import { type Finding, Findings } from './findings';
import type { Header } from './header';
import { Orders, ofNone } from './rulesOrders';
import { object, People, text } from './rulesPeople';

/** What the signature of a type must mean. */
const signed: Readonly<Record<string, string>> = {
  'gate.approved': 'approved',
  'gate.rejected': 'rejected',
  'work-order.closed': 'closed',
  'checklist.released': 'released',
  'post-review.decided': 'verdict',
  'user.key-set': 'key-set',
};
/** The role that an act by a person needs. */
const roles: Readonly<Record<string, string>> = {
  'work-order.closed': 'compliance',
  'user.enrolled': 'admin',
  'user.deactivated': 'admin',
  'user.code-issued': 'admin',
};
/** Types that say nothing a rule reads, and of which there are many. */
const unread = /^(?:session|sign-in|history|bundle|backup|clock|update)\./;

/**
 * The rules of section 8 of the format, over all logs together: give it every entry in the order of `clock`, then `log`,
 * then `seq`. Who acted was known and may do that; what must be signed is; nobody approves their own work; a closed work
 * order is whole. Keeps little for each work order that is open, and forgets it once it is closed.
 */
export class Rules {
  readonly #found = new Findings('');
  readonly #people = new People(this.#found);
  readonly #orders = new Orders(this.#found);
  /** Who saved a draft since the last release, by checklist: log and person, each with the first place. */
  readonly #authors = new Map<string, Map<string, number>>();
  /** Entries whose body is not there: what they said was not judged. */
  unjudged = 0;

  /** Whether a rule reads the body of this type. Of other types any object will do, as long as the body is there. */
  static needsBody(type: string): boolean {
    return !unread.test(type);
  }

  /** One more entry; `body` is undefined where it was erased or withheld. */
  entry(header: Header, body: JsonObject | undefined): void {
    const { actor, type } = header;
    if (body === undefined) this.unjudged += 1;
    if (type === 'user.code-issued') this.#people.codeIssued(text(body?.user) ?? header.stream);
    if (type === 'user.key-set') this.#people.keySet(header, body);
    this.#people.acts(header, body !== undefined);
    this.#signature(header);
    const role = roles[type];
    if (role !== undefined && 'user' in actor && actor.role !== role)
      this.#add('role-wrong', header, `is by ${actor.user} as ${actor.role}, and only ${role} may do that`);
    if (type === 'user.enrolled') this.#people.enrolled(header, body);
    if (!ofNone.test(type)) this.#orders.entry(header, body);
    if (body === undefined) return;
    switch (type) {
      case 'gate.approved':
      case 'gate.rejected':
        if ('user' in actor && body.role !== actor.role)
          this.#add(
            'role-wrong',
            header,
            `decides a gate as ${text(body.role)}, and ${actor.user} acted as ${actor.role}`,
          );
        break;
      case 'user.deactivated': {
        const user = text(body.user) ?? header.stream;
        if ('user' in actor && actor.user === user)
          this.#add('same-person', header, `is by ${user}, who deactivates themselves`);
        this.#people.left(header, user);
        break;
      }
      case 'user.code-issued':
      case 'user.unlocked': {
        const user = text(body.user) ?? header.stream;
        if ('user' in actor && actor.user === user)
          this.#add('same-person', header, `is by ${user}, who does it for themselves`);
        break;
      }
      case 'checklist.draft-saved':
      case 'checklist.released':
        this.#checklist(header, text(body.checklist) ?? '');
        break;
      case 'body.erased':
        this.#erased(header, body);
        break;
    }
  }

  /** All that was found up to here, in the order of the places where it was met; what waited for later entries comes last. */
  get findings(): readonly Finding[] {
    return [
      ...this.#found.list,
      ...this.#people.strangers().map(
        ({ user, log, seq }): Finding => ({
          code: 'person-unknown',
          log,
          seq,
          message: `Entry ${seq} is by ${user}, whom no entry enrolled.`,
        }),
      ),
      ...this.#people.unfit().map((unfit): Finding => ({ code: 'signer-unknown', ...unfit })),
      ...this.#orders.short().map((short): Finding => ({ code: 'work-order-incomplete', ...short })),
    ];
  }

  #add(code: Finding['code'], { log, seq }: Header, what: string): void {
    this.#found.add(code, seq, `Entry ${seq} ${what}.`, log);
  }

  #signature(header: Header): void {
    const { actor, signature, type } = header;
    const meaning = signed[type];
    if (!('user' in actor)) {
      if (signature !== undefined)
        this.#add('signature-unfit', header, `is signed, though ${actor.system} made it by itself`);
      else if (meaning !== undefined)
        this.#add('signature-missing', header, 'needs a person who signs it, and no person made it');
      return;
    }
    if (meaning === undefined) return;
    if (signature === undefined)
      this.#add('signature-missing', header, `must be signed, and ${actor.user} did not sign it`);
    else if (signature.meaning !== meaning)
      this.#add(
        'signature-unfit',
        header,
        `is signed as “${signature.meaning}”, and must be signed as “${meaning}”`,
      );
  }

  #checklist(header: Header, checklist: string): void {
    if (!('user' in header.actor)) return;
    const name = `${header.log} ${header.actor.user}`;
    const authors = this.#authors.get(checklist) ?? new Map<string, number>();
    if (header.type === 'checklist.draft-saved') {
      if (!authors.has(name)) authors.set(name, header.seq);
      this.#authors.set(checklist, authors);
      return;
    }
    const before = authors.get(name);
    if (before !== undefined)
      this.#add(
        'same-person',
        header,
        `releases a checklist by ${header.actor.user}, who wrote part of it themselves (entry ${before})`,
      );
    this.#authors.delete(checklist);
  }

  #erased(header: Header, body: JsonObject): void {
    const second = text(object(body.second)?.user);
    if (second !== undefined && !this.#people.isActive(second, header))
      this.#add(
        'person-inactive',
        header,
        `names ${second} as the second person, whom an entry had deactivated before`,
      );
    this.#people.erased(header, body);
    const target = object(body.entry);
    const [log, seq] = [text(target?.log), target?.seq];
    if (log !== undefined && typeof seq === 'number') this.#orders.erased(log, seq);
  }
}
