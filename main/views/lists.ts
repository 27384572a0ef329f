import { and, asc, desc, eq, like, ne, or, type SQL } from 'drizzle-orm';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import type * as Answers from '../contract/answers';
import { type Role, roles } from '../domain/entry';
import type { Effect, Owner, Severity } from '../domain/procedure/catalogue';
import type { SiteState } from '../domain/procedure/site';
import type { ReadableDb } from '../ledger/database';
import { exceptions, openGlasses, postReviews, waitingGates, workOrders } from './tables';

export type Views = BetterSQLite3Database;

/** The typed way to the view tables over a ledger connection. */
export function openViews(db: ReadableDb): Views {
  return drizzle(db);
}

export const nameIn = (site: SiteState, user: string | null): string =>
  user === null ? '' : (site.people.get(user)?.name ?? user);

const roleWords: Readonly<Record<Role, string>> = {
  operator: 'Operators',
  supervisor: 'Supervisors',
  compliance: 'Compliance',
  admin: 'Admins',
};

/** Roles in words, as the people who have them. */
export const roleNames = (keys: readonly string[]): string[] =>
  roles.filter((role) => keys.includes(role)).map((role) => roleWords[role]);

/** The owner as a name: a person, or everybody with a role (and who that is, when it is one person). */
export function ownerName(site: SiteState, user: string | null, role: string | null): string {
  if (user !== null) return nameIn(site, user);
  const known = roles.find((r) => r === role);
  if (!known) return '';
  const holders = [...site.people.values()].filter((p) => p.active && p.role === known);
  return holders.length === 1 ? (holders[0]?.name ?? roleWords[known]) : roleWords[known];
}

/** The person who looks at a list. */
export type Looking = { readonly user: string; readonly role: Role };

/** An owner from the two columns of a row, if they name one. */
export function asOwner(user: string | null, role: string | null): Owner | undefined {
  const known = asRole(role);
  return user !== null ? { user } : known ? { role: known } : undefined;
}

/** Whom a row was brought before last, besides its owner. */
export function escalatedOf(
  site: SiteState,
  row: {
    readonly escalatedUser: string | null;
    readonly escalatedRole: string | null;
    readonly escalatedAt: string | null;
  },
): Answers.Escalated | null {
  const to = asOwner(row.escalatedUser, row.escalatedRole);
  if (!to || row.escalatedAt === null) return null;
  return { to, toName: ownerName(site, row.escalatedUser, row.escalatedRole), at: row.escalatedAt };
}

const asRole = (role: string | null): Role | null => roles.find((r) => r === role) ?? null;

function workOrderRow(site: SiteState, row: typeof workOrders.$inferSelect): Answers.WorkOrderRow {
  return {
    workOrder: row.workOrder,
    number: row.number,
    title: row.title,
    jobType: row.jobType,
    jobTypeName: site.jobTypes.get(row.jobType)?.name ?? '',
    asset: row.asset,
    lot: row.lot,
    due: row.due,
    state: row.state as Answers.WorkState,
    openedAt: row.openedAt,
    performer: row.performer,
    performerName: row.performer === null ? null : nameIn(site, row.performer),
    holder: row.holder,
    stepsDone: row.stepsDone,
    stepsTotal: row.stepsTotal,
    at: row.place,
    openExceptions: row.openExceptions,
    openReviews: row.openReviews,
    closedAt: row.closedAt,
    closureNumber: row.closureNumber,
  };
}

/** Work that is not closed, newest first: what an operator can start or resume. */
export function myWork(views: Views, site: SiteState): Answers.WorkOrderRow[] {
  const rows = views
    .select()
    .from(workOrders)
    .where(ne(workOrders.state, 'closed'))
    .orderBy(desc(workOrders.openedAt))
    .limit(200)
    .all();
  return rows.map((row) => workOrderRow(site, row));
}

