import Database from 'better-sqlite3';

// An independent recount: reads header and body of every raw entry as JSON, and shares no line with views or the domain.

type Json = Record<string, never> & { readonly [key: string]: unknown };
type Entry = {
  readonly type: string;
  readonly at: string;
  readonly by: string;
  readonly b: Record<string, unknown>;
};

/** An imported case as its entry says. */
type ImportedCase = {
  readonly id: string;
  readonly import: string;
  readonly jobType: string;
  readonly jobTypeName: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly code: string | null;
  readonly stalled: boolean;
  readonly reopened: number;
  readonly evidence: boolean;
};

export type RecountScope = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly jobType?: string | undefined;
  readonly source: 'all' | 'here' | 'imported';
};

type Raised = {
  id: string;
  workOrder: string;
  code: string;
  effect: string;
  at: string;
  due: string;
  owner: string;
  withdrawn: boolean;
  ended: boolean;
};

type Fix = {
  workOrder: string;
  glass: string | undefined;
  code: string | undefined;
  due: string;
  owner: string;
  open: boolean;
};

/** Everything the ledger says that matters here, in plain lists. */
export class Recount {
  readonly opened = new Map<string, { at: string; jobType: string; asset: string }>();
  readonly started = new Map<string, { at: string; version: string }>();
  readonly closed = new Map<string, string>();
  readonly issued = new Set<string>();
  readonly raised = new Map<string, Raised>();
  readonly glassCode = new Map<string, string>();
  readonly reviews = new Map<string, { workOrder: string; due: string; open: boolean }>();
  readonly fixes = new Map<string, Fix>();
  readonly begun = new Map<string, Set<string>>();
  readonly held = new Map<string, { sha256: string; replaces: string | undefined; slot: string }[]>();
  readonly slots = new Map<string, { step: string; slot: string; count: number }[]>();
  readonly codeOwner = new Map<string, string>();
  readonly meaning = new Map<string, string>();
  readonly people = new Map<string, { name: string; role: string; active: boolean }>();
  readonly releases: { at: string; jobType: string }[] = [];

  readonly finished = new Set<string>();
  readonly everyCase: ImportedCase[] = [];

  constructor(folder: string) {
    const db = new Database(`${folder}/ledger.db`, { readonly: true });
    const rows = db.prepare('SELECT header, body FROM entries ORDER BY clock, place').all() as {
      header: Buffer;
      body: Buffer | null;
    }[];
    db.close();
    for (const row of rows) {
      const header = JSON.parse(row.header.toString('utf8')) as Json;
      const b = JSON.parse(row.body?.toString('utf8') ?? '{}') as Record<string, unknown>;
      this.#take({ type: String(header.type), at: String(header.at), by: '', b });
    }
  }

