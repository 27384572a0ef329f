import { writeFileSync } from 'node:fs';
import { brokenBy, counted, type FaultCase, type FaultResult, runCase } from './case';

// Started by resources/launch/faults.mjs inside the Electron runtime: run.mjs --work DIR --report FILE [--full] [FILTER]

type Row = {
  readonly faultCase: FaultCase;
  readonly state: 'held' | 'broke' | 'not run';
  /** Why it broke or was not run. */
  readonly why?: string;
  readonly result?: FaultResult;
  readonly seed: number;
  readonly seconds: number;
};

const [work, report, full, filters] = readArguments(process.argv.slice(2));
const files = import.meta.glob<{ faultCase: FaultCase }>('./*.faults.ts', { eager: true });
const all = Object.entries(files).sort(
  ([, left], [, right]) => left.faultCase.promise - right.faultCase.promise,
);
const chosen = all.filter(([file, { faultCase }]) => fits(file, faultCase));
if (chosen.length === 0) {
  console.error('No promise fits. Nothing was tried.');
  process.exit(1);
}

const rows: Row[] = [];
for (const [, { faultCase }] of chosen) rows.push(await tryOne(faultCase));
writeFileSync(report, `${JSON.stringify(rows.map(written), undefined, 2)}\n`);
printTable(rows);
const count = (state: Row['state']): number => rows.filter((row) => row.state === state).length;
console.log(
  `\n${count('held')} promises held, ${count('broke')} broke, ${count('not run')} not run${full ? '' : ' (quick set)'}`,
);
process.exit(count('broke') > 0 ? 1 : 0);

function fits(file: string, { promise, title }: FaultCase): boolean {
  if (filters.length === 0) return true;
  return filters.some((word) =>
    /^\d+$/.test(word)
      ? promise === Number(word)
      : `${file} ${title}`.toLowerCase().includes(word.toLowerCase()),
  );
}

async function tryOne(faultCase: FaultCase): Promise<Row> {
  const seed = Number(process.env.PROCESS_DESIGNER_SEED ?? Date.now() % 1_000_000);
  const begun = Date.now();
  const row = (state: Row['state'], more: Partial<Row> = {}): Row => ({
    faultCase,
    state,
    seed,
    seconds: (Date.now() - begun) / 1000,
    ...more,
  });
  const lacking = faultCase.lacking?.();
  if (lacking !== undefined) return row('not run', { why: lacking });
  const trials = full ? faultCase.trials.full : faultCase.trials.quick;
  const say = (words: string): void => console.error(`    ${words}`);
  console.error(`${faultCase.promise}  ${faultCase.title}: ${counted(trials)} trials ...`);
  try {
    const result = await runCase(faultCase, { trials, seed, say }, work);
    const why = brokenBy(result);
    return why === undefined ? row('held', { result }) : row('broke', { result, why });
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return row('broke', { why: `${why} (seed ${seed})` });
  }
}

function written({ faultCase, state, why, result, seed, seconds }: Row): object {
  const { promise, title } = faultCase;
  return { promise, title, state, why, ...result, seed, seconds };
}

function printTable(tried: readonly Row[]): void {
  const table = [
    ['', '#', 'promise', 'trials', 'silent', 'figure', 'control', 'seed', 's'],
    ...tried.map(({ faultCase, state, why, result, seed, seconds }) => [
      { held: 'held', broke: 'BROKE', 'not run': 'not run' }[state],
      String(faultCase.promise),
      faultCase.title,
      result === undefined ? '-' : counted(result.trials),
      result === undefined ? '-' : String(result.silent),
      result?.figure ?? (state === 'not run' ? (why ?? '') : '-'),
      result?.control === undefined
        ? '-'
        : `${result.control.failed ? 'failed' : 'HELD'}: ${result.control.words}`,
      state === 'not run' ? '-' : String(seed),
      seconds.toFixed(0),
    ]),
  ];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  );
  console.log('');
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  for (const { faultCase, state, why } of tried)
    if (state === 'broke') console.log(`\n${faultCase.promise} broke: ${why}`);
}

function readArguments(args: readonly string[]): [string, string, boolean, string[]] {
  const [workName, folder, reportName, file, ...rest] = args;
  if (workName !== '--work' || reportName !== '--report' || !folder || !file)
    throw new Error('The faults are started by: npm run faults');
  return [folder, file, rest.includes('--full'), rest.filter((word) => word !== '--full')];
}
