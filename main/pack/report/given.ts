import type { ClosureRecord } from '../../closure/record';
import type { PackManifest, Place } from '../../proof/pack/manifest';

/** One entry of a disclosed work order, as a sentence. */
export type ReportEntry = {
  readonly at: string;
  /** Offset in which it was recorded, `+01:00`. */
  readonly zone: string;
  /** Name of the person, or of what acted by itself. */
  readonly by: string;
  /** The sentence of the ledger's list, as `main/views/sentences.ts` says it. */
  readonly words: string;
  /** Why, where whoever acted said so. */
  readonly why?: string | undefined;
  readonly place: Place;
};

export type ReportWorkOrder = {
  readonly workOrder: string;
  /** `WO-K1-000123` */
  readonly number: string;
  readonly title: string;
  readonly jobType: string;
  readonly asset: string;
  readonly lot: string | null;
  readonly openedAt: string;
  readonly zone: string;
  /** How it stands, in words: `Closed`, `In work`, `Blocked`. */
  readonly state: string;
  /** What its closure PDF shows; undefined where it is not closed. */
  readonly record: ClosureRecord | undefined;
  /** Every entry of it, in the order of the ledger. */
  readonly entries: readonly ReportEntry[];
};

export type ReportGiven = {
  /** The manifest as it will be; the page's own hash cannot stand in the page. */
  readonly manifest: Omit<PackManifest, 'files'>;
  /** In the order in which they are read: oldest first. */
  readonly workOrders: readonly ReportWorkOrder[];
  /** What was erased of lines in this pack, and by which entry. */
  readonly erased: readonly {
    readonly target: Place;
    readonly by: Place;
    readonly authority: string;
    readonly scope: string;
  }[];
  /** Names of stations, `K1`, by device id. */
  readonly stations: Readonly<Record<string, string>>;
};