/** Work orders by state, and by words in number, title, asset or lot; 500 at most, newest first. */
export function listWorkOrders(
  views: Views,
  site: SiteState,
  args: { state: 'all' | 'open' | 'finished' | 'closed'; find?: string | undefined },
): Answers.WorkOrderRow[] {
  const where: (SQL | undefined)[] = [];
  if (args.state === 'closed') where.push(eq(workOrders.state, 'closed'));
  if (args.state === 'finished') where.push(eq(workOrders.state, 'finished'));
  if (args.state === 'open')
    where.push(and(ne(workOrders.state, 'closed'), ne(workOrders.state, 'finished')));
  const words = args.find?.trim();
  if (words) {
    const pattern = `%${words.replace(/[%_]/g, '')}%`;
    where.push(
      or(
        like(workOrders.number, pattern),
        like(workOrders.title, pattern),
        like(workOrders.asset, pattern),
        like(workOrders.lot, pattern),
      ),
    );
  }
  const rows = views
    .select()
    .from(workOrders)
    .where(and(...where))
    .orderBy(desc(workOrders.openedAt))
    .limit(500)
    .all();
  return rows.map((row) => workOrderRow(site, row));
}

/** The work order with exactly this number, whatever its case. */
export function findByNumber(views: Views, number: string): string | undefined {
  return views
    .select({ id: workOrders.workOrder })
    .from(workOrders)
    .where(eq(workOrders.numberKey, number.trim().toLowerCase()))
    .get()?.id;
}

/** Exceptions open (soonest due first) or ended (newest first), with their work orders. */
export function listExceptions(
  views: Views,
  site: SiteState,
  state: 'open' | 'ended',
  me: Looking,
): Answers.ExceptionRow[] {
  const rows = views
    .select({ e: exceptions, number: workOrders.number, title: workOrders.title })
    .from(exceptions)
    .innerJoin(workOrders, eq(exceptions.workOrder, workOrders.workOrder))
    .where(state === 'open' ? eq(exceptions.state, 'open') : ne(exceptions.state, 'open'))
    .orderBy(state === 'open' ? asc(exceptions.due) : desc(exceptions.endedAt))
    .limit(500)
    .all();
  return rows.map(({ e, number, title }) => ({
    exception: e.exception,
    number: e.number,
    code: e.code,
    meaning: e.meaning,
    severity: e.severity as Severity,
    effect: e.effect as Effect,
    workOrder: e.workOrder,
    workOrderNumber: number,
    workOrderTitle: title,
    place: e.place,
    ownerName: ownerName(site, e.ownerUser, e.ownerRole),
    ownerRole: asRole(e.ownerRole),
    mine: e.ownerUser === me.user || e.ownerRole === me.role,
    raisedAt: e.raisedAt,
    raisedByName: nameIn(site, e.raisedBy),
    due: e.due,
    why: e.why,
    state: e.state as Answers.ExceptionRow['state'],
    disposition: e.disposition,
    endedAt: e.endedAt,
    escalated: escalatedOf(site, e),
  }));
}

/** Post-reviews without a verdict, soonest due first. */
export function openReviewRows(
  views: Views,
): (typeof postReviews.$inferSelect & { workOrderNumber: string })[] {
  return views
    .select({ r: postReviews, number: workOrders.number })
    .from(postReviews)
    .innerJoin(workOrders, eq(postReviews.workOrder, workOrders.workOrder))
    .where(eq(postReviews.state, 'open'))
    .orderBy(asc(postReviews.due))
    .all()
    .map(({ r, number }) => ({ ...r, workOrderNumber: number }));
}

/** Gates that wait for an approval, longest waiting first. */
export function waitingGateRows(
  views: Views,
): { gate: typeof waitingGates.$inferSelect; number: string; title: string; performer: string | null }[] {
  return views
    .select({
      gate: waitingGates,
      number: workOrders.number,
      title: workOrders.title,
      performer: workOrders.performer,
    })
    .from(waitingGates)
    .innerJoin(workOrders, eq(waitingGates.workOrder, workOrders.workOrder))
    .orderBy(asc(waitingGates.requestedAt))
    .all();
}

/** Break-glass windows of which the ledger does not yet say that they ended. */
export function openGlassRows(views: Views): (typeof openGlasses.$inferSelect)[] {
  return views.select().from(openGlasses).all();
}
