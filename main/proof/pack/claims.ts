import { canonicalText, type JsonObject, type JsonValue } from '../canonical';
import type { Header } from '../header';
import { capital } from './lines';
import {
  manifestScope,
  type PackDevice,
  type PackKey,
  type PackKeys,
  type PackManifest,
  type PackPerson,
  type Place,
  packMembers,
} from './manifest';
import type { Names } from './names';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const object = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
const placeName = ({ log, seq }: Place): string => `${log} ${seq}`;
const placeOf = (value: unknown): Place | undefined => {
  const { log, seq } = object(value) ?? {};
  return typeof log === 'string' && typeof seq === 'number' ? { log, seq } : undefined;
};
const same = (left: unknown, right: unknown): boolean =>
  canonicalText((left ?? null) as JsonValue) === canonicalText((right ?? null) as JsonValue);

/** What was erased, each with the entry that says so. */
export type PackErasure = {
  readonly target: Place;
  readonly by: Place;
  readonly authority: string;
  readonly scope: string;
};

type Found = (message: string) => void;

/**
 * What the lines of a pack say, against what its manifest and its keys say (section 10, "Verifying a pack", 2, 4 and 6). Given every
 * line in the order of the ledger; keeps what is needed to compare, never a body.
 */
export class Claims {
  readonly #entriesOf = new Map<string, number>();
  readonly #people = new Map<
    string,
    { from: Place; key?: string; keys: PackKey[]; role?: string; name?: string; to: Place | null }
  >();
  readonly #bareEnrolments = new Map<string, string>();
  readonly #enrolled = new Set<string>();
  readonly #devices = new Map<string, string>();
  readonly #erasures = new Map<string, PackErasure>();
  readonly #evidence = new Map<string, string>();
  readonly #closures = new Map<string, string>();
  readonly #documents = new Map<string, { readonly sha256: string; readonly name: string }>();
  readonly #openings = new Map<string, { readonly place: Place; readonly stream: string }>();
  readonly #listed: ReadonlyMap<string, string>;
  readonly #keysOf: ReadonlyMap<string, PackPerson>;
  #site: JsonObject | undefined;
  #request: { readonly header: Header; readonly body: JsonObject } | undefined;

  constructor(
    readonly manifest: PackManifest,
    readonly keys: PackKeys,
    readonly names: Names,
    readonly found: Found,
  ) {
    this.#listed = new Map(manifest.workOrders.map(({ workOrder, number }) => [workOrder, number]));
    this.#keysOf = new Map(keys.people.map((person) => [person.user, person]));
  }

  entry(header: Header, body: JsonObject | undefined): void {
    this.#signer(header);
    if (body === undefined) this.#bare(header);
    else this.#disclosed(header, body);
  }

