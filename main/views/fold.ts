import { evolveCase } from '../domain/case';
import { type CaseState, emptyCase } from '../domain/caseState';
import type { Recorded } from '../domain/entry';
import { standingBody } from '../domain/erasure/erasable';
import { evolveLearning } from '../domain/learning/evolve';
import { emptyLearning, type LearningState } from '../domain/learning/learning';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { isOfLearning } from '../domain/subjects';
import type { StoredEntry } from '../ledger/entry';
import { type CaseRows, caseRows } from './caseRows';
import type { Projector } from './project';
import { learningRows } from './remediationRows';

/** A stored entry as the folds of the domain see it. */
export function recorded(entry: StoredEntry): Recorded {
  const { header } = entry;
  return {
    log: entry.log,
    seq: entry.seq,
    clock: header.clock,
    at: header.at,
    zone: header.zone,
    type: header.type,
    stream: header.stream,
    actor: header.actor as Recorded['actor'],
    body: entry.body ?? standing(entry),
    ...(entry.erasing ? { erased: { log: entry.erasing.log, seq: entry.erasing.seq } } : {}),
    signature:
      header.signature === undefined
        ? undefined
        : { meaning: header.signature.meaning, key: header.signature.key },
  };
}

/** What stands of an erased body. An erasure that does not say what stays leaves nothing to fold. */
function standing({ header, erasing }: StoredEntry): Recorded['body'] {
  if (erasing === undefined || Object.keys(erasing.stays).length === 0) return undefined;
  return standingBody(header.type, erasing.stays, erasing.gone);
}

/** Which work order an entry belongs to, or undefined for entries about the site. */
export function workOrderOf(entry: Recorded): string | undefined {
  const id = entry.body?.workOrder;
  return typeof id === 'string' ? id : undefined;
}

/** What is kept folded besides the cases. */
export type Known = { readonly site: SiteState; readonly learning: LearningState };
export type Folded = Known & { readonly cases: ReadonlyMap<string, CaseState> };

/** How a fold gets the state of a case it has not seen in this batch. */
export type CaseSource = (workOrder: string) => CaseState;

/** Whether an entry of this type is about the site's rules and people. */
export const isOfSite = (type: string): boolean => siteTypes.test(type);

const siteTypes = /^(site|device|user|job-type|code|checklist)\./;

/**
 * Folds a batch of entries over what is known, and writes the rows that changed. Runs inside the append's transaction;
 * the caller keeps the result only when that commits.
 */
export function foldBatch(
  entries: readonly Recorded[],
  { site, learning: learnt }: Known,
  caseOf: CaseSource,
  projector: Projector | undefined,
): Folded {
  let next = site;
  let learning = learnt;
  const before = new Map<string, CaseState>();
  const cases = new Map<string, CaseState>();
  for (const entry of entries) {
    if (siteTypes.test(entry.type)) next = evolveSite(next, entry);
    if (isOfLearning(entry.type, entry.body)) learning = evolveLearning(learning, entry);
    const id = workOrderOf(entry);
    if (id === undefined) continue;
    let state = cases.get(id);
    if (state === undefined) {
      state = caseOf(id);
      before.set(id, state);
    }
    const documents = next;
    cases.set(
      id,
      evolveCase(state, entry, (version) => documents.versions.get(version)?.document),
    );
  }
  if (projector) {
    for (const entry of entries) projector.entry(entry);
    writeLearning(projector, learnt, learning);
    for (const [id, state] of cases) writeCase(projector, before.get(id) ?? emptyCase, next, state, next);
  }
  return { site: next, learning, cases };
}

/** Writes the rows of what is learnt that differ between two states of it. */
export function writeLearning(projector: Projector, before: LearningState, after: LearningState): void {
  if (before.remediations !== after.remediations)
    projector.remediations(learningRows(before, after), learningRows(after, before));
}

/** Writes the rows of a case that differ between two states of it, each with the documents that its site knows. */
export function writeCase(
  projector: Projector,
  before: CaseState,
  siteBefore: SiteState,
  after: CaseState,
  site: SiteState,
): void {
  projector.write(rowsOf(before, siteBefore), rowsOf(after, site));
}

/**
 * Folds everything from nothing, in the ledger's order: what a rebuild does. `atOnce`: entries in one batch; rows are
 * written once a batch, so the result is the same and many are faster.
 */
export function foldAll(entries: Iterable<StoredEntry>, projector: Projector, atOnce = 1): Folded {
  let known: Known = { site: emptySite, learning: emptyLearning };
  const cases = new Map<string, CaseState>();
  let batch: Recorded[] = [];
  const fold = (): void => {
    const folded = foldBatch(batch, known, (id) => cases.get(id) ?? emptyCase, projector);
    known = folded;
    for (const [id, state] of folded.cases) cases.set(id, state);
    batch = [];
  };
  for (const entry of entries) {
    batch.push(recorded(entry));
    if (batch.length >= atOnce) fold();
  }
  fold();
  return { site: known.site, learning: known.learning, cases };
}

/** Rows by the state they are of: what a case was before an append is what it became by the one before it. */
const known = new WeakMap<CaseState, { readonly document: unknown; readonly rows: CaseRows }>();

function rowsOf(state: CaseState, { versions }: SiteState): CaseRows {
  const document = state.run ? versions.get(state.run.version)?.document : undefined;
  const kept = known.get(state);
  if (kept?.document === document && kept !== undefined) return kept.rows;
  const rows = caseRows(state, document);
  known.set(state, { document, rows });
  return rows;
}
