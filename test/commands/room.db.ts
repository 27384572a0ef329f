import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watchRoom } from '../../main/commands/room';
import type { Space } from '../../main/ledger/space';
import { AtWork } from './atWork';

const MIB = 1024 * 1024;
const left = (mib: number): Space => ({ bytes: mib * MIB, share: 0.5, files: 1000 });

describe('windows are told to ask again', () => {
  let work: AtWork;
  let [space, told] = [left(10_000), 0];
  beforeAll(async () => {
    work = await AtWork.sample();
    Object.assign(work.station, {
      space: () => space,
      changed: () => {
        told += 1;
      },
    });
  }, 60_000);
  afterAll(() => work?.close());

  const toldAt = (mib: number): boolean => {
    const before = told;
    space = left(mib);
    watchRoom(work.station);
    return told > before;
  };

  it('when the disk has filled up before the first look, and once at each change of level after it', () => {
    expect([100, 90, 1000, 900, 10_000, 9000, 100].map(toldAt)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
