import Database, { type Statement } from 'better-sqlite3';
import type { JsonValue } from '../proof/canonical';
import { hex } from '../proof/encoding';
import { parseCheckpoint } from '../proof/note';
import { Appender, type AppenderOptions, type Tail, type Written } from './append';
import { dropBallast } from './ballast';
import { follow } from './clock';
import type { WritableDb } from './database';
import type { AppendCommand, Appended, ReceiveCommand, StoredEntry } from './entry';
import type { Heads, Notice } from './heads';
import type { Head, Ledger } from './ledger';
import { placeOf } from './place';
import { forgetLogs } from './read';
import { eraseTargets, refuseErasures } from './redact';
import { LedgerFault, type LedgerRefusal, refuse } from './refusal';

export interface SiteLedgerParts {
  readonly db: WritableDb;
  readonly folder: string;
  readonly log: string;
  readonly logNo: number;
  readonly tail: Tail;
  /** The newest checkpoint, or an empty text before the first. */
  readonly note: string;
  readonly notices: readonly Notice[];
  readonly heads: Heads;
  readonly appender: AppenderOptions;
  release(): void;
}

const MOST_REVISIONS = 10_000;

/** The ledger over SQLite. See `Ledger` for what it promises. */
export class SiteLedger implements Ledger {
  readonly log: string;
  readonly notices: readonly Notice[];
  readonly db: WritableDb;
  readonly #parts: SiteLedgerParts;
  readonly #appender: Appender;
  readonly #begin: Statement;
  readonly #commit: Statement;
  readonly #rollback: Statement;
  readonly #find: Statement;
  readonly #keep: Statement;
  readonly #count: Statement;
  /** Entries held by stream, for streams seen lately; follows commits. */
  readonly #revisions = new Map<string, number>();
  /** A command that was just looked for and is not there; forgotten when anything is recorded. */
  #unanswered: string | undefined;
  #tail: Tail;
  #note: string;
  #stopped: LedgerFault | undefined;
  #recordingFull = false;
  #receiving = false;

  constructor(parts: SiteLedgerParts) {
    const { db } = parts;
    this.log = parts.log;
    this.notices = parts.notices;
    this.db = db;
    this.#parts = parts;
    this.#tail = parts.tail;
    this.#note = parts.note;
    this.#appender = new Appender(db, parts.appender);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#rollback = db.prepare('ROLLBACK');
    this.#find = db.prepare('SELECT answer FROM commands WHERE idem = ?').pluck();
    this.#keep = db.prepare('INSERT INTO commands (idem, first_place, entries, answer) VALUES (?, ?, ?, ?)');
    this.#count = db
      .prepare('SELECT count(*) FROM entry_subjects WHERE subject = ? AND is_stream = 1')
      .pluck();
  }

