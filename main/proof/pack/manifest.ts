/**
 * The members of an audit pack that are written and read as data (resources/help/ledger-format.md, section 10). Functions of bytes;
 * the readers are strict and written by hand, because they are part of the page that travels with every pack.
 */
import { canonicalBytes, type JsonObject, type JsonValue, NotCanonical, parseCanonical } from '../canonical';
import { noteKeyHash, signCheckpoint } from '../note';
import type { Sha256 } from '../primitives';

/** Where an entry stands. */
export type Place = { readonly log: string; readonly seq: number };

export type ManifestScope = {
  readonly kind: 'work-orders' | 'job-type' | 'person' | 'lot' | 'asset' | 'dates' | 'question';
  /** The scope for a person. */
  readonly words: string;
  /** Of every kind but `work-orders` and `dates`. */
  readonly value?: string | undefined;
  readonly from?: string | undefined;
  /** Not included. */
  readonly until?: string | undefined;
};

export type ManifestLog = {
  readonly log: string;
  /** Of the checkpoint. */
  readonly size: number;
  readonly lines: number;
  /** All entries from `from` to `to` − 1 have a line; equal where nothing is claimed to be complete. */
  readonly from: number;
  readonly to: number;
};

export type ManifestFile = { readonly name: string; readonly sha256: string; readonly size: number };

export type PackManifest = {
  readonly v: 1;
  readonly kind: typeof PACK_KIND;
  readonly pack: string;
  /** `PACK-K1-000007` */
  readonly number: string;
  readonly at: string;
  readonly app: string;
  readonly site: string;
  readonly siteName: string;
  /** The device that wrote it and signs the note. */
  readonly device: string;
  readonly by: { readonly name: string; readonly role: string; readonly user: string };
  readonly reason: string;
  readonly scope: ManifestScope;
  /** The entry `pack.requested`. */
  readonly request: Place;
  readonly addendumTo: { readonly number: string; readonly pack: string; readonly sha256: string } | null;
  /** By log. */
  readonly logs: readonly ManifestLog[];
  /** Every disclosed one, by id; `entries`: how many lines belong to it. */
  readonly workOrders: readonly {
    readonly entries: number;
    readonly number: string;
    readonly workOrder: string;
  }[];
  /** Lines that have neither salt nor body and were not erased. */
  readonly withheld: number;
  /** Every member but the manifest and its note, in the order of the ZIP. */
  readonly files: readonly ManifestFile[];
};

export type PackDevice = {
  /** Raw Ed25519 public key, base64; the id follows from it. */
  readonly key: string;
  /** The entry `device.enrolled`. */
  readonly log: string;
  readonly seq: number;
  readonly signature: string;
  /** Canonical JSON text that the site's root signed. */
  readonly statement: string;
};

export type PackPerson = {
  /** The entry that enrolled them, and the one that deactivated them. */
  readonly from: Place;
  /** The key of that entry; left out where it has none. */
  readonly key?: string | undefined;
  /** The keys they set since, each with the entry `user.key-set` that says so, in the ledger's order; left out where there are none. */
  readonly keys?: readonly PackKey[] | undefined;
  readonly role: string;
  readonly to: Place | null;
  readonly user: string;
};

export type PackKey = { readonly key: string; readonly log: string; readonly seq: number };

export type PackKeys = {
  readonly v: 1;
  readonly site: string;
  readonly rootKey: string;
  /** By device id. */
  readonly devices: readonly PackDevice[];
  /** By user id. */
  readonly people: readonly PackPerson[];
};

/** A line of `entries.jsonl`; every field in base64. `salt` and `body` are left out where erased or withheld. */
export type PackLine = {
  readonly header: string;
  readonly salt?: string | undefined;
  readonly body?: string | undefined;
  /** From the leaf up. */
  readonly proof: readonly string[];
};

export const PACK_KIND = 'process-designer/audit-pack';

export const packMembers = {
  page: 'index.html',
  manifest: 'manifest.json',
  note: 'manifest.note',
  keys: 'keys.json',
  entries: (log: string) => `ledger/${log}/entries.jsonl`,
  checkpoint: (log: string) => `ledger/${log}/checkpoint.txt`,
  evidence: (sha256: string) => `evidence/${sha256}`,
  closure: (number: string) => `closures/${number}.pdf`,
  format: 'FORMAT.md',
} as const;

/** Largest sizes, in bytes. A line: a header and a body in base64, and a proof. */
export const mostPackBytes = {
  manifest: 48 * 1024 * 1024,
  note: 16 * 1024,
  keys: 16 * 1024 * 1024,
  line: 1_440_000,
} as const;

/** The name of the key that signs manifests of packs: no log has it, so no checkpoint can be taken for one or the other way round. */
export function packOrigin(site: string, device: string): string {
  return `process-designer/${site}/${device}/pack`;
}

