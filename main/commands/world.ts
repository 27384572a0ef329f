import { evolveCase } from '../domain/case';
import { type CaseState, emptyCase } from '../domain/caseState';
import { siteSubject } from '../domain/entry';
import type { ChecklistDocument } from '../domain/procedure/checklist';
import type { JobType } from '../domain/procedure/jobType';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import type { WritableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { entriesAbout } from '../ledger/read';
import { foldBatch, recorded } from '../views/fold';
import { openViews, type Views } from '../views/lists';
import { type Projector, projector } from '../views/project';
import { renewViews } from '../views/rebuild';

const mostCases = 200;

/**
 * What deciders judge by, kept folded: the site whole, and the cases that were lately in use. It changes only after an
 * append has committed, so it never shows what is not recorded.
 */
export class World {
  site: SiteState;
  readonly views: Views;
  readonly #db: WritableDb;
  readonly #projector: Projector;
  readonly #cases = new Map<string, CaseState>();
  #pending: ReturnType<typeof foldBatch> | undefined;

  constructor(db: WritableDb) {
    this.#db = db;
    this.#projector = projector(db);
    this.views = openViews(db);
    renewViews(db, this.#projector);
    let site = emptySite;
    for (const entry of entriesAbout(db, siteSubject)) site = evolveSite(site, recorded(entry));
    this.site = site;
  }

  /** The state of one work order; empty when there is none with this id. */
  caseOf(workOrder: string): CaseState {
    const known = this.#cases.get(workOrder);
    if (known) return known;
    let state = emptyCase;
    for (const entry of entriesAbout(this.#db, workOrder))
      state = evolveCase(state, recorded(entry), this.documentOf);
    if (state.workOrder) this.#remember(workOrder, state);
    return state;
  }

  readonly documentOf = (version: string): ChecklistDocument | undefined =>
    this.site.versions.get(version)?.document;

  /** The checklist a case's run is pinned to, or undefined before it is started. */
  documentFor(state: CaseState): ChecklistDocument | undefined {
    return state.run ? this.documentOf(state.run.version) : undefined;
  }

  jobTypeFor(state: CaseState): JobType | undefined {
    return state.workOrder ? this.site.jobTypes.get(state.workOrder.jobType) : undefined;
  }

  lastNumber(kind: string): number {
    return this.#projector.lastNumber(kind);
  }

  /**
   * The fold of one append, for its transaction. The cases are read here, before anything is inserted: a case read
   * inside the transaction would hold the new entries already, and fold them twice. Nothing is kept until `keep`.
   */
  projecting(workOrders: Iterable<string>): (db: WritableDb, entries: readonly StoredEntry[]) => void {
    const before = new Map([...workOrders].map((id) => [id, this.caseOf(id)]));
    return (_db, entries) => {
      if (this.#pending) throw new Error('Two commands were recorded at once; the second was not.');
      this.#pending = foldBatch(
        entries.map(recorded),
        this.site,
        (id) => {
          const state = before.get(id);
          if (!state) throw new Error(`An entry about ${id} was appended that no proposal named.`);
          return state;
        },
        this.#projector,
      );
    };
  }

  /** Keeps what `project` folded, now that the append has committed. */
  keep(): void {
    if (!this.#pending) return;
    this.site = this.#pending.site;
    for (const [id, state] of this.#pending.cases) this.#remember(id, state);
    this.#pending = undefined;
  }

  /** Forgets what `project` folded: the append did not commit. */
  drop(): void {
    this.#pending = undefined;
  }

  #remember(id: string, state: CaseState): void {
    this.#cases.delete(id);
    this.#cases.set(id, state);
    const oldest = this.#cases.keys().next().value;
    if (this.#cases.size > mostCases && oldest !== undefined) this.#cases.delete(oldest);
  }
}
