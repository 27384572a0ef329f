import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * What a disk may hold after a power cut, worked out from a trace of the system calls of a process (`strace -f -xx`): a
 * write is certain once a sync of its file that began after it has ended, a new or removed name once its folder was
 * synced. Of all else any part may be there. The method is that of ALICE (OSDI 2014).
 */
export const SURVIVALS = ['none', 'all', 'prefix', 'subset', 'torn'] as const;
export type Survival = (typeof SURVIVALS)[number];

type Step =
  | {
      readonly kind: 'open';
      readonly fd: number;
      readonly path: string;
      readonly create: boolean;
      readonly empty: boolean;
    }
  | { readonly kind: 'close'; readonly fd: number }
  /** Without a place: after what was last written or read through it. */
  | { readonly kind: 'write'; readonly fd: number; readonly at: number | undefined; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly fd: number; readonly length: number }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'sync-begins' | 'sync-ends'; readonly fd: number; readonly thread: string }
  | { readonly kind: 'acknowledged'; readonly seq: number };

const TEXT = /"((?:\\x[0-9a-f]{2})*)"/;
const ALL_TEXT = new RegExp(TEXT.source, 'g');
const textsIn = (args: string): string[] =>
  [...args.matchAll(ALL_TEXT)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString(),
  );
const bytesIn = (args: string): Buffer =>
  Buffer.from((TEXT.exec(args)?.[1] ?? '').replaceAll('\\x', ''), 'hex');
const lastNumber = (args: string): number => Number(/(\d+)$/.exec(args.trim())?.[1] ?? Number.NaN);

function stepOf(thread: string, name: string, args: string, result: number): Step | undefined {
  if (result < 0) return undefined;
  const fd = Number.parseInt(args, 10);
  switch (name) {
    case 'openat':
      return {
        kind: 'open',
        fd: result,
        path: bytesIn(args).toString(),
        create: args.includes('O_CREAT'),
        empty: args.includes('O_TRUNC'),
      };
    case 'close':
      return { kind: 'close', fd };
    case 'pwrite64':
      return { kind: 'write', fd, at: lastNumber(args), bytes: bytesIn(args).subarray(0, result) };
    case 'ftruncate':
      return { kind: 'truncate', fd, length: lastNumber(args) };
    case 'unlink':
      return { kind: 'unlink', path: bytesIn(args).toString() };
    case 'rename':
    case 'link': {
      const [path = '', to = ''] = textsIn(args);
      return { kind: name, path, to };
    }
    case 'fsync':
    case 'fdatasync':
      return { kind: 'sync-ends', fd, thread };
    case 'write': {
      if (fd !== 1) return { kind: 'write', fd, at: undefined, bytes: bytesIn(args).subarray(0, result) };
      const said = /^ACK (\d+)$/m.exec(bytesIn(args).toString());
      return said === null ? undefined : { kind: 'acknowledged', seq: Number(said[1]) };
    }
    default:
      return undefined;
  }
}

/** Calls in the order in which they ended; the beginning of a sync is a step of its own. */
function readTrace(trace: string): Step[] {
  const begun = new Map<string, string>();
  const steps: Step[] = [];
  const add = (step: Step | undefined): void => {
    if (step !== undefined) steps.push(step);
  };
  const begins = (thread: string, name: string, args: string): void => {
    if (/^f(?:data)?sync$/.test(name)) add({ kind: 'sync-begins', fd: Number.parseInt(args, 10), thread });
  };
  for (const line of trace.split('\n')) {
    const whole = /^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)/.exec(line);
    const start = /^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$/.exec(line);
    const rest = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)\)\s+= (-?\d+)/.exec(line);
    if (start !== null) {
      const [, thread = '', name = '', args = ''] = start;
      begun.set(thread, args);
      begins(thread, name, args);
    } else if (rest !== null) {
      const [, thread = '', name = '', tail = '', result] = rest;
      add(stepOf(thread, name, `${begun.get(thread) ?? ''}${tail}`, Number(result)));
    } else if (whole !== null) {
      const [, thread = '', name = '', args = '', result] = whole;
      begins(thread, name, args);
      add(stepOf(thread, name, args, Number(result)));
    }
  }
  return steps;
}

