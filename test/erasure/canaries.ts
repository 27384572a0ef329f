import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { issueClosure } from '../../main/commands/closing';
import { newId, record } from '../../main/commands/station';
import type { Proposed } from '../../main/domain/entry';
import { type EntryType, entryTypes } from '../../main/domain/entryTypes';
import { erasureRules } from '../../main/domain/erasure/erasable';
import { type Act, type Crew, crewOf, orderOf, recordActs } from '../bench/bigSite';
import { type AtWork, resources } from '../commands/atWork';
import { type At, erasableIn } from './erasing';

/** Every canary begins with it, in small letters, because some views keep texts in small letters. */
const mark = 'canaryq';

/** Texts that stand nowhere else: each is given once. */
export class Canaries {
  readonly all: string[] = [];
  next(): string {
    const canary = `${mark}${String(this.all.length).padStart(4, '0')}xz`;
    this.all.push(canary);
    return canary;
  }
}

/** Where a canary was found: the file, and which. */
export type Hit = { readonly file: string; readonly canary: string };

/** Every canary in every byte of every file under these folders: UTF-8, UTF-16 of both orders, and what PDFs compress. */
export function hitsIn(...folders: readonly string[]): Hit[] {
  const hits: Hit[] = [];
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true }).map(String)) {
      const path = join(folder, name);
      if (!statSync(path).isFile()) continue;
      const bytes = readFileSync(path);
      for (const canary of canariesIn(bytes)) hits.push({ file: name, canary });
      if (name.includes(mark)) hits.push({ file: name, canary: name });
      if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') continue;
      for (const part of streamsOf(bytes))
        for (const canary of canariesIn(part)) hits.push({ file: name, canary });
    }
  return hits;
}

const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

function canariesIn(bytes: Buffer): string[] {
  const found: string[] = [];
  for (const [needle, width, read] of [
    [Buffer.from(mark), 1, (b: Buffer) => b.toString('latin1')],
    [Buffer.from(mark, 'utf16le'), 2, (b: Buffer) => b.toString('utf16le')],
    [swapped(mark), 2, (b: Buffer) => Buffer.from(b).swap16().toString('utf16le')],
  ] as const)
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const end = Math.min(bytes.length, at + (mark.length + 6) * width);
      const part = bytes.subarray(at, end - ((end - at) % width));
      found.push(read(part));
    }
  return found;
}

function* streamsOf(pdf: Buffer): Generator<Buffer> {
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const end = pdf.indexOf('endstream', at);
    if (end < 0) return;
    try {
      yield inflateSync(pdf.subarray(at + 7, end));
    } catch {
      // Not compressed: its bytes were looked through with the file.
    }
  }
}

/** The same entry with a canary in every text that an erasure takes away, where its type allows one. */
function withCanaries(act: Act, canaries: Canaries): Act {
  const rule = erasureRules[act.type];
  if (rule === undefined || 'never' in rule) return act;
  const schema = entryTypes[act.type as EntryType];
  const body: Record<string, unknown> = { ...act.body };
  for (const field of Object.keys(rule.goes)) {
    if (field === 'inputs') {
      body.inputs = [{ id: 'note', label: 'Note', value: canaries.next() }];
      continue;
    }
    if (field === 'sha256' || field === 'size') continue;
    const tried = { ...body, [field]: `${canaries.next()} and more` };
    if (schema.safeParse(tried).success) body[field] = tried[field];
    else canaries.all.pop();
  }
  return { ...act, body };
}

/**
 * Fills a site with canaries by its own append path: in every kind of body that holds a text, in files and their names, in
 * people, in closure documents, in half-typed work. At least `least` of them.
 */
export async function layCanaries(work: AtWork, canaries: Canaries, least: number): Promise<void> {
  const crew = await crewOf(work);
  const versions = [...work.station.world.site.versions.values()];
  const [version] = versions;
  if (!version) throw new Error('the sample site has no released checklist');
  for (let n = 7; canaries.all.length < least - 24 || n < 60; n += 25) {
    const { begins, ends } = orderOf(work, crew, version, n);
    const first = begins[0]?.body.workOrder as string;
    await recordActs(work, crew, await prepared(work, begins, canaries));
    if (n === 32)
      await recordActs(
        work,
        crew,
        more(work, begins).map((act) => withCanaries(act, canaries)),
      );
    if (n === 57) continue;
    const closing = ends.filter(({ type }) => type !== 'closure.document-issued');
    await recordActs(work, crew, await prepared(work, closing, canaries));
    await issueClosure(work.station, first);
  }
  await siteCanaries(work, crew, canaries);
}

async function prepared(work: AtWork, acts: readonly Act[], canaries: Canaries): Promise<Act[]> {
  const photo = readFileSync(join(resources, 'sample', 'photos', 'seal-seated.jpg'));
  return Promise.all(
    acts.map(async (act) => {
      const laid = withCanaries(act, canaries);
      if (act.type !== 'run.evidence-added') return laid;
      const bytes = Buffer.concat([
        photo,
        Buffer.from(canaries.next()),
        Buffer.from(canaries.next(), 'utf16le'),
      ]);
      const kept = await work.station.vault.keepBytes(bytes, 'photo.jpg');
      if (!kept.ok) throw new Error(kept.message);
      return { ...laid, body: { ...laid.body, sha256: kept.sha256, size: kept.size } };
    }),
  );
}