/** `manifest.note`: a signed note whose size is the manifest's in bytes and whose root is its SHA-256. */
export function signPackManifest(
  sha256: Sha256,
  manifest: Uint8Array,
  by: { readonly site: string; readonly device: string; readonly key: Uint8Array },
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const origin = packOrigin(by.site, by.device);
  const keyHash = noteKeyHash(sha256, { name: origin, key: by.key, kind: 'log' });
  return signCheckpoint({ origin, size: manifest.length, root: sha256(manifest) }, keyHash, sign);
}

export function packManifestBytes(manifest: PackManifest): Uint8Array {
  return canonicalBytes(manifest as unknown as JsonValue);
}

export function packKeysBytes(keys: PackKeys): Uint8Array {
  return canonicalBytes(keys as unknown as JsonValue);
}

/** A line with its end. Base64 needs no escape, so this is its canonical JSON. */
export function packLineText({ body, header, proof, salt }: PackLine): string {
  const said = body === undefined ? '' : `"body":"${body}",`;
  const salted = salt === undefined ? '' : `,"salt":"${salt}"`;
  return `{${said}"header":"${header}","proof":[${proof.map((hash) => `"${hash}"`).join(',')}]${salted}}\n`;
}

/** The scope as the manifest says it, of the body of `pack.requested`: `workOrders` are told beside it. */
export function manifestScope(asked: JsonObject, words: string): ManifestScope {
  const { kind, value, from, until } = asked as { readonly [key: string]: string | undefined };
  return {
    kind: kind as ManifestScope['kind'],
    words,
    ...(value === undefined ? {} : { value }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  };
}

/** A member that has not the form of the format, in words that go on after its name: "its field logs[2].from …". */
export class NotPackForm extends Error {}

type Check<T> = (value: JsonValue | undefined, at: string) => T;

function refuse(at: string): never {
  throw new NotPackForm(`its field ${at} is missing or has another form`);
}

const matching =
  (pattern: RegExp): Check<string> =>
  (value, at) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(at);

const text =
  (most: number): Check<string> =>
  (value, at) =>
    typeof value === 'string' && value.length <= most ? value : refuse(at);

const count: Check<number> = (value, at) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse(at);

const exactly =
  <T extends string | number>(wanted: T): Check<T> =>
  (value, at) =>
    value === wanted ? wanted : refuse(at);

const orNull =
  <T>(check: Check<T>): Check<T | null> =>
  (value, at) =>
    value === null ? null : check(value, at);

/** An object of exactly these keys; those whose check takes `undefined` may be left out. */
const shape =
  <T>(fields: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> =>
  (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(at || 'itself');
    const found = value as JsonObject;
    const out: Record<string, unknown> = {};
    for (const key of Object.keys(fields)) {
      const read = (fields as Record<string, Check<unknown>>)[key]?.(found[key], at ? `${at}.${key}` : key);
      if (read !== undefined) out[key] = read;
    }
    for (const key of Object.keys(found)) {
      if (!Object.hasOwn(fields, key))
        throw new NotPackForm(`its field ${at ? `${at}.${key}` : key} is not one of the format`);
    }
    return out as T;
  };

/** A list whose items have names that rise: none stands twice, and there is one order. */
const rising =
  <T>(item: Check<T>, name: (item: T) => string): Check<readonly T[]> =>
  (value, at) => {
    if (!Array.isArray(value)) refuse(at);
    let last: string | undefined;
    return (value as readonly JsonValue[]).map((each, index) => {
      const read = item(each, `${at}[${index}]`);
      const own = name(read);
      if (last !== undefined && own <= last)
        throw new NotPackForm(`its field ${at}[${index}] is out of order or there twice`);
      last = own;
      return read;
    });
  };

const list =
  <T>(item: Check<T>): Check<readonly T[]> =>
  (value, at) =>
    Array.isArray(value) ? value.map((each: JsonValue, index) => item(each, `${at}[${index}]`)) : refuse(at);

const logName = matching(/^dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})$/);
const device = matching(/^dev_[a-z2-7]{26}$/);
const site = matching(/^site_[a-z2-7]{26}$/);
const id = matching(/^[\x21-\x7e]{1,200}$/);
const number = matching(/^[A-Z]{1,4}-[A-Z][A-Z0-9]{0,3}-[0-9]{6,12}$/);
const hash = matching(/^[0-9a-f]{64}$/);
const key64 = matching(/^[A-Za-z0-9+/]{43}=$/);
const time = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/);
const memberName = matching(
  /^(?:index\.html|FORMAT\.md|keys\.json|ledger\/dev_[a-z2-7]{26}\/(?:0|[1-9][0-9]{0,8})\/(?:entries\.jsonl|checkpoint\.txt)|evidence\/[0-9a-f]{64}|closures\/[A-Z]{1,4}-[A-Z][A-Z0-9]{0,3}-[0-9]{6,12}\.pdf)$/,
);
const role = matching(/^[a-z][a-z-]{0,40}$/);
const place = shape<Place>({ log: logName, seq: count });
const absent: Check<undefined> = (value, at) => (value === undefined ? undefined : refuse(at));
const optional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value, at) =>
    value === undefined ? undefined : check(value, at);

