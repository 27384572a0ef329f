/**
 * Verification of an audit pack (resources/help/ledger-format.md, section 10, "Verifying a pack"): the same steps in the app, on the
 * command line and in the page that travels with every pack. Pure: bytes in, findings out.
 */
import { canonicalBytes, type JsonObject, NotCanonical, parseCanonical } from '../canonical';
import { concat, fromBase64, fromUtf8, hex, utf8 } from '../encoding';
import type { Verdict } from '../findings';
import { hashId, originOf } from '../header';
import { type NoteKey, noteWalk, parseCheckpoint, type Witnessing } from '../note';
import { Rules } from '../rules';
import { Claims, type PackErasure } from './claims';
import { capital, LogLines, ProvedTree, type ReadLine } from './lines';
import {
  type ManifestFile,
  type ManifestLog,
  mostPackBytes,
  NotPackForm,
  type PackKeys,
  type PackManifest,
  packMembers,
  packOrder,
  packOrigin,
  readPackKeys,
  readPackManifest,
} from './manifest';
import { Names } from './names';
import {
  changedByte,
  hashMember,
  type PackCrypto,
  type PackMember,
  type PackSource,
  sameHash,
  walkLater,
} from './source';

export type PackVerification = {
  readonly verdict: Verdict;
  /** One or two sentences. */
  readonly words: string;
  /** The first is the first bad place; empty unless the verdict is 1 or 3. At most 100. */
  readonly findings: readonly string[];
  readonly findingCount: number;
  /** As far as it could be read. */
  readonly manifest: PackManifest | undefined;
  readonly lines: number;
  readonly withheld: number;
  /** Work orders that begin in a complete range and are withheld, by id. */
  readonly withheldWorkOrders: readonly string[];
  readonly erased: readonly (PackErasure & { readonly words: string })[];
  readonly logs: readonly (ManifestLog & {
    /** `K1` */
    readonly station: string;
    readonly witnesses: readonly Witnessing[];
  })[];
  /** Members read. */
  readonly files: number;
  readonly signatures: number;
  readonly notUnderstood: number;
};

/** Told while it goes on: bytes read of all that will be, and what is being read. It may make the verification wait. */
export type PackProgress = (done: number, total: number, words: string) => void | Promise<void>;

const MOST_FINDINGS = 100;
type Part = 'first' | 'entries' | 'files' | 'claims';

export async function verifyPack(
  source: PackSource,
  crypto: PackCrypto,
  progress: PackProgress = () => undefined,
): Promise<PackVerification> {
  return new PackVerifier(source, crypto, progress).run();
}

