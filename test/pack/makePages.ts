// Writes, into the folder it is given, what test/pack/page.e2e.ts opens in a browser: packs that the app makes, and reports.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { verifyPackFile } from '../../main/jobs/verifyPack';
import { reportHtml } from '../../main/pack/report/report';
import { AtWork } from '../commands/atWork';
import { sampleOrders, startChecked } from '../commands/busyHistory';
import { sampleEvidence, sampleRecord } from '../fixtures/closureRecord';
import { carryOut, membersOf, pack } from './packing';
import { payloads, sampleOrder, sampleReport, withTexts } from './reporting';

const folder = process.argv[2] ?? '';

async function makePacks(): Promise<void> {
  const work = await AtWork.sample();
  try {
    const { seal, access } = await sampleOrders(work);
    await carryOut(work, seal);
    await startChecked(work, access);
    const scope = { kind: 'work-orders' as const, workOrders: [seal] };
    await pack(work, join(folder, 'good.zip'), { scope, complete: false });
    const dates = { kind: 'dates', from: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z' } as const;
    await flips(work);
    await pack(work, join(folder, 'withheld.zip'), { scope: dates, disclose: [seal], complete: true });
  } finally {
    await work.close();
  }
}

/** The pack with one byte changed, in one place of each kind, and what the command line and the app say of each. */
async function flips(work: AtWork): Promise<void> {
  const zip = readFileSync(join(folder, 'good.zip'));
  const members = [...membersOf(zip)];
  const begin = (name: RegExp): number => {
    const found = members.find(([each]) => name.test(each));
    if (found === undefined) throw new Error(`no member ${name}`);
    return found[1].byteOffset - zip.byteOffset;
  };
  const places: readonly (readonly [string, number])[] = [
    ['photo', begin(/^evidence\//) + 1234],
    ['document', begin(/^closures\//) + 4321],
    ['line', begin(/entries\.jsonl$/) + 3000],
    ['checkpoint', begin(/checkpoint\.txt$/) + 100],
    ['manifest', begin(/^manifest\.json$/) + 50],
    ['note', begin(/^manifest\.note$/) + 200],
    ['keys', begin(/^keys\.json$/) + 90],
    ['report', begin(/^index\.html$/) + 90_000],
    ['format', begin(/^FORMAT\.md$/) + 10],
    ['header', begin(/^FORMAT\.md$/) - 20],
    ['directory', zip.readUInt32LE(zip.length - 6) + 12],
    ['end', zip.length - 1],
  ];
  const told = [];
  for (const [name, at] of places) {
    const changed = Buffer.from(zip);
    changed[at] = (changed[at] as number) ^ 1;
    const path = join(folder, `flipped-${name}.zip`);
    writeFileSync(path, changed);
    const line = await verifyPackFile(path);
    work.chosen.file = path;
    const app = (await work.done('m.kovac', 'verifyFile', {})).report;
    told.push({ name, path, line: [line.verdict, line.findings], app: [app?.verdict, app?.findings] });
  }
  writeFileSync(join(folder, 'flips.json'), JSON.stringify(told));
}

function makeReports(): void {
  const put = (name: string, bytes: string | Uint8Array): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  };
  put(
    'sample/index.html',
    reportHtml(sampleReport([sampleOrder(sampleRecord), sampleOrder(undefined, 'wo_open')])),
  );
  for (const { sha256 } of sampleRecord.evidence)
    put(`sample/evidence/${sha256}`, sampleEvidence(sha256) ?? '');
  const each = 30;
  for (let from = 0; from < payloads.length; from += each) {
    const orders = payloads
      .slice(from, from + each)
      .flatMap((payload, index) => [
        withTexts(sampleOrder(sampleRecord, `wo_${index}`), payload),
        withTexts(sampleOrder(undefined, `wo_open_${index}`), payload),
      ]);
    const given = sampleReport(orders);
    const manifest = { ...withTexts(given.manifest, payloads[from] ?? ''), at: given.manifest.at };
    put(
      `hostile/${from / each}.html`,
      reportHtml({ ...withTexts(given, payloads[from] ?? ''), manifest, workOrders: orders }),
    );
  }
}

makeReports();
makePacks().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
