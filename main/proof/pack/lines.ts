import { BODY_LIMITS, type JsonObject, NotCanonical, parseCanonical } from '../canonical';
import { fromBase64, fromUtf8, hex, isHexOf, sameBytes } from '../encoding';
import { bodyCommitment, type Header, leafHash, readHeader, signatureMessage } from '../header';
import { inclusionPath, nodeHash } from '../tree';
import { mostPackBytes, NotPackForm, type PackLine, readPackLine } from './manifest';
import type { Names } from './names';
import type { PackCrypto, PackMember } from './source';

const PAGE = 64 * 1024;
const NEWLINE = 0x0a;

/** The lines of a member, without their ends, in pages. What has no end comes as `undefined`, and is the last. */
export async function* textLines(member: PackMember): AsyncGenerator<Uint8Array | undefined> {
  let rest = new Uint8Array(0);
  for (let from = 0; from < member.size; ) {
    const page = await member.read(from, Math.min(from + PAGE, member.size));
    from += page.length;
    let bytes: Uint8Array = page;
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + page.length);
      bytes.set(rest);
      bytes.set(page, rest.length);
    }
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.slice(start);
    if (rest.length > mostPackBytes.line) break;
  }
  if (rest.length > 0) yield undefined;
}

/** The tree that a log's checkpoint signs, and what was proved of it: the way of the last leaf, which a neighbour joins soon. */
export class ProvedTree {
  #proved = new Map<number, Uint8Array>();

  constructor(
    readonly crypto: PackCrypto,
    readonly size: number,
    readonly root: Uint8Array,
  ) {}

  /** Whether the proof is exactly that of this leaf at this place. */
  async holds(leaf: Uint8Array, seq: number, proof: readonly Uint8Array[]): Promise<boolean> {
    const path = inclusionPath(seq, this.size);
    if (path === undefined || path.length !== proof.length) return false;
    const way = new Map<number, Uint8Array>();
    let hash = leaf;
    let known = false;
    for (const [step, { start, width, beside, side }] of path.entries()) {
      const part = proof[step] as Uint8Array;
      const name = nodeName(start, width);
      const besideName = nodeName(beside.start, beside.width);
      const before = this.#proved.get(name);
      if (!known && before !== undefined) {
        if (!sameBytes(before, hash)) return false;
        known = true;
      }
      if (known) {
        // What is above a proved node was proved with it, so the hashes beside it are known.
        const other = this.#proved.get(besideName);
        if (other === undefined || !sameBytes(other, part)) return false;
        way.set(name, this.#proved.get(name) as Uint8Array);
      } else {
        way.set(name, hash);
        hash = await (side === 'left'
          ? nodeHash(this.crypto.sha256, part, hash)
          : nodeHash(this.crypto.sha256, hash, part));
      }
      way.set(besideName, part);
    }
    if (!known && !sameBytes(hash, this.root)) return false;
    this.#proved = way;
    return true;
  }
}

/** One number for a subtree: trees have fewer than 2^46 leaves. */
function nodeName(start: number, width: number): number {
  return start * 64 + Math.ceil(Math.log2(width));
}

export type ReadLine = {
  readonly header: Header;
  /** Undefined where it was erased or withheld. */
  readonly body: JsonObject | undefined;
};

export type LogGiven = {
  readonly log: string;
  readonly from: number;
  readonly to: number;
  /** Undefined where the checkpoint does not hold: then places in the tree cannot be shown. */
  readonly tree: ProvedTree | undefined;
};

/**
 * The lines of one log, each checked by itself and against its neighbours: form, place in the tree, chain, clock, commitment,
 * signature. What is wrong goes to `found`, in words that name the place.
 */
export class LogLines {
  lines = 0;
  notUnderstood = 0;
  signatures = 0;
  /** Places without salt and body. */
  readonly bare: number[] = [];
  #seq = -1;
  #leaf: Uint8Array | undefined;
  #clock = '';
  /** The next place that the pack claims to hold. */
  #due: number;
  #last = '';

