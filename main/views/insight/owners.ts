import type { OwnerRow } from '../../contract/insight';
import { permissions } from '../../contract/permissions';
import { ownerName, roleNames } from '../lists';
import { type Bounds, type Counting, prepared } from './scope';

/** Whoever may decide a post-review owns it, until somebody has it: the roles joined, as a key and as words. */
const reviewers = permissions.decideReview.roles.join('+');

/** An owner's key as words: a person, a role, or several roles. */
export function ownerWords(site: Counting['site'], owner: string): string {
  if (owner.startsWith('usr_')) return ownerName(site, owner, null);
  const roles = owner.split('+');
  if (roles.length === 1) return ownerName(site, null, owner) || 'No owner';
  const names = roleNames(roles);
  return `${names.slice(0, -1).join(', ')} or ${names[names.length - 1] ?? ''}`;
}

/** The key of an owner in SQL: the person, else the role. */
export const ownerKey = (table: string): string => `coalesce(${table}.owner_user, ${table}.owner_role, '')`;

export type OverdueKind = 'exception' | 'review' | 'remediation';

/** What is overdue at @now, of each kind, as the rest of a SELECT; joined with what its job type is known by. */
export const overdueFrom: Readonly<Record<OverdueKind, string>> = {
  exception: `FROM exceptions x WHERE x.state = 'open' AND x.due < @now AND (@jobType IS NULL OR x.job_type = @jobType)`,
  review: `FROM post_reviews x WHERE x.state = 'open' AND x.due < @now AND (@jobType IS NULL OR x.job_type = @jobType)`,
  remediation: `FROM remediations x LEFT JOIN insight_orders o ON o.work_order = x.work_order
    WHERE x.state = 'open' AND x.due < @now AND (@jobType IS NULL OR o.job_type = @jobType)`,
};

/** SQL for the owner of what is overdue. */
export const overdueOwner: Readonly<Record<OverdueKind, string>> = {
  exception: ownerKey('x'),
  review: `'${reviewers}'`,
  remediation: ownerKey('x'),
};

/** Whether only what follows from a break-glass counts: its review and its remediation. */
const kindsOf = (ofBreakGlass: boolean): readonly OverdueKind[] =>
  ofBreakGlass ? ['review', 'remediation'] : ['exception', 'review', 'remediation'];

/** What is open and past its due time now, by owner, the longest overdue first. The period does not limit it. */
export function overdueByOwner(
  { db, site, now }: Counting,
  bounds: Bounds,
  ofBreakGlass: boolean,
): OwnerRow[] {
  if (!bounds.here) return [];
  const rows = new Map<string, OwnerRow>();
  const fields = { exception: 'exceptions', review: 'reviews', remediation: 'remediations' } as const;
  for (const kind of kindsOf(ofBreakGlass)) {
    const glass = ofBreakGlass && kind === 'remediation' ? 'AND x.glass IS NOT NULL' : '';
    const found = prepared(
      db,
      `SELECT ${overdueOwner[kind]} AS owner, count(*) AS n, min(x.due) AS due ${overdueFrom[kind]} ${glass} GROUP BY 1`,
    ).all({ now, jobType: bounds.jobType }) as { owner: string; n: number | null; due: string | null }[];
    for (const { owner, n, due } of found) {
      if (!n || due === null) continue;
      const row = rows.get(owner) ?? {
        owner,
        ownerName: ownerWords(site, owner),
        exceptions: 0,
        reviews: 0,
        remediations: 0,
        oldestDue: due,
      };
      rows.set(owner, {
        ...row,
        [fields[kind]]: n,
        oldestDue: due < row.oldestDue ? due : row.oldestDue,
      });
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.oldestDue === b.oldestDue ? a.ownerName.localeCompare(b.ownerName) : a.oldestDue < b.oldestDue ? -1 : 1,
  );
}
