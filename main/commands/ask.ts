import type * as Answers from '../contract/answers';
import type { Call, Outcome } from '../contract/call';
import { issueWords } from '../contract/fitText';
import { rolesFor } from '../contract/permissions';
import { type QueryName, queries } from '../contract/queries';
import { gateRefusal } from '../domain/approval/decide';
import { reviewRefusal } from '../domain/breakglass/decide';
import { closeRefusal } from '../domain/closure/decide';
import { readiness } from '../domain/closure/readiness';
import { type Role, roles } from '../domain/entry';
import { mayErase } from '../domain/erasure/decide';
import { isMeant } from '../domain/escalation/escalation';
import { findStep, numberedSteps } from '../domain/procedure/checklist';
import { releaseRefusal } from '../domain/procedure/decide';
import { lint } from '../domain/procedure/lint';
import { peopleWith } from '../domain/procedure/site';
import { type Refusal, refuse } from '../domain/refusal';
import { glassOver, holding, placedSteps } from '../domain/run/nextStep';
import { entriesHeld, isStored, type PageMark, pageOfEntries } from '../ledger/read';
import { viewingOf } from '../vault/viewing';
import { recorded } from '../views/fold';
import {
  escalatedOf,
  findByNumber,
  listExceptions,
  listWorkOrders,
  myWork,
  nameIn,
  openReviewRows,
  ownerName,
  waitingGateRows,
} from '../views/lists';
import { listRemediations } from '../views/remediations';
import { entryRow, typeLabels } from '../views/sentences';
import { actingFor } from './authority';
import { backupAskers } from './backupCommands';
import type { Answer, Args, Asked, Me } from './deeds';
import { entryView } from './entryView';
import { erasureAskers, waitingErasures } from './erasureCommands';
import { readHeld } from './evidenceCommands';
import { firstAskers } from './firstAnswers';
import { hashOf } from './hash';
import { historyAskers } from './historyCommands';
import { insightAskers } from './insightCommands';
import { learningAskers } from './learningCommands';
import { packAskers } from './packCommands';
import { securityAskers } from './securityCommands';
import { type Signing, shownNow } from './shownTo';
import { readStarters } from './siteCommands';
import type { Station } from './station';
import { openConflicts, syncAskers } from './syncCommands';
import { updateAskers } from './updateCommands';

/** Answers one query from the views. Arguments are unknown until parsed here; nothing is changed. */
export async function ask(
  station: Station,
  window: number,
  name: QueryName,
  args: unknown,
): Promise<Outcome<unknown>> {
  const call: Call = queries[name];
  const parsed = call.args.safeParse(args);
  if (!parsed.success)
    return refuse(
      'not-understood',
      `This question could not be read: ${parsed.error.issues.slice(0, 1).map(issueWords).join('')}.`,
    );
  let me: Me = { user: '', role: 'operator' };
  if (rolesFor(name)) {
    const acting = actingFor(station, window, name);
    if ('ok' in acting) return acting;
    me = acting;
  }
  const answer = await (askers[name] as Asked<QueryName>)(station, parsed.data as never, me, window);
  if (typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false) return answer;
  return { ok: true, answer };
}

