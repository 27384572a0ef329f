import type { JsonObject } from './canonical';
import type { Findings } from './findings';
import type { Header } from './header';
import { placeName, text } from './rulesPeople';

type Place = { readonly log: string; readonly seq: number };

/** What is remembered of a work order until it is closed. */
type OpenOrder = {
  /** Entries that belong to it, by log; of those without a body, the ones after the last that has one. */
  readonly logs: Map<string, { count: number; last: number; hidden: number[] }>;
  /** Streams that an entry of it was about: an entry without body belongs by its stream. */
  readonly streams: Set<string>;
  /** Who worked in a run of it or under a glass, in which log, each with the first place. Few, so a list is quicker than names. */
  readonly workers: {
    readonly log: string;
    readonly under: string;
    readonly user: string;
    readonly seq: number;
  }[];
  /** Who opened the glass of a review, by log and review. */
  readonly openers: Map<string, { readonly user: string; readonly seq: number }>;
};

/** A closing that says more than was found so far: later entries may show that nothing is left out. */
type Short = {
  readonly at: Place;
  readonly entries: number;
  missing: number;
  /** The last entry that it names, where that was not found yet. */
  last: number | undefined;
};

/** Types that never belong to a work order. */
export const ofNone =
  /^(?:session|sign-in|user|device|site|job-type|code|checklist|history|bundle|backup|update|log|clock|storage|body|fork|pack)\./;
const works = /^run\.(?:step-recorded|step-corrected|evidence-added)$/;

