import type { PackRequested } from '../domain/pack/pack';
import type { ReadableDb } from '../ledger/database';
import type { Place } from '../ledger/entry';
import { logNoOf, placeOf, seqOf } from '../ledger/place';
import { entriesInRange, isStored, logIndex } from '../ledger/read';
import type { Header } from '../proof/header';
import { rangeAt } from '../views/packRange';
import { PackNotWritten } from './giving';

/** A log as far as a pack knows it, and the part of it that is claimed to be complete (none: `from` = `to`). */
export type PackLog = {
  readonly log: string;
  readonly logNo: number;
  readonly size: number;
  /** The log's own checkpoint over its first `size` entries. */
  readonly note: string;
  readonly from: number;
  readonly to: number;
};

export type Requested = {
  readonly place: Place;
  readonly header: Header;
  readonly asked: PackRequested;
  /** By the log's name. */
  readonly logs: readonly PackLog[];
  /** Whether an entry was held when the pack was asked for: what came later is not of this pack. */
  readonly held: (place: number) => boolean;
};

/** Reads what a pack is made from: the entry that asked for it, and every log as far as it was held right after. @throws PackNotWritten */
export function readRequest(db: ReadableDb, place: Place): Requested {
  const [entry] = entriesInRange(db, place.log, place.seq, place.seq + 1);
  if (
    entry === undefined ||
    !isStored(entry) ||
    entry.header.type !== 'pack.requested' ||
    entry.body === null
  )
    throw new PackNotWritten('The entry that asked for this pack does not say any more what it holds.');
  const asked = entry.body as unknown as PackRequested;
  const checkpoint = db.prepare('SELECT note FROM checkpoints WHERE place = ?').pluck();
  const logs = [...asked.logs, { log: place.log, size: place.seq + 1 }]
    .sort((a, b) => (a.log < b.log ? -1 : 1))
    .map(({ log, size }): PackLog => {
      const logNo = logIndex(db).numberOf(log);
      const note = logNo === undefined ? undefined : checkpoint.get(placeOf(logNo, size));
      if (logNo === undefined || typeof note !== 'string')
        throw new PackNotWritten(
          `The log ${log} is not held here up to entry ${size - 1}, where the pack ends. Run Verify; restore the site from a backup if it is damaged.`,
        );
      const range = asked.complete ? rangeAt(db, log, size, asked.scope) : { from: 0, to: 0 };
      return { log, logNo, size, note, ...range };
    });
  const sizes = new Map(logs.map(({ logNo, size }) => [logNo, size]));
  return {
    place,
    header: entry.header,
    asked,
    logs,
    held: (at) => seqOf(at) < (sizes.get(logNoOf(at)) ?? 0),
  };
}
