import type { Outcome } from '../contract/call';
import { refuse } from '../domain/refusal';
import { writeDurably } from '../site/durable';

/** What the disk says when a file cannot be written, in words for who chose the place. */
const troubles: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room on that disk',
  EDQUOT: 'there is no room left for you on that disk',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk can only be read',
  ENOENT: 'that folder is not there any more',
  ENOTDIR: 'that folder is not there any more',
  EISDIR: 'a folder of that name is there',
};

/** Writes a file that a person named, whole or not at all. `what` begins the refusal: "The table". Other faults are thrown. */
export async function saveAs(
  to: string,
  bytes: Buffer,
  what: string,
): Promise<Outcome<{ readonly saved: string }>> {
  try {
    await writeDurably(to, bytes);
    return { ok: true, answer: { saved: to } };
  } catch (fault) {
    const why = troubles[(fault as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw fault;
    return refuse(
      'folder',
      `${what} was not saved, because ${why}. Nothing was changed in ${to}. Choose another place.`,
    );
  }
}
