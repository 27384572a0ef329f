import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, BenchResult } from './case';
import { median } from './case';
import { makeSite } from './makeSite';

// Started by resources/launch/bench.mjs inside the Electron runtime: run.mjs --work DIR --report FILE [FILTER]

interface Measured {
  result: BenchResult;
  ratios: number[];
  limits: number[];
  good: boolean;
  benchCase: BenchCase;
}

const [work, report, ...filters] = readArguments(process.argv.slice(2));
if (filters[0] === '--make-site') {
  await makeSite(filters[1] ?? '', Number(filters[3]));
  process.exit(0);
}
const files = import.meta.glob<{ benchCase: BenchCase }>('./*.bench.ts', { eager: true });
const chosen = Object.entries(files).filter(
  ([file, { benchCase }]) =>
    filters.length === 0 ||
    filters.some((word) => `${file} ${benchCase.name}`.toLowerCase().includes(word.toLowerCase())),
);
if (chosen.length === 0) {
  console.error('No bench case fits. Nothing was measured.');
  process.exit(1);
}

const all: Measured[] = [];
let broken = 0;
for (const [file, { benchCase }] of chosen) {
  try {
    all.push(await measure(benchCase));
  } catch (error) {
    broken += 1;
    console.error(`${file} failed:`, error);
  }
}
writeFileSync(
  report,
  `${JSON.stringify(
    all.map(({ result }) => result),
    undefined,
    2,
  )}\n`,
);
printTable(all);
const missed = all.filter(({ good }) => !good).length;
console.log(`\n${all.length - missed} within their limit, ${missed} not, ${broken} could not be measured`);
process.exit(missed + broken > 0 ? 1 : 0);

/** Limit and product in turn, so that a slow moment of the machine touches both. The first round warms up and does not count. */
async function measure(benchCase: BenchCase): Promise<Measured> {
  const rounds = Math.max(5, benchCase.rounds ?? 5);
  const folder = join(work, `case-${Date.now()}`);
  mkdirSync(folder);
  console.log(`${benchCase.name} ...`);
  const pair = await benchCase.setUp(folder);
  const limits: number[] = [];
  const products: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const limit = await pair.limit();
      const product = await pair.product();
      if (round === 0) continue;
      limits.push(limit);
      products.push(product);
    }
  } finally {
    await pair.tearDown?.();
    rmSync(folder, { recursive: true, force: true });
  }
  const ratios = products.map((value, at) => value / (limits[at] ?? Number.NaN));
  const ratio = median(ratios);
  return {
    result: {
      name: benchCase.name,
      ratio,
      against: benchCase.against,
      median: median(products),
      min: Math.min(...products),
      max: Math.max(...products),
      unit: benchCase.unit,
    },
    ratios,
    limits,
    good: 'atLeast' in benchCase.pass ? ratio >= benchCase.pass.atLeast : ratio <= benchCase.pass.atMost,
    benchCase,
  };
}

function printTable(measured: readonly Measured[]): void {
  const rows = measured.map(({ result, ratios, limits, good, benchCase }) => [
    good ? 'ok' : 'MISSED',
    result.name,
    `${figure(result.median)} (${figure(result.min)} .. ${figure(result.max)}) ${result.unit}`,
    `${result.against}: ${figure(median(limits))} (${figure(Math.min(...limits))} .. ${figure(Math.max(...limits))})`,
    `${result.ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} .. ${Math.max(...ratios).toFixed(2)})`,
    'atLeast' in benchCase.pass ? `>= ${benchCase.pass.atLeast}` : `<= ${benchCase.pass.atMost}`,
  ]);
  const table = [['', 'operation', 'product', 'against', 'ratio', 'pass'], ...rows];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of table)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function readArguments(args: string[]): [string, string, ...string[]] {
  const [workName, folder, reportName, file, ...rest] = args;
  if (workName !== '--work' || reportName !== '--report' || !folder || !file) {
    throw new Error('The bench is started by: npm run bench');
  }
  return [folder, file, ...rest];
}