  #take({ type, at, b }: Entry): void {
    const s = (key: string): string => String(b[key]);
    const ownerOf = (owner: unknown): string => {
      const o = owner as { user?: string; role?: string };
      return o.user ?? o.role ?? '';
    };
    const wo = s('workOrder');
    if (type === 'work-order.opened')
      this.opened.set(wo, { at, jobType: s('jobType'), asset: s('asset').trim().toLowerCase() });
    if (type === 'run.started') this.started.set(wo, { at, version: s('version') });
    if (type === 'work-order.closed') this.closed.set(wo, at);
    if (type === 'closure.document-issued') this.issued.add(wo);
    if (type === 'exception.raised')
      this.raised.set(s('exception'), {
        id: s('exception'),
        workOrder: wo,
        code: s('code'),
        effect: s('effect'),
        at,
        due: s('due'),
        owner: ownerOf(b.owner),
        withdrawn: false,
        ended: false,
      });
    const exception = this.raised.get(s('exception'));
    if (exception && type === 'exception.assigned') exception.owner = s('to');
    if (exception && type === 'exception.withdrawn') exception.withdrawn = exception.ended = true;
    if (exception && type === 'exception.disposed') exception.ended = true;
    if (type === 'break-glass.opened') this.glassCode.set(s('glass'), s('code'));
    if (type === 'post-review.opened')
      this.reviews.set(s('review'), { workOrder: wo, due: s('due'), open: true });
    const review = this.reviews.get(s('review'));
    if (review && type === 'post-review.decided') review.open = b.verdict === 'unclear';
    const cause = (b.cause ?? {}) as { glass?: string; code?: string };
    if (type === 'remediation.opened')
      this.fixes.set(s('remediation'), {
        workOrder: wo,
        glass: cause.glass,
        code: cause.glass === undefined ? cause.code : this.glassCode.get(cause.glass),
        due: s('due'),
        owner: ownerOf(b.owner),
        open: true,
      });
    const fix = this.fixes.get(s('remediation'));
    if (fix && type === 'remediation.closed') fix.open = false;
    if (type === 'run.step-recorded' || type === 'run.evidence-added') {
      const steps = this.begun.get(wo) ?? new Set();
      this.begun.set(wo, steps.add(s('step')));
    }
    if (type === 'run.evidence-added') {
      const key = `${wo}/${s('step')}`;
      const replaces = b.replaces === undefined ? undefined : s('replaces');
      this.held.set(key, [...(this.held.get(key) ?? []), { sha256: s('sha256'), replaces, slot: s('slot') }]);
    }
    if (type === 'code.defined') {
      this.codeOwner.set(s('code'), ownerOf(b.owner));
      this.meaning.set(s('code'), s('meaning'));
    }
    if (type === 'user.enrolled')
      this.people.set(s('user'), { name: s('name'), role: s('role'), active: true });
    const person = this.people.get(s('user'));
    if (person && type === 'user.deactivated') person.active = false;
    if (type === 'checklist.released') this.#release(at, b);
    if (type === 'history.import-finished') this.finished.add(s('import'));
    if (type === 'history.case-imported')
      this.everyCase.push({
        id: s('historyCase'),
        import: s('import'),
        jobType: s('jobType'),
        jobTypeName: s('jobTypeName'),
        openedAt: s('openedAt'),
        closedAt: b.closedAt === undefined ? null : s('closedAt'),
        code: b.code === undefined ? null : s('code'),
        stalled: b.stalled === true,
        reopened: Number(b.reopened),
        evidence: b.evidence === true,
      });
  }

  /** The cases of imports that were finished. */
  get imported(): ImportedCase[] {
    return this.everyCase.filter((c) => this.finished.has(c.import));
  }

  #release(at: string, b: Record<string, unknown>): void {
    const document = b.document as {
      jobType: string;
      sections: { steps: { id: string; kind: string; evidence?: { id: string; count: number }[] }[] }[];
    };
    const slots: { step: string; slot: string; count: number }[] = [];
    for (const section of document.sections)
      for (const step of section.steps) {
        if (step.kind === 'photo' || step.kind === 'file')
          slots.push({ step: step.id, slot: 'main', count: 1 });
        for (const slot of step.evidence ?? [])
          slots.push({ step: step.id, slot: slot.id, count: slot.count });
      }
    this.slots.set(String(b.version), slots);
    this.releases.push({ at, jobType: document.jobType });
  }

  nameOf(owner: string): string {
    if (owner === 'supervisor+compliance+admin') return 'Supervisors, Compliance or Admins';
    const person = this.people.get(owner);
    if (person) return person.name;
    const plural: Record<string, string> = {
      operator: 'Operators',
      supervisor: 'Supervisors',
      compliance: 'Compliance',
      admin: 'Admins',
    };
    const holders = [...this.people.values()].filter((p) => p.active && p.role === owner);
    if (holders.length === 1) return holders[0]?.name ?? '';
    return plural[owner] ?? 'No owner';
  }

  /** Whether a time of a work order's record counts in a scope. */
  #in(scope: RecountScope, at: string | null | undefined, jobType: string | undefined): boolean {
    if (at === null || at === undefined) return false;
    const ms = Date.parse(at);
    return (
      (scope.from === undefined || ms >= Date.parse(scope.from)) &&
      (scope.to === undefined || ms < Date.parse(scope.to)) &&
      (scope.jobType === undefined || scope.jobType === jobType)
    );
  }

  #typeOf(workOrder: string): string | undefined {
    return this.opened.get(workOrder)?.jobType;
  }

  #here(scope: RecountScope): boolean {
    return scope.source !== 'imported';
  }

  #cases(scope: RecountScope): readonly ImportedCase[] {
    return scope.source === 'here' ? [] : this.imported;
  }

  closedHere(scope: RecountScope): string[] {
    if (!this.#here(scope)) return [];
    return [...this.closed].filter(([wo, at]) => this.#in(scope, at, this.#typeOf(wo))).map(([wo]) => wo);
  }

  closedInHistory(scope: RecountScope): ImportedCase[] {
    return this.#cases(scope).filter((c) => this.#in(scope, c.closedAt, c.jobType));
  }

  withoutEvidence(scope: RecountScope) {
    const here = this.closedHere(scope);
    const imported = this.closedInHistory(scope);
    return {
      here: { counted: here.filter((wo) => !this.issued.has(wo)).length, of: here.length },
      imported: { counted: imported.filter((c) => !c.evidence).length, of: imported.length },
    };
  }

  /** Every exception that counts: code, work order, time. */
  exceptions(scope: RecountScope): { code: string; workOrder: string; at: string; imported: boolean }[] {
    const here = this.#here(scope) ? [...this.raised.values()].filter((e) => !e.withdrawn) : [];
    return [
      ...here
        .filter((e) => this.#in(scope, e.at, this.#typeOf(e.workOrder)))
        .map((e) => ({ code: e.code, workOrder: e.workOrder, at: e.at, imported: false })),
      ...this.#cases(scope)
        .filter((c) => c.code !== null && this.#in(scope, c.openedAt, c.jobType))
        .map((c) => ({ code: c.code ?? '', workOrder: c.id, at: c.openedAt, imported: true })),
    ];
  }

  codes(scope: RecountScope) {
    const all = this.exceptions(scope);
    const rows = [...new Set(all.map((e) => e.code))].map((code) => {
      const mine = all.filter((e) => e.code === code);
      const fixes = [...this.fixes.values()].filter((f) => f.code === code);
      return {
        code,
        meaning: this.meaning.get(code) ?? 'Closing code of imported history',
        count: mine.length,
        workOrders: new Set(mine.map((e) => e.workOrder)).size,
        ownerName: this.nameOf(fixes.at(-1)?.owner ?? this.codeOwner.get(code) ?? ''),
        openRemediations: fixes.filter((f) => f.open).length,
        imported: mine.filter((e) => e.imported).length,
      };
    });
    return { total: all.length, rows };
  }

  runs(scope: RecountScope): { jobType: string; stalled: boolean; imported: boolean; name: string }[] {
    const waits = [...this.raised.values()].filter(
      (e) => !e.withdrawn && ['blocks', 'holds', 'quarantines'].includes(e.effect),
    );
    const here = this.#here(scope) ? [...this.started] : [];
    return [
      ...here
        .filter(([wo, run]) => this.#in(scope, run.at, this.#typeOf(wo)))
        .map(([wo]) => ({
          jobType: this.#typeOf(wo) ?? '',
          stalled: waits.some((e) => e.workOrder === wo),
          imported: false,
          name: '',
        })),
      ...this.#cases(scope)
        .filter((c) => this.#in(scope, c.openedAt, c.jobType))
        .map((c) => ({ jobType: c.jobType, stalled: c.stalled, imported: true, name: c.jobTypeName })),
    ];
  }

  /** What is overdue at `now`: kind, owner's key, due time. */
  overdue(scope: RecountScope, now: string, ofBreakGlass: boolean) {
    if (!this.#here(scope)) return [];
    const late = (due: string, workOrder: string): boolean =>
      Date.parse(due) < Date.parse(now) &&
      (scope.jobType === undefined || this.#typeOf(workOrder) === scope.jobType);
    const found: { kind: 'exception' | 'review' | 'remediation'; owner: string; due: string }[] = [];
    for (const e of this.raised.values())
      if (!ofBreakGlass && !e.ended && late(e.due, e.workOrder))
        found.push({ kind: 'exception', owner: e.owner, due: e.due });
    for (const r of this.reviews.values())
      if (r.open && late(r.due, r.workOrder))
        found.push({ kind: 'review', owner: 'supervisor+compliance+admin', due: r.due });
    for (const f of this.fixes.values())
      if (f.open && (f.glass !== undefined || !ofBreakGlass) && late(f.due, f.workOrder))
        found.push({ kind: 'remediation', owner: f.owner, due: f.due });
    return found;
  }

  owners(scope: RecountScope, now: string, ofBreakGlass: boolean) {
    const all = this.overdue(scope, now, ofBreakGlass);
    return [...new Set(all.map((o) => o.owner))].map((owner) => {
      const mine = all.filter((o) => o.owner === owner);
      const of = (kind: string): number => mine.filter((o) => o.kind === kind).length;
      return {
        owner,
        ownerName: this.nameOf(owner),
        exceptions: of('exception'),
        reviews: of('review'),
        remediations: of('remediation'),
        oldestDue: mine.map((o) => o.due).sort()[0] ?? '',
      };
    });
  }

  /** Each closing of the scope, and whether it was fixed the first time. */
  firstTimes(scope: RecountScope): { at: string; fixed: boolean }[] {
    const month = 30 * 86_400_000;
    const here = this.closedHere(scope).map((wo) => {
      const mine = this.opened.get(wo);
      const closedAt = Date.parse(this.closed.get(wo) ?? '');
      const again = [...this.opened].some(([other, o]) => {
        const later = Date.parse(o.at) - closedAt;
        return (
          other !== wo && o.jobType === mine?.jobType && o.asset === mine.asset && later > 0 && later <= month
        );
      });
      return { at: this.closed.get(wo) ?? '', fixed: !again };
    });
    const imported = this.closedInHistory(scope).map((c) => ({
      at: c.closedAt ?? '',
      fixed: c.reopened === 0,
    }));
    return [...here, ...imported];
  }

  /** Each evidence slot that is due, and whether it is filled. */
  slotsDue(scope: RecountScope): { filled: boolean }[] {
    if (!this.#here(scope)) return [];
    return [...this.started].flatMap(([wo, run]) => {
      if (!this.#in(scope, run.at, this.#typeOf(wo))) return [];
      return (this.slots.get(run.version) ?? [])
        .filter((slot) => this.begun.get(wo)?.has(slot.step))
        .map((slot) => {
          const files = this.held.get(`${wo}/${slot.step}`) ?? [];
          const gone = files.map((f) => f.replaces);
          return {
            filled:
              files.filter((f) => f.slot === slot.slot && !gone.includes(f.sha256)).length >= slot.count,
          };
        });
    });
  }
}