type Change =
  | { readonly at: number; readonly bytes: Buffer; readonly length?: undefined }
  | { readonly length: number };

/** Bytes that grow in place. */
class Content {
  #bytes: Buffer;
  #length: number;

  constructor(bytes: Buffer) {
    this.#bytes = Buffer.from(bytes);
    this.#length = bytes.length;
  }

  apply(change: Change): void {
    if (change.length !== undefined) {
      this.#reach(change.length);
      if (change.length < this.#length) this.#bytes.fill(0, change.length, this.#length);
      this.#length = change.length;
      return;
    }
    const end = change.at + change.bytes.length;
    this.#reach(end);
    change.bytes.copy(this.#bytes, change.at);
    this.#length = Math.max(this.#length, end);
  }

  copy(): Content {
    return new Content(this.bytes());
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reach(size: number): void {
    if (size <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(size, 2 * this.#bytes.length));
    this.#bytes.copy(larger);
    this.#bytes = larger;
  }
}

interface Inode {
  readonly certain: Content;
  pending: Change[];
}

interface OpenFile {
  readonly inode: Inode | undefined;
  /** Where the next write without a place goes. */
  at: number;
}

/** Names that change together: a rename takes one and gives one, or neither. */
type NameChange = readonly { readonly path: string; readonly inode: Inode | undefined }[];

/** Whole sectors of 512 bytes of a write, each there or not. */
function tear(change: Change, random: () => number): Change[] {
  if (change.length !== undefined) return [change];
  const parts: Change[] = [];
  for (let at = 0; at < change.bytes.length; at += 512) {
    if (random() < 0.5) parts.push({ at: change.at + at, bytes: change.bytes.subarray(at, at + 512) });
  }
  return parts;
}

function surviving<Item>(items: readonly Item[], how: Survival, random: () => number): readonly Item[] {
  switch (how) {
    case 'none':
      return [];
    case 'all':
    case 'torn':
      return items;
    case 'prefix':
      return items.slice(0, Math.floor(random() * (items.length + 1)));
    case 'subset':
      return items.filter(() => random() < 0.5);
  }
}

export interface CrashState {
  readonly how: Survival;
  /** After which step the power went. */
  readonly cut: number;
  /** The newest place acknowledged before the cut; −1: none. */
  readonly acknowledged: number;
  /** Writes the files below `folder`, by their names below the followed root. */
  write(folder: string): void;
}

function apply(names: Map<string, Inode>, change: NameChange): void {
  for (const { path, inode } of change) {
    if (inode === undefined) names.delete(path);
    else names.set(path, inode);
  }
}

/** The disk below `root` as a traced process changed it, beginning with files that were certain. */
export class TracedDisk {
  readonly steps: readonly Step[];
  readonly #root: string;
  readonly #before: ReadonlyMap<string, Buffer>;
  readonly #certain = new Map<string, Inode>();
  readonly #names = new Map<string, Inode>();
  readonly #open = new Map<number, OpenFile>();
  readonly #covered = new Map<string, number>();
  #nameChanges: NameChange[] = [];
  #acknowledged = -1;

  constructor(trace: string | readonly Step[], root: string, before: ReadonlyMap<string, Buffer>) {
    this.steps = typeof trace === 'string' ? readTrace(trace) : trace;
    this.#root = root;
    this.#before = before;
    for (const [path, bytes] of before) {
      const inode: Inode = { certain: new Content(bytes), pending: [] };
      this.#certain.set(path, inode);
      this.#names.set(path, inode);
    }
  }

  /** The same disk, had no sync done anything: what the syncs are for. */
  withoutSyncs(): TracedDisk {
    return new TracedDisk(
      this.steps.filter(({ kind }) => !kind.startsWith('sync-')),
      this.#root,
      this.#before,
    );
  }

  /** One state for each cut, which are step numbers in rising order. */
  *states(
    cuts: readonly number[],
    how: (index: number) => Survival,
    random: () => number,
  ): Generator<CrashState> {
    let done = 0;
    for (const [index, cut] of cuts.entries()) {
      for (const step of this.steps.slice(done, cut)) this.#do(step);
      done = cut;
      yield this.#cut(cut, how(index), random);
    }
  }

  #do(step: Step): void {
    switch (step.kind) {
      case 'open':
        this.#openFile(step);
        return;
      case 'close':
        this.#open.delete(step.fd);
        return;
      case 'write': {
        const file = this.#open.get(step.fd);
        if (file?.inode === undefined) return;
        file.inode.pending.push({ at: step.at ?? file.at, bytes: step.bytes });
        if (step.at === undefined) file.at += step.bytes.length;
        return;
      }
      case 'truncate':
        this.#open.get(step.fd)?.inode?.pending.push({ length: step.length });
        return;
      case 'unlink':
        if (this.#names.has(step.path)) this.#rename([{ path: step.path, inode: undefined }]);
        return;
      case 'link': {
        const inode = this.#names.get(step.path);
        if (inode !== undefined) this.#rename([{ path: step.to, inode }]);
        return;
      }
      case 'rename': {
        // A folder takes what is in it along.
        const moved = [...this.#names].filter(
          ([path]) => path === step.path || path.startsWith(`${step.path}/`),
        );
        if (moved.length > 0)
          this.#rename(
            moved.flatMap(([path, inode]) => [
              { path, inode: undefined },
              { path: `${step.to}${path.slice(step.path.length)}`, inode },
            ]),
          );
        return;
      }
      case 'sync-begins': {
        const file = this.#open.get(step.fd);
        if (file !== undefined)
          this.#covered.set(step.thread, (file.inode?.pending ?? this.#nameChanges).length);
        return;
      }
      case 'sync-ends':
        this.#synced(step.fd, this.#covered.get(step.thread) ?? 0);
        return;
      case 'acknowledged':
        this.#acknowledged = step.seq;
    }
  }

  #rename(change: NameChange): void {
    this.#nameChanges.push(change);
    apply(this.#names, change);
  }

  #openFile({ fd, path, create, empty }: Extract<Step, { kind: 'open' }>): void {
    if (!path.startsWith(this.#root)) return;
    let inode = this.#names.get(path);
    if (inode === undefined && create) {
      inode = { certain: new Content(Buffer.alloc(0)), pending: [] };
      this.#rename([{ path, inode }]);
    }
    if (empty) inode?.pending.push({ length: 0 });
    this.#open.set(fd, { inode, at: 0 });
  }

  #synced(fd: number, covered: number): void {
    const file = this.#open.get(fd);
    if (file === undefined) return;
    if (file.inode !== undefined) {
      for (const change of file.inode.pending.slice(0, covered)) file.inode.certain.apply(change);
      file.inode.pending = file.inode.pending.slice(covered);
      return;
    }
    for (const change of this.#nameChanges.slice(0, covered)) apply(this.#certain, change);
    this.#nameChanges = this.#nameChanges.slice(covered);
  }

  #cut(cut: number, how: Survival, random: () => number): CrashState {
    const present = new Map(this.#certain);
    // Names are journalled in order, so that a later one is there only with the ones before it.
    const names = surviving(this.#nameChanges, how === 'subset' || how === 'torn' ? 'prefix' : how, random);
    for (const change of names) apply(present, change);
    const contents = new Map<string, Buffer>();
    for (const [path, { certain, pending }] of present) {
      // The shared-memory index is never synced and never trusted; SQLite makes it anew.
      if (basename(path).endsWith('-shm')) continue;
      const content = certain.copy();
      for (const change of surviving(pending, how, random)) {
        for (const part of how === 'torn' ? tear(change, random) : [change]) content.apply(part);
      }
      contents.set(path.slice(this.#root.length), content.bytes());
    }
    return {
      how,
      cut,
      acknowledged: this.#acknowledged,
      write: (folder) => {
        for (const [name, bytes] of contents) {
          mkdirSync(dirname(join(folder, name)), { recursive: true });
          writeFileSync(join(folder, name), bytes);
        }
      },
    };
  }
}

export function readFiles(paths: readonly string[]): Map<string, Buffer> {
  return new Map(paths.map((path) => [path, readFileSync(path)]));
}
