import { evolveCase } from '../domain/case';
import { type CaseState, emptyCase } from '../domain/caseState';
import { learningSubject, siteSubject } from '../domain/entry';
import { evolveLearning } from '../domain/learning/evolve';
import { emptyLearning, type LearningState } from '../domain/learning/learning';
import type { ChecklistDocument } from '../domain/procedure/checklist';
import type { JobType } from '../domain/procedure/jobType';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { isOfLearning } from '../domain/subjects';
import type { ReadableDb, WritableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { entriesAbout, entryAt, isStored } from '../ledger/read';
import { targetOf } from '../ledger/redact';
import {
  type CaseSource,
  type Folded,
  foldBatch,
  isOfSite,
  recorded,
  writeCase,
  writeLearning,
} from '../views/fold';
import { openViews, type Views } from '../views/lists';
import { type Projector, projector } from '../views/project';
import { renewViews } from '../views/rebuild';

const mostCases = 200;

/** What an import inserted: whether anything about the site, which work orders, and which entries are new. */
export type Merged = {
  readonly site: boolean;
  readonly workOrders: ReadonlySet<string>;
  readonly isNew: (entry: { readonly log: string; readonly seq: number }) => boolean;
};

/**
 * What deciders judge by, kept folded: the site whole, and the cases that were lately in use. It changes only after an
 * append has committed, so it never shows what is not recorded.
 */
export class World {
  site: SiteState;
  learning: LearningState;
  readonly views: Views;
  /** What it is folded from. */
  readonly db: ReadableDb;
  readonly #db: WritableDb;
  readonly #projector: Projector;
  readonly #cases = new Map<string, CaseState>();
  /** What cases were before an import erased something of them, for `merge`. */
  readonly #untouched = new Map<string, CaseState>();
  #pending: Folded | undefined;
  /** The clocks of the newest entries about the site, and about what is learnt. */
  #siteClock = '';
  #learningClock = '';

  constructor(db: WritableDb) {
    this.#db = db;
    this.db = db;
    this.#projector = projector(db);
    this.views = openViews(db);
    renewViews(db, this.#projector);
    this.site = this.#foldSite();
    this.learning = this.#foldLearning();
  }

  #foldSite(): SiteState {
    let site = emptySite;
    for (const entry of entriesAbout(this.#db, siteSubject)) {
      site = evolveSite(site, recorded(entry));
      this.#siteClock = entry.header.clock;
    }
    return site;
  }

  #foldLearning(): LearningState {
    let learning = emptyLearning;
    for (const entry of entriesAbout(this.#db, learningSubject)) {
      learning = evolveLearning(learning, recorded(entry));
      this.#learningClock = entry.header.clock;
    }
    return learning;
  }

  /** A case from the entries that are held, `left` out of it those that it says; documents as `site` has them. */
  #foldCase(workOrder: string, site: SiteState, left?: (entry: StoredEntry) => boolean): CaseState {
    const documentOf = (version: string) => site.versions.get(version)?.document;
    let state = emptyCase;
    for (const entry of entriesAbout(this.#db, workOrder))
      if (left === undefined || !left(entry)) state = evolveCase(state, recorded(entry), documentOf);
    return state;
  }

  /** The state of one work order; empty when there is none with this id. */
  caseOf(workOrder: string): CaseState {
    const known = this.#cases.get(workOrder);
    if (known) return known;
    const state = this.#foldCase(workOrder, this.site);
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

  /** The last number of a kind that a station has given. */
  lastNumber(kind: string, station: string): number {
    return this.#projector.lastNumber(kind, station);
  }

  /**
   * The fold of one append, for its transaction. The cases are read here, before anything is inserted: a case read
   * inside the transaction would hold the new entries already, and fold them twice. Nothing is kept until `keep`.
   */
  projecting(workOrders: Iterable<string>): (db: WritableDb, entries: readonly StoredEntry[]) => void {
    const before = new Map([...workOrders].map((id) => [id, this.caseOf(id)]));
    return (_db, entries) => {
      if (this.#pending) throw new Error('Two commands were recorded at once; the second was not.');
      const caseOf = (id: string): CaseState => {
        const state = before.get(id);
        if (!state) throw new Error(`An entry about ${id} was appended that no proposal named.`);
        return state;
      };
      const first = entries[0]?.header.clock ?? '';
      // Another station's clock is ahead of this one's by more than an import may move it: what is recorded here now comes
      // before what is held already, so it is folded where it belongs.
      const behind =
        [...before.values()].some((state) => state.lastClock > first) ||
        (this.#siteClock > first && entries.some((e) => isOfSite(e.header.type))) ||
        (this.#learningClock > first && entries.some(ofLearning));
      if (!behind) {
        this.#pending = foldBatch(entries.map(recorded), this, caseOf, this.#projector);
        for (const e of entries) {
          if (isOfSite(e.header.type)) this.#siteClock = e.header.clock;
          if (ofLearning(e)) this.#learningClock = e.header.clock;
        }
        return;
      }
      for (const entry of entries) this.#projector.entry(recorded(entry));
      this.#pending = this.#anew(before.keys(), caseOf);
    };
  }

  /**
   * The fold of an erasure, for its transaction: what it touches is folded anew once the bodies are gone. The work orders
   * are those of the erased entries; they are read before, like those of `projecting`.
   */
  projectingErasure(workOrders: Iterable<string>): (db: WritableDb, entries: readonly StoredEntry[]) => void {
    const before = new Map([...workOrders].map((id) => [id, this.caseOf(id)]));
    return (db, entries) => {
      if (this.#pending) throw new Error('Two commands were recorded at once; the second was not.');
      for (const entry of entries) {
        this.#projector.entry(recorded(entry));
        const target = targetOf(entry.header.type, entry.body);
        const erased = target && entryAt(db, target);
        if (erased && isStored(erased)) this.#projector.erased(recorded(erased));
      }
      this.#pending = this.#anew(before.keys(), (id) => before.get(id) ?? emptyCase);
    };
  }

  /** Folds the site and these cases anew from what is held now, and writes the rows that differ from those of `before`. */
  #anew(workOrders: Iterable<string>, before: CaseSource): Folded {
    const site = this.#foldSite();
    const cases = new Map<string, CaseState>();
    for (const id of workOrders) {
      const state = this.#foldCase(id, site);
      writeCase(this.#projector, before(id), this.site, state, site);
      cases.set(id, state);
    }
    return { site, learning: this.#learnAnew(), cases };
  }

  /** Folds what is learnt anew from what is held now, and writes the rows that differ. */
  #learnAnew(): LearningState {
    const learning = this.#foldLearning();
    writeLearning(this.#projector, this.learning, learning);
    return learning;
  }

  /** What one imported entry makes by itself; called for each as it is inserted. */
  take(entry: StoredEntry): void {
    this.#projector.entry(recorded(entry));
  }

  /** Keeps a case as it is, before an import erases something of it. `isNew`: what the import has inserted so far. */
  untouched(workOrder: string, isNew: Merged['isNew']): void {
    if (this.#untouched.has(workOrder)) return;
    const state = this.#cases.get(workOrder) ?? this.#foldCase(workOrder, this.site, isNew);
    this.#untouched.set(workOrder, state);
  }

  /** What one entry makes by itself, now that an import has erased its body. */
  erased(entry: StoredEntry): void {
    this.#projector.erased(recorded(entry));
  }

  /**
   * Folds in what an import has just inserted, inside its transaction: the site, and every case that the import touches, are
   * folded anew from the set of entries that is held, in the order of clock, log and seq. So it does not matter in which
   * order bundles came. `pause` is awaited between cases, so that the window stays alive. Nothing is kept until `keep`.
   */
  async merge(merged: Merged, pause: () => Promise<void>): Promise<void> {
    if (this.#pending) throw new Error('Two commands were recorded at once; the second was not.');
    const site = merged.site ? this.#foldSite() : this.site;
    const arrived = [...site.versions.keys()].filter((version) => !this.site.versions.has(version));
    const touched = new Set([...merged.workOrders, ...this.#startedOn(arrived)]);
    const cases = new Map<string, CaseState>();
    for (const id of touched) {
      const before =
        this.#untouched.get(id) ?? this.#cases.get(id) ?? this.#foldCase(id, this.site, merged.isNew);
      const state = this.#foldCase(id, site);
      writeCase(this.#projector, before, this.site, state, site);
      // A whole ledger may come at once: only so many cases are worth keeping.
      if (cases.size < mostCases) cases.set(id, state);
      this.#cases.delete(id);
      await pause();
    }
    this.#untouched.clear();
    this.#pending = { site, learning: this.#learnAnew(), cases };
  }

  /** The fold of what the import itself records, after `merge`. */
  projectingMerge(): (db: WritableDb, entries: readonly StoredEntry[]) => void {
    return (_db, entries) => {
      for (const entry of entries) this.#projector.entry(recorded(entry));
    };
  }

  /** Work orders whose run is pinned to one of these versions. */
  #startedOn(versions: readonly string[]): string[] {
    if (versions.length === 0) return [];
    return this.#db
      .prepare(
        `SELECT DISTINCT json_extract(CAST(body AS TEXT), '$.workOrder') FROM entries WHERE type = 'run.started' AND body IS NOT NULL
         AND json_extract(CAST(body AS TEXT), '$.version') IN (${versions.map(() => '?').join(', ')})`,
      )
      .pluck()
      .all(...versions) as string[];
  }

  /** Keeps what `project` folded, now that the append has committed. */
  keep(): void {
    if (!this.#pending) return;
    this.site = this.#pending.site;
    this.learning = this.#pending.learning;
    for (const [id, state] of this.#pending.cases) this.#remember(id, state);
    this.#pending = undefined;
  }

  /** Forgets what `project` or `merge` folded: it was not committed. */
  drop(): void {
    this.#untouched.clear();
    this.#pending = undefined;
  }

  #remember(id: string, state: CaseState): void {
    this.#cases.delete(id);
    this.#cases.set(id, state);
    const oldest = this.#cases.keys().next().value;
    if (this.#cases.size > mostCases && oldest !== undefined) this.#cases.delete(oldest);
  }
}

const ofLearning = (entry: StoredEntry): boolean => isOfLearning(entry.header.type, entry.body ?? undefined);
