/**
 * Verification of one log, row by row, with nothing but the rows, the checkpoints and the keys. Pure: the pack's page in
 * the browser, the command line and the app run this same code.
 */
import { BODY_LIMITS, checkCanonical, type JsonObject, NotCanonical, parseCanonical } from './canonical';
import { base64, fromBase64, fromUtf8, isHexOf, sameBytes } from './encoding';
import { type Finding, Findings } from './findings';
import {
  bodyCommitment,
  FIRST_PREV,
  type Header,
  keyId,
  leafHash,
  originOf,
  readHeader,
  signatureMessage,
} from './header';
import { checkNote, type NoteKey, noteKeyHash, type Witnessing } from './note';
import type { Primitives } from './primitives';
import { appendLeaf, type CompactRange, emptyRange, rootOf } from './tree';

/** An entry as stored. `hashes`: the leaf and the nodes it completes, where they are kept beside it. */
export interface VerifyRow {
  readonly seq: number;
  readonly header: Uint8Array;
  readonly salt: Uint8Array | null;
  readonly body: Uint8Array | null;
  readonly hashes?: Uint8Array | undefined;
  /** What a database repeats of the header for searching: clock, type, stream, and the person or nothing, each ended by a line end. */
  readonly repeats?: Uint8Array | undefined;
  /** Which entry the database says erased the body; null: none. */
  readonly erasedBy?: PlaceInLog | null | undefined;
}

export interface PlaceInLog {
  readonly log: string;
  readonly seq: number;
}

/** Where an earlier verification ended: all that is needed to go on from there. */
export interface Verified {
  readonly range: CompactRange;
  /** Leaf and clock of the last entry in it. */
  readonly leaf: Uint8Array;
  readonly clock: string;
}

export interface LogToVerify {
  readonly site: string;
  readonly log: string;
  /** The device's raw public key, which the site's root has enrolled. */
  readonly key: Uint8Array;
  /** In order, from 0, or from where `from` ends. */
  readonly rows: Iterable<VerifyRow>;
  /** What was verified before; its root must be compared with a checkpoint there by the caller. */
  readonly from?: Verified | undefined;
  /** By rising size. */
  readonly checkpoints: Iterable<{ readonly size: number; readonly note: string }>;
  /** Whether the site's root enrolled this key as a device of the site. */
  isDevice?(log: string, key: Uint8Array): boolean;
  /** Whether this public key (base64) was that user's, and in force, at this entry. Left out where the rules judge that. */
  isSigner?(key: string, user: string, header: Header): boolean;
  /** Known devices that cosign checkpoints of this log. */
  readonly witnesses?: readonly NoteKey[];
  /**
   * Every root is computed anew and compared in any case. `every`: each checkpoint's signature is checked too. `spaced`:
   * that of the newest, and of one in 1,024, because each signature costs as much as 20 entries and the newest covers all.
   * Up to 500 checkpoints all are checked anyway.
   */
  readonly signatures?: 'every' | 'spaced';
  /**
   * Half of the work, for two processes beside each other; `joined` makes one report of both. `chain`: headers, order, tree and
   * checkpoints. `content`: bodies, electronic signatures, and what the rules read; headers it takes as they are.
   */
  readonly part?: 'chain' | 'content' | undefined;
}

/** An entry `body.erased`, and what it erased. */
export interface Erasure {
  readonly by: PlaceInLog;
  readonly target: PlaceInLog;
  readonly authority: string;
  readonly scope: string;
}

export interface LogReport {
  readonly log: string;
  readonly entries: number;
  readonly findings: readonly Finding[];
  /** All findings, also those beyond the list. */
  readonly findingCount: number;
  /** Places without salt and body. */
  readonly withoutBody: readonly number[];
  /** Which entry the database names as having erased the body at a place, where it names one. */
  readonly saidErased: ReadonlyMap<number, PlaceInLog>;
  readonly erasures: readonly Erasure[];
  /** Entries of a newer format. */
  readonly notUnderstood: number;
  readonly electronicSignatures: number;
  readonly checkpoints: number;
  readonly checkpointSignatures: number;
  /** The newest checkpoint that holds. */
  readonly head: { readonly size: number; readonly root: string; readonly note: string } | null;
  /** Cosignatures on it. */
  readonly witnesses: readonly Witnessing[];
  /** Where the verification ended, to go on from there another time; null where no checkpoint covers that. */
  readonly end: Verified | null;
}

