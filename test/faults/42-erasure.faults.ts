import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { finishErasures, isErasureDue } from '../../main/commands/erasing';
import { planFor, requestOf } from '../../main/commands/erasurePlan';
import { contextFor, newId, toEntry } from '../../main/commands/station';
import { approveErasure } from '../../main/domain/erasure/decide';
import { openUserKey } from '../../main/identity/signIn';
import { verifySite } from '../../main/jobs/verifySite';
import { AtWork, resources, sampleSecret } from '../commands/atWork';
import { Canaries, hitsIn, holding, layCanaries } from '../erasure/canaries';
import { childEnvironment, childProgram } from '../fixtures/childProgram';
import { rebuilt, viewsOf } from '../views/rebuilding';
import { counted, type FaultCase } from './case';

const approver = 's.halvorsen';
const wanted = 200;

/** A site full of canaries, whose erasure is asked for and not decided. */
class Ready {
  private constructor(
    readonly work: AtWork,
    readonly canaries: Canaries,
    readonly erasure: string,
    readonly targets: number,
    readonly copy: string,
  ) {}

  static async in(folder: string): Promise<Ready> {
    const work = await AtWork.sample();
    const canaries = new Canaries();
    await layCanaries(work, canaries, wanted);
    const { free, stuck } = holding(work);
    if (stuck.length > 0) throw new Error(`canaries that cannot be erased: ${stuck.join(', ')}`);
    const { erasure } = await work.done('a.ruiz', 'requestErasure', {
      targets: [...free],
      authority: 'Retention rule 7',
      scope: 'Every canary',
    });
    await work.closeSite();
    const copy = join(folder, 'ready');
    cpSync(dirname(work.folder), copy, { recursive: true });
    return new Ready(work, canaries, erasure, free.length, copy);
  }

  get root(): string {
    return dirname(this.work.folder);
  }

  /** The site as it was, closed. */
  layDown(): void {
    rmSync(this.root, { recursive: true, force: true });
    cpSync(this.copy, this.root, { recursive: true });
  }

  /** How many bodies of the targets are gone. */
  gone(): number {
    const { db } = this.work.station.site.ledger;
    const request = requestOf(db, this.erasure);
    const body = db
      .prepare('SELECT body IS NULL FROM entries e JOIN logs l USING (log_no) WHERE l.log = ? AND e.seq = ?')
      .pluck();
    return (request?.targets ?? []).filter(({ log, seq }) => body.get(log, seq) === 1).length;
  }
}

