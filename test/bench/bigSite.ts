import { newId, record } from '../../main/commands/station';
import { type Proposed, plusMinutes } from '../../main/domain/entry';
import { type ChecklistDocument, numberedSteps } from '../../main/domain/procedure/checklist';
import type { ReleasedVersion } from '../../main/domain/procedure/procedure';
import { slotsOf } from '../../main/domain/run/nextStep';
import { AtWork } from '../commands/atWork';

const day = 86_400_000;
const years = 2;

/**
 * A site with at least `entries` entries over two years: work orders of the sample's checklists with evidence, gates,
 * exceptions, break-glass with review and fix, closings; recorded about 1,000 entries a commit, as an import would. Of a
 * hundred work orders 35 have an exception, 4 a break-glass; nearly all of what is old is settled.
 */
export async function bigSite(entries: number): Promise<AtWork> {
  const work = await AtWork.sample(-years * 365 * day);
  const actor = {
    user: work.userOf('m.kovac'),
    role: 'operator' as const,
    session: newId('session'),
    key: { publicKey: '', sign: () => new Uint8Array() },
  };
  const versions = [...work.station.world.site.versions.values()];
  const started = work.station.site.ledger.head()?.size ?? 0;
  let made = started;
  let count = 0;
  let waiting: Proposed[][] = [];
  while (made < entries) {
    work.clock.calendar = -years * 365 * day * (1 - (made - started) / (entries - started));
    // What was begun in the commit before ends in this one, days later.
    const batch: Proposed[] = waiting.flat();
    waiting = [];
    while (batch.length < 1000) {
      const version = versions[count % versions.length];
      if (!version) throw new Error('the sample site has no released checklist');
      const order = orderOf(work, version, count++);
      batch.push(...order.begins);
      waiting.push(order.ends);
    }
    const done = await record(work.station, newId('command'), batch, actor, () => ({}));
    if (!done.ok) throw new Error(done.message);
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
  const started = entry('history.import-started', {
    fileName: 'earlier.csv',
    sha256: hash(1),
    size: 1000,
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

type Made = { readonly begins: Proposed[]; readonly ends: Proposed[] };
type Order = { readonly workOrder: string; readonly run: string; readonly n: number; readonly at: string };

const padded = (n: number): string => String(n).padStart(6, '0');
const hash = (n: number): string => n.toString(16).padStart(64, '0');

export function orderOf(work: AtWork, version: ReleasedVersion, n: number): Made {
  const order = {
    workOrder: newId('workOrder'),
    run: newId('run'),
    n,
    at: new Date(work.now()).toISOString(),
  };
  const { workOrder, run } = order;
  const begins: Proposed[] = [
    {
      type: 'work-order.opened',
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
    ...stepsOf(order, version.document),
  ];
  const exception = n % 100 < 35 ? exceptionOf(work, order) : undefined;
  const glass = n % 25 === 7 ? glassOf(work, order) : undefined;
  begins.push(...(exception?.begins ?? []), ...(glass?.begins ?? []));
  const finished: Proposed = { type: 'run.finished', stream: run, body: { run, workOrder }, system: 'run' };
  const ends = [...(exception?.ends ?? []), ...(glass?.ends ?? []), finished];
  // A few are left as they are; the others are closed.
  if (n % 50 !== 3) ends.push(...closingOf(order));
  return { begins, ends };
}

function stepsOf({ workOrder, run, n, at }: Order, document: ChecklistDocument): Proposed[] {
  return numberedSteps(document)
    .filter((s) => s.step.kind !== 'gate')
    .flatMap(({ step, no }) => {
      const ref = { run, workOrder, step: step.id, no, title: step.title };
      const files = slotsOf(step).map(
        (slot, at): Proposed => ({
          type: 'run.evidence-added',
          stream: run,
          body: {
            ...ref,
            slot: slot.id,
            label: slot.label,
            sha256: hash(n * 100 + at),
            size: 48_000,
            mime: 'image/jpeg',
            name: `${step.id}.jpg`,
            source: 'camera',
          },
        }),
      );
      const recorded: Proposed = {
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

function exceptionOf(work: AtWork, { workOrder, run, n, at }: Order): Made {
  const codes = [...work.station.world.site.codes.values()].filter((c) => c.kind === 'exception');
  // Most exceptions have few codes.
  const code = codes[Math.floor(codes.length * (((n * 37) % 100) / 100) ** 3)];
  if (!code) throw new Error('the sample site has no exception code');
  const exception = newId('exception');
  const raised: Proposed = {
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
  const end: Proposed =
    n % 11 === 0
      ? { type: 'exception.withdrawn', stream: exception, body: { exception, workOrder, why: 'Wrong tap' } }
      : {
          type: 'exception.disposed',
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
  const begins: Proposed[] = [
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
  const ends: Proposed[] = [
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
        stream: review,
        body: { review, glass, workOrder, verdict: 'justified', comment: 'It was needed.', shown: hash(n) },
      },
      {
        type: 'remediation.closed',
        stream: remediation,
        body: { remediation, workOrder, done: 'A second key hangs there now.', evidence: [] },
      },
    );
  return { begins, ends };
}

function closingOf({ workOrder, run, n }: Order): Proposed[] {
  const closure = newId('closure');
  return [
    {
      type: 'work-order.closed',
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
      body: { closure, workOrder, sha256: hash(n), size: 90_000, pages: 4, checkpoint: 1 },
      system: 'closure',
    },
  ];
}