/** One entry that was read and verified. The same object is filled again for the next. */
export interface Seen {
  entries: number;
  /** Undefined where the header cannot be read, or is of a newer format. */
  header: Header | undefined;
  /** Undefined where the body is not there or is not what was recorded; an empty object where nobody wanted to read it. */
  body: JsonObject | undefined;
}
const UNREAD: JsonObject = {};

export interface Progress {
  readonly log: string;
  /** Entries read so far. */
  readonly entries: number;
}

const STEP = 1000;
const SPACING = 1024;
const ALL_UP_TO = 500;

class LogVerifier {
  readonly findings: Findings;
  readonly withoutBody: number[] = [];
  readonly saidErased = new Map<number, PlaceInLog>();
  readonly erasures: Erasure[] = [];
  notUnderstood = 0;
  electronicSignatures = 0;
  checkpoints = 0;
  checkpointSignatures = 0;
  head: LogReport['head'] = null;
  witnesses: readonly Witnessing[] = [];
  readonly range: CompactRange;
  readonly seen: Seen = { entries: 0, header: undefined, body: undefined };
  readonly #key: NoteKey;
  /** How the signature line of a checkpoint must begin, up to the last character that the key hash fills alone. */
  readonly #linePrefix: string;
  #leaf: Uint8Array | undefined;
  #clock = '';
  #contradicted = false;
  /** How many entries the newest checkpoint covers. */
  #covered = 0;
  #newest: { size: number; note: string; root: string; checked: boolean } | undefined;

  constructor(
    readonly primitives: Primitives,
    readonly given: LogToVerify,
    readonly needsBody: ((type: string) => boolean) | undefined,
  ) {
    this.findings = new Findings(given.log);
    const { from } = given;
    this.range = from
      ? { size: from.range.size, peaks: [...from.range.peaks], levels: [...from.range.levels] }
      : emptyRange();
    this.#leaf = from?.leaf;
    this.#clock = from?.clock ?? '';
    const name = originOf(given.site, given.log);
    this.#key = { name, key: given.key, kind: 'log' };
    this.#linePrefix = `\n— ${name} ${base64(noteKeyHash(primitives.sha256, this.#key)).slice(0, 5)}`;
  }

  start(): void {
    const { given, primitives } = this;
    if (given.part === 'content') return;
    if (!given.log.startsWith(`${keyId(primitives.sha256, 'dev', given.key)}/`)) {
      this.findings.add(
        'device-unknown',
        null,
        `The log ${given.log} is not named after the key that is given for it: the key was replaced.`,
      );
    } else if (given.isDevice?.(given.log, given.key) === false) {
      this.findings.add('device-unknown', null, `The device of ${given.log} was not enrolled by this site.`);
    }
  }

  row(row: VerifyRow): void {
    const { seen } = this;
    seen.entries += 1;
    seen.header = undefined;
    seen.body = undefined;
    if (this.given.part === 'content') {
      const header = headerOf(row.header);
      seen.header = header;
      if (header === undefined) return;
      if (header.signature !== undefined) this.#signature(row.seq, header, header.signature);
      seen.body = this.#body(row.seq, header, row);
      return;
    }
    const { findings, primitives } = this;
    const expected = this.range.size;
    if (row.seq !== expected) this.#gap(expected, row.seq);
    const seq = row.seq;
    const leaf = leafHash(primitives.sha256, row.header);
    const completed = appendLeaf(primitives.sha256, this.range, leaf);
    if (row.hashes !== undefined) this.#stored(seq, row.hashes, completed);
    const reading = readHeader(row.header);
    if (reading.kind === 'bad') {
      findings.add(
        'header-unreadable',
        seq,
        `Entry ${seq} is not in the form in which entries are recorded: ${reading.reason}.`,
      );
    } else if (reading.kind === 'newer') {
      this.notUnderstood += 1;
    } else {
      const { header } = reading;
      seen.header = header;
      this.#header(seq, header);
      if (row.repeats !== undefined) this.#repeats(seq, header, row.repeats);
      if (this.given.part === undefined) {
        if (header.signature !== undefined) this.#signature(seq, header, header.signature);
        seen.body = this.#body(seq, header, row);
      }
    }
    if (row.erasedBy) this.saidErased.set(seq, row.erasedBy);
    this.#leaf = leaf;
  }