const askers: { readonly [N in QueryName]: Asked<N> } = {
  ...insightAskers,
  ...learningAskers,
  ...historyAskers,
  ...syncAskers,
  ...backupAskers,
  ...updateAskers,
  ...erasureAskers,
  ...packAskers,
  ...securityAskers,
  ...firstAskers,
  myWork: (station) => ({ rows: myWork(station.world.views, station.world.site) }),
  workOrders: (station, args) => listWorkOrders(station.world.views, station.world.site, args),
  findWorkOrder: (station, args) => ({ workOrder: findByNumber(station.world.views, args.number) ?? null }),
  caseView: (station, args, me) => caseView(station, args.workOrder, me),
  inbox: (station, _args, me) => inbox(station, me),
  exceptions: (station, args, me) => listExceptions(station.world.views, station.world.site, args.state, me),
  remediations: (station, _args, me) => remediationsFor(station, me),
  jobTypes: (station) => [...station.world.site.jobTypes.values()],
  codes: (station) => {
    const { site } = station.world;
    return [...site.codes.values()]
      .sort((a, b) => a.code.localeCompare(b.code))
      .map((c) => ({
        ...c,
        ownerName: ownerName(
          site,
          'user' in c.owner ? c.owner.user : null,
          'role' in c.owner ? c.owner.role : null,
        ),
      }));
  },
  checklists: (station) => {
    const { site } = station.world;
    return [...site.checklists.values()].map((list) => {
      const last = list.versions[list.versions.length - 1];
      return {
        checklist: list.checklist,
        title: list.draft.title,
        jobTypeName: site.jobTypes.get(list.draft.jobType)?.name ?? '',
        versions: list.versions.length,
        effective: last?.number ?? null,
        draftAt: list.draftAt,
        draftByName: nameIn(site, list.draftBy),
        changedSinceRelease: last?.documentHash !== hashOf(list.draft),
        requested: list.requested !== undefined,
      };
    });
  },
  checklist: (station, args, me) => {
    const { site } = station.world;
    const list = site.checklists.get(args.checklist);
    if (!list) return refuse('not-found', 'This checklist does not exist.');
    const people = new Set([
      list.draftBy,
      ...list.authors,
      ...(list.requested ? [list.requested.by] : []),
      ...list.versions.flatMap((v) => [v.author, v.releasedBy]),
    ]);
    return {
      checklist: list,
      jobTypeName: site.jobTypes.get(list.draft.jobType)?.name ?? '',
      findings: lint(list.draft, site),
      notYou: releaseRefusal(site, args.checklist, me.user),
      names: Object.fromEntries([...people].map((u) => [u, nameIn(site, u)])),
      lastReleased: list.versions[list.versions.length - 1]?.document ?? null,
    };
  },
  starters: (station) =>
    readStarters(station.resources).map((s) => {
      const steps = numberedSteps({ ...s.document, jobType: '' });
      const gates = steps.filter((x) => x.step.kind === 'gate').length;
      const added = [...station.world.site.jobTypes.values()].some(
        (j) => j.name.toLowerCase() === s.jobType.name.toLowerCase(),
      );
      return {
        id: s.id,
        name: s.name,
        about: s.about,
        basis: s.basis ?? null,
        steps: steps.length - gates,
        gates,
        added,
      };
    }),
  signingView: (station, args, me, window) => {
    const now = shownNow(station.world, args as Signing);
    if (!now) return refuse('not-found', 'There is nothing here to sign.');
    const session = station.sessions.state(window);
    return {
      title: now.shown.title,
      lines: now.shown.lines,
      digest: now.digest,
      needsIdentifier: session.kind !== 'open' || session.nextSignature === 'identifier-and-secret',
      identifier: station.world.site.people.get(me.user)?.identifier ?? '',
    };
  },
  entries: (station, args) => entries(station, args),
  entry: (station, args) =>
    entryView(station, args) ?? refuse('not-found', 'There is no entry at this place.'),
  entryTypes: () => typeLabels,
  evidence: async (station, args) => {
    const held = await readHeld(station, args.sha256);
    if (!held.ok) return held;
    const viewing = viewingOf(held.mime, held.bytes);
    return viewing.ok
      ? { mime: viewing.type, bytes: held.bytes }
      : refuse('evidence-refused', viewing.message);
  },
};

function caseView(station: Station, workOrder: string, me: Me): Answers.CaseView | Refusal {
  const { world } = station;
  const state = world.caseOf(workOrder);
  const jobType = world.jobTypeFor(state);
  if (!state.workOrder || !jobType) return refuse('not-found', 'This work order does not exist here.');
  const document = world.documentFor(state);
  const now = new Date(station.now()).toISOString();
  const steps = document ? placedSteps(state, document, now) : [];
  const next =
    steps.find(
      (s) =>
        s.standing === 'now' || s.standing === 'waiting' || s.standing === 'blocked' || s.standing === 'act',
    ) ?? null;
  const { site } = world;
  return {
    state,
    jobType,
    document: document ?? null,
    checklistTitle: document?.title ?? '',
    steps,
    next,
    glass: (document && next && glassOver(state, document, next.step.id, now)) || null,
    waits: holding(state).map((e) => e.exception),
    readiness: document ? readiness(state, document, jobType, now) : [],
    closeRefusal: document
      ? closeRefusal(site, state, document, jobType, me, now)
      : 'The run is not started yet.',
    names: Object.fromEntries([...site.people.values()].map((p) => [p.user, { name: p.name, role: p.role }])),
    roleHolders: Object.fromEntries(roles.map((r) => [r, peopleWith(site, r).map((p) => p.name)])) as Record<
      Role,
      string[]
    >,
    drafts: station.site.drafts.of(me.user, `run:${workOrder}:`),
    codes: [...site.codes.values()].filter((c) => c.active),
    now,
  };
}

function remediationsFor({ site, world, now }: Station, me: Me): Answers.RemediationRow[] {
  const at = new Date(now()).toISOString();
  return listRemediations(site.ledger.db, world.views, world.site, me, at);
}

