import type { Cause, NamedCause } from '../../domain/learning/cause';
import type { LearningState } from '../../domain/learning/learning';
import { causeWords } from '../../domain/learning/words';
import type { SiteState } from '../../domain/procedure/site';
import type { ReadableDb } from '../../ledger/database';
import { remediationNamed } from '../remediations';

const most = { decisions: 24, remediations: 30, codes: 30 };

/**
 * D8: what the next version of a checklist can name as its cause: decisions of the monthly review (those about it first,
 * newest first), remediations (open ones first) and the codes raised on its job type (most often first).
 */
export function causesFor(
  db: ReadableDb,
  site: SiteState,
  learning: LearningState,
  checklist: string,
): NamedCause[] {
  const list = site.checklists.get(checklist);
  if (!list) return [];
  const decisions = [...learning.decisions.values()]
    .reverse()
    .sort((a, b) => Number(b.checklist === checklist) - Number(a.checklist === checklist))
    .slice(0, most.decisions)
    .map((d): Cause => ({ kind: 'decision', decision: d.decision }));
  const remediations = (
    db
      .prepare('SELECT remediation FROM remediations ORDER BY state DESC, opened_at DESC LIMIT ?')
      .pluck()
      .all(most.remediations) as string[]
  ).map((remediation): Cause => ({ kind: 'remediation', remediation }));
  const codes = (
    db
      .prepare(
        "SELECT code FROM exceptions WHERE job_type = ? AND state <> 'withdrawn' GROUP BY code ORDER BY count(*) DESC, code LIMIT ?",
      )
      .pluck()
      .all(list.draft.jobType, most.codes) as string[]
  ).map((code): Cause => ({ kind: 'code', code }));
  return [...decisions, ...remediations, ...codes].flatMap((cause) => {
    const words = causeWords(site, learning, cause, (id) => remediationNamed(db, id));
    return words === undefined ? [] : [{ cause, words }];
  });
}
