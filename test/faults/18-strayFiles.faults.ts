import { lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { randomFrom } from '../ledger/random';
import { newRig, record, stepEntry } from '../ledger/rig';
import type { FaultCase } from './case';
import { stateHash } from './tamperDump';
import { type Files, layDown, ledgerOnly, openLaid, siteIn, type TamperSite, tamperSite } from './tamperSite';

type Given = {
  readonly site: TamperSite;
  /** Write-ahead logs of another ledger and of another program, both sound. */
  readonly foreign: readonly Buffer[];
  readonly random: () => number;
};
/** Beside which state of the site what is put, and whether a start must stop or may find that nothing of it counts. */
type Planting = {
  readonly words: string;
  readonly end: '-journal' | '-wal' | '-shm';
  readonly beside: 'closed' | 'killed';
  readonly must: 'stop' | 'stop or ignore it';
  readonly bytes: (given: Given) => Buffer | 'folder' | 'link';
};

const noise = (random: () => number, most: number): Buffer =>
  Buffer.from(Array.from({ length: 1 + Math.floor(random() * most) }, () => Math.floor(random() * 256)));

/** A sound rollback journal of one page that says the database had two: SQLite cuts it down to them. */
function hotJournal(random: () => number): Buffer {
  const nonce = Math.floor(random() * 2 ** 31);
  const head = Buffer.alloc(512);
  Buffer.from('d9d505f920a163d7', 'hex').copy(head);
  for (const [place, value] of [
    [8, 1],
    [12, nonce],
    [16, 2],
    [20, 512],
    [24, 4096],
  ] as const)
    head.writeUInt32BE(value, place);
  const page = Buffer.alloc(4096, 0);
  const record = Buffer.alloc(8 + page.length);
  record.writeUInt32BE(2, 0);
  page.copy(record, 4);
  record.writeUInt32BE(nonce, 4 + page.length);
  return Buffer.concat([head, record]);
}

/** A write-ahead log of the site itself whose beginning says another page size. */
function otherPageSize(wal: Buffer): Buffer {
  const changed = Buffer.from(wal);
  changed.writeUInt32BE(8192, 8);
  return changed;
}

const walOf = (files: Files): Buffer => files.get('site/ledger.db-wal') ?? Buffer.alloc(0);

const journal = (
  words: string,
  bytes: Planting['bytes'],
  beside: Planting['beside'] = 'closed',
): Planting => ({
  words: `a journal ${words}`,
  end: '-journal',
  beside,
  must: 'stop',
  bytes,
});
const wal = (words: string, bytes: Planting['bytes'], beside: Planting['beside'] = 'closed'): Planting => ({
  words: `a write-ahead log ${words}`,
  end: '-wal',
  beside,
  must: 'stop',
  bytes,
});

const plantings: readonly Planting[] = [
  journal('of zeros', () => Buffer.alloc(512)),
  journal('of nothing', () => Buffer.alloc(0)),
  journal('of noise', ({ random }) => noise(random, 9000)),
  journal('that is sound', ({ random }) => hotJournal(random)),
  journal('that is sound, beside a killed site', ({ random }) => hotJournal(random), 'killed'),
  journal('that is a folder', () => 'folder'),
  wal('of noise', ({ random }) => noise(random, 9000)),
  wal('of zeros', ({ random }) => Buffer.alloc(32 + Math.floor(random() * 9000))),
  wal('of another ledger', ({ foreign }) => foreign[0] as Buffer),
  wal('of another program', ({ foreign }) => foreign[1] as Buffer),
  wal('of another ledger, over that of a killed site', ({ foreign }) => foreign[0] as Buffer, 'killed'),
  wal('of another program, over that of a killed site', ({ foreign }) => foreign[1] as Buffer, 'killed'),
  wal('with another page size', ({ site }) => otherPageSize(walOf(site.killed))),
  wal('that is a folder', () => 'folder'),
  wal('that is a link to another ledger’s', () => 'link'),
  {
    ...wal('of its own, from before it was folded in', ({ site, random }) => {
      const whole = walOf(site.killed);
      return whole.subarray(0, 32 + 4120 * (1 + Math.floor(random() * ((whole.length - 32) / 4120))));
    }),
    must: 'stop or ignore it',
  },
  {
    words: 'an index of noise',
    end: '-shm',
    beside: 'closed',
    must: 'stop or ignore it',
    bytes: ({ random }) => noise(random, 40_000),
  },
  {
    words: 'an index of noise beside a killed site',
    end: '-shm',
    beside: 'killed',
    must: 'stop or ignore it',
    bytes: ({ random }) => noise(random, 40_000),
  },
];

/** The write-ahead log that a killed process of another ledger left, and that of a plain database. */
async function foreignLogs(folder: string): Promise<readonly Buffer[]> {
  const rig = newRig(folder);
  const ledger = rig.open();
  for (let index = 0; index < 5; index++) await record(ledger, stepEntry('run_1', `entry ${index}`));
  const left = readFileSync(join(rig.folder, 'ledger.db-wal'));
  await ledger.close();
  rig.remove();
  const db = new Database(join(folder, 'other.db'));
  db.pragma('journal_mode = WAL');
  db.exec("CREATE TABLE t (a); INSERT INTO t VALUES ('x'), ('y')");
  const plain = readFileSync(join(folder, 'other.db-wal'));
  db.close();
  return [left, plain];
}

function plant(folder: string, { end }: Planting, bytes: ReturnType<Planting['bytes']>, link: Buffer): void {
  const path = join(folder, `ledger.db${end}`);
  rmSync(path, { force: true });
  if (bytes === 'folder') mkdirSync(path);
  else if (bytes === 'link') {
    writeFileSync(join(folder, 'elsewhere'), link);
    symlinkSync(join(folder, 'elsewhere'), path);
  } else writeFileSync(path, bytes);
}

/** What lies at the place, to see whether it was touched. */
function lying(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing';
  return found.isDirectory() ? 'a folder' : readFileSync(path).toString('latin1');
}

/** The control: what SQLite makes of the database with this beside it. */
function changedBySqlite(folder: string, good: string): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(folder, 'ledger.db'));
    return stateHash(db) !== good;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

