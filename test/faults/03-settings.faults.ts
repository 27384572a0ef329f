import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readBackup, restoreBackup } from '../../main/commands/restoring';
import { openReader, type ReadableDb, settingsOf } from '../../main/ledger/database';
import { MIGRATIONS, migrate } from '../../main/ledger/migrate';
import { openLedger } from '../../main/ledger/open';
import { AtWork, sampleSecret } from '../commands/atWork';
import { SITE } from '../ledger/rig';
import { buildChild, type ChildSite, newChildSite, startChild } from '../ledger/spawnChild';
import { choosePlace, restoringOf, siteName } from '../site/restoring';
import type { FaultCase } from './case';

const COMMON = { foreign_keys: 1, trusted_schema: 0, cell_size_check: 1, mmap_size: 0, temp_store: 2 };
/** ledger-format.md; locking stays NORMAL with a lock of the system, because the worker reads beside the writer. */
const WRITER = {
  ...COMMON,
  journal_mode: 'wal',
  synchronous: 2,
  secure_delete: 1,
  recursive_triggers: 1,
  locking_mode: 'normal',
  ...(process.platform === 'darwin' ? { fullfsync: 1, checkpoint_fullfsync: 1 } : {}),
};
const READER = { ...COMMON, query_only: 1 };

type Wrong = string;
let read = 0;

/** The settings of a connection that are not as they should be, read back by SQLite's own names. */
function wrongIn(db: ReadableDb, path: string, expected: Readonly<Record<string, number | string>>): Wrong[] {
  const wrong = Object.entries(expected).flatMap(([name, value]) => {
    read += 1;
    const found = settingsOf(db)[name] ?? db.pragma(name, { simple: true });
    return found === value ? [] : [`${path}: ${name} is ${String(found)}`];
  });
  read += 1;
  return isDefensive(db) ? wrong : [...wrong, `${path}: defensive is off`];
}

/** A defensive connection does not let its schema be written to, whatever the PRAGMA says. */
function isDefensive(db: ReadableDb): boolean {
  db.pragma('writable_schema = ON');
  const off = db.pragma('writable_schema', { simple: true }) === 0;
  db.pragma('writable_schema = OFF');
  return off;
}

function opened(site: ChildSite) {
  const { folder, headCopy, device } = site;
  return openLedger({ folder, headCopy, site: SITE, device, app: '0.1.0', ballastBytes: 0 });
}

async function lookAt(site: ChildSite, path: string): Promise<Wrong[]> {
  const opening = opened(site);
  if (!opening.ok) return [`${path}: ${opening.message}`];
  const wrong = wrongIn(opening.ledger.db, path, WRITER);
  // The lock is the system's: another start is refused while this one writes.
  const second = opened(site);
  if (second.ok || second.code !== 'held-by-another') wrong.push(`${path}: a second start was let in`);
  const reader = openReader(site.folder);
  if (reader.ok) {
    wrong.push(...wrongIn(reader.db, `${path}, reading beside it`, READER));
    reader.db.close();
  } else wrong.push(`${path}: ${reader.message}`);
  await opening.ledger.close();
  return wrong;
}

/** A restored site, whose ledger is another file in another folder. */
async function lookAtRestored(): Promise<Wrong[]> {
  const work = await AtWork.sample();
  const places: string[] = [];
  try {
    const place = await choosePlace(work, places);
    const { name } = await work.done('s.halvorsen', 'backUpNow', {});
    const restoring = restoringOf(work);
    const found = await readBackup(restoring, join(place, name));
    if (!found.ok) return [found.message];
    const { manifest } = found.answer.found;
    const admin = work.userOf('s.halvorsen');
    const given = { manifest, admin, secret: sampleSecret, confirm: siteName };
    const done = await restoreBackup(restoring, given);
    if (!done.ok) return [done.message];
    work.reopenAfterRestore();
    return wrongIn(work.station.site.ledger.db, 'restore', WRITER);
  } finally {
    await work.close();
    for (const place of places) rmSync(place, { recursive: true, force: true });
  }
}

/** A database of the first version, which a start brings to this one. */
async function lookAtMigrated(site: ChildSite): Promise<Wrong[]> {
  const old = new Database(join(site.folder, 'ledger.db'));
  old.pragma('journal_mode = WAL');
  migrate(old, MIGRATIONS.slice(0, 1));
  old.close();
  return lookAt(site, 'migrate');
}

/** A binding that does not take a setting: the start has to refuse it. */
function refusesWithout(site: ChildSite, name: string): boolean {
  const proto = Database.prototype as { pragma: (source: string, options?: object) => unknown };
  const { pragma } = proto;
  proto.pragma = function (source, options) {
    return source.startsWith(`${name} = `) ? [] : pragma.call(this, source, options);
  };
  try {
    const opening = opened(site);
    if (opening.ok) void opening.ledger.close();
    return !opening.ok && opening.code === 'settings-refused';
  } finally {
    proto.pragma = pragma;
  }
}

export const faultCase: FaultCase = {
  promise: 3,
  title: 'Every connection has every setting, or the start is refused',
  trials: { quick: 6, full: 6 },
  async run({ folder }) {
    read = 0;
    const wrong: Wrong[] = [];
    const site = newChildSite(folder);
    wrong.push(...(await lookAt(site, 'create')), ...(await lookAt(site, 'reopen')));
    const program = await buildChild(folder);
    const child = startChild(program, 'append', site, (line) => {
      if (line.startsWith('ACK 2')) child.kill('SIGKILL');
    });
    await once(child, 'close');
    wrong.push(...(await lookAt(site, 'reopen after a crash')));
    wrong.push(...(await lookAtMigrated(newChildSite(folder))));
    wrong.push(...(await lookAtRestored()));
    // What better-sqlite3 and SQLite set by themselves cannot be taken away by leaving the PRAGMA out.
    const needed = ['synchronous', 'trusted_schema', 'cell_size_check', 'secure_delete', 'temp_store'];
    const refused = needed.filter((name) => refusesWithout(site, name));
    return {
      trials: read,
      silent: wrong.length,
      figure: `${read - wrong.length} of ${read} settings as they should be, defensive included, after create, reopen, crash, migrate and restore, writing and reading`,
      ...(wrong[0] === undefined ? {} : { firstFailure: wrong.join('; ') }),
      control: {
        words: `without one of ${needed.length} settings the start is refused, ${refused.length} times`,
        failed: refused.length === needed.length,
      },
    };
  },
};
