import { type CaseCommandName, type CaseScope, caseCommands } from '../../main/commands/cases';
import { commands } from '../../main/contract/commands';
import { roleMay } from '../../main/contract/permissions';
import { expireGlasses } from '../../main/domain/breakglass/decide';
import { evolveCase } from '../../main/domain/case';
import { type CaseState, emptyCase } from '../../main/domain/caseState';
import type {
  Context,
  Decision,
  IdKind,
  NumberKind,
  Proposed,
  Recorded,
  Role,
} from '../../main/domain/entry';
import { idPrefixes, numberKinds } from '../../main/domain/entry';
import { entryTypes, isEntryType } from '../../main/domain/entryTypes';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import type { ChecklistDocument } from '../../main/domain/procedure/checklist';
import type { JobType } from '../../main/domain/procedure/jobType';
import { emptySite, type SiteState } from '../../main/domain/procedure/site';
import { addRemediationEvidence, closeRemediation } from '../../main/domain/remediation/decide';
import { addEvidence } from '../../main/domain/run/decide';
import { followUps } from '../../main/domain/run/followUps';
import { openWorkOrder } from '../../main/domain/run/open';

export type Actor = { readonly user: string; readonly role: Role };
export const digest = 'a'.repeat(64);
const jobTypeId = 'jt_00000000-0001';
const versionId = 'ver_00000000-0001';
const checklistId = 'ckl_00000000-0001';

const code = (id: string, over: Partial<ExceptionCode>): ExceptionCode => ({
  code: id,
  kind: 'exception',
  meaning: `Meaning of ${id}`,
  owner: { role: 'supervisor' },
  severity: 'medium',
  slaMinutes: 60,
  effect: 'blocks',
  phrases: [],
  dispositions: ['resolved', 'use-as-is', 'rework', 'repeat', 'concession'],
  active: true,
  ...over,
});

export const codes: readonly ExceptionCode[] = [
  code('BLK-01', {}),
  code('HLD-01', { effect: 'holds', owner: { role: 'compliance' } }),
  code('QUA-01', { effect: 'quarantines' }),
  code('NOT-01', { effect: 'notes' }),
  code('BG-01', {
    kind: 'break-glass',
    effect: 'notes',
    glass: {
      windowMinutes: 15,
      reviewDueMinutes: 60,
      remediationDueMinutes: 600,
      remediationOwner: { role: 'supervisor' },
    },
  }),
];

/** `op0`, `op1`, `sup0` … `adm2`: two operators and three of each deciding role. */
export const people: readonly Actor[] = (
  [
    ['op', 'operator', 2],
    ['sup', 'supervisor', 3],
    ['com', 'compliance', 3],
    ['adm', 'admin', 3],
  ] as const
).flatMap(([short, role, count]) =>
  Array.from({ length: count }, (_, n) => ({ user: `usr_0000000-${short}${n}`, role })),
);

export function actor(short: string): Actor {
  const found = people.find((p) => p.user.endsWith(`-${short}`));
  if (!found) throw new Error(`nobody is ${short}`);
  return found;
}

/** One work order in memory: the deciders and folds of the app, one after another, with no ledger behind them. */
export class MemoryCase {
  state: CaseState = emptyCase;
  now = Date.parse('2026-03-10T08:00:00.000Z');
  readonly entries: Recorded[] = [];
  readonly site: SiteState;
  readonly jobType: JobType;
  readonly document: ChecklistDocument;
  readonly #counts = new Map<string, number>();

  constructor(sections: ChecklistDocument['sections'], prerequisites = 1) {
    this.document = { title: 'A procedure', jobType: jobTypeId, sections };
    this.jobType = {
      jobType: jobTypeId,
      name: 'A job',
      riskClass: 'high',
      inputs: [],
      acceptance: [{ id: 'works', text: 'It works.' }],
      prerequisites: Array.from({ length: prerequisites }, (_, n) => ({
        id: `pre-${n}`,
        text: `Prerequisite ${n}`,
        code: 'BLK-01',
      })),
    };
    const enrolled = people.map((p) => ({
      ...p,
      name: p.user.slice(-4),
      identifier: p.user.slice(-4),
      key: '',
      active: true,
      keys: [],
      resets: [],
      since: '',
    }));
    const version = {
      version: versionId,
      checklist: checklistId,
      number: 1,
      document: this.document,
      documentHash: digest,
      author: 'usr_a',
      releasedBy: 'usr_b',
      releasedAt: 'then',
      reason: 'first',
    };
    const checklist = {
      checklist: checklistId,
      draft: this.document,
      draftBy: 'usr_a',
      draftAt: '',
      authors: [],
      requested: undefined,
      versions: [version],
    };
    this.site = {
      ...emptySite,
      people: new Map(enrolled.map((p) => [p.user, p])),
      codes: new Map(codes.map((c) => [c.code, c])),
      jobTypes: new Map([[jobTypeId, this.jobType]]),
      checklists: new Map([[checklistId, checklist]]),
      versions: new Map([[versionId, version]]),
    };
    const opened = openWorkOrder(
      this.site,
      { title: 'A work order', jobType: jobTypeId, asset: 'Press 4', inputs: {} },
      false,
      this.#context(actor('sup0')),
    );
    if (!opened.ok) throw new Error(opened.message);
    this.#record(opened.entries, actor('sup0'));
  }

