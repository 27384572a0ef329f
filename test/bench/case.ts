/** What a `<name>.bench.ts` exports as `benchCase`: the product's figure and that of a limit, taken in turn in one run. */
export interface BenchCase {
  /** What is measured, in a reader's words: "Append one step record durably". */
  name: string;
  /** What it is measured against: "one raw row, WAL, synchronous=FULL". */
  against: string;
  /** The unit of both figures, such as "ms" or "entries/s". */
  unit: string;
  /** What the ratio product / limit must reach or stay under. */
  pass: { atLeast: number } | { atMost: number };
  /** Measured rounds after one that is thrown away; at least 5 are run. */
  rounds?: number;
  /** Makes what both sides need. `folder` is empty, on a real disk, and removed afterwards. */
  setUp: (folder: string) => Promise<BenchPair> | BenchPair;
}

/** Each function does one round's work and returns its figure in the case's unit. */
export interface BenchPair {
  limit: () => Promise<number> | number;
  product: () => Promise<number> | number;
  tearDown?: () => Promise<void> | void;
}

export interface BenchResult {
  name: string;
  /** Median over the rounds of product / limit. */
  ratio: number;
  against: string;
  /** Of the product's figures. */
  median: number;
  min: number;
  max: number;
  unit: string;
}

/** Median of the values; the mean of the middle two when their number is even. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)];
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  if (high === undefined || low === undefined) throw new Error('a median of nothing was asked for');
  return (high + low) / 2;
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e6;
}