const scope: Check<ManifestScope> = (value, at) => {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  if (kind === 'work-orders')
    return shape<ManifestScope>({
      kind: exactly(kind),
      words: text(500),
      value: absent,
      from: absent,
      until: absent,
    })(value, at);
  if (kind === 'dates')
    return shape<ManifestScope>({
      kind: exactly(kind),
      words: text(500),
      value: absent,
      from: time,
      until: time,
    })(value, at);
  if (kind === 'job-type' || kind === 'person' || kind === 'lot' || kind === 'asset' || kind === 'question')
    return shape<ManifestScope>({
      kind: exactly(kind),
      words: text(500),
      value: text(200),
      from: optional(time),
      until: optional(time),
    })(value, at);
  return refuse(`${at}.kind`);
};

const manifestForm = shape<PackManifest>({
  v: exactly(1),
  kind: exactly(PACK_KIND),
  pack: id,
  number,
  at: time,
  app: id,
  site,
  siteName: text(500),
  device,
  by: shape<PackManifest['by']>({ name: text(500), role, user: id }),
  reason: text(1000),
  scope,
  request: place,
  addendumTo: orNull(shape<NonNullable<PackManifest['addendumTo']>>({ number, pack: id, sha256: hash })),
  logs: rising(
    shape<ManifestLog>({ log: logName, size: count, lines: count, from: count, to: count }),
    ({ log }) => log,
  ),
  workOrders: rising(
    shape<PackManifest['workOrders'][number]>({
      entries: count,
      // As a person typed it, where the site has numbers of its own.
      number: id,
      workOrder: id,
    }),
    ({ workOrder }) => workOrder,
  ),
  withheld: count,
  files: list(shape<ManifestFile>({ name: memberName, sha256: hash, size: count })),
});

const keysForm = shape<PackKeys>({
  v: exactly(1),
  site,
  rootKey: key64,
  devices: list(
    shape<PackDevice>({
      key: key64,
      log: logName,
      seq: count,
      signature: matching(/^[A-Za-z0-9+/]{86}==$/),
      statement: text(4000),
    }),
  ),
  people: rising(
    shape<PackPerson>({
      from: place,
      key: optional(key64),
      keys: optional(list(shape<PackKey>({ key: key64, log: logName, seq: count }))),
      role,
      to: orNull(place),
      user: id,
    }),
    ({ user }) => user,
  ),
});

function parse(bytes: Uint8Array, most: number): JsonObject {
  try {
    return parseCanonical(bytes, { bytes: most, depth: 8 });
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw new NotPackForm(`it is not canonical JSON: ${error.message}`);
  }
}

/** Reads `manifest.json`: size, one spelling, exactly the fields of the format. @throws NotPackForm */
export function readPackManifest(bytes: Uint8Array): PackManifest {
  const manifest = manifestForm(parse(bytes, mostPackBytes.manifest), '');
  for (const { log, from, to, size } of manifest.logs) {
    if (from > to || to > size)
      throw new NotPackForm(`its range ${from} to ${to} of ${log} is not one of a log of ${size} entries`);
  }
  return manifest;
}

/** Reads `keys.json`. The order of the devices, which is that of their ids, is the verifier's to check. @throws NotPackForm */
export function readPackKeys(bytes: Uint8Array): PackKeys {
  return keysForm(parse(bytes, mostPackBytes.keys), '');
}

const BASE64 = /^[A-Za-z0-9+/]+=?=?$/;

/** Reads a line, given without its end: exactly the form that `packLineText` writes. @throws NotPackForm */
export function readPackLine(line: string): PackLine {
  let value: { [key: string]: unknown };
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    throw new NotPackForm('it is not JSON');
  }
  const { body, header, proof, salt } = value ?? {};
  const coded = (field: unknown): field is string => typeof field === 'string' && BASE64.test(field);
  if (!coded(header)) throw new NotPackForm('it has no header in base64');
  if (body !== undefined && !coded(body)) throw new NotPackForm('its body is not in base64');
  if (salt !== undefined && !coded(salt)) throw new NotPackForm('its salt is not in base64');
  if (!Array.isArray(proof) || !proof.every(coded)) throw new NotPackForm('its proof is no list of hashes');
  const read: PackLine = {
    header,
    proof,
    ...(body === undefined ? {} : { body }),
    ...(salt === undefined ? {} : { salt }),
  };
  if (packLineText(read) !== `${line}\n`) throw new NotPackForm('it is not in canonical form');
  return read;
}

/** The members of a pack in their order, as its manifest implies it: what may stand where is not free. */
export function packOrder(
  logs: readonly string[],
  evidence: readonly string[],
  closures: readonly string[],
): string[] {
  return [
    packMembers.page,
    packMembers.manifest,
    packMembers.note,
    packMembers.keys,
    ...logs.flatMap((log) => [packMembers.entries(log), packMembers.checkpoint(log)]),
    ...evidence.map(packMembers.evidence),
    ...closures.map(packMembers.closure),
    packMembers.format,
  ];
}
