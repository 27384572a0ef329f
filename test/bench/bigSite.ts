import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Acting, newId, record, toEntry } from '../../main/commands/station';
import { type Proposed, plusMinutes, type Role } from '../../main/domain/entry';
import { type ChecklistDocument, numberedSteps } from '../../main/domain/procedure/checklist';
import type { ReleasedVersion } from '../../main/domain/procedure/procedure';
import { slotsOf } from '../../main/domain/run/nextStep';
import { openUserKey } from '../../main/identity/signIn';
import { AtWork, resources, sampleSecret } from '../commands/atWork';

const day = 86_400_000;
const years = 2;

/** What happens, and in which role somebody did it; an operator where nothing is said. */
export type Act = Proposed & { readonly by?: Role };

/** The sample's people with their keys, the files that evidence names, and what each open work order has in the ledger. */
export type Crew = {
  readonly acting: Readonly<Record<Role, Acting>>;
  readonly files: readonly { readonly sha256: string; readonly size: number }[];
  readonly held: Map<string, { entries: number; last: number }>;
};

const people: Readonly<Record<Role, string>> = {
  operator: 'm.kovac',
  supervisor: 't.okafor',
  compliance: 'a.ruiz',
  admin: 's.halvorsen',
};
const pictures = ['gauge-0-0-bar.jpg', 'seal-seated.jpg', 'removed-locks.jpg', 'lock-and-tag.jpg'];

/** The document of every generated closing: one small file under many names. */
const document = Buffer.from(
  '%PDF-1.4\n% The document of a closing that was made for a measurement.\n%%EOF\n',
);
const documentHash = createHash('sha256').update(document).digest('hex');

/** Opens the keys of the sample's people, and keeps a handful of pictures in the vault. */
export async function crewOf(work: AtWork): Promise<Crew> {
  const { site, vault } = work.station;
  const acting = {} as Record<Role, Acting>;
  for (const [role, identifier] of Object.entries(people) as [Role, string][]) {
    const user = work.userOf(identifier);
    const opened = await openUserKey(site.keys, user, sampleSecret);
    if (!opened.ok) throw new Error(opened.message);
    acting[role] = { user, role, session: newId('session'), key: opened.key };
  }
  const files: Crew['files'][number][] = [];
  for (const name of pictures) {
    const kept = await vault.keepBytes(readFileSync(join(resources, 'sample', 'photos', name)), name);
    if (!kept.ok) throw new Error(kept.message);
    files.push(kept);
  }
  return { acting, files, held: new Map() };
}

/** Records acts in one commit, each by who may do it and signed where it must be; a closing counts what its work order has. */
export async function recordActs(work: AtWork, crew: Crew, acts: readonly Act[]): Promise<void> {
  const { site, world } = work.station;
  const first = site.ledger.head()?.size ?? 0;
  const entries = acts.map((act, index) => {
    const id = act.body.workOrder;
    if (typeof id !== 'string') return toEntry(act, crew.acting[act.by ?? 'operator']);
    const held = crew.held.get(id) ?? { entries: 0, last: -1 };
    const counted =
      act.type === 'work-order.closed'
        ? { ...act, body: { ...act.body, entries: held.entries, lastEntry: held.last } }
        : act;
    crew.held.set(id, { entries: held.entries + 1, last: first + index });
    return toEntry(counted, crew.acting[act.by ?? 'operator']);
  });
  const workOrders = new Set(
    acts.flatMap((a) => (typeof a.body.workOrder === 'string' ? [a.body.workOrder] : [])),
  );
  const done = await site.ledger.append({
    idem: newId('command'),
    entries,
    project: world.projecting(workOrders),
    answer: () => ({}),
  });
  if (!done.ok) throw new Error(done.message);
  if (done.entries.length !== acts.length) throw new Error('The clock was set back while the site was made.');
  world.keep();
  for (const { type, body } of acts) {
    if (type === 'work-order.closed')
      writeFileSync(join(closuresOf(work), `${String(body.number)}.pdf`), document);
    if (type === 'closure.document-issued') crew.held.delete(String(body.workOrder));
  }
}

