import { numberKinds, type Recorded } from '../domain/entry';
import { deviceOf, type Range } from '../domain/sync/sync';
import type { WritableDb } from '../ledger/database';

/** What follows from one entry alone, whatever the order in which entries become known. */
export type EntryProjector = (entry: Recorded) => void;

const kindOfPrefix = new Map<string, string>(
  Object.entries(numberKinds).map(([kind, prefix]) => [prefix, kind]),
);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
const list = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? value : []);

/**
 * The rows that one entry makes by itself, inside the append's or the import's transaction: the numbers that were given, the
 * media log, the heads that stations were seen to hold, and forks.
 */
export function entryProjector(db: WritableDb): EntryProjector {
  const setNumber = db.prepare(
    'INSERT INTO numbers (kind, station, last) VALUES (?, ?, ?) ON CONFLICT (kind, station) DO UPDATE SET last = max(last, excluded.last)',
  );
  const putBundle = db.prepare(
    `INSERT INTO bundles (log, seq, bundle, direction, device, name, number, from_device, to_devices, at, by_user, entries, files, ranges)
     VALUES (@log, @seq, @bundle, @direction, @device, @name, @number, @from, @to, @at, @by, @entries, @files, @ranges)`,
  );
  // Of one size, the first time it was seen counts, and the lesser of two notes: whichever comes first.
  const seen = db.prepare(
    `INSERT INTO seen_heads (log, device, size, at, note) VALUES (?, ?, ?, ?, ?) ON CONFLICT (log, device) DO UPDATE
     SET at = CASE WHEN excluded.size > size THEN excluded.at ELSE min(at, excluded.at) END,
       note = CASE WHEN excluded.size > size OR note = '' THEN excluded.note WHEN excluded.note = '' THEN note ELSE min(note, excluded.note) END,
       size = max(size, excluded.size)
     WHERE excluded.size >= size`,
  );
  const putFork = db.prepare(
    'INSERT INTO forks (log, seq, of_log, of_seq, kind, ours, theirs, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );

  const bundle = (entry: Recorded, body: Readonly<Record<string, unknown>>, sent: boolean): void => {
    const device = deviceOf(entry.log);
    putBundle.run({
      log: entry.log,
      seq: entry.seq,
      bundle: text(body.bundle),
      direction: sent ? 'sent' : 'received',
      device,
      name: text(body.name),
      number: count(body.number),
      from: sent ? device : text(body.from),
      to: JSON.stringify(sent ? list(body.to) : [device]),
      at: entry.at,
      by: 'user' in entry.actor ? entry.actor.user : null,
      entries: count(body.entries),
      files: count(body.files),
      ranges: JSON.stringify(list(body.ranges)),
    });
    if (sent) return;
    for (const { log, to } of list<Range>(body.ranges)) seen.run(log, device, to, entry.at, '');
    for (const head of list<{ log: string; size: number; note: string }>(body.heads))
      seen.run(head.log, text(body.from), head.size, text(body.writtenAt), text(head.note));
  };

  return (entry) => {
    const { body } = entry;
    if (body === undefined) return;
    if (typeof body.number === 'string') {
      const [, prefix = '', station = '', last = ''] =
        /^([A-Z]+)-([A-Z][A-Z0-9]*)-(\d{6,})$/.exec(body.number) ?? [];
      const kind = kindOfPrefix.get(prefix);
      if (kind !== undefined) setNumber.run(kind, station, Number(last));
    }
    if (entry.type === 'log.restored')
      for (const [kind, last] of Object.entries((body.numbers ?? {}) as Record<string, number>))
        setNumber.run(kind, text(body.station), last);
    else if (entry.type === 'bundle.exported') bundle(entry, body, true);
    else if (entry.type === 'bundle.imported') bundle(entry, body, false);
    else if (entry.type === 'fork.found')
      putFork.run(
        entry.log,
        entry.seq,
        text(body.log),
        typeof body.seq === 'number' ? body.seq : null,
        text(body.kind),
        text(body.ours),
        text(body.theirs),
        entry.at,
      );
  };
}

/**
 * Work orders that carry one outside number: the one opened first, by clock, log and seq, keeps it; each later one is a
 * conflict. Made anew whenever one with this number comes or goes.
 */
export function numberWriter(db: WritableDb): (numberKey: string) => void {
  const holders = db.prepare(
    `SELECT work_order AS workOrder, number, opened_at AS at, opened_log AS log, opened_seq AS seq FROM work_orders
     WHERE number_key = ? ORDER BY opened_clock, opened_log, opened_seq`,
  );
  const drop = db.prepare("DELETE FROM conflicts WHERE work_order = ? AND kind = 'number-used-twice'");
  const put = db.prepare(
    `INSERT INTO conflicts (conflict, work_order, kind, title, why, owner_role, found_at, stands_log, stands_seq, lost_log, lost_seq, also)
     VALUES (?, ?, 'number-used-twice', ?, ?, 'supervisor', ?, ?, ?, ?, ?, 0)`,
  );
  return (numberKey) => {
    const rows = holders.all(numberKey) as {
      workOrder: string;
      number: string;
      at: string;
      log: string;
      seq: number;
    }[];
    const [first, ...later] = rows;
    if (first === undefined) return;
    if (later.length === 0 && rows.length === 1) {
      drop.run(first.workOrder);
      return;
    }
    for (const row of rows) drop.run(row.workOrder);
    for (const row of later)
      put.run(
        `${row.log}/${row.seq}`,
        row.workOrder,
        `Number ${row.number} was used twice`,
        'Two stations opened a work order under the same number before either knew of the other. Both are kept; the first keeps the number.',
        row.at,
        first.log,
        first.seq,
        row.log,
        row.seq,
      );
  };
}
