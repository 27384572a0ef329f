import type { Page } from '@playwright/test';
import type { Album } from './album';
import { type Person, signIn, signOut, who } from './people';

export const marta = who('operator');
export const thomas = who('supervisor');
export const ana = who('compliance');
export const sven = who('admin');

/** What every chapter of the story has at hand. */
export interface Telling {
  readonly page: Page;
  readonly album: Album;
  readonly say: (line: string) => void;
}

/** One person's turn at the station: they sign in, do their work, and leave. */
export async function turn(
  { page, album, say }: Telling,
  person: Person,
  does: string,
  deeds: () => Promise<void>,
): Promise<void> {
  say(`${person.name}, ${person.role}: ${does}`);
  await album.sizeFor(person.role === 'operator' ? 'station' : 'desk');
  await signIn(page, person);
  await deeds();
  await signOut(page);
}