function closuresOf(work: AtWork): string {
  const folder = join(work.folder, 'closures');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * A site with at least `entries` entries over two years: work orders of the sample's checklists with evidence,
 * exceptions, break-glass with review and fix, closings; recorded about 1,000 entries a commit, as an import would. Of a
 * hundred work orders 35 have an exception, 4 a break-glass; nearly all of what is old is settled. It verifies.
 */
export async function bigSite(entries: number): Promise<AtWork> {
  const work = await AtWork.sample(-years * 365 * day);
  const crew = await crewOf(work);
  const versions = [...work.station.world.site.versions.values()];
  const started = work.station.site.ledger.head()?.size ?? 0;
  let made = started;
  let count = 0;
  let waiting: Act[][] = [];
  while (made < entries) {
    work.clock.calendar = -years * 365 * day * (1 - (made - started) / (entries - started));
    // What was begun in the commit before ends in this one, days later.
    const batch: Act[] = waiting.flat();
    waiting = [];
    while (batch.length < 1000) {
      const version = versions[count % versions.length];
      if (!version) throw new Error('the sample site has no released checklist');
      const order = orderOf(work, crew, version, count++);
      batch.push(...order.begins);
      waiting.push(order.ends);
    }
    await recordActs(work, crew, batch);
    made += batch.length;
  }
  work.clock.calendar = 0;
  return work;
}

/** Imports this many cases of the four years before now, of forty job types and 17 codes; 1,000 entries a commit. */
export async function importCases(work: AtWork, count: number): Promise<void> {
  const id = newId('historyImport');
  const at = (n: number): string => new Date(work.now() - n * 3.5 * 3_600_000).toISOString();
  const entry = (type: string, body: Record<string, unknown>): Proposed => ({
    type,
    stream: id,
    body: { import: id, ...body },
    system: 'history-import',
  });
  const counts = { rows: count, cases: count, rejectedRows: 0, rejectedCases: 0 };
  const file = await work.station.vault.keepBytes(
    Buffer.from('number;opened\nINC1;2025-01-01\n'),
    'earlier.csv',
  );
  if (!file.ok) throw new Error(file.message);
  const started = entry('history.import-started', {
    fileName: 'earlier.csv',
    sha256: file.sha256,
    size: file.size,
    encoding: 'utf-8',
    delimiter: ',',
    mapping: { columns: {}, dates: 'day-first', zone: 'UTC', stalling: [], unknown: '?' },
    ...counts,
  });
  const cases = Array.from({ length: count }, (_, n) =>
    entry('history.case-imported', {
      historyCase: newId('historyCase'),
      imported: true,
      caseNumber: `INC${padded(n)}`,
      title: `Earlier case ${n}`,
      jobType: `name:category ${n % 40}`,
      jobTypeName: `Category ${n % 40}`,
      openedAt: at(n + 30),
      closedAt: at(n),
      code: `code ${(n * 7) % 17}`,
      stalled: n % 5 === 0,
      stalledMinutes: 90,
      reopened: n % 9 === 0 ? 1 : 0,
      evidence: n % 3 > 0,
      fromRow: n + 2,
      toRow: n + 2,
      rows: 1,
    }),
  );
  const all = [started, ...cases, entry('history.import-finished', counts)];
  for (let from = 0; from < all.length; from += 1000) {
    const batch = all.slice(from, from + 1000);
    const done = await record(work.station, newId('command'), batch, undefined, () => ({}));
    if (!done.ok) throw new Error(done.message);
  }
}

type Made = { readonly begins: Act[]; readonly ends: Act[] };
type Order = { readonly workOrder: string; readonly run: string; readonly n: number; readonly at: string };

const padded = (n: number): string => String(n).padStart(6, '0');
const hash = (n: number): string => n.toString(16).padStart(64, '0');

/** One work order: how it begins, and how it ends later. Its evidence is of the crew's files. */
export function orderOf(work: AtWork, crew: Crew, version: ReleasedVersion, n: number): Made {
  const order = {
    workOrder: newId('workOrder'),
    run: newId('run'),
    n,
    at: new Date(work.now()).toISOString(),
  };
  const { workOrder, run } = order;
  const begins: Act[] = [
    {
      type: 'work-order.opened',
      by: 'supervisor',
      stream: workOrder,
      body: {
        workOrder,
        number: `IMP-${padded(n)}`,
        title: `Earlier work ${n}`,
        jobType: version.document.jobType,
        asset: `Press ${n % 90}`,
        inputs: [],
      },
    },
    {
      type: 'run.started',
      stream: run,
      body: {
        run,
        number: `RUN-X1-${padded(n)}`,
        workOrder,
        checklist: version.checklist,
        version: version.version,
        versionNumber: version.number,
        documentHash: version.documentHash,
      },
    },
    ...stepsOf(order, crew, version.document),
  ];
  const exception = n % 100 < 35 ? exceptionOf(work, order) : undefined;
  const glass = n % 25 === 7 ? glassOf(work, order) : undefined;
  begins.push(...(exception?.begins ?? []), ...(glass?.begins ?? []));
  const finished: Act = { type: 'run.finished', stream: run, body: { run, workOrder }, system: 'run' };
  const ends = [...(exception?.ends ?? []), ...(glass?.ends ?? []), finished];
  // A few are left as they are; the others are closed.
  if (n % 50 !== 3) ends.push(...closingOf(order));
  return { begins, ends };
}

function stepsOf({ workOrder, run, n, at }: Order, crew: Crew, document: ChecklistDocument): Act[] {
  return numberedSteps(document)
    .filter((s) => s.step.kind !== 'gate')
    .flatMap(({ step, no }) => {
      const ref = { run, workOrder, step: step.id, no, title: step.title };
      const files = slotsOf(step).map(
        (slot, at): Act => ({
          type: 'run.evidence-added',
          stream: run,
          body: {
            ...ref,
            slot: slot.id,
            label: slot.label,
            ...fileOf(crew, n + at),
            mime: 'image/jpeg',
            name: `${step.id}.jpg`,
            source: 'camera',
          },
        }),
      );
      const recorded: Act = {
        type: 'run.step-recorded',
        stream: run,
        body: {
          ...ref,
          kind: step.kind,
          value: 'done',
          shown: 'Done',
          verdict: 'given',
          attempt: 1,
          performedAt: at,
        },
      };
      return [...files, recorded];
    });
}

function fileOf({ files }: Crew, n: number): { readonly sha256: string; readonly size: number } {
  const file = files[n % files.length];
  if (!file) throw new Error('the crew has no files');
  return { sha256: file.sha256, size: file.size };
}

function exceptionOf(work: AtWork, { workOrder, run, n, at }: Order): Made {
  const codes = [...work.station.world.site.codes.values()].filter((c) => c.kind === 'exception');
  // Most exceptions have few codes.
  const code = codes[Math.floor(codes.length * (((n * 37) % 100) / 100) ** 3)];
  if (!code) throw new Error('the sample site has no exception code');
  const exception = newId('exception');
  const raised: Act = {
    type: 'exception.raised',
    stream: exception,
    body: {
      exception,
      number: `EXC-X1-${padded(n)}`,
      workOrder,
      run,
      code: code.code,
      meaning: code.meaning,
      severity: code.severity,
      effect: code.effect,
      owner: code.owner,
      due: plusMinutes(at, code.slaMinutes),
      from: 'person',
    },
  };
  const end: Act =
    n % 11 === 0
      ? { type: 'exception.withdrawn', stream: exception, body: { exception, workOrder, why: 'Wrong tap' } }
      : {
          type: 'exception.disposed',
          by: 'supervisor',
          stream: exception,
          body: { exception, workOrder, disposition: 'resolved', note: 'Looked after' },
        };
  return { begins: [raised], ends: n % 60 === 1 ? [] : [end] };
}

function glassOf(work: AtWork, { workOrder, run, n, at }: Order): Made {
  const code = [...work.station.world.site.codes.values()].find((c) => c.kind === 'break-glass');
  if (!code?.glass) throw new Error('the sample site has no break-glass code');
  const [glass, review, remediation, exception] = [
    newId('glass'),
    newId('review'),
    newId('remediation'),
    newId('exception'),
  ];
  const ids = { glass, workOrder, run };
  const begins: Act[] = [
    {
      type: 'break-glass.opened',
      stream: glass,
      body: {
        ...ids,
        number: `BG-X1-${padded(n)}`,
        step: 'gate',
        no: 'G1',
        title: 'Return to service',
        opens: 'gate',
        code: code.code,
        meaning: code.meaning,
        why: 'It could not wait for the approver.',
        windowMinutes: code.glass.windowMinutes,
        expires: plusMinutes(at, code.glass.windowMinutes),
        skipped: [],
        exception,
        review,
        remediation,
      },
    },
    {
      type: 'post-review.opened',
      stream: review,
      body: {
        ...ids,
        review,
        number: `PR-X1-${padded(n)}`,
        due: plusMinutes(at, code.glass.reviewDueMinutes),
      },
      system: 'break-glass',
    },
    {
      type: 'remediation.opened',
      stream: remediation,
      body: {
        remediation,
        number: `REM-X1-${padded(n)}`,
        title: 'Why it could not wait',
        owner: code.glass.remediationOwner,
        due: plusMinutes(at, code.glass.remediationDueMinutes),
        cause: { glass },
        workOrder,
      },
      system: 'break-glass',
    },
  ];
  const ends: Act[] = [
    {
      type: 'break-glass.closed',
      stream: glass,
      body: { ...ids, how: 'expired', ended: plusMinutes(at, code.glass.windowMinutes) },
      system: 'break-glass-window',
    },
  ];
  if (n % 200 !== 7)
    ends.push(
      {
        type: 'post-review.decided',
        by: 'supervisor',
        meaning: 'verdict',
        stream: review,
        body: { review, glass, workOrder, verdict: 'justified', comment: 'It was needed.', shown: hash(n) },
      },
      {
        type: 'remediation.closed',
        by: 'supervisor',
        stream: remediation,
        body: { remediation, workOrder, done: 'A second key hangs there now.', evidence: [] },
      },
    );
  return { begins, ends };
}

function closingOf({ workOrder, run, n }: Order): Act[] {
  const closure = newId('closure');
  return [
    {
      type: 'work-order.closed',
      by: 'compliance',
      meaning: 'closed',
      stream: workOrder,
      body: {
        closure,
        number: `CL-X1-${padded(n)}`,
        workOrder,
        run,
        acceptance: [],
        entries: 1,
        lastEntry: 0,
        shown: hash(n),
        result: 'Back in service.',
      },
    },
    {
      type: 'closure.document-issued',
      stream: closure,
      body: { closure, workOrder, sha256: documentHash, size: document.length, pages: 1, checkpoint: 1 },
      system: 'closure',
    },
  ];
}
