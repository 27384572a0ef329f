import { buildRecord } from '../closure/buildRecord';
import type { ClosureRecord } from '../closure/record';
import { evolveCase } from '../domain/case';
import { type CaseState, emptyCase } from '../domain/caseState';
import { type Recorded, siteSubject } from '../domain/entry';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { holding } from '../domain/run/nextStep';
import { deviceOf } from '../domain/sync/sync';
import type { ReadableDb } from '../ledger/database';
import type { StoredEntry } from '../ledger/entry';
import { placeOf } from '../ledger/place';
import { entriesAbout, logIndex } from '../ledger/read';
import { base64 } from '../proof/encoding';
import { parseCheckpoint } from '../proof/note';
import { recorded } from '../views/fold';
import { entryRow } from '../views/sentences';
import type { Disclosure } from './disclose';
import type { ReportEntry, ReportWorkOrder } from './report/report';
import type { Requested } from './request';

/** Entries about a thing that were held when the pack was asked for, oldest first. */
function heldAbout(db: ReadableDb, subject: string, { held }: Requested): Recorded[] {
  const within = ({ log, seq }: StoredEntry): boolean => held(placeOf(logIndex(db).numberOf(log) ?? 0, seq));
  return entriesAbout(db, subject).filter(within).map(recorded);
}

/** The site as it was known when the pack was asked for. */
export function siteThen(db: ReadableDb, requested: Requested): SiteState {
  return heldAbout(db, siteSubject, requested).reduce(evolveSite, emptySite);
}

/** What the report says of each disclosed work order, the one opened first in front. */
export function reportedCases(
  db: ReadableDb,
  site: SiteState,
  requested: Requested,
  disclosure: Disclosure,
): ReportWorkOrder[] {
  return disclosure.workOrders
    .map(({ workOrder, number }) => reportedCase(db, site, requested, workOrder, number))
    .sort((a, b) =>
      a.openedAt === b.openedAt ? (a.workOrder < b.workOrder ? -1 : 1) : a.openedAt < b.openedAt ? -1 : 1,
    );
}

function reportedCase(
  db: ReadableDb,
  site: SiteState,
  requested: Requested,
  id: string,
  number: string,
): ReportWorkOrder {
  const entries = heldAbout(db, id, requested);
  const documentOf = (version: string) => site.versions.get(version)?.document;
  const state = entries.reduce((folded, entry) => evolveCase(folded, entry, documentOf), emptyCase);
  const opened = entries.find(({ type }) => type === 'work-order.opened') ?? entries[0];
  const { workOrder } = state;
  return {
    workOrder: id,
    number,
    title: workOrder?.title ?? '',
    jobType: (workOrder && site.jobTypes.get(workOrder.jobType)?.name) ?? '',
    asset: workOrder?.asset ?? '',
    lot: workOrder?.lot ?? null,
    openedAt: opened?.at ?? '',
    zone: opened?.zone ?? '+00:00',
    state: standing(state),
    record: recordOf(site, requested, state, entries),
    entries: entries.map((entry) => reported(site, entry)),
  };
}

function reported(site: SiteState, entry: Recorded): ReportEntry {
  const { who, sentence } = entryRow(site, entry);
  const why = entry.body?.why;
  return {
    at: entry.at,
    zone: entry.zone,
    by: who,
    words: sentence,
    ...(typeof why === 'string' && why !== '' ? { why } : {}),
    place: { log: entry.log, seq: entry.seq },
  };
}

function standing(state: CaseState): string {
  if (state.closure) return 'Closed';
  if (!state.run) return 'Not started';
  if (state.run.finishedAt !== undefined) return 'Finished, not closed';
  return holding(state).length > 0 ? 'Blocked' : 'In work';
}

/** What the closure PDF shows. Where an erasure took what it stands on, there is none. */
function recordOf(
  site: SiteState,
  { logs, header }: Requested,
  state: CaseState,
  entries: readonly Recorded[],
): ClosureRecord | undefined {
  const { workOrder, run, closure } = state;
  const document = run && site.versions.get(run.version)?.document;
  const jobType = workOrder && site.jobTypes.get(workOrder.jobType);
  const log = logs.find((l) => l.log === closure?.log);
  const checkpoint = log && parseCheckpoint(log.note);
  if (!document || !jobType || !closure || !log || !checkpoint) return undefined;
  const device = deviceOf(log.log);
  return buildRecord({
    site,
    state,
    document,
    jobType,
    entries,
    device: { id: device, station: site.devices.find((d) => d.device === device)?.station ?? '' },
    checkpoint: {
      note: log.note,
      origin: checkpoint.origin,
      size: checkpoint.size,
      root: base64(checkpoint.root),
    },
    app: `Process Designer ${header.app}`,
  });
}