class PackVerifier {
  readonly #names = new Names();
  readonly #logs: (ManifestLog & { station: string; witnesses: readonly Witnessing[] })[] = [];
  /** About the container and what is signed first; about entries; about files; about what the manifest claims. */
  readonly #findings: Record<Part, string[]> = {
    first: [],
    entries: [],
    files: [],
    claims: [],
  };
  #count = 0;
  #manifest: PackManifest | undefined;
  #newer = false;
  #done = 0;
  readonly #total: number;
  #lines = 0;
  #withheld = 0;
  #signatures = 0;
  #notUnderstood = 0;
  #erased: (PackErasure & { words: string })[] = [];
  #withheldWorkOrders: string[] = [];

  constructor(
    readonly source: PackSource,
    readonly crypto: PackCrypto,
    readonly progress: PackProgress,
  ) {
    let total = 0;
    for (const [name, { size }] of source.members) total += name.endsWith('.jsonl') ? 2 * size : size;
    this.#total = total;
  }

  async run(): Promise<PackVerification> {
    for (const problem of this.source.problems) this.#add('first', problem);
    // Where the container cannot be read, that its members are not found says nothing more.
    if (this.source.members.size === 0 && this.source.problems.length > 0) return this.#report();
    const manifest = await this.#readManifest();
    if (manifest !== undefined) {
      this.#manifest = manifest;
      this.#members(manifest);
      const keys = await this.#readKeys(manifest);
      for (const file of manifest.files) await this.#file(file);
      if (keys !== undefined) await this.#ledger(manifest, keys);
    }
    return this.#report();
  }

  #add(where: Part, message: string): void {
    this.#count += 1;
    if (this.#findings[where].length < MOST_FINDINGS) this.#findings[where].push(message);
  }

  async #tell(bytes: number, words: string): Promise<void> {
    this.#done += bytes;
    await this.progress(Math.min(this.#done, this.#total), this.#total, words);
  }

  /** A small member, whole; undefined and a finding where it is not there or too large to be one. */
  async #read(name: string, most: number): Promise<Uint8Array | undefined> {
    const member = this.source.members.get(name);
    if (member === undefined) {
      this.#add('first', `${name} is not in the pack.`);
      return undefined;
    }
    if (member.size > most) {
      this.#add('first', `${name} is larger than it can be in a pack.`);
      return undefined;
    }
    return member.read(0, member.size);
  }

  /** Where it was changed, in words, if one byte alone explains it. */
  async #where(name: string, isRight?: (sha256: Uint8Array) => boolean): Promise<string> {
    const member = this.source.members.get(name) as PackMember;
    const { crc } = await hashMember(this.crypto, member);
    const at = await changedByte(this.crypto, member, crc, isRight);
    return at === undefined ? '' : ` Byte ${at.toLocaleString('en-US')} of it was changed.`;
  }

  /** The manifest is what its note signs, by the device that both name and that the site's root enrolled. */
  async #readManifest(): Promise<PackManifest | undefined> {
    const bytes = await this.#read(packMembers.manifest, mostPackBytes.manifest);
    const noteBytes = await this.#read(packMembers.note, mostPackBytes.note);
    const keysBytes = await this.#read(packMembers.keys, mostPackBytes.keys);
    if (bytes === undefined || noteBytes === undefined) return undefined;
    const sha256 = await this.crypto.sha256(bytes);
    const text = textOf(noteBytes);
    const note = text === undefined ? undefined : parseCheckpoint(text);
    const origin = /^process-designer\/(site_[a-z2-7]{26})\/(dev_[a-z2-7]{26})\/pack$/.exec(
      note?.origin ?? '',
    );
    let signed = false;
    if (text === undefined || note === undefined || origin === null)
      this.#add(
        'first',
        `manifest.note is not a note in the form of the format.${await this.#where(packMembers.note)}`,
      );
    else {
      signed = note.size === bytes.length && hex(note.root) === hex(sha256);
      if (!signed)
        this.#add(
          'first',
          `manifest.json is not the one that manifest.note signs.${await this.#where(packMembers.manifest, sameHash(note.root))}`,
        );
      signed = (await this.#noteHolds(text, origin[1] as string, origin[2] as string, keysBytes)) && signed;
    }
    await this.#crcFinding(packMembers.manifest);
    await this.#crcFinding(packMembers.note);
    try {
      const manifest = readPackManifest(bytes);
      if (origin !== null && (manifest.site !== origin[1] || manifest.device !== origin[2]))
        this.#add('first', 'manifest.note is by another site or device than manifest.json names.');
      return manifest;
    } catch (error) {
      if (!(error instanceof NotPackForm)) throw error;
      if (signed && isNewer(bytes)) this.#newer = true;
      else this.#add('first', `manifest.json cannot be read: ${error.message}.`);
      return undefined;
    }
  }

  /** The two members that no hash of the manifest covers. */
  async #crcFinding(name: string): Promise<void> {
    const member = this.source.members.get(name) as PackMember;
    const { crc } = await hashMember(this.crypto, member, (bytes) =>
      this.#tell(bytes, 'Reading the manifest'),
    );
    if (member.crc !== undefined && member.crc !== crc)
      this.#add(
        'first',
        `The checksum (CRC-32) of ${name} in the ZIP is not that of its bytes.${await this.#where(name)}`,
      );
  }

  async #noteHolds(
    text: string,
    site: string,
    device: string,
    keysBytes: Uint8Array | undefined,
  ): Promise<boolean> {
    const found = keysBytes === undefined ? undefined : keyIn(keysBytes);
    for (const key of found ?? []) {
      const raw = fromBase64(key);
      if (raw === undefined || hashId('dev', await this.crypto.sha256(raw)) !== device) continue;
      const check = await walkLater(
        this.crypto,
        noteWalk(text, { name: packOrigin(site, device), key: raw, kind: 'log' }),
      );
      if (!check.ok)
        this.#add(
          'first',
          `manifest.note does not hold: ${check.reason}.${await this.#where(packMembers.note)}`,
        );
      return check.ok;
    }
    this.#add('first', `manifest.note is by ${device}, and keys.json has no key of that station.`);
    return false;
  }

  /** Exactly the members that the manifest names, in the order of the format. */
  #members(manifest: PackManifest): void {
    const listed = [packMembers.manifest, packMembers.note, ...manifest.files.map(({ name }) => name)];
    const known = new Set<string>(listed);
    for (const name of this.source.members.keys())
      if (!known.has(name)) this.#add('first', `${name} is in the pack, and its manifest does not name it.`);
    const logs = manifest.logs.map(({ log }) => log);
    const names = manifest.files.map(({ name }) => name);
    const under = (prefix: string): string[] => names.filter((name) => name.startsWith(prefix));
    const evidence = under('evidence/').map((name) => name.slice('evidence/'.length));
    const closures = under('closures/').map((name) => name.slice('closures/'.length, -'.pdf'.length));
    const order = packOrder(logs, [...new Set(evidence)].sort(), [...new Set(closures)].sort());
    const wanted = order.filter((name) => name !== packMembers.manifest && name !== packMembers.note);
    const first = wanted.findIndex((name, index) => name !== names[index]);
    if (first >= 0 || names.length !== wanted.length)
      this.#add(
        'first',
        `The files of manifest.json are not those of a pack in their order: ${names[first < 0 ? wanted.length : first] ?? 'nothing'} stands where ${wanted[first] ?? 'nothing'} belongs.`,
      );
    if (this.source.kind !== 'zip') return;
    const inZip = [...this.source.members.keys()];
    const place = inZip.findIndex((name, index) => name !== order[index]);
    if (place >= 0 && inZip.every((name) => known.has(name)))
      this.#add(
        'first',
        `The members of the ZIP are out of order: ${inZip[place]} stands where ${order[place] ?? 'nothing'} belongs.`,
      );
  }

  /** Whose keys they are: the site's id is that of its root key, which enrolled each device. */
  async #readKeys(manifest: PackManifest): Promise<PackKeys | undefined> {
    const bytes = await this.#read(packMembers.keys, mostPackBytes.keys);
    if (bytes === undefined) return undefined;
    let keys: PackKeys;
    try {
      keys = readPackKeys(bytes);
    } catch (error) {
      if (!(error instanceof NotPackForm)) throw error;
      this.#add('first', `keys.json cannot be read: ${error.message}.`);
      return undefined;
    }
    const root = fromBase64(keys.rootKey) ?? new Uint8Array(0);
    if (keys.site !== manifest.site || hashId('site', await this.crypto.sha256(root)) !== keys.site)
      this.#add(
        'first',
        'keys.json is of another site than manifest.json, or its root key is not that of the site.',
      );
    let last = '';
    for (const device of keys.devices) {
      const id = hashId('dev', await this.crypto.sha256(fromBase64(device.key) ?? new Uint8Array(0)));
      if (id <= last) this.#add('first', `keys.json lists ${id} out of order or twice.`);
      last = id;
      const name = await this.#enrolled(device, id, keys.site, root);
      if (name === undefined)
        this.#add('first', `keys.json lists ${id}, and the site's root did not enrol it with this key.`);
      else this.#names.station(id, name);
    }
    return keys;
  }

  /** The station's name, if the root signed its statement. */
  async #enrolled(
    { key, signature, statement }: PackKeys['devices'][number],
    id: string,
    site: string,
    root: Uint8Array,
  ): Promise<string | undefined> {
    const said = jsonIn(statement);
    const value = fromBase64(signature);
    if (said === undefined || value === undefined) return undefined;
    if (said.v !== 1 || said.site !== site || said.device !== id || said.deviceKey !== key) return undefined;
    try {
      const message = concat(utf8('process-designer/enrolment/v1\0'), canonicalBytes(said));
      if (!(await this.crypto.verify(root, message, value))) return undefined;
    } catch {
      return undefined;
    }
    return typeof said.name === 'string' ? said.name : id;
  }

  async #file({ name, sha256, size }: ManifestFile): Promise<void> {
    const member = this.source.members.get(name);
    if (member === undefined) {
      this.#add('files', `${name}, which the manifest names, is not in the pack.`);
      return;
    }
    if (member.size !== size) {
      this.#add(
        'files',
        `${name} has ${member.size.toLocaleString('en-US')} bytes, and the manifest says ${size.toLocaleString('en-US')}.`,
      );
      return;
    }
    const found = await hashMember(this.crypto, member, (bytes) => this.#tell(bytes, `Reading ${name}`));
    const right = hex(found.sha256) === sha256;
    if (!right) {
      const at = await changedByte(this.crypto, member, found.crc, (hash) => hex(hash) === sha256);
      const where = at === undefined ? '' : `: byte ${at.toLocaleString('en-US')} of it is another`;
      this.#add(
        'files',
        `${name} is not the file that the manifest names${where}. It was changed after the pack was made.`,
      );
    } else if (member.crc !== undefined && member.crc !== found.crc)
      this.#add('files', `The checksum (CRC-32) of ${name} in the ZIP is not that of its bytes.`);
  }

  async #checkpoint(given: ManifestLog, keys: PackKeys): Promise<ProvedTree | undefined> {
    const { log, size } = given;
    const device = log.slice(0, log.indexOf('/'));
    const witnesses: NoteKey[] = [];
    let own: Uint8Array | undefined;
    for (const { key } of keys.devices) {
      const raw = fromBase64(key) ?? new Uint8Array(0);
      const id = hashId('dev', await this.crypto.sha256(raw));
      if (id === device) own = raw;
      else witnesses.push({ name: `process-designer/${keys.site}/${id}`, key: raw, kind: 'witness' });
    }
    const station = this.#names.stationOf(log);
    const entry = { ...given, station, witnesses: [] as readonly Witnessing[] };
    this.#logs.push(entry);
    if (own === undefined) {
      this.#add('entries', `The pack holds the log of ${device}, and keys.json has no key of that station.`);
      return undefined;
    }
    const bytes = await this.#read(packMembers.checkpoint(log), mostPackBytes.note);
    const text = bytes === undefined ? undefined : textOf(bytes);
    if (bytes === undefined) return undefined;
    const check = await walkLater(
      this.crypto,
      noteWalk(text ?? '', { name: originOf(keys.site, log), key: own, kind: 'log' }, witnesses),
    );
    if (!check.ok) {
      this.#add('entries', `The checkpoint of the log of ${station} does not hold: ${check.reason}.`);
      return undefined;
    }
    if (check.checkpoint.size !== size)
      this.#add(
        'entries',
        `The checkpoint of the log of ${station} is over ${check.checkpoint.size.toLocaleString('en-US')} entries, and the manifest says ${size.toLocaleString('en-US')}.`,
      );
    entry.witnesses = check.witnesses;
    return new ProvedTree(this.crypto, check.checkpoint.size, check.checkpoint.root);
  }

  /** Reads the lines of all logs together, in the order of clock, log and seq. */
  async #ledger(manifest: PackManifest, keys: PackKeys): Promise<void> {
    for (const { workOrder, number } of manifest.workOrders) this.#names.number(workOrder, number);
    const claims = new Claims(manifest, keys, this.#names, (message) => this.#add('claims', message));
    const rules = new Rules();
    const signed = new Map<string, string>();
    const readers: {
      lines: LogLines;
      given: ManifestLog;
      iterator: AsyncGenerator<ReadLine>;
      next: ReadLine | undefined;
    }[] = [];
    for (const given of manifest.logs) {
      const tree = await this.#checkpoint(given, keys);
      const member = this.source.members.get(packMembers.entries(given.log));
      if (member === undefined) continue;
      const lines = new LogLines({ ...given, tree }, this.crypto, this.#names, (message) =>
        this.#add('entries', message),
      );
      const iterator = lines.read(this.#told(member, given.log));
      readers.push({ lines, given, iterator, next: (await iterator.next()).value as ReadLine | undefined });
    }
    for (;;) {
      let first: (typeof readers)[number] | undefined;
      for (const reader of readers)
        if (reader.next !== undefined && (first?.next === undefined || before(reader.next, first.next)))
          first = reader;
      if (first?.next === undefined) break;
      const { header, body } = first.next;
      claims.entry(header, body);
      rules.entry(header, body);
      if (header.signature !== undefined)
        signed.set(`${header.log} ${header.seq}`, this.#names.entry(header.log, header.seq, header, body));
      first.next = (await first.iterator.next()).value as ReadLine | undefined;
    }
    for (const { lines, given } of readers) this.#counted(lines, given, claims);
    const whole = this.#notUnderstood === 0;
    for (const { code, log, seq, message } of rules.findings) {
      if (!whole && code === 'work-order-incomplete') continue;
      const name = seq === null ? '' : (signed.get(`${log} ${seq}`) ?? this.#names.entry(log, seq));
      this.#add('claims', message.replace(/^Entry \d+/, capital(name)));
    }
    claims.finish(whole);
    this.#withheldWorkOrders = claims.withheldWorkOrders();
    if (this.#withheld !== manifest.withheld)
      this.#add(
        'claims',
        `The manifest says that ${manifest.withheld.toLocaleString('en-US')} lines are withheld, and ${this.#withheld.toLocaleString('en-US')} are.`,
      );
    this.#filesNamed(manifest, claims);
  }

  #told(member: PackMember, log: string): PackMember {
    const words = `Checking the entries of ${this.#names.stationOf(log)}`;
    return {
      ...member,
      read: async (from, to) => {
        await this.#tell(to - from, words);
        return member.read(from, to);
      },
    };
  }

  #counted(lines: LogLines, given: ManifestLog, claims: Claims): void {
    this.#lines += lines.lines;
    this.#signatures += lines.signatures;
    this.#notUnderstood += lines.notUnderstood;
    if (lines.lines !== given.lines)
      this.#add(
        'claims',
        `The manifest counts ${given.lines.toLocaleString('en-US')} lines of the log of ${this.#names.stationOf(given.log)}, and the pack holds ${lines.lines.toLocaleString('en-US')}.`,
      );
    for (const seq of lines.bare) {
      const erasure = claims.erasure({ log: given.log, seq });
      if (erasure === undefined) this.#withheld += 1;
      else
        this.#erased.push({
          ...erasure,
          words: `What ${this.#names.entry(given.log, seq)} said was erased by ${this.#names.entry(erasure.by.log, erasure.by.seq)}: ${erasure.scope}, by authority of ${erasure.authority}.`,
        });
    }
  }

  #filesNamed(manifest: PackManifest, claims: Claims): void {
    const named = claims.filesNamed();
    const held = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
    for (const [member, { sha256, name }] of named) {
      if (!held.has(member)) this.#add('claims', `${member}, which ${name} names, is not in the pack.`);
      else if (held.get(member) !== sha256)
        this.#add('claims', `${member} is not the file that ${name} names.`);
    }
    for (const member of held.keys())
      if (/^(?:evidence|closures)\//.test(member) && !named.has(member))
        this.#add('claims', `${member} is in the pack, and no disclosed entry names it.`);
  }

  #report(): PackVerification {
    const { first, entries, files, claims } = this.#findings;
    const findings = [...first, ...entries, ...files, ...claims].slice(0, MOST_FINDINGS);
    const newer = this.#newer || this.#notUnderstood > 0;
    const apart = this.#withheld + this.#erased.length;
    const verdict: Verdict = findings.length > 0 ? 1 : newer ? 3 : apart > 0 ? 2 : 0;
    return {
      verdict,
      words: this.#words(verdict, findings),
      findings,
      findingCount: this.#count,
      manifest: this.#manifest,
      lines: this.#lines,
      withheld: this.#withheld,
      withheldWorkOrders: this.#withheldWorkOrders,
      erased: this.#erased,
      logs: this.#logs,
      files: this.source.members.size,
      signatures: this.#signatures,
      notUnderstood: this.#notUnderstood,
    };
  }

  #words(verdict: Verdict, findings: readonly string[]): string {
    const read = `${counted(this.#lines, 'entry', 'entries')} and ${counted(this.source.members.size, 'file')} read.`;
    if (verdict === 1) return findings[0] ?? '';
    if (verdict === 3)
      return this.#newer
        ? 'This pack is in a newer format than this version knows, so it could not be checked.'
        : `${read} ${counted(this.#notUnderstood, 'entry', 'entries')} in a newer format could not be checked; nothing else is wrong.`;
    if (verdict === 0)
      return `${read} Each is as it was recorded; nothing is missing of what the pack claims to hold.`;
    const parts = [
      ...(this.#withheld > 0
        ? [`what ${counted(this.#withheld, 'entry says is', 'entries say is')} withheld`]
        : []),
      ...(this.#erased.length > 0
        ? [`what ${counted(this.#erased.length, 'entry', 'entries')} said was erased`]
        : []),
    ];
    return `${read} Each is as it was recorded; ${parts.join(', and ')}.`;
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

function before(left: ReadLine, right: ReadLine): boolean {
  const [a, b] = [left.header, right.header];
  if (a.clock !== b.clock) return a.clock < b.clock;
  return a.log < b.log;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return fromUtf8(bytes);
  } catch {
    return undefined;
  }
}

function jsonIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Keys of devices in a `keys.json` whose form is not checked yet. */
function keyIn(bytes: Uint8Array): readonly string[] | undefined {
  try {
    return readPackKeys(bytes).devices.map(({ key }) => key);
  } catch (error) {
    if (error instanceof NotPackForm) return undefined;
    throw error;
  }
}

function isNewer(bytes: Uint8Array): boolean {
  try {
    const { v } = parseCanonical(bytes, { bytes: mostPackBytes.manifest, depth: 16 });
    return typeof v === 'number' && v > 1;
  } catch (error) {
    if (error instanceof NotCanonical) return false;
    throw error;
  }
}
