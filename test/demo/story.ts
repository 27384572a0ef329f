import type { LaunchedApp } from '../e2e/launch';
import { Album } from './album';
import { closing } from './closing';
import { opening } from './opening';
import { type PackTold, packing } from './packing';
import { working } from './working';

/** What the story leaves behind to find it by. */
export interface Told {
  /** The number of the work order. */
  readonly number: string;
  readonly pack: PackTold;
  readonly screens: number;
}

/**
 * One work order from its opening to its signed closure, by the screens alone, as the people of the sample site. Begins on
 * the first window of a new installation and ends with nobody signed in. Pictures of its main states are left in the folder `screens`,
 * the audit pack at `pack`.
 */
export async function tell(
  launched: LaunchedApp,
  { screens, pack: to }: { readonly screens: string; readonly pack: string },
  say: (line: string) => void,
): Promise<Told> {
  const { page } = launched;
  page.setDefaultTimeout(30_000);
  const album = new Album(launched, screens);
  const telling = { page, album, say };
  const number = await opening(telling);
  await working(telling, number);
  await closing(telling, number);
  const pack = await packing(telling, launched, number, to);
  await album.take('signed-out');
  return { number, pack, screens: album.count };
}