  /** A signature on any line is by a key of the person it names, where the pack lists them; when it held, the rules judge. */
  #signer(header: Header): void {
    const { actor, signature, log, seq } = header;
    if (signature === undefined || !('user' in actor)) return;
    const person = this.#keysOf.get(actor.user);
    if (person === undefined) return;
    const keys = [person.key, ...(person.keys ?? []).map(({ key }) => key)];
    if (!keys.includes(signature.key))
      this.found(
        `${capital(this.names.entry(log, seq, header))} is signed with a key that is not ${actor.user}'s.`,
      );
  }

  #bare(header: Header): void {
    const { type, log, seq, stream } = header;
    if (type === 'user.enrolled') {
      this.#bareEnrolments.set(placeName(header), stream);
      if (this.#keysOf.has(stream)) this.#people.set(stream, { from: { log, seq }, keys: [], to: null });
    } else if (type === 'user.deactivated') this.#left(stream, header);
    else if (type === 'work-order.opened')
      this.#openings.set(placeName(header), { place: { log, seq }, stream });
    else if (type === 'site.created' || type === 'device.enrolled')
      this.found(
        `${capital(this.names.entry(log, seq, header))} is withheld, and every pack has to show it.`,
      );
  }

  #left(user: string, { log, seq }: Place): void {
    const person = this.#people.get(user);
    if (person !== undefined && person.to === null) person.to = { log, seq };
  }

  #disclosed(header: Header, body: JsonObject): void {
    const { type, log, seq } = header;
    const workOrder = text(body.workOrder);
    if (workOrder !== undefined) {
      this.#entriesOf.set(workOrder, (this.#entriesOf.get(workOrder) ?? 0) + 1);
      if (!this.#listed.has(workOrder))
        this.found(
          `${capital(this.names.entry(log, seq, header, body))} belongs to a work order that is not one of this pack.`,
        );
    }
    const sha256 = text(body.sha256);
    if (
      sha256 !== undefined &&
      (type.endsWith('.evidence-added') || /^history\.import-(?:started|finished)$/.test(type))
    )
      this.#evidence.set(sha256, this.names.entry(log, seq, header, body));
    switch (type) {
      case 'site.created':
        this.#site = body;
        break;
      case 'device.enrolled':
        this.#device(header, body);
        break;
      case 'user.enrolled':
        this.#enrolment(header, body);
        break;
      case 'user.deactivated':
        this.#left(text(body.user) ?? header.stream, header);
        break;
      case 'user.key-set':
        this.#people
          .get(text(body.user) ?? header.stream)
          ?.keys.push({ key: text(body.key) ?? '', log, seq });
        break;
      case 'body.erased':
        this.#erased(header, body);
        break;
      case 'work-order.opened':
        this.#opened(header, body);
        break;
      case 'work-order.closed':
        this.#closures.set(text(body.closure) ?? '', text(body.number) ?? '');
        break;
      case 'closure.document-issued':
        this.#documents.set(text(body.closure) ?? '', {
          sha256: sha256 ?? '',
          name: this.names.entry(log, seq, header, body),
        });
        break;
      case 'pack.requested':
        if (same({ log, seq }, this.manifest.request)) this.#request = { header, body };
        break;
    }
  }

  #device({ log, seq }: Header, body: JsonObject): void {
    const said = canonicalText([body.key ?? null, body.signature ?? null, body.statement ?? null]);
    this.#devices.set(placeName({ log, seq }), said);
    const device = text(body.device) ?? '';
    this.names.station(device, text(body.station) ?? device);
    this.#enrolled.add(text(body.key) ?? '');
  }

  #enrolment({ log, seq }: Header, body: JsonObject): void {
    const user = text(body.user) ?? '';
    if (this.#people.has(user)) return;
    this.#people.set(user, {
      from: { log, seq },
      keys: [],
      to: null,
      ...(text(body.key) === undefined ? {} : { key: text(body.key) as string }),
      ...(text(body.role) === undefined ? {} : { role: text(body.role) as string }),
      ...(text(body.name) === undefined ? {} : { name: text(body.name) as string }),
    });
  }

  #erased(header: Header, body: JsonObject): void {
    const { log, seq, actor } = header;
    const target = placeOf(body.entry);
    const [authority, scope] = [text(body.authority), text(body.scope)];
    const second = text(object(body.second)?.user);
    if (
      target === undefined ||
      authority === undefined ||
      scope === undefined ||
      second === undefined ||
      !('user' in actor) ||
      actor.user === second
    ) {
      this.found(
        `${capital(this.names.entry(log, seq, header))} erases another entry without naming it, an authority, a scope and two different people.`,
      );
      return;
    }
    const name = placeName(target);
    if (!this.#erasures.has(name)) this.#erasures.set(name, { target, by: { log, seq }, authority, scope });
    const user = this.#bareEnrolments.get(name);
    const person = user === undefined ? undefined : this.#people.get(user);
    const kept = object(body.kept);
    if (person === undefined || kept === undefined) return;
    if (text(kept.key) !== undefined) person.key = text(kept.key) as string;
    if (text(kept.role) !== undefined) person.role = text(kept.role) as string;
  }

  #opened(header: Header, body: JsonObject): void {
    const number = this.#listed.get(text(body.workOrder) ?? '');
    if (number !== undefined && number !== body.number)
      this.found(
        `The manifest calls a work order ${number}, and ${this.names.entry(header.log, header.seq, header, body)} opened it as ${text(body.number)}.`,
      );
  }

  /** The erasure that explains a line without content, if there is one. */
  erasure(place: Place): PackErasure | undefined {
    return this.#erasures.get(placeName(place));
  }

  /** Work orders that begin in what the pack holds and are withheld, by the stream of their first entry. */
  withheldWorkOrders(): string[] {
    return [...this.#openings.values()].flatMap(({ place, stream }) =>
      this.erasure(place) === undefined ? [stream] : [],
    );
  }

  /** Compares everything. `whole`: every line could be understood, so that counts can be judged. */
  finish(whole: boolean): void {
    this.#siteSays();
    this.#requestSays();
    this.#devicesSay();
    this.#peopleSay();
    for (const { place, stream } of this.#openings.values())
      if (this.erasure(place) === undefined && this.#listed.has(stream))
        this.found(
          `${capital(this.names.entry(place.log, place.seq))} opened work order ${this.#listed.get(stream)}, which the pack discloses, and is withheld.`,
        );
    if (!whole) return;
    for (const { workOrder, number, entries } of this.manifest.workOrders) {
      const held = this.#entriesOf.get(workOrder) ?? 0;
      if (held !== entries)
        this.found(
          `The manifest counts ${entries.toLocaleString('en-US')} entries of work order ${number}, and the pack holds ${held.toLocaleString('en-US')}.`,
        );
    }
  }

  #siteSays(): void {
    const site = this.#site;
    if (site === undefined) this.found('The entry that created the site (site.created) is not in the pack.');
    else if (
      site.site !== this.manifest.site ||
      site.rootKey !== this.keys.rootKey ||
      site.name !== this.manifest.siteName
    )
      this.found(
        `The manifest and keys.json name another site, name or root key than the entry that created the site, ${text(site.name)}.`,
      );
  }

  #requestSays(): void {
    const { manifest } = this;
    const { log, seq } = manifest.request;
    const name = this.names.entry(log, seq);
    if (this.#request === undefined) {
      this.found(`${capital(name)}, by which this pack was asked for, is not in it.`);
      return;
    }
    const { header, body } = this.#request;
    const { actor } = header;
    const asker = 'user' in actor ? this.#people.get(actor.user) : undefined;
    const sizes = new Map<unknown, unknown>([[log, seq + 1]]);
    for (const held of Array.isArray(body.logs) ? body.logs : [])
      sizes.set(object(held)?.log, object(held)?.size);
    const asked = [...(Array.isArray(body.workOrders) ? body.workOrders : [])].sort();
    const pairs: readonly (readonly [what: string, manifest: unknown, asked: unknown])[] = [
      ['pack', manifest.pack, body.pack],
      ['number', manifest.number, body.number],
      ['at', manifest.at, header.at],
      ['reason', manifest.reason, body.reason],
      ['scope', manifest.scope, manifestScope(object(body.scope) ?? {}, text(body.words) ?? '')],
      ['workOrders', manifest.workOrders.map(({ workOrder }) => workOrder), asked],
      ['addendumTo', manifest.addendumTo, body.addendumTo],
      ['by.user', manifest.by.user, 'user' in actor ? actor.user : null],
      ['by.role', manifest.by.role, 'user' in actor ? actor.role : null],
      ['by.name', manifest.by.name, asker?.name ?? manifest.by.name],
      ['device', manifest.device, header.log.slice(0, header.log.indexOf('/'))],
      [
        'logs',
        manifest.logs.map(({ log: held, size }) => [held, size]),
        manifest.logs.map(({ log: held }) => [held, sizes.get(held) ?? null]),
      ],
      ['logs', manifest.logs.length, sizes.size],
    ];
    for (const [what, said, wanted] of pairs)
      if (!same(said, wanted))
        this.found(`The manifest's "${what}" is not what ${name}, by which this pack was asked for, says.`);
    if (body.complete !== true && manifest.logs.some(({ from, to }) => from < to))
      this.found(`The manifest claims that a range is complete, and ${name} did not ask for that.`);
  }

  #devicesSay(): void {
    const listed = new Set(this.keys.devices.map(({ key }) => key));
    for (const device of this.keys.devices) this.#deviceSays(device);
    for (const key of this.#enrolled)
      if (!listed.has(key)) this.found('An entry of the pack enrols a station that keys.json does not list.');
  }

  #deviceSays({ key, log, seq, signature, statement }: PackDevice): void {
    if (this.#devices.get(placeName({ log, seq })) !== canonicalText([key, signature, statement]))
      this.found(
        `keys.json says of a station what ${this.names.entry(log, seq)}, which should enrol it, does not say or is not in the pack.`,
      );
  }

  #peopleSay(): void {
    for (const { user, key, keys = [], role, from, to } of this.keys.people) {
      const said = this.#people.get(user);
      const entry = this.names.entry(from.log, from.seq);
      if (said === undefined) this.found(`keys.json lists ${user}, whom no entry of the pack enrols.`);
      else if (said.role === undefined)
        this.found(`keys.json lists ${user}, whose enrolment, ${entry}, is withheld.`);
      else if (!same(said.from, from) || said.key !== key || said.role !== role)
        this.found(
          `keys.json gives ${user} another key, role or enrolment than ${this.names.entry(said.from.log, said.from.seq)}, which enrolled them.`,
        );
      else if (!same(said.keys, keys))
        this.found(`keys.json gives ${user} other keys than the entries by which they set them.`);
      else if (!same(said.to, to))
        this.found(
          said.to === null
            ? `keys.json says that ${user} was deactivated, and no entry of the pack says so.`
            : `keys.json does not say that ${user} was deactivated by ${this.names.entry(said.to.log, said.to.seq)}.`,
        );
    }
    for (const user of this.#people.keys())
      if (!this.#keysOf.has(user))
        this.found(`An entry of the pack enrols ${user}, and keys.json does not list them.`);
  }

  /** Every file that a disclosed body names, by the name of its member, with its hash and the entry that names it. */
  filesNamed(): Map<string, { readonly sha256: string; readonly name: string }> {
    const named = new Map<string, { sha256: string; name: string }>();
    for (const [sha256, name] of this.#evidence) named.set(packMembers.evidence(sha256), { sha256, name });
    for (const [closure, { sha256, name }] of this.#documents) {
      const number = this.#closures.get(closure);
      if (number !== undefined) named.set(packMembers.closure(number), { sha256, name });
    }
    return named;
  }
}
