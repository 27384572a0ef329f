/** A place is one integer, log number × 2^40 + seq (or size, for checkpoints): the key of the ledger's rows. */
export const LOG_WIDTH = 2 ** 40;

export function placeOf(logNo: number, seq: number): number {
  return logNo * LOG_WIDTH + seq;
}

export function seqOf(place: number): number {
  return place % LOG_WIDTH;
}

export function logNoOf(place: number): number {
  return Math.floor(place / LOG_WIDTH);
}
