import { numberKinds } from '../domain/entry';
import type { WritableDb } from '../ledger/database';
import type { CaseRows } from './caseRows';

type Row = Record<string, string | number | null>;

/** Prepared once a connection: a new row, the changed columns of one, and deletion by key. */
export type Projector = {
  /** Writes what differs between the rows before and after; an unchanged row is not touched. */
  readonly write: (before: CaseRows, after: CaseRows) => void;
  /** Remembers the numbers given in these entries, so that none is given twice. */
  readonly numbers: (
    bodies: readonly { readonly type: string; readonly body: Readonly<Record<string, unknown>> }[],
  ) => void;
  readonly lastNumber: (kind: string) => number;
};

const columns = {
  work_orders: {
    workOrder: 'work_order',
    number: 'number',
    numberKey: 'number_key',
    title: 'title',
    jobType: 'job_type',
    asset: 'asset',
    lot: 'lot',
    due: 'due',
    state: 'state',
    openedAt: 'opened_at',
    performer: 'performer',
    stepsDone: 'steps_done',
    stepsTotal: 'steps_total',
    place: 'place',
    openExceptions: 'open_exceptions',
    openReviews: 'open_reviews',
    closedAt: 'closed_at',
    closureNumber: 'closure_number',
  },
  exceptions: {
    exception: 'exception',
    workOrder: 'work_order',
    number: 'number',
    code: 'code',
    meaning: 'meaning',
    severity: 'severity',
    effect: 'effect',
    place: 'place',
    ownerUser: 'owner_user',
    ownerRole: 'owner_role',
    raisedAt: 'raised_at',
    raisedBy: 'raised_by',
    due: 'due',
    why: 'why',
    state: 'state',
    disposition: 'disposition',
    endedAt: 'ended_at',
  },
  post_reviews: {
    review: 'review',
    workOrder: 'work_order',
    number: 'number',
    glass: 'glass',
    glassNumber: 'glass_number',
    title: 'title',
    openedBy: 'opened_by',
    openedAt: 'opened_at',
    due: 'due',
    state: 'state',
    verdict: 'verdict',
  },
  remediations: {
    remediation: 'remediation',
    workOrder: 'work_order',
    number: 'number',
    title: 'title',
    ownerUser: 'owner_user',
    ownerRole: 'owner_role',
    due: 'due',
    glass: 'glass',
    glassNumber: 'glass_number',
    openedAt: 'opened_at',
    state: 'state',
    done: 'done',
  },
  waiting_gates: {
    workOrder: 'work_order',
    step: 'step',
    no: 'no',
    title: 'title',
    need: 'need',
    requestedAt: 'requested_at',
  },
  open_glasses: { glass: 'glass', workOrder: 'work_order', expires: 'expires' },
} as const;
const keys = {
  work_orders: ['workOrder'],
  exceptions: ['exception'],
  post_reviews: ['review'],
  remediations: ['remediation'],
  waiting_gates: ['workOrder', 'step'],
  open_glasses: ['glass'],
} as const;
type Table = keyof typeof columns;

const prefixOf = new Map<string, string>(Object.entries(numberKinds).map(([kind, prefix]) => [prefix, kind]));

/** Makes the projector of one connection. */
export function projector(db: WritableDb): Projector {
  const put = Object.fromEntries(
    (Object.keys(columns) as Table[]).map((table) => {
      const names = Object.entries(columns[table]);
      const values = names.map(([field]) => `@${field}`).join(', ');
      return [
        table,
        db.prepare(
          `INSERT INTO ${table} (${names.map(([, column]) => column).join(', ')}) VALUES (${values})`,
        ),
      ];
    }),
  ) as Record<Table, ReturnType<WritableDb['prepare']>>;
  const changes = new Map<string, ReturnType<WritableDb['prepare']>>();
  /** Sets the changed columns alone, so that indexes over the others are not touched; prepared once a set. */
  const change = (table: Table, fields: readonly string[], row: Row): void => {
    const name = `${table} ${fields.join(' ')}`;
    let statement = changes.get(name);
    if (statement === undefined) {
      const map: Record<string, string> = columns[table];
      const set = fields.map((field) => `${map[field]} = @${field}`).join(', ');
      const where = keys[table].map((field) => `${map[field]} = @${field}`).join(' AND ');
      statement = db.prepare(`UPDATE ${table} SET ${set} WHERE ${where}`);
      changes.set(name, statement);
    }
    statement.run(row);
  };
  const drop = Object.fromEntries(
    (Object.keys(columns) as Table[]).map((table) => {
      const map: Record<string, string> = columns[table];
      return [
        table,
        db.prepare(`DELETE FROM ${table} WHERE ${keys[table].map((k) => `${map[k]} = @${k}`).join(' AND ')}`),
      ];
    }),
  ) as Record<Table, ReturnType<WritableDb['prepare']>>;
  const setNumber = db.prepare(
    'INSERT INTO numbers (kind, last) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET last = max(last, excluded.last)',
  );
  const getNumber = db.prepare('SELECT last FROM numbers WHERE kind = ?').pluck();

  const keyOf = (table: Table, row: Row): string => keys[table].map((k) => row[k]).join('\u0000');
  const differ = (table: Table, before: readonly Row[], after: readonly Row[]): void => {
    const old = new Map(before.map((row) => [keyOf(table, row), row]));
    for (const row of after) {
      const key = keyOf(table, row);
      const was = old.get(key);
      old.delete(key);
      const changed = was && Object.keys(row).filter((name) => row[name] !== was[name]);
      if (changed === undefined) put[table].run(row);
      else if (changed.length > 0) change(table, changed, row);
    }
    for (const row of old.values()) drop[table].run(row);
  };

  return {
    write(before, after) {
      differ(
        'work_orders',
        before.workOrder ? [before.workOrder] : [],
        after.workOrder ? [after.workOrder] : [],
      );
      differ('exceptions', before.exceptions, after.exceptions);
      differ('post_reviews', before.reviews, after.reviews);
      differ('remediations', before.remediations, after.remediations);
      differ('waiting_gates', before.gates, after.gates);
      differ('open_glasses', before.glasses, after.glasses);
    },
    numbers(bodies) {
      for (const { body } of bodies) {
        const number = body.number;
        const parts = typeof number === 'string' ? /^([A-Z]+)-[A-Z][A-Z0-9]*-(\d{6,})$/.exec(number) : null;
        const kind = parts?.[1] === undefined ? undefined : prefixOf.get(parts[1]);
        if (kind !== undefined) setNumber.run(kind, Number(parts?.[2]));
      }
    },
    lastNumber: (kind) => (getNumber.get(kind) as number | undefined) ?? 0,
  };
}
