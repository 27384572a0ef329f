import type { SiteState } from '../domain/procedure/site';
import { deviceOf } from '../domain/sync/sync';
import type { ReadableDb } from '../ledger/database';
import { placeOf } from '../ledger/place';
import { entriesOfStream, logIndex } from '../ledger/read';

type Body = Readonly<Record<string, unknown>>;
const counted = (n: number): string => n.toLocaleString('en');
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Says where a finding is as people would: whose log, which run, which step. */
export class Places {
  readonly #db: ReadableDb;
  readonly #site: SiteState;
  readonly #own: string;
  readonly #several: boolean;

  constructor(db: ReadableDb, site: SiteState, device: string) {
    this.#db = db;
    this.#site = site;
    this.#own = device;
    this.#several = (db.prepare('SELECT count(DISTINCT log) FROM logs').pluck().get() as number) > 1;
  }

  /** The log in words, as in “entry 12 of station K2”; empty where there is only one. */
  log(log: string): string {
    if (!this.#several) return '';
    const device = deviceOf(log);
    const station = this.#site.devices.find((one) => one.device === device)?.station;
    const epoch = Number(log.slice(log.indexOf('/') + 1));
    const which = epoch > 0 ? `, log ${counted(epoch)}` : '';
    return device === this.#own && epoch === 0 ? '' : ` of station ${station ?? device.slice(0, 12)}${which}`;
  }

  /** A finding's sentence with the place in words where it first names its entry, people by name, and numbers as they are read. */
  said(message: string, log: string, seq: number | null): string {
    let named = message.replace(/usr_[0-9a-z-]+/g, (user) => this.#site.people.get(user)?.name ?? user);
    if (seq !== null) {
      const about = this.#about(log, seq);
      const first = new RegExp(`\\b([Ee]ntry) ${seq}\\b`);
      named = named.replace(
        first,
        (_all, word: string) => `${word} ${seq}${this.log(log)}${about === '' ? '' : ` (${about})`}`,
      );
    }
    return named
      .replace(
        /\b((?:[Ee]ntry|[Ee]ntries|to|over) )(\d{4,})\b/g,
        (_all, before: string, n: string) => before + counted(Number(n)),
      )
      .replace(
        /\b(\d{4,})( (?:entries|rows)\b)/g,
        (_all, n: string, after: string) => counted(Number(n)) + after,
      );
  }

  /** “run RUN-K1-000123, step 7, Torque”, as far as it can still be read. */
  #about(log: string, seq: number): string {
    const logNo = logIndex(this.#db).numberOf(log);
    const row = this.#db
      .prepare('SELECT stream, type, body FROM entries WHERE place = ?')
      .get(placeOf(logNo ?? 0, seq)) as { stream: string; type: string; body: Uint8Array | null } | undefined;
    if (row === undefined) return '';
    const body = bodyOf(row.body);
    const parts = [this.#thing(row.stream, body), stepOf(body, row.type)];
    const said = parts.filter((part) => part !== '').join(', ');
    return said === '' ? row.type.replace('.', ' ').replaceAll('-', ' ') : said;
  }

  /** The thing an entry is about, by the number people say: of its run, else its work order, else its own. */
  #thing(stream: string, body: Body): string {
    const run = text(body.run) ?? (stream.startsWith('run_') ? stream : undefined);
    const workOrder = text(body.workOrder) ?? (stream.startsWith('wo_') ? stream : undefined);
    const own = text(body.number);
    if (run !== undefined) {
      const number = this.#numberOf(run);
      if (number !== undefined) return `run ${number}`;
    }
    if (workOrder !== undefined) {
      const number = this.#numberOf(workOrder);
      if (number !== undefined) return `work order ${number}`;
    }
    return own ?? this.#numberOf(stream) ?? '';
  }

  #numberOf(stream: string): string | undefined {
    for (const { body } of entriesOfStream(this.#db, stream)) {
      const number = text(body?.number);
      if (number !== undefined) return number;
    }
    return undefined;
  }
}

function stepOf(body: Body, type: string): string {
  const [no, title] = [text(body.no), text(body.title)];
  if (no === undefined) return '';
  const kind = type.startsWith('gate.') || type === 'run.gate-requested' ? 'gate' : 'step';
  return title === undefined ? `${kind} ${no}` : `${kind} ${no}, ${title}`;
}

function bodyOf(bytes: Uint8Array | null): Body {
  try {
    const value: unknown = bytes === null ? {} : JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
}
