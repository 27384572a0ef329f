import { openReader } from '../../main/ledger/database';
import { openLedger } from '../../main/ledger/open';
import { primitives } from '../../main/ledger/primitives';
import { logsToVerify } from '../../main/ledger/verify';
import { readHeader } from '../../main/proof/header';
import { verifyAll } from '../../main/proof/verify';
import { SITE } from '../ledger/rig';
import type { ChildSite, Ended } from '../ledger/spawnChild';

/** What the app finds when it opens a ledger after something happened to it. */
export type Found = {
  readonly entries: number;
  /** Why it does not open, or what Verify says; empty when all is well. */
  readonly trouble: string;
  /** Ids of the commands that are recorded. */
  readonly commands: ReadonlySet<string>;
};

const nothing: ReadonlySet<string> = new Set();

/** Opens a ledger as a start does and verifies all of it, each signature included. */
export async function findAt(folder: string, headCopy: string, site: ChildSite): Promise<Found> {
  let opening: ReturnType<typeof openLedger>;
  try {
    opening = openLedger({
      folder,
      headCopy,
      site: SITE,
      device: site.device,
      app: '0.1.0',
      ballastBytes: 0,
    });
  } catch (error) {
    return { entries: -1, trouble: `threw ${String(error)}`, commands: nothing };
  }
  if (!opening.ok) return { entries: -1, trouble: `${opening.code}: ${opening.message}`, commands: nothing };
  const { ledger } = opening;
  try {
    const entries = ledger.head()?.size ?? 0;
    const idems = (
      ledger.db.prepare('SELECT header FROM entries ORDER BY place').pluck().all() as Uint8Array[]
    ).flatMap((bytes) => {
      const reading = readHeader(bytes);
      return reading.kind === 'header' ? [reading.header.idem] : [];
    });
    const commands = new Set(idems);
    if (commands.size !== entries || idems.length !== entries)
      return { entries, trouble: `${entries} entries of ${commands.size} commands`, commands };
    const unanswered = idems.find((idem) => ledger.answered(idem) === undefined);
    if (unanswered !== undefined) return { entries, trouble: `${unanswered} has no answer`, commands };
    return { entries, trouble: verdictOf(folder), commands };
  } finally {
    await ledger.close();
  }
}

function verdictOf(folder: string): string {
  const reader = openReader(folder);
  if (!reader.ok) return `${reader.code}: ${reader.message}`;
  try {
    const steps = verifyAll(primitives, logsToVerify(reader.db, { site: SITE, isSigner: () => false }));
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value.verdict === 0 ? '' : step.value.summary;
  } finally {
    reader.db.close();
  }
}

/** What a child said while its disk failed: commands in the order they were tried, and what came of each. */
type Said = { readonly idem: string; readonly came: 'ack' | 'fault' | 'nothing'; readonly code?: string };

function readSaid(out: string): Said[] {
  const said: Said[] = [];
  for (const line of out.split('\n')) {
    const idem = /^TRY (\S+)$/.exec(line)?.[1];
    if (idem !== undefined) said.push({ idem, came: 'nothing' });
    const last = said.at(-1);
    if (last === undefined) continue;
    const code = /^(?:FAULT|FAILED) ?([\w-]*)/.exec(line)?.[1];
    if (/^ACK \d+$/.test(line)) said[said.length - 1] = { idem: last.idem, came: 'ack' };
    // What fails after an acknowledgement is the closing, which takes nothing back.
    else if (code !== undefined && last.came === 'nothing')
      said[said.length - 1] = { idem: last.idem, came: 'fault', code };
  }
  return said;
}

/** What is wrong with what a child said, next to what is on the disk; empty when it told the truth. `before`: entries it began with. */
export function untruth(ended: Ended, found: Found, before = 0): string {
  const said = readSaid(ended.out);
  if (ended.hung) return 'it hung for more than 10 s';
  if (ended.signal !== null || (ended.code ?? 0) > 1) return `it died of ${ended.signal ?? ended.code}`;
  if (found.trouble !== '') return found.trouble;
  const lost = said.find(({ idem, came }) => came === 'ack' && !found.commands.has(idem));
  if (lost !== undefined) return `${lost.idem} was acknowledged and is lost`;
  const unknown = said.findIndex(({ code }) => code === 'unknown-outcome' || code === 'damaged');
  if (unknown >= 0 && said.slice(unknown).some(({ came }) => came === 'ack'))
    return 'it acknowledged after the disk had failed';
  const denied = said.find(
    ({ idem, code }) =>
      code === 'disk-full' &&
      found.commands.has(idem) &&
      !said.some(
        (other) => other.idem === idem && (other.came === 'ack' || other.code === 'unknown-outcome'),
      ),
  );
  if (denied !== undefined) return `${denied.idem} is recorded, though it was said that nothing of it was`;
  const acks = said.filter(({ came }) => came === 'ack').length;
  const open = new Set(
    said.filter(({ code, came }) => came === 'nothing' || code === 'unknown-outcome').map(({ idem }) => idem),
  );
  const system = [...found.commands].filter((idem) => idem.startsWith('cmd_full-')).length;
  if (found.entries < before) return `${found.entries} entries of ${before} from before`;
  if (found.entries > before + acks + open.size + system)
    return `${found.entries} entries, of ${acks} acknowledged and ${open.size} whose outcome was unknown`;
  return '';
}

export const acknowledged = (ended: Ended): number => (ended.out.match(/^ACK \d+$/gm) ?? []).length;
