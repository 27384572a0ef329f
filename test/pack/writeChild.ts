/**
 * Writes one audit pack in a process of its own, as the utility process does. Told by its parent what from, it sends the manifest
 * to be signed (`{"manifest"}`), waits for any message, says when the file is written and synced (`{"synced"}`), and ends with
 * `{"written","megabytes"}`: what it wrote, read back and verified, and the most memory that it held.
 */
import { existsSync, readFileSync } from 'node:fs';
import { runJob } from '../../main/jobs/table';
import type { PackGiven } from '../../main/pack/giving';

const heard = (): Promise<unknown> => new Promise((hear) => process.once('message', hear));
const tell = (message: unknown): void => void process.send?.(message);

async function main(): Promise<void> {
  const given = (await heard()) as PackGiven;
  const written = await runJob('writePack', given, {
    progress: (_done, _total, words) => {
      if (words === 'Reading it back') tell({ synced: true });
    },
    send: async ({ manifest }) => {
      const signed = heard();
      tell({ manifest });
      await signed;
    },
  });
  tell({ written, megabytes: mostHeld() });
  process.disconnect();
}

/** Of this program alone: what the system counts for a process includes what its parent held when it was forked. */
function mostHeld(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}

void main();
