import { chownSync, cpSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { QuestionAnswer, Scope } from '../../main/contract/insight';
import { closeSite } from '../../main/site/site';
import { AtWork } from '../commands/atWork';
import { launchApp } from '../e2e/launch';
import { Recount } from '../views/recount';
import { Album } from './album';
import { names, signIn, who } from './people';
import { makeQuarter, type QuarterMade, quarterAgo } from './quarter';

/** What a quarter of generated work left, and what is wrong with its numbers (nothing, where they agree with the recount). */
export type QuarterTold = {
  readonly made: QuarterMade;
  readonly numbers: Readonly<Record<string, unknown>>;
  readonly faults: readonly string[];
  readonly screens: number;
};

const everything: Scope = { source: 'all' };

/** Makes forty work orders over three months in `site`, recounts them from the raw entries, and looks at them in the app. */
export async function tellQuarter(
  site: string,
  screens: string,
  say: (line: string) => void,
): Promise<QuarterTold> {
  say('Forty work orders over three months are made through the real commands');
  const work = await AtWork.sample(quarterAgo);
  const made = await makeQuarter(work, { orders: 40, seed: 11 });
  say('The four questions are compared with a recount of the raw entries');
  const { numbers, faults } = await compare(work);
  await closeSite(work.station.site);
  mkdirSync(site, { recursive: true });
  cpSync(work.folder, site, { recursive: true });
  work.discard();
  giveAll(site);
  return { made, numbers, faults, screens: await look(site, screens, say) };
}

/** The app's answers beside those of a program that shares no line with it. */
async function compare(work: AtWork): Promise<Pick<QuarterTold, 'numbers' | 'faults'>> {
  const board = await work.query('t.okafor', 'dashboard', { scope: everything });
  const recount = new Recount(work.folder);
  const answered = <Q extends QuestionAnswer['question']>(question: Q) =>
    board.questions.find((q) => q.question === question) as Extract<QuestionAnswer, { question: Q }>;
  const closed = answered('closed-without-evidence');
  const codes = answered('codes');
  const stalls = answered('stalls');
  const late = answered('overdue-reviews');
  const runs = recount.runs(everything);
  const byKey = <T>(rows: readonly T[], key: (row: T) => string): T[] =>
    [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const pairs: Record<string, readonly [unknown, unknown]> = {
    'closed without closure evidence': [
      { here: closed.here, imported: closed.imported },
      recount.withoutEvidence(everything),
    ],
    'codes that repeat': [
      byKey(codes.rows, (r) => r.code),
      byKey(recount.codes(everything).rows, (r) => r.code),
    ],
    'runs stalled': [stalls.site, { counted: runs.filter((r) => r.stalled).length, of: runs.length }],
    'overdue on post-review actions': [
      byKey(late.rows, (r) => r.owner),
      byKey(recount.owners(everything, board.at, true), (r) => r.owner),
    ],
  };
  const plain = (value: unknown): string => JSON.stringify(sorted(value));
  return {
    numbers: {
      closed: closed.here.of,
      closed_without_evidence: closed.here.counted,
      exceptions: codes.total,
      runs: stalls.site.of,
      runs_stalled: stalls.site.counted,
      overdue_actions: late.actions,
      first_time_fix: board.firstTimeFix.rate,
    },
    faults: Object.entries(pairs)
      .filter(([, [app, again]]) => plain(app) !== plain(again))
      .map(
        ([name, [app, again]]) =>
          `The app and the recount differ in “${name}”: ${plain(app)} against ${plain(again)}`,
      ),
  };
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

async function look(site: string, screens: string, say: (line: string) => void): Promise<number> {
  const launched = await launchApp({ site });
  try {
    const { page } = launched;
    page.setDefaultTimeout(30_000);
    const album = new Album(launched, screens);
    await names(page).waitFor({ timeout: 60_000 });
    say('The supervisor opens Insight: the four questions, and the dashboard');
    await signIn(page, who('supervisor'));
    await album.sizeFor('desk');
    const at = async (place: string, heading: RegExp, state: string) => {
      await page.evaluate((to) => {
        location.hash = `#${to}`;
      }, place);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByRole('progressbar').first().waitFor({ state: 'hidden' });
      await album.take(state, { dark: true });
    };
    await at('/insight', /^Insight/, 'dashboard');
    await at('/insight/closed-without-evidence', /closure evidence/i, 'question-closed-without-evidence');
    await at('/insight/codes', /codes/i, 'question-codes');
    await at('/insight/stalls', /stall/i, 'question-stalls');
    await at('/insight/overdue-reviews', /overdue/i, 'question-overdue-reviews');
    await at('/exceptions', /^Exceptions/, 'repeats');
    await at('/monthly-review', /^Monthly review/, 'monthly-review');
    await at('/remediation', /^Remediation/, 'remediation');
    await launched.close();
    return album.count;
  } catch (error) {
    await launched.page.screenshot({ path: join(screens, 'where-it-stopped.png') }).catch(() => undefined);
    await launched.kill();
    throw error;
  }
}

/** Hands a folder and all in it to the user the app runs as. */
export function giveAll(path: string): void {
  const [uid, gid] = process.env.PROCESS_DESIGNER_OWNER?.split(':').map(Number) ?? [];
  if (!uid || gid === undefined) return;
  chownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveAll(join(path, name));
}
