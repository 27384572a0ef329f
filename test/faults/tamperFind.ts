import { join } from 'node:path';
import { subjectsOf } from '../../main/domain/subjects';
import { filePermissionsOnly, openKeyStore } from '../../main/identity/keyStore';
import { verifySite } from '../../main/jobs/verifySite';
import { openReader } from '../../main/ledger/database';
import { derivedFindings } from '../../main/ledger/derived';
import { openLaid, siteIn } from './tamperSite';

/** By what an alteration is found, in the product's own words; undefined: by nothing. */
export type Found = { readonly by: 'verify' | 'derived' | 'start'; readonly words: string };

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

function byDerived(folder: string): string | undefined {
  try {
    const reader = openReader(folder);
    if (!reader.ok) return reader.message;
    try {
      const identity = openKeyStore(join(folder, 'keys'), filePermissionsOnly).loadIdentity();
      if (!identity) return 'the identity is gone';
      const own = { site: identity.site, device: identity.enrolment.statement.device };
      const walk = derivedFindings(reader.db, own, (entry) =>
        entry.body === null ? [] : subjectsOf(entry.header.type, entry.body),
      );
      let step = walk.next();
      while (!step.done) step = walk.next();
      return step.value[0];
    } finally {
      reader.db.close();
    }
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
  const derived = byDerived(folder);
  if (derived !== undefined) return { by: 'derived', words: derived };
  const started = await byStart(root);
  return started === undefined ? undefined : { by: 'start', words: started };
}