/** Carries the erasure out in a process of its own, killed `ms` after it began to write; undefined: left alone. Tells how long its commit and all of it took. */
async function erasedIn(
  ready: Ready,
  program: string,
  ms: number | undefined,
): Promise<{ readonly all: number; readonly commit: number }> {
  const { work, erasure } = ready;
  const args = [program, work.folder, work.places().heads, resources, approver, sampleSecret, erasure];
  const child = spawn(process.execPath, args, {
    env: { ...childEnvironment, PROCESS_DESIGNER_APP: dirname(resources) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let from = 0;
  let committed = 0;
  let said = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    said = line;
    if (line === 'COMMITTED') committed = performance.now();
    if (line !== 'GIVE') return;
    from = performance.now();
    if (ms !== undefined) setTimeout(() => child.kill('SIGKILL'), ms);
  });
  let wrong = '';
  child.stderr.on('data', (data: Buffer) => {
    wrong += data.toString();
  });
  await once(child, 'close');
  if (from === 0 || (ms === undefined && said !== 'DONE'))
    throw new Error(`the erasure did not come to its end: ${said} ${wrong.slice(0, 400)}`);
  return { all: performance.now() - from, commit: committed - from };
}

/** What is wrong with the site after an erasure that may have been cut off, and what had become of it. */
async function judge(
  ready: Ready,
): Promise<{ readonly became: 'nothing' | 'half-finished' | 'finished'; readonly wrong?: string }> {
  const { work, targets } = ready;
  work.reopenAfterRestore();
  try {
    const gone = ready.gone();
    if (gone !== 0 && gone !== targets)
      return { became: 'nothing', wrong: `${gone} of ${targets} bodies are gone` };
    const due = isErasureDue(work.station);
    // What the start does, whether or not the commit came.
    const unfinished = await finishErasures(work.station);
    if (unfinished !== null) return { became: 'half-finished', wrong: unfinished };
    const became = gone === 0 ? 'nothing' : due ? 'half-finished' : 'finished';
    const report = await verifySite(work.folder, () => undefined);
    if (report.findings.length > 0 || report.verdict !== (gone === 0 ? 0 : 2))
      return { became, wrong: `verdict ${report.verdict}: ${report.findings[0] ?? ''}` };
    const { db } = work.station.site.ledger;
    if (JSON.stringify(rebuilt(db).views) !== JSON.stringify(viewsOf(db)))
      return { became, wrong: 'the views are not what a rebuild gives' };
    const hits = gone === 0 ? [] : hitsIn(ready.root);
    const [hit] = hits;
    if (hit)
      return { became, wrong: `${hits.length} canaries are left, such as ${hit.canary} in ${hit.file}` };
    return { became };
  } finally {
    await work.closeSite();
  }
}

/** The same erasure without what keeps bytes from staying: how many canaries are still in the database and its log. */
async function withoutCare(ready: Ready): Promise<number> {
  const { work, erasure } = ready;
  ready.layDown();
  work.reopenAfterRestore();
  try {
    const { site, world } = work.station;
    const person = work.userOf(approver);
    const opened = await openUserKey(site.keys, person, sampleSecret);
    const request = requestOf(site.ledger.db, erasure);
    if (!opened.ok || !request) throw new Error('no approver, or no request');
    const acting = { user: person, role: 'admin' as const, session: newId('session'), key: opened.key };
    const { going } = planFor(world, request.targets);
    const decided = approveErasure(request, going, 'a'.repeat(64), contextFor(work.station, acting));
    if (!decided.ok) throw new Error(decided.message);
    site.ledger.db.pragma('secure_delete = OFF');
    const orders = new Set(
      going.map(({ parting }) => parting.stays.workOrder).filter((id) => typeof id === 'string'),
    );
    await site.ledger.erase({
      idem: newId('command'),
      entries: decided.entries.map((p) => toEntry(p, acting)),
      project: world.projectingErasure(orders as Set<string>),
      answer: () => null,
    });
    world.keep();
    const left = new Set(
      hitsIn(work.folder)
        .filter(({ file }) => file.startsWith('ledger.db'))
        .map(({ canary }) => canary),
    );
    return left.size;
  } finally {
    await work.closeSite();
  }
}

export const faultCase: FaultCase = {
  promise: 42,
  title:
    'What two people erased is in no byte of the site, whole or not at all, and every check says “erased”',
  trials: { quick: 3, full: 100 },
  async run({ trials, folder, seed, say }) {
    mkdirSync(folder, { recursive: true });
    const program = await childProgram('test/erasure/eraseChild.ts', join(folder, 'program'));
    const ready = await Ready.in(folder);
    const became = { nothing: 0, 'half-finished': 0, finished: 0 };
    let wrong: string | undefined;
    let silent = 0;
    let whole = { all: 0, commit: 0 };
    try {
      for (let trial = 0; trial < trials; trial++) {
        ready.layDown();
        // The first runs to its end, so that the others are killed all along it: every second one before its commit is told.
        const along = (trial - 0.5) / Math.max(1, trials - 1);
        const ms = trial === 0 ? undefined : along * (trial % 2 === 1 ? whole.commit : whole.all);
        const took = await erasedIn(ready, program, ms);
        if (trial === 0) whole = took;
        const judged = await judge(ready);
        became[judged.became] += 1;
        if (judged.wrong !== undefined) {
          silent += 1;
          wrong ??= `${judged.wrong} (killed after ${ms?.toFixed(1) ?? 'nothing'} ms of ${whole.all.toFixed(0)}, seed ${seed})`;
        }
        say(`${trial + 1} of ${trials} erasures`);
      }
      const left = await withoutCare(ready);
      return {
        trials,
        silent,
        figure: `0 of ${counted(ready.canaries.all.length)} canaries left in ${counted(ready.targets)} bodies, files, documents and drafts; killed: ${became.nothing} nothing erased, ${became['half-finished']} ended at the next start, ${became.finished} whole`,
        ...(wrong === undefined ? {} : { firstFailure: wrong }),
        control: {
          words: `without secure_delete and without writing the file anew, ${left} canaries stay in the database`,
          failed: left > 0,
        },
      };
    } finally {
      ready.work.discard();
    }
  },
};