  #gap(expected: number, seq: number): void {
    if (seq > expected) {
      const which =
        seq - expected === 1
          ? `Entry ${expected} is missing`
          : `Entries ${expected} to ${seq - 1} are missing`;
      this.findings.add(
        'entries-missing',
        expected,
        `${which}: after entry ${expected - 1} comes entry ${seq}.`,
      );
    } else {
      this.findings.add('entry-out-of-order', seq, `Entry ${seq} stands where entry ${expected} belongs.`);
    }
    this.range.size = seq;
  }

  #stored(seq: number, hashes: Uint8Array, completed: readonly Uint8Array[]): void {
    if (!sameBytes(hashes.subarray(0, 32), completed[0] as Uint8Array)) {
      this.findings.add(
        'header-changed',
        seq,
        `Entry ${seq} was changed after it was recorded: its header no longer gives the hash stored with it.`,
      );
      return;
    }
    if (this.#contradicted || this.findings.count > 0) return;
    const fits =
      hashes.length === completed.length * 32 &&
      completed.every((hash, level) => sameBytes(hashes.subarray(level * 32, level * 32 + 32), hash));
    if (!fits)
      this.findings.add(
        'hashes-changed',
        seq,
        `The hashes stored with entry ${seq} are not those of the entries up to it.`,
      );
  }

  #header(seq: number, header: Header): void {
    const { findings, given } = this;
    if (header.log !== given.log || header.seq !== seq) {
      findings.add(
        'entry-out-of-order',
        seq,
        `Entry ${seq} says that it is entry ${header.seq} of ${header.log}: it was moved or copied here.`,
      );
    }
    const follows = this.#leaf === undefined ? header.prev === FIRST_PREV : isHexOf(header.prev, this.#leaf);
    if (!follows) {
      findings.add(
        'chain-broken',
        seq,
        seq === 0
          ? 'Entry 0 says that another entry came before it.'
          : `Entry ${seq} does not follow entry ${seq - 1}: one of the two was changed, replaced or removed.`,
      );
    }
    if (header.clock <= this.#clock)
      findings.add(
        'clock-back',
        seq,
        `Entry ${seq} has a logical clock that is not after that of entry ${seq - 1}.`,
      );
    this.#clock = header.clock;
  }

  #repeats(seq: number, header: Header, repeats: Uint8Array): void {
    const person = 'user' in header.actor ? header.actor.user : '';
    if (isText(repeats, `${header.clock}\n${header.type}\n${header.stream}\n${person}\n`)) return;
    this.findings.add(
      'columns-changed',
      seq,
      `What the database repeats of entry ${seq} for searching is not what the entry says: it was changed, and lists would miss it. The entry itself stands.`,
    );
  }

  #signature(seq: number, header: Header, signature: NonNullable<Header['signature']>): void {
    this.electronicSignatures += 1;
    const key = fromBase64(signature.key);
    const value = fromBase64(signature.value);
    const judge = (holds: boolean): void => {
      if (!holds)
        this.findings.add(
          'signature-wrong',
          seq,
          `The electronic signature on entry ${seq} does not fit what it signs.`,
        );
    };
    if (key === undefined || value === undefined) judge(false);
    else if (this.primitives.verifyLater)
      this.primitives.verifyLater(key, signatureMessage(header), value, judge);
    else judge(this.primitives.verify(key, signatureMessage(header), value));
    const user = 'user' in header.actor ? header.actor.user : undefined;
    if (this.given.isSigner === undefined) return;
    if (user === undefined || !this.given.isSigner(signature.key, user, header)) {
      this.findings.add(
        'signer-unknown',
        seq,
        `Entry ${seq} is signed with a key that was not ${user ?? 'a person'}'s at that time.`,
      );
    }
  }

  /** The body as the rules read it, where it is what was recorded. */
  #body(seq: number, header: Header, { salt, body }: VerifyRow): JsonObject | undefined {
    if (salt === null && body === null) {
      this.withoutBody.push(seq);
      return undefined;
    }
    const { findings } = this;
    if (
      salt === null ||
      body === null ||
      salt.length !== 32 ||
      !isHexOf(header.body, bodyCommitment(this.primitives.sha256, salt, body))
    ) {
      findings.add(
        'body-changed',
        seq,
        `What entry ${seq} says was changed after it was recorded: it no longer fits its header.`,
      );
      return undefined;
    }
    try {
      const wanted =
        header.signature !== undefined ||
        header.type === 'body.erased' ||
        this.needsBody?.(header.type) === true;
      if (!wanted) {
        checkCanonical(body, BODY_LIMITS);
        return UNREAD;
      }
      const read = parseCanonical(body, BODY_LIMITS);
      if (header.signature !== undefined && read.meaning !== header.signature.meaning) {
        findings.add(
          'signature-wrong',
          seq,
          `The electronic signature on entry ${seq} gives another meaning than what was signed.`,
        );
      }
      if (header.type === 'body.erased') this.#erasure(seq, header, read);
      return read;
    } catch (error) {
      if (!(error instanceof NotCanonical)) throw error;
      findings.add(
        'body-unreadable',
        seq,
        `The body of entry ${seq} is not in the form in which bodies are recorded: ${error.message}.`,
      );
      return undefined;
    }
  }

  #erasure(seq: number, header: Header, { entry, authority, scope, second }: JsonObject): void {
    const place =
      typeof entry === 'object' && entry !== null && !Array.isArray(entry) && 'log' in entry
        ? entry
        : undefined;
    const other =
      typeof second === 'object' && second !== null && !Array.isArray(second) && 'user' in second
        ? second.user
        : undefined;
    const first = 'user' in header.actor ? header.actor.user : undefined;
    if (
      typeof place?.log !== 'string' ||
      typeof place.seq !== 'number' ||
      typeof authority !== 'string' ||
      typeof scope !== 'string' ||
      first === undefined ||
      typeof other !== 'string' ||
      other === first
    ) {
      this.findings.add(
        'erasure-unsound',
        seq,
        `Entry ${seq} erases another entry without naming it, an authority, a scope and two different people.`,
      );
      return;
    }
    this.erasures.push({
      by: { log: this.given.log, seq },
      target: { log: place.log, seq: place.seq },
      authority,
      scope,
    });
  }

  /** A stored checkpoint over exactly the rows read so far. */
  checkpoint(note: string, size: number): void {
    this.checkpoints += 1;
    const root = base64(rootOf(this.primitives.sha256, this.range));
    const text = `${this.#key.name}\n${size}\n${root}\n`;
    if (!note.startsWith(text) || !note.startsWith(this.#linePrefix, text.length)) {
      this.#badCheckpoint(note, size, root);
      return;
    }
    const due = this.given.signatures === 'every' || this.checkpoints <= ALL_UP_TO || size % SPACING === 0;
    // One signature line of a 68-byte blob and nothing else; cosigned notes are rare, and are read in full.
    const plain = note.length === text.length + this.#linePrefix.length + 93 - 5;
    const checked = due || !plain;
    if (checked && !this.#signed(note, size)) return;
    this.#newest = { size, note, root, checked };
  }

  #signed(note: string, size: number): boolean {
    this.checkpointSignatures += 1;
    const check = checkNote(this.primitives, note, this.#key, this.given.witnesses);
    if (check.ok) {
      this.witnesses = check.witnesses;
      return true;
    }
    this.findings.add(
      'checkpoint-signature',
      size - 1,
      `The checkpoint over ${size} entries does not hold: ${check.reason}.`,
    );
    return false;
  }

  #badCheckpoint(note: string, size: number, root: string): void {
    const check = checkNote(this.primitives, note, this.#key, this.given.witnesses);
    if (!check.ok) {
      this.findings.add(
        'checkpoint-unreadable',
        size - 1,
        `The checkpoint over ${size} entries does not hold: ${check.reason}.`,
      );
      return;
    }
    if (this.#contradicted) return;
    this.#contradicted = true;
    const what =
      check.checkpoint.size === size
        ? `the device signed the root ${base64(check.checkpoint.root)} there, and the entries now give ${root}`
        : `it speaks of ${check.checkpoint.size} entries`;
    this.findings.add(
      'checkpoint-contradicts',
      size - 1,
      `The signed checkpoint over ${size} entries contradicts the entries: ${what}. Something up to entry ${size - 1} was changed.`,
    );
  }

  beyond(size: number): void {
    const have = this.range.size;
    this.findings.add(
      'checkpoint-beyond',
      have,
      `A signed checkpoint covers ${size} entries, but only ${have} are there: ${size - have === 1 ? `entry ${have} is` : `entries ${have} to ${size - 1} are`} missing.`,
    );
  }

  end(): void {
    if (this.given.part === 'content') return;
    const newest = this.#newest;
    const size = this.range.size;
    if (newest !== undefined && (newest.checked || this.#signed(newest.note, newest.size))) {
      this.head = { size: newest.size, root: newest.root, note: newest.note };
    }
    const covered = newest?.size ?? this.given.from?.range.size ?? 0;
    this.#covered = covered;
    if (covered < size && !this.#contradicted) {
      const from = covered;
      this.findings.add(
        'entries-unsigned',
        from,
        `No checkpoint covers ${size - from === 1 ? `entry ${from}` : `entries ${from} to ${size - 1}`}: nobody signed for them.`,
      );
    }
    if (this.notUnderstood > 0) {
      this.findings.add(
        'newer-format',
        null,
        `${this.notUnderstood} entries are in a newer format than this verifier knows. Use a newer version to read them.`,
      );
    }
  }

  /** Findings are counted and listed when they are asked for: answers that came later are among them. */
  report(): LogReport {
    const { findings, range } = this;
    return {
      log: this.given.log,
      entries: this.seen.entries,
      get findings() {
        return findings.list;
      },
      get findingCount() {
        return findings.count;
      },
      withoutBody: this.withoutBody,
      saidErased: this.saidErased,
      erasures: this.erasures,
      notUnderstood: this.notUnderstood,
      electronicSignatures: this.electronicSignatures,
      checkpoints: this.checkpoints,
      checkpointSignatures: this.checkpointSignatures,
      head: this.head,
      witnesses: this.witnesses,
      end:
        this.#leaf === undefined || this.#covered !== range.size
          ? null
          : { range, leaf: this.#leaf, clock: this.#clock },
    };
  }
}

/** A header whose form the other half judges: undefined where it cannot be read at all. */
function headerOf(bytes: Uint8Array): Header | undefined {
  try {
    const value = JSON.parse(fromUtf8(bytes)) as Header | null;
    const { actor, body, log, seq, stream, type } = value ?? {};
    const fits =
      typeof actor === 'object' &&
      actor !== null &&
      typeof seq === 'number' &&
      [body, log, stream, type].every((one) => typeof one === 'string');
    return fits && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** One report of both halves of a log. */
export function joined(chain: LogReport, content: LogReport): LogReport {
  return {
    ...chain,
    findings: [...chain.findings, ...content.findings].sort((a, b) => (a.seq ?? -1) - (b.seq ?? -1)),
    findingCount: chain.findingCount + content.findingCount,
    withoutBody: content.withoutBody,
    erasures: content.erasures,
    electronicSignatures: content.electronicSignatures,
  };
}

/** Whether bytes are this ASCII text; allocates nothing. */
function isText(bytes: Uint8Array, text: string): boolean {
  if (bytes.length !== text.length) return false;
  for (let index = 0; index < text.length; index += 1)
    if (bytes[index] !== text.charCodeAt(index)) return false;
  return true;
}

/**
 * Verifies one log, entry by entry: each is yielded once it was read and judged, with its body where `needsBody` wants that.
 * The report comes at the end. Never throws for what it reads.
 */
export function* walkLog(
  primitives: Primitives,
  given: LogToVerify,
  needsBody?: (type: string) => boolean,
): Generator<Seen, LogReport> {
  const verifier = new LogVerifier(primitives, given, needsBody);
  verifier.start();
  const checkpoints = given.checkpoints[Symbol.iterator]();
  let next = checkpoints.next();
  for (const row of given.rows) {
    verifier.row(row);
    while (next.done !== true && next.value.size <= verifier.range.size) {
      if (next.value.size === verifier.range.size) verifier.checkpoint(next.value.note, next.value.size);
      next = checkpoints.next();
    }
    yield verifier.seen;
  }
  if (next.done !== true) {
    let furthest = next.value.size;
    for (next = checkpoints.next(); next.done !== true; next = checkpoints.next()) furthest = next.value.size;
    verifier.beyond(furthest);
  }
  verifier.end();
  return verifier.report();
}

/** Verifies one log. Yields after every 1,000 entries; the report comes at the end. Never throws for what it reads. */
export function* verifyLog(primitives: Primitives, given: LogToVerify): Generator<Progress, LogReport> {
  const walk = walkLog(primitives, given);
  for (let step = walk.next(); ; step = walk.next()) {
    if (step.done === true) return step.value;
    if (step.value.entries % STEP === 0) yield { log: given.log, entries: step.value.entries };
  }
}