  head(): Head | null {
    const checkpoint = parseCheckpoint(this.#note);
    if (checkpoint === undefined) return null;
    return { log: this.log, size: checkpoint.size, root: hex(checkpoint.root), note: this.#note };
  }

  answered(idem: string): { readonly answer: JsonValue } | undefined {
    // Asked before deciding and again before recording; nothing else records between the two.
    if (idem === this.#unanswered) return undefined;
    const answer = this.#find.get(idem) as string | undefined;
    if (answer !== undefined) return { answer: JSON.parse(answer) as JsonValue };
    this.#unanswered = idem;
    return undefined;
  }

  revision(stream: string): number {
    const known = this.#revisions.get(stream);
    if (known !== undefined) return known;
    const count = this.#count.get(stream) as number;
    if (this.#revisions.size >= MOST_REVISIONS) this.#revisions.clear();
    this.#revisions.set(stream, count);
    return count;
  }

  append<Answer>(command: AppendCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal> {
    return this.#record(command, undefined);
  }

  async receive<Answer>(command: ReceiveCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal> {
    if (this.#stopped !== undefined) throw this.#stopped;
    if (this.#receiving) throw new Error('Two imports were begun at once; the second was not.');
    const before = this.answered(command.idem);
    if (before !== undefined)
      return { ok: true, answer: before.answer as Answer, repeated: true, entries: [] };
    this.#receiving = true;
    this.#revisions.clear();
    try {
      this.#begin.run();
      const clock = await command.receive(this.db);
      const hlc = follow(this.#tail.hlc, clock, this.#parts.appender.now());
      const done = this.#transact(command, undefined, { ...this.#tail, hlc });
      if (done.entries.length > 0) await this.#witness();
      return done;
    } catch (error) {
      this.#undo();
      throw this.#faultOf(error);
    } finally {
      this.#receiving = false;
      // What was counted inside a transaction that was rolled back is not so; and what was taken in changed the rest.
      this.#revisions.clear();
      forgetLogs(this.db);
    }
  }

  async erase<Answer>(command: AppendCommand<Answer>): Promise<Appended<Answer> | LedgerRefusal> {
    const before = this.answered(command.idem);
    if (before === undefined) {
      const refusal = refuseErasures(this.db, command.entries);
      if (refusal !== undefined) return refusal;
    }
    const done = await this.#record(command, (entries) => eraseTargets(this.db, entries));
    this.settle();
    return done;
  }

  settle(waitMs = 5000): boolean {
    this.db.pragma(`busy_timeout = ${waitMs}`);
    try {
      const [told] = this.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      return told?.busy === 0;
    } catch (error) {
      // Without room for it in the file, what was recorded stays in the write-ahead log, as durable there.
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') return false;
      throw error;
    } finally {
      this.db.pragma('busy_timeout = 5000');
    }
  }

  async close(): Promise<void> {
    if (!this.db.open) return;
    await this.#parts.heads.close();
    const going = this.#stopped === undefined;
    this.#stopped ??= new LedgerFault(
      'stopped',
      'The site was closed. What was recorded is kept. Open it again to go on.',
    );
    try {
      if (going) this.settle();
    } finally {
      // A disk that fails now takes nothing back, and must not keep the lock with a site that nobody can reach.
      this.db.close();
      this.#parts.release();
    }
  }

  async #record<Answer>(
    command: AppendCommand<Answer>,
    within: ((entries: readonly StoredEntry[]) => void) | undefined,
  ): Promise<Appended<Answer> | LedgerRefusal> {
    if (this.#stopped !== undefined) throw this.#stopped;
    if (this.#receiving)
      throw new Error('Something was to be recorded in the middle of an import; it was not.');
    const before = this.answered(command.idem);
    if (before !== undefined) {
      // An answer may be repeated only once the entries behind it are witnessed, like the first time.
      if (this.#note !== '') await this.#witness();
      return { ok: true, answer: before.answer as Answer, repeated: true, entries: [] };
    }
    const stale = command.expected?.find(({ stream, rev }) => this.revision(stream) !== rev);
    if (stale !== undefined) {
      return refuse(
        'stale',
        'Something was recorded here since this screen was opened, so nothing was changed. Look at what is new, then decide again.',
      );
    }
    const done = this.#transact(command, within);
    if (done.entries.length > 0) await this.#witness();
    return done;
  }

  #transact<Answer>(
    command: AppendCommand<Answer>,
    within: ((entries: readonly StoredEntry[]) => void) | undefined,
    tail: Tail = this.#tail,
  ): Appended<Answer> {
    let written: Written | undefined;
    let answer: Answer;
    try {
      if (!this.db.inTransaction) this.#begin.run();
      if (command.entries.length > 0) {
        written = this.#appender.write(tail, command.idem, command.entries, (stream) =>
          this.revision(stream),
        );
      }
      const entries = written?.entries ?? [];
      within?.(entries);
      command.project?.(this.db, entries);
      answer = command.answer(entries);
      const first = entries[0] === undefined ? null : placeOf(this.#parts.logNo, entries[0].seq);
      this.#keep.run(command.idem, first, entries.length, JSON.stringify(answer ?? null));
    } catch (error) {
      this.#undo();
      throw this.#faultOf(error);
    }
    this.#unanswered = undefined;
    try {
      this.#commit.run();
    } catch (error) {
      throw this.#commitFailed(error);
    }
    if (written !== undefined) {
      this.#tail = written.tail;
      this.#note = written.note;
      for (const { header } of written.entries) {
        const known = this.#revisions.get(header.stream);
        if (known !== undefined) this.#revisions.set(header.stream, known + 1);
      }
    }
    return { ok: true, answer, repeated: false, entries: written?.entries ?? [] };
  }

  #undo(): void {
    if (this.db.inTransaction) this.#rollback.run();
  }

  /** Puts the newest checkpoint into both copies outside the database. */
  async #witness(): Promise<void> {
    try {
      await this.#parts.heads.write(this.#note);
    } catch (cause) {
      throw this.#stop('The copy of the newest checkpoint outside the ledger could not be written', cause);
    }
  }

  #commitFailed(error: unknown): unknown {
    const code = error instanceof Database.SqliteError ? error.code : '';
    // The commit frame is the last thing written, so a disk that was full before it has recorded nothing.
    if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_CONSTRAINT')) {
      this.#undo();
      return this.#faultOf(error);
    }
    return this.#stop('The disk did not confirm the last record', error);
  }

  #stop(what: string, cause: unknown): LedgerFault {
    this.#stopped = new LedgerFault(
      'unknown-outcome',
      `${what}, so it is not known whether it was recorded. Nothing more is written. Start the app again: it checks the ledger and says whether it was recorded.`,
      { cause },
    );
    return this.#stopped;
  }

  #faultOf(error: unknown): unknown {
    if (!(error instanceof Database.SqliteError)) return error;
    if (error.code === 'SQLITE_FULL') {
      this.#recordFullDisk();
      return new LedgerFault(
        'disk-full',
        'The disk is full, so nothing of this was recorded. Everything recorded before is kept. Free some space, then do it again.',
        { cause: error },
      );
    }
    if (error.code.startsWith('SQLITE_IOERR')) return this.#stop('The disk reported an error', error);
    if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB') {
      this.#stopped = new LedgerFault(
        'damaged',
        'The ledger file is damaged, so nothing more is written. Copy the whole folder to another disk before anything else, then restore from a backup.',
        { cause: error },
      );
      return this.#stopped;
    }
    return error;
  }

  /** Gives up the ballast and records that the disk was full; a failure to do so changes nothing. */
  #recordFullDisk(): void {
    if (this.#recordingFull || !dropBallast(this.#parts.folder)) return;
    this.#recordingFull = true;
    try {
      const stream = this.log.slice(0, this.log.indexOf('/'));
      const idem = `cmd_full-${this.#tail.range.size}-${this.#tail.prev.slice(0, 16)}`;
      this.#transact(
        {
          idem,
          entries: [
            {
              type: 'storage.exhausted',
              stream,
              actor: { system: 'storage' },
              body: { entriesKept: this.#tail.range.size },
            },
          ],
          answer: () => null,
        },
        undefined,
      );
      this.#parts.heads
        .write(this.#note)
        .catch((cause: unknown) =>
          this.#stop('The copy of the newest checkpoint could not be written', cause),
        );
    } catch {
      // The caller hears of the full disk in any case.
    } finally {
      this.#recordingFull = false;
    }
  }
}
