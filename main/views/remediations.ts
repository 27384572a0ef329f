import { asc, desc, eq } from 'drizzle-orm';
import type * as Answers from '../contract/answers';
import type { Cause, Target } from '../domain/learning/cause';
import { countedFrom } from '../domain/learning/repeat';
import type { SiteState } from '../domain/procedure/site';
import { missingEvidence, remediationRefusal, versionsNaming } from '../domain/remediation/decide';
import type { RemediationFile } from '../domain/remediation/remediation';
import type { ReadableDb } from '../ledger/database';
import { asOwner, escalatedOf, type Looking, nameIn, ownerName, type Views } from './lists';
import { remediations, workOrders } from './tables';

const dayMs = 24 * 60 * 60_000;

/** Every remediation, open ones first, soonest due first; 500 at most. `now`: RFC 3339. */
export function listRemediations(
  db: ReadableDb,
  views: Views,
  site: SiteState,
  me: Looking,
  now: string,
): Answers.RemediationRow[] {
  return views
    .select({ r: remediations, number: workOrders.number })
    .from(remediations)
    .leftJoin(workOrders, eq(remediations.workOrder, workOrders.workOrder))
    .orderBy(desc(remediations.state), asc(remediations.due))
    .limit(500)
    .all()
    .map(({ r, number }) => {
      const files = JSON.parse(r.files) as RemediationFile[];
      const target = r.target === null ? null : (JSON.parse(r.target) as Target);
      const versions = versionsNaming(site, r.remediation);
      const owner = asOwner(r.ownerUser, r.ownerRole);
      const to = asOwner(r.escalatedUser, r.escalatedRole);
      const task = {
        owner: owner ?? { role: 'supervisor' as const },
        escalated: to && { to, at: r.escalatedAt ?? '' },
      };
      return {
        remediation: r.remediation,
        number: r.number,
        title: r.title,
        ownerName: ownerName(site, r.ownerUser, r.ownerRole),
        mine: r.ownerUser === me.user || r.ownerRole === me.role,
        due: r.due,
        workOrder: r.workOrder,
        workOrderNumber: number,
        glass: r.glass,
        glassNumber: r.glassNumber,
        cause: r.because,
        causedBy: r.cause === null ? null : (JSON.parse(r.cause) as Cause),
        target: target && {
          ...target,
          jobTypeName: target.jobType === undefined ? null : (site.jobTypes.get(target.jobType)?.name ?? ''),
        },
        measured: target && measure(db, target, r.closedAt, now),
        evidence: files.map(({ sha256, name, mime, at, by }) => ({
          sha256,
          name,
          mime,
          at,
          byName: nameIn(site, by),
        })),
        versions: versions.flatMap((id) => {
          const v = site.versions.get(id);
          return v ? [{ checklist: v.checklist, title: v.document.title, number: v.number }] : [];
        }),
        openedAt: r.openedAt,
        state: r.state as 'open' | 'closed',
        done: r.done,
        closedAt: r.closedAt,
        closedByName: r.closedBy === null ? null : nameIn(site, r.closedBy),
        notYou: remediationRefusal(task, { ...me, session: '' }),
        missing: r.state === 'open' ? missingEvidence(r.number, files.length, versions.length) : null,
        escalated: escalatedOf(site, r),
      };
    });
}

/**
 * X10: how often the target's code was raised, withdrawn ones left out: in the last days of the target while it is open,
 * in the days since once it is closed.
 */
function measure(db: ReadableDb, target: Target, closedAt: string | null, now: string): Answers.Measured {
  const from = closedAt ?? countedFrom(now, target.days);
  const end = closedAt === null ? now : new Date(Date.parse(closedAt) + target.days * dayMs).toISOString();
  const to = end < now ? end : now;
  const count = db
    .prepare(
      `SELECT count(*) FROM exceptions WHERE code = @code AND raised_at > @from AND raised_at <= @to
       AND (@jobType IS NULL OR job_type = @jobType) AND state <> 'withdrawn'`,
    )
    .pluck()
    .get({ code: target.code, jobType: target.jobType ?? null, from, to }) as number;
  return { count, from, to, isOver: closedAt !== null && end <= now, isMet: count <= target.atMost };
}

/** A remediation's number, title and work order, wherever it stands. */
export function remediationNamed(
  db: ReadableDb,
  remediation: string,
): { readonly number: string; readonly title: string; readonly workOrder: string | null } | undefined {
  return db
    .prepare('SELECT number, title, work_order AS workOrder FROM remediations WHERE remediation = ?')
    .get(remediation) as { number: string; title: string; workOrder: string | null } | undefined;
}
