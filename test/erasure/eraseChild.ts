/**
 * Carries out one erasure as the app does, in a process of its own that whoever started it kills. Arguments: site folder,
 * folder of the second head, resources, identifier and secret of the approver, request. Prints GIVE before the first write
 * and DONE after the last.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { finishErasures, oweErasure } from '../../main/commands/erasing';
import { planFor, requestOf } from '../../main/commands/erasurePlan';
import { contextFor, newId, record, type Station } from '../../main/commands/station';
import { World } from '../../main/commands/world';
import { approveErasure } from '../../main/domain/erasure/decide';
import { filePermissionsOnly } from '../../main/identity/keyStore';
import { openUserKey } from '../../main/identity/signIn';
import { rewriteDatabase } from '../../main/ledger/database';
import { openSite } from '../../main/site/site';
import { openVault } from '../../main/vault/evidence';
import { noUpdater } from '../commands/noUpdater';

const say = (line: string): number => writeSync(1, `${line}\n`);

async function main(): Promise<void> {
  const [folder = '', heads = '', resources = '', identifier = '', secret = '', erasure = ''] =
    process.argv.slice(2);
  const opened = openSite({ folder, heads, protector: filePermissionsOnly, app: '0.0.0-test' });
  if (!opened.ok) throw new Error(opened.message);
  const { site } = opened;
  const station = {
    site,
    world: new World(site.ledger.db),
    vault: openVault(join(folder, 'evidence')),
    resources,
    app: '0.0.0-test',
    now: Date.now,
    shell: {
      jobs: {
        run: async () => {
          rewriteDatabase(folder);
          return { ok: true };
        },
        cancel: () => false,
      },
      updater: noUpdater(''),
    },
    log: say,
    changed: () => undefined,
  } as unknown as Station;
  const person = [...station.world.site.people.values()].find((p) => p.identifier === identifier);
  const key = person && (await openUserKey(site.keys, person.user, secret));
  const request = requestOf(site.ledger.db, erasure);
  if (!person || !key?.ok || !request) throw new Error('no approver, or no request');
  const acting = { user: person.user, role: person.role, session: newId('session'), key: key.key };
  const { going } = planFor(station.world, request.targets);
  const decided = approveErasure(request, going, 'a'.repeat(64), contextFor(station, acting));
  if (!decided.ok) throw new Error(decided.message);
  say('GIVE');
  oweErasure(station, request.targets);
  const done = await record(station, newId('command'), decided.entries, acting, () => ({}));
  if (!done.ok) throw new Error(done.message);
  say('COMMITTED');
  const unfinished = await finishErasures(station);
  say(unfinished === null ? 'DONE' : unfinished);
}

main().catch((error: unknown) => {
  say(`FAILED ${String(error)}`);
  process.exit(1);
});