/** The rules *Two persons* for work orders, and *Whole*. Forgets a work order once it is closed. */
export class Orders {
  readonly #findings: Findings;
  /** `null`: closed, and nothing more is kept of it. */
  readonly #orders = new Map<string, OpenOrder | null>();
  readonly #ofStream = new Map<string, string>();
  /** Entries without body whose stream nothing has named yet, by stream. */
  readonly #unplaced = new Map<string, Place[]>();
  /** Their places. */
  readonly #hidden = new Set<string>();
  /** Those of them that an entry says were erased. */
  readonly #erased = new Set<string>();
  readonly #short = new Map<string, Short>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  entry(header: Header, body: JsonObject | undefined): void {
    if (body === undefined) {
      this.#withoutBody(header);
      return;
    }
    const id = text(body.workOrder);
    if (id === undefined) return;
    const order = this.#order(id);
    if (order === null) {
      this.#afterClosing(id, header);
      return;
    }
    this.#name(id, order, header.stream);
    const user = 'user' in header.actor ? header.actor.user : undefined;
    if (user !== undefined) this.#twoPersons(header, body, order, user);
    if (header.type === 'work-order.closed') {
      this.#closed(header, body, id, order);
      return;
    }
    const held = this.#heldIn(order, header.log);
    held.count += 1;
    held.last = header.seq;
    if (held.hidden.length > 0) held.hidden = [];
    if (user !== undefined) this.#remember(header, body, order, user);
  }

  /** An entry says that a body was erased: what it belonged to may never be known. */
  erased(log: string, seq: number): void {
    const name = placeName({ log, seq });
    if (this.#hidden.has(name)) this.#erased.add(name);
  }

  /** Closings that something is missing from, by all that was read. */
  short(): { readonly log: string; readonly seq: number; readonly message: string }[] {
    return [...this.#short.values()]
      .filter(({ missing, last }) => missing > this.#erased.size || last !== undefined)
      .map(({ at, entries, missing, last }) => ({
        ...at,
        message:
          missing > this.#erased.size
            ? `Entry ${at.seq} closed a work order of ${entries} entries, and ${missing === 1 ? 'one of them is' : `${missing} of them are`} not there.`
            : `Entry ${at.seq} closed a work order whose last entry was ${last}, and another one stands there.`,
      }));
  }

  #order(id: string): OpenOrder | null {
    const known = this.#orders.get(id);
    if (known !== undefined) return known;
    const order: OpenOrder = { logs: new Map(), streams: new Set(), workers: [], openers: new Map() };
    this.#orders.set(id, order);
    return order;
  }

  #heldIn(order: OpenOrder, log: string): { count: number; last: number; hidden: number[] } {
    let held = order.logs.get(log);
    if (held === undefined) {
      held = { count: 0, last: -1, hidden: [] };
      order.logs.set(log, held);
    }
    return held;
  }

  /** From now on the stream is of this work order, and what had no body in it was too. */
  #name(id: string, order: OpenOrder, stream: string): void {
    if (order.streams.has(stream)) return;
    order.streams.add(stream);
    this.#ofStream.set(stream, id);
    for (const place of this.#unplaced.get(stream) ?? []) {
      this.#hidden.delete(placeName(place));
      this.#count(order, place);
    }
    this.#unplaced.delete(stream);
  }

  #count(order: OpenOrder, { log, seq }: Place): void {
    const held = this.#heldIn(order, log);
    held.count += 1;
    if (seq > held.last) held.hidden.push(seq);
  }

  #withoutBody(header: Header): void {
    const { log, seq, stream, type } = header;
    const id = type.startsWith('work-order.') ? stream : this.#ofStream.get(stream);
    if (id === undefined) {
      if (ofNone.test(type)) return;
      const places = this.#unplaced.get(stream) ?? [];
      places.push({ log, seq });
      this.#unplaced.set(stream, places);
      this.#hidden.add(placeName({ log, seq }));
      return;
    }
    const order = this.#order(id);
    if (order === null) return;
    if (header.type === 'work-order.closed') this.#forget(id, order);
    else this.#count(order, { log, seq });
  }

  #remember(header: Header, body: JsonObject, order: OpenOrder, user: string): void {
    const { log, seq, type } = header;
    if (works.test(type)) {
      const [run, glass] = [text(body.run), text(body.glass)];
      for (const under of [run, glass]) {
        if (under !== undefined && workedUnder(order, log, under, user) === undefined)
          order.workers.push({ log, under, user, seq });
      }
    } else if (type === 'break-glass.opened') order.openers.set(`${log} ${text(body.review)}`, { user, seq });
  }

  #twoPersons(header: Header, body: JsonObject, order: OpenOrder, user: string): void {
    const { log, seq, type } = header;
    const worked = (under: unknown): number | undefined => workedUnder(order, log, text(under), user);
    if (type === 'gate.approved' || type === 'gate.rejected' || type === 'work-order.closed') {
      const before = worked(body.run);
      if (before === undefined) return;
      const what = type === 'work-order.closed' ? 'closes a work order' : 'decides a gate';
      this.#findings.add(
        'same-person',
        seq,
        `Entry ${seq} ${what} by ${user}, who did part of that run themselves (entry ${before}).`,
        log,
      );
    } else if (type === 'post-review.decided') {
      const opener = order.openers.get(`${log} ${text(body.review)}`);
      const before = opener?.user === user ? opener.seq : worked(body.glass);
      if (before === undefined) return;
      this.#findings.add(
        'same-person',
        seq,
        `Entry ${seq} decides a post-review by ${user}, who opened that glass or worked under it (entry ${before}).`,
        log,
      );
    }
  }

  #closed(header: Header, body: JsonObject, id: string, order: OpenOrder): void {
    const { log, seq } = header;
    const entries = typeof body.entries === 'number' ? body.entries : 0;
    const last = typeof body.lastEntry === 'number' ? body.lastEntry : -1;
    let found = 0;
    for (const { count } of order.logs.values()) found += count;
    const own = order.logs.get(log);
    const elsewhere = order.logs.size > (own === undefined ? 0 : 1);
    const named = own !== undefined && (own.last === last || own.hidden.includes(last));
    const lastFound = named || elsewhere || this.#hidden.has(placeName({ log, seq: last }));
    const missing = Math.max(entries - found, 0);
    if (missing > 0 || !lastFound)
      this.#short.set(id, { at: { log, seq }, entries, missing, last: lastFound ? undefined : last });
    this.#forget(id, order);
  }

  /** A station may have held entries of others whose clocks are ahead of its own: they come after its closing. */
  #afterClosing(id: string, header: Header): void {
    const short = this.#short.get(id);
    if (short === undefined || short.at.log === header.log) return;
    short.missing -= 1;
    if (short.last === header.seq) short.last = undefined;
    if (short.missing <= 0 && short.last === undefined) this.#short.delete(id);
  }

  #forget(id: string, order: OpenOrder): void {
    for (const stream of order.streams) this.#ofStream.delete(stream);
    this.#orders.set(id, null);
  }
}

function workedUnder(
  order: OpenOrder,
  log: string,
  under: string | undefined,
  user: string,
): number | undefined {
  for (const one of order.workers)
    if (one.user === user && one.under === under && one.log === log) return one.seq;
  return undefined;
}
