import Database from 'better-sqlite3';
import { verifySite } from '../../main/jobs/verifySite';
import { openLaid, siteIn } from './tamperSite';

/** By what an alteration is found, in the product's own words; undefined: by nothing. */
export type Found = { readonly by: 'verify' | 'start'; readonly words: string };

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What Verify says of a site that it calls invalid, or cannot read. */
async function byVerify(folder: string): Promise<string | undefined> {
  try {
    const { verdict, words } = await verifySite(folder, () => undefined);
    return verdict === 1 ? words : undefined;
  } catch (error) {
    return wordsOf(error);
  }
}

/** What a start says of a site that it does not open. */
export async function byStart(root: string): Promise<string | undefined> {
  try {
    const opening = openLaid(root);
    if (!opening.ok) return opening.message;
    await opening.ledger.close();
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}

/** Verifies, and then starts, as the app does. */
export async function foundIn(root: string): Promise<Found | undefined> {
  const folder = siteIn(root);
  const verified = await byVerify(folder);
  if (verified !== undefined) return { by: 'verify', words: verified };
  const started = await byStart(root);
  return started === undefined ? undefined : { by: 'start', words: started };
}

/** The control: what SQLite's own check says of the file. */
export function isSoundToSqlite(file: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true });
    return db.pragma('integrity_check', { simple: true }) === 'ok';
  } catch {
    return false;
  } finally {
    db?.close();
  }
}
