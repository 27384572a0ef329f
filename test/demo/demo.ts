import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToApp, launchApp } from '../e2e/launch';
import { checkPack, checkResult, type Outcome, readOutcome } from './outcome';
import { tellQuarter } from './quarterTale';
import { tellStations } from './stationsTale';
import { tell } from './story';

// `npm run demo -- --out DIR` (resources/launch/demo.mjs): one work order through the real app; then three months of them in the
// questions, a second station and a backup; the results read back and checked. Ends with 0 only if it verifies.

const begun = Date.now();
const say = (line: string) =>
  console.log(`[${String(Math.round((Date.now() - begun) / 1000)).padStart(3)} s] ${line}`);

/** Where what lies in the folder, relative to it. */
const places = {
  pdf: 'closure.pdf',
  pack: 'audit-pack.zip',
  screens: 'screens',
  site: 'site',
  quarter: 'quarter',
  second: 'second-station',
  restored: 'restored',
  stick: 'stick',
} as const;

async function main(out: string): Promise<number> {
  const site = join(out, places.site);
  mkdirSync(site, { recursive: true });
  giveToApp(site);
  const launched = await launchApp({ site });
  let told: Awaited<ReturnType<typeof tell>>;
  let runtime: Record<string, string | undefined>;
  try {
    runtime = await launched.app.evaluate(({ app }) => ({
      app: app.getVersion(),
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      node: process.versions.node,
      v8: process.versions.v8,
    }));
    told = await tell(launched, { screens: join(out, places.screens), pack: join(out, places.pack) }, say);
    await launched.close();
  } catch (error) {
    await launched.page.screenshot({ path: join(out, 'where-it-stopped.png') }).catch(() => undefined);
    console.error(launched.output());
    await launched.kill();
    throw error;
  }
  const quarter = await tellQuarter(
    join(out, places.quarter, 'site'),
    join(out, places.quarter, 'screens'),
    say,
  );
  const stations = await tellStations(
    {
      site: join(out, places.quarter, 'site'),
      second: join(out, places.second),
      restored: join(out, places.restored),
      stick: join(out, places.stick),
    },
    join(out, places.quarter, 'screens', 'stations'),
    say,
  );
  say('The result is read back from disk and checked');
  const outcome = readOutcome(site, told.number);
  const { faults: wrong, report, pdfsig } = await checkResult(site, outcome.state, join(out, places.pdf));
  const pack = await checkPack(join(out, places.pack), told.pack.sha256);
  const faults = [...wrong, ...pack.faults, ...quarter.faults, ...stations.faults];
  const summary = {
    ...ids(outcome),
    counts: {
      ...counts(outcome),
      screens: told.screens,
      files: report.files,
      signatures: report.signatures,
      checkpoints: report.checkpoints,
    },
    facts: facts(outcome),
    checkpoint: outcome.checkpoint,
    verify: { verdict: report.verdict, words: report.words, findings: report.findings, pdfsig },
    audit_pack: {
      number: told.pack.number,
      sha256: told.pack.sha256,
      verdict: pack.report.verdict,
      words: pack.report.words,
      lines: pack.report.lines,
      files: pack.report.files,
    },
    quarter: { ...quarter.made, numbers: quarter.numbers, screens: quarter.screens },
    second_station: { gate: stations.gate, bundles: stations.bundles, screens: stations.screens },
    backup: { name: stations.backup, restored: stations.restored },
    runtime,
    paths: { ...places, ledger: 'site/ledger.db' },
    seconds: Math.round((Date.now() - begun) / 1000),
  };
  writeFileSync(join(out, 'demo.json'), `${JSON.stringify(summary, null, 2)}\n`);
  for (const fault of faults) say(fault);
  say(
    faults.length === 0
      ? `${told.number} is closed as ${outcome.state.closure?.number}, and all of it verifies: ${report.entries} entries, ${report.files} files`
      : 'The result does not verify',
  );
  return faults.length === 0 ? 0 : 1;
}

function ids({ state }: Outcome) {
  return {
    work_order_id: state.workOrder?.workOrder,
    checklist_run_id: state.run?.run,
    closure_evidence_id: state.closure?.closure,
    exception_ids: Object.keys(state.exceptions),
    post_review_id: Object.keys(state.reviews)[0],
    remediation_id: Object.keys(state.remediations)[0],
    numbers: { work_order: state.workOrder?.number, run: state.run?.number, closure: state.closure?.number },
  };
}

/** What somebody who was not there would ask first. */
function facts({ state }: Outcome) {
  const torque = state.run?.steps['torque-bolts'];
  const [review] = Object.values(state.reviews);
  const [glass] = Object.values(state.glasses);
  const verdict = review?.verdicts.at(-1);
  return {
    torque: torque?.record?.shown,
    torque_attempt: torque?.record?.attempt,
    torque_refused: torque?.refused.map((attempt) => attempt.value),
    exceptions: Object.values(state.exceptions).map((one) => ({
      code: one.code,
      raised_by: one.from,
      ended: one.end?.how,
    })),
    verdict: verdict?.verdict,
    reviewer_opened_it: verdict?.by === glass?.by,
    result: state.closure?.result,
  };
}

function counts({ state, entries }: Outcome) {
  const steps = Object.values(state.run?.steps ?? {});
  return {
    entries,
    entries_of_work_order: state.entries,
    steps: steps.filter((step) => step.record !== undefined).length,
    evidence_files: steps.reduce((n, step) => n + step.evidence.length, 0),
    refused_entries: steps.reduce((n, step) => n + step.refused.length, 0),
    steps_under_break_glass: steps.filter((step) => step.record?.glass !== undefined).length,
    corrections: steps.reduce((n, step) => n + step.changes.length, 0),
    exceptions: Object.keys(state.exceptions).length,
    gates: Object.keys(state.gates).length,
    approvals: Object.values(state.gates).reduce((n, gate) => n + gate.decisions.length, 0),
  };
}

const place = process.argv.indexOf('--out');
const out = place < 0 ? undefined : process.argv[place + 1];
if (out === undefined) throw new Error('Say where the results should go: npm run demo -- --out DIR');
process.exitCode = await main(out).catch((error: unknown) => {
  console.error(error);
  return 1;
});