  get workOrder(): string {
    return this.state.workOrder?.workOrder ?? '';
  }

  at(): string {
    return new Date(this.now).toISOString();
  }

  #count(kind: string): number {
    const next = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, next);
    return next;
  }

  #context(who: Actor): Context {
    return {
      now: this.at(),
      actor: { ...who, session: 'ses_00000000' },
      newId: (kind: IdKind) => `${idPrefixes[kind]}_${String(this.#count(kind)).padStart(8, '0')}`,
      nextNumber: (kind: NumberKind) =>
        `${numberKinds[kind]}-K1-${String(this.#count(`no ${kind}`)).padStart(6, '0')}`,
    };
  }

  #record(proposals: readonly Proposed[], who: Actor): void {
    for (const p of proposals) {
      if (!isEntryType(p.type)) throw new Error(`no entry type ${p.type}`);
      const body = entryTypes[p.type].parse(JSON.parse(JSON.stringify(p.body))) as Record<string, unknown>;
      const entry: Recorded = {
        log: 'dev_x/0',
        seq: this.entries.length,
        clock: `${String(this.now).padStart(13, '0')}-${this.entries.length.toString(16).padStart(4, '0')}`,
        at: this.at(),
        zone: '+00:00',
        type: p.type,
        stream: p.stream,
        actor: p.system === undefined ? { ...who, session: 'ses_00000000' } : { system: p.system },
        body,
        signature: p.meaning === undefined ? undefined : { meaning: p.meaning, key: 'k' },
      };
      this.entries.push(entry);
      this.state = evolveCase(this.state, entry, () => this.document);
    }
  }

  /** Gives a command as the app would: arguments parsed, role asked, decided, what follows added, folded. Time goes on by a second. */
  give(
    name: CaseCommandName | 'addEvidence' | 'closeRemediation',
    who: Actor,
    given: Record<string, unknown>,
  ): Decision<object> {
    this.now += 1000;
    this.tick();
    const call = commands[name];
    // What comes from the signing window is no argument of the command: who signs, and the digest of what was shown.
    const { sign, shown, ...own } = given;
    const parsed = call.args.safeParse({ workOrder: this.workOrder, ...own });
    if (!parsed.success)
      return { ok: false, code: 'not-understood', message: parsed.error.issues[0]?.message ?? '' };
    if (!roleMay(name, who.role))
      return { ok: false, code: 'not-allowed', message: `${who.role} may not ${name}` };
    const ctx = this.#context(who);
    const document = this.state.run ? this.document : undefined;
    const scope: CaseScope = {
      site: this.site,
      state: this.state,
      document,
      jobType: this.jobType,
      ctx,
      signing: sign !== undefined,
    };
    const decision =
      name === 'addEvidence'
        ? this.#evidence(scope, parsed.data as never)
        : name === 'closeRemediation'
          ? this.#fixed(scope, parsed.data as never)
          : caseCommands[name](scope, { ...(parsed.data as object), ...(sign ? { shown } : {}) } as never);
    if (!decision.ok) return decision;
    const following =
      document || name === 'startRun'
        ? followUps(this.state, decision.entries, this.document, this.jobType, ctx)
        : [];
    this.#record([...decision.entries, ...following], who);
    return decision;
  }

  #evidence(
    scope: CaseScope,
    args: { step: string; slot: string; source: 'file'; replaces?: string },
  ): Decision<object> {
    const sha256 = String(this.#count('file')).padStart(64, '0');
    return addEvidence(
      scope.site,
      scope.state,
      this.document,
      { ...args, sha256, size: 10, mime: 'image/jpeg', name: 'a.jpg' },
      scope.ctx,
    );
  }

  /** Closes a remediation, with a file that shows what was done added just before. */
  #fixed(scope: CaseScope, args: { remediation: string; done: string }): Decision<object> {
    const task = scope.state.remediations[args.remediation];
    const sha256 = String(this.#count('file')).padStart(64, '0');
    const file = { sha256, size: 10, mime: 'image/jpeg', name: 'a.jpg' };
    const added = addRemediationEvidence(task, file, scope.ctx);
    if (!added.ok || !task) return added;
    const held = { ...task, files: [{ ...file, by: scope.ctx.actor.user, at: scope.ctx.now }] };
    const closed = closeRemediation(scope.site, held, args, scope.ctx);
    return closed.ok ? { ...closed, entries: [...added.entries, ...closed.entries] } : closed;
  }

  /** What happens by itself as time goes on: windows run out. */
  tick(): void {
    if (!this.state.workOrder) return;
    const expired = expireGlasses(this.state, this.at());
    if (expired.length === 0) return;
    // As the clockwork does: the run may stand before the gate again, and nobody may have asked for its approval yet.
    const ctx = this.#context(actor('sup0'));
    const following = followUps(this.state, expired, this.document, this.jobType, ctx);
    this.#record([...expired, ...following], actor('sup0'));
  }
}