/** What the generated work orders lack: a case with every other kind of text. */
function more(work: AtWork, begins: readonly Act[]): Act[] {
  const { workOrder, run } = begins[1]?.body ?? {};
  const step = begins.find(({ type }) => type === 'run.step-recorded')?.body ?? {};
  const ref = { run, workOrder, step: step.step, no: step.no, title: step.title };
  const raised = begins.find(({ type }) => type === 'exception.raised')?.body ?? {};
  const { exception } = raised;
  const text = 'Said in a few words';
  const of = (type: EntryType, stream: unknown, body: Record<string, unknown>): Act => ({
    type,
    stream: String(stream),
    body,
  });
  return [
    of('run.prerequisite-checked', run, {
      run,
      workOrder,
      prerequisite: 'kit',
      text: 'The kit',
      result: 'fail',
      note: text,
    }),
    of('run.entry-refused', run, { ...ref, value: '1', attempt: 1, reason: text }),
    of('run.step-corrected', run, {
      ...ref,
      value: '1',
      shown: '1',
      verdict: 'given',
      before: '2',
      why: text,
    }),
    of('exception.explained', exception, { exception, workOrder, why: text }),
    of('exception.assigned', exception, { exception, workOrder, to: work.userOf('t.okafor'), why: text }),
    of('exception.escalated', exception, { exception, workOrder, to: { role: 'compliance' }, why: text }),
  ];
}

async function siteCanaries(work: AtWork, crew: Crew, canaries: Canaries): Promise<void> {
  const admin = 's.halvorsen';
  const identifier = canaries.next();
  const { user } = await work.enrol(
    admin,
    {
      name: canaries.next(),
      identifier,
      role: 'operator',
    },
    'seven green kettles on ice',
  );
  await work.done(admin, 'deactivatePerson', { user, why: canaries.next() });
  const { site } = work.station.world;
  const code = [...site.codes.values()][0];
  if (code) {
    await work.done(admin, 'defineCode', { ...code, meaning: canaries.next() });
    await work.done(admin, 'defineCode', code);
  }
  const decision = newId('decision');
  const signal = newId('signal');
  const entries: Proposed[] = [
    {
      type: 'monthly-review.decided',
      stream: decision,
      body: {
        decision,
        month: '2026-03',
        about: { kind: 'code', code: code?.code ?? '' },
        aboutWords: canaries.next(),
        outcome: 'watch',
        text: canaries.next(),
      },
    },
    {
      type: 'monthly-review.held',
      stream: '2026-03',
      body: { month: '2026-03', present: canaries.next(), decisions: [decision] },
    },
    { type: 'drift.dismissed', stream: signal, body: { signal, why: canaries.next() } },
    {
      type: 'history.case-imported',
      stream: newId('historyCase'),
      body: {
        caseNumber: 'A-1',
        title: canaries.next(),
        jobType: 'name:other',
        jobTypeName: 'Other',
        openedAt: '2026-03-01T00:00:00.000Z',
        stalled: false,
        stalledMinutes: 0,
        reopened: 0,
        evidence: false,
        owner: canaries.next(),
        fromRow: 2,
        toRow: 2,
        rows: 1,
        import: newId('historyImport'),
        historyCase: newId('historyCase'),
        imported: true,
      },
    },
  ];
  for (const entry of entries) {
    const done = await record(work.station, newId('command'), [entry], crew.acting.admin, () => ({}));
    if (!done.ok) throw new Error(done.message);
  }
  // Half-typed work at a step whose answer is erased.
  const step = work.station.site.ledger.db
    .prepare(
      "SELECT CAST(body AS TEXT) FROM entries WHERE type = 'run.step-recorded' AND instr(CAST(body AS TEXT), ?) > 0 LIMIT 1",
    )
    .pluck()
    .get(mark) as string;
  const { workOrder, step: id } = JSON.parse(step) as { workOrder: string; step: string };
  await work.done('m.kovac', 'keepDraft', { place: `run:${workOrder}:${id}:value`, text: canaries.next() });
}

/** The entries that hold a canary and can be erased, and those that hold one and cannot. */
export function holding(work: AtWork): { readonly free: readonly At[]; readonly stuck: readonly string[] } {
  const rows = work.station.site.ledger.db
    .prepare(
      'SELECT l.log, e.seq, e.type FROM entries e JOIN logs l USING (log_no) WHERE e.body IS NOT NULL AND instr(lower(CAST(e.body AS TEXT)), ?) > 0',
    )
    .all(mark) as (At & { readonly type: string })[];
  const free = new Set(erasableIn(work).map(({ log, seq }) => `${log}/${seq}`));
  const isFree = ({ log, seq }: At): boolean => free.has(`${log}/${seq}`);
  return {
    free: rows.filter(isFree).map(({ log, seq }) => ({ log, seq })),
    stuck: rows.filter((row) => !isFree(row)).map(({ type, seq }) => `${type} ${seq}`),
  };
}