/** Undefined where the promise is kept; else what went wrong. */
async function wrongWith(root: string, planting: Planting, good: string): Promise<string | undefined> {
  const folder = siteIn(root);
  const paths = [join(folder, 'ledger.db'), join(folder, `ledger.db${planting.end}`)];
  const before = paths.map(lying);
  const opening = openLaid(root);
  if (!opening.ok) {
    const after = paths.map(lying);
    if (after[0] !== before[0]) return 'the database was changed by a start that stopped';
    // An index is no evidence: SQLite makes it anew for whoever reads.
    if (after[1] !== before[1] && planting.end !== '-shm') return 'what was put there is not there any more';
    return undefined;
  }
  const same = stateHash(opening.ledger.db) === good;
  await opening.ledger.close();
  if (!same) return 'the start went on, with other content';
  return planting.must === 'stop' ? 'the start went on' : undefined;
}

export const faultCase: FaultCase = {
  promise: 18,
  title: 'A file that does not belong beside the database stops the start and changes nothing',
  trials: { quick: plantings.length, full: 12 * plantings.length },
  async run({ trials, seed, folder }) {
    const site = await tamperSite();
    const given: Given = { site, foreign: await foreignLogs(folder), random: randomFrom(seed) };
    const link = given.foreign[0] as Buffer;
    const root = join(folder, 'root');
    const states = { closed: ledgerOnly(site.closed), killed: ledgerOnly(site.killed) };
    const good = { closed: '', killed: '' };
    for (const beside of ['closed', 'killed'] as const) {
      layDown(states[beside], root);
      const opening = openLaid(root);
      if (!opening.ok) throw new Error(`the unchanged site does not open: ${opening.message}`);
      good[beside] = stateHash(opening.ledger.db);
      await opening.ledger.close();
    }
    const failures: string[] = [];
    let bySqlite = 0;
    for (let trial = 0; trial < trials; trial++) {
      const planting = plantings[trial % plantings.length] as Planting;
      const bytes = planting.bytes(given);
      layDown(states[planting.beside], root);
      plant(siteIn(root), planting, bytes, link);
      const wrong = await wrongWith(root, planting, good[planting.beside]);
      if (wrong !== undefined) failures.push(`${planting.words}: ${wrong}`);
      layDown(states[planting.beside], root);
      plant(siteIn(root), planting, bytes, link);
      if (changedBySqlite(siteIn(root), good[planting.beside])) bySqlite += 1;
    }
    return {
      trials,
      silent: failures.length,
      figure: `${trials} files of ${plantings.length} kinds put beside the database: ${failures.length} changed it or were opened with`,
      ...(failures[0] === undefined
        ? {}
        : { firstFailure: `${[...new Set(failures)].join('; ')}, seed ${seed}` }),
      control: {
        words: `SQLite alone changes or loses content with ${bySqlite} of ${trials}`,
        failed: bySqlite > 0,
      },
    };
  },
};