function inbox(station: Station, me: Me): Answers.Inbox {
  const { world } = station;
  const { site, views } = world;
  const actor = { actor: { ...me, session: '' } };
  return {
    gates: waitingGateRows(views).map(({ gate, number, title, performer }) => {
      const state = world.caseOf(gate.workOrder);
      const document = world.documentFor(state);
      const step = document && findStep(document, gate.step);
      return {
        workOrder: gate.workOrder,
        workOrderNumber: number,
        workOrderTitle: title,
        step: gate.step,
        no: gate.no,
        title: gate.title,
        need: JSON.parse(gate.need) as Answers.GateRow['need'],
        requestedAt: gate.requestedAt,
        requestedByName: nameIn(site, performer),
        notYou:
          document && step?.kind === 'gate'
            ? gateRefusal(site, state, document, step, me)
            : 'This gate is not known here.',
      };
    }),
    exceptions: listExceptions(views, site, 'open', me).filter(
      (e) => e.mine || me.role === 'supervisor' || (e.escalated && isMeant(e.escalated.to, me)),
    ),
    reviews: openReviewRows(views).map((r) => {
      const state = world.caseOf(r.workOrder);
      const review = state.reviews[r.review];
      return {
        review: r.review,
        number: r.number,
        glass: r.glass,
        glassNumber: r.glassNumber,
        title: r.title,
        workOrder: r.workOrder,
        workOrderNumber: r.workOrderNumber,
        openedByName: nameIn(site, r.openedBy),
        openedAt: r.openedAt,
        due: r.due,
        state: r.state as 'open' | 'done',
        verdict: r.verdict,
        notYou:
          me.role === 'operator'
            ? 'A supervisor, compliance or an admin decides it.'
            : review
              ? reviewRefusal(state, review, actor)
              : null,
        escalated: escalatedOf(site, r),
      };
    }),
    remediations: remediationsFor(station, me).filter(
      (r) => r.state === 'open' && (r.mine || (r.escalated && isMeant(r.escalated.to, me))),
    ),
    releases: [...site.checklists.values()].flatMap((list) =>
      list.requested
        ? [
            {
              checklist: list.checklist,
              title: list.draft.title,
              by: nameIn(site, list.requested.by),
              at: list.requested.at,
              reason: list.requested.reason,
              notYou: releaseRefusal(site, list.checklist, me.user),
            },
          ]
        : [],
    ),
    conflicts: openConflicts(station, me),
    erasures: mayErase.includes(me.role) ? waitingErasures(station, me) : [],
  };
}

function entries(station: Station, args: Args<'entries'>): Answer<'entries'> {
  const { db } = station.site.ledger;
  const { site } = station.world;
  const filter = {
    ...(args.subject ? { subject: args.subject } : {}),
    ...(args.person ? { person: args.person } : {}),
    ...(args.type ? { type: args.type } : {}),
  };
  const page = pageOfEntries(db, filter, args.limit, readMark(args.before), args.skip);
  const rows = page.entries.map((e) =>
    isStored(e)
      ? entryRow(site, recorded(e))
      : {
          log: e.log,
          seq: e.seq,
          at: '',
          who: 'unknown',
          system: true,
          type: 'unknown',
          sentence: 'An entry of a newer version; kept and shown raw',
          mark: 'none' as const,
        },
  );
  const total = entriesHeld(db);
  return {
    rows,
    total,
    matching: Object.keys(filter).length === 0 ? total : countEntries(station, filter),
    next: page.next === undefined ? null : `${page.next.clock}.${page.next.place}`,
  };
}

/** A mark is good in this database alone; one that it did not give counts as none. */
function readMark(mark: string | undefined): PageMark | undefined {
  const [, clock, place] = /^(\d{13}-[0-9a-f]{4})\.(\d{1,16})$/.exec(mark ?? '') ?? [];
  return clock === undefined ? undefined : { clock, place: Number(place) };
}

function countEntries(
  station: Station,
  filter: { subject?: string; person?: string; type?: string },
): number {
  const from = filter.subject === undefined ? 'entries e' : 'entry_subjects s JOIN entries e USING (place)';
  const where = [
    filter.subject === undefined ? '' : 's.subject = @subject',
    filter.person === undefined ? '' : 'e.person = @person',
    filter.type === undefined ? '' : 'e.type = @type',
  ].filter((w) => w !== '');
  return station.site.ledger.db
    .prepare(`SELECT count(*) FROM ${from} WHERE ${where.join(' AND ')}`)
    .pluck()
    .get(filter) as number;
}
