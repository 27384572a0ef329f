import { availableParallelism } from 'node:os';

/** Does `work` for each item, as many at a time as the machine has processors, up to four. The first failure ends it. */
export async function inLanes<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
  most = Math.min(4, Math.max(2, availableParallelism())),
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as Item, index);
  };
  await Promise.all(Array.from({ length: most }, lane));
}
