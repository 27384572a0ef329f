import { buildRecord } from '../closure/buildRecord';
import type { ClosureRecord } from '../closure/record';
import { evolveCase } from '../domain/case';
import { type CaseState, emptyCase } from '../domain/caseState';
import { type Recorded, siteSubject } from '../domain/entry';
import { emptySite, evolveSite, type SiteState } from '../domain/procedure/site';
import { holding } from '../domain/run/nextStep';
import { deviceOf } from '../domain/sync/sync';
import type { ReadableDb } from '../ledger/database';
import { entriesInRange, isStored } from '../ledger/read';
import { base64 } from '../proof/encoding';
import type { Header } from '../proof/header';
import { parseCheckpoint } from '../proof/note';
import { recorded } from '../views/fold';
import { prepared } from '../views/insight/scope';
import { entryRow } from '../views/sentences';
import { bodyOf, type Disclosure } from './disclose';
import type { ReportEntry, ReportWorkOrder } from './report/given';
import type { Requested } from './request';

type Row = {
  readonly place: number;
  readonly log: string;
  readonly seq: number;
  readonly header: Uint8Array;
  readonly body: Uint8Array | null;
};

/**
 * Entries about a thing that were held when the pack was asked for, oldest first. Whether they are in canonical form is left to
 * the verifier, which reads the pack when it is written.
 */
function heldAbout(db: ReadableDb, subject: string, { held }: Requested): Recorded[] {
  const rows = prepared(
    db,
    `SELECT e.place, l.log, e.seq, e.header, e.body FROM entry_subjects s JOIN entries e USING (place) JOIN logs l USING (log_no)
     WHERE s.subject = ? ORDER BY s.clock, l.log, e.seq`,
  ).all(subject) as Row[];
  return rows.flatMap((row) => (held(row.place) ? (recordedRow(db, row) ?? []) : []));
}

function recordedRow(db: ReadableDb, { log, seq, header, body }: Row): Recorded | undefined {
  if (body === null) {
    // What stays of an erased body is said elsewhere in the ledger.
    const [entry] = entriesInRange(db, log, seq, seq + 1);
    return entry !== undefined && isStored(entry) ? recorded(entry) : undefined;
  }
  const { v, clock, at, zone, type, stream, actor, signature } = bodyOf(header) as unknown as Header;
  if (v !== 1) return undefined;
  return {
    log,
    seq,
    clock,
    at,
    zone,
    type,
    stream,
    actor: actor as Recorded['actor'],
    body: bodyOf(body),
    signature: signature && { meaning: signature.meaning, key: signature.key },
  };
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