  constructor(
    readonly given: LogGiven,
    readonly crypto: PackCrypto,
    readonly names: Names,
    readonly found: (message: string) => void,
  ) {
    this.#due = given.from;
  }

  /** Each line that could be read, in order. */
  async *read(member: PackMember): AsyncGenerator<ReadLine> {
    for await (const bytes of textLines(member)) {
      this.lines += 1;
      const read = bytes === undefined ? this.#noEnd() : await this.#line(bytes);
      if (read !== undefined) yield read;
    }
    if (this.#due < this.given.to) this.#missing(this.#due, this.given.to);
  }

  #noEnd(): undefined {
    this.lines -= 1;
    this.found(`What stands ${this.#where()} is no line: it has no end.`);
  }

  /** Where a line is that cannot say it itself. */
  #where(): string {
    const line = `in line ${(this.lines).toLocaleString('en-US')} of the log of ${this.names.stationOf(this.given.log)}`;
    return this.#last === '' ? `${line}, its first` : `${line}, after ${this.#last}`;
  }

  async #line(bytes: Uint8Array): Promise<ReadLine | undefined> {
    let line: PackLine;
    try {
      if (bytes.length > mostPackBytes.line) throw new NotPackForm('it is longer than any line');
      line = readPackLine(fromUtf8(bytes));
    } catch (error) {
      this.found(
        `The entry ${this.#where()} cannot be read: ${error instanceof NotPackForm ? error.message : 'it is not UTF-8'}.`,
      );
      return undefined;
    }
    const header = fromBase64(line.header);
    const salt = line.salt === undefined ? null : fromBase64(line.salt);
    const body = line.body === undefined ? null : fromBase64(line.body);
    const proof = line.proof.map(fromBase64);
    if (
      header === undefined ||
      salt === undefined ||
      body === undefined ||
      proof.some((hash) => hash?.length !== 32)
    ) {
      this.found(
        `The entry ${this.#where()} cannot be read: its base64 has another spelling than the one of the format.`,
      );
      return undefined;
    }
    const leaf = await leafHash(this.crypto.sha256, header);
    const reading = readHeader(header);
    if (reading.kind === 'bad') {
      this.found(`The entry ${this.#where()} has no header of the format: ${reading.reason}.`);
      return undefined;
    }
    if (reading.kind === 'newer') {
      await this.#newer(header, leaf, proof as Uint8Array[], salt === null && body === null);
      return undefined;
    }
    return this.#entry(reading.header, leaf, proof as Uint8Array[], salt, body);
  }

  /** An entry of a later format: only its place can be checked, which it still says. */
  async #newer(
    bytes: Uint8Array,
    leaf: Uint8Array,
    proof: readonly Uint8Array[],
    bare: boolean,
  ): Promise<void> {
    const { log, seq } = JSON.parse(fromUtf8(bytes)) as JsonObject;
    if (log !== this.given.log || typeof seq !== 'number') {
      this.found(`The entry ${this.#where()} is in a newer format and does not say where it stands.`);
      return;
    }
    this.notUnderstood += 1;
    this.#place(seq, this.names.entry(log, seq));
    await this.#inTree(seq, leaf, proof, this.names.entry(log, seq));
    if (bare) this.bare.push(seq);
    this.#seq = Math.max(this.#seq, seq);
    this.#leaf = leaf;
    this.#last = this.names.entry(log, seq);
  }

  async #entry(
    header: Header,
    leaf: Uint8Array,
    proof: readonly Uint8Array[],
    salt: Uint8Array | null,
    body: Uint8Array | null,
  ): Promise<ReadLine | undefined> {
    const { log, seq } = header;
    if (log !== this.given.log) {
      this.found(
        `The entry ${this.#where()} says that it belongs to another log, ${log}: it was moved or copied here.`,
      );
      return undefined;
    }
    const commits =
      salt !== null &&
      body !== null &&
      salt.length === 32 &&
      isHexOf(header.body, await bodyCommitment(this.crypto.sha256, salt, body));
    const bare = salt === null && body === null;
    const said = commits ? this.#parse(header, body as Uint8Array) : undefined;
    if (said !== undefined) this.names.learn(header, said);
    const name = this.names.entry(log, seq, header, said);
    if (!bare && !commits)
      this.found(`What ${name} says was changed after it was recorded: it no longer fits its header.`);
    this.#place(seq, name);
    const inTree = await this.#inTree(seq, leaf, proof, name);
    if (inTree) this.#follows(header, name);
    if (header.signature !== undefined) await this.#signature(header, header.signature, said, name);
    if (bare) this.bare.push(seq);
    this.#seq = Math.max(this.#seq, seq);
    this.#leaf = leaf;
    this.#last = name;
    return bare || said !== undefined ? { header, body: said } : undefined;
  }

  #parse(header: Header, body: Uint8Array): JsonObject | undefined {
    try {
      return parseCanonical(body, BODY_LIMITS);
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error;
      const name = this.names.entry(header.log, header.seq, header);
      this.found(`The body of ${name} is not in the form in which bodies are recorded: ${error.message}.`);
      return undefined;
    }
  }

  /** Lines rise, none stands twice, and none is missing where all were promised. */
  #place(seq: number, name: string): void {
    if (seq <= this.#seq) {
      this.found(
        seq === this.#seq
          ? `There are two lines for ${name}.`
          : `The line of ${name} is out of order: it stands after ${this.#last}.`,
      );
      return;
    }
    const { from, to } = this.given;
    if (seq > this.#due && this.#due < to && seq > from) this.#missing(this.#due, Math.min(seq, to));
    if (seq >= this.#due) this.#due = seq + 1;
  }

  #missing(from: number, to: number): void {
    const which =
      to - from === 1
        ? `Entry ${from.toLocaleString('en-US')} is missing`
        : `Entries ${from.toLocaleString('en-US')} to ${(to - 1).toLocaleString('en-US')} are missing`;
    const after = this.#last === '' ? '' : `, after ${this.#last}`;
    this.found(
      `${which} in the log of ${this.names.stationOf(this.given.log)}${after}: the pack says that nothing of ${this.given.from.toLocaleString('en-US')} to ${(this.given.to - 1).toLocaleString('en-US')} is left out.`,
    );
  }

  async #inTree(seq: number, leaf: Uint8Array, proof: readonly Uint8Array[], name: string): Promise<boolean> {
    const { tree } = this.given;
    if (tree === undefined || (await tree.holds(leaf, seq, proof))) return true;
    this.found(
      seq < tree.size
        ? `${capital(name)} is not what its log recorded there: it, or its proof, was changed.`
        : `${capital(name)} is after the ${tree.size.toLocaleString('en-US')} entries that its log's checkpoint signs.`,
    );
    return false;
  }

  #follows(header: Header, name: string): void {
    if (header.clock <= this.#clock)
      this.found(`The logical clock of ${name} is not after that of the entry before it.`);
    this.#clock = header.clock;
    if (this.#leaf !== undefined && header.seq === this.#seq + 1 && header.prev !== hex(this.#leaf))
      this.found(
        `${capital(name)} does not follow the entry before it: one of the two was changed or replaced.`,
      );
  }

  async #signature(
    header: Header,
    signature: NonNullable<Header['signature']>,
    body: JsonObject | undefined,
    name: string,
  ): Promise<void> {
    this.signatures += 1;
    const key = fromBase64(signature.key);
    const value = fromBase64(signature.value);
    if (!key || !value || !(await this.crypto.verify(key, signatureMessage(header), value)))
      this.found(`The electronic signature on ${name} does not fit what it signs.`);
    if (body !== undefined && body.meaning !== signature.meaning)
      this.found(`The electronic signature on ${name} gives another meaning than what was signed.`);
  }
}

export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
