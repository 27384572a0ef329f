import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifyReport } from '../contract/answers';
import { openKeyStore, type Protector } from '../identity/keyStore';
import { holdsSite } from '../site/site';
import { readBundle } from './readBundle';
import { isPackFolder, verifyPackFile } from './verifyPack';
import { verifySite } from './verifySite';

/** What the command line asks for. */
export type VerifyAsked = {
  /** The folder of a site or of a backup, an audit pack (file or unpacked folder), a bundle or an invitation. */
  readonly path: string;
  /** The site of the station that a bundle is for: its key opens it. */
  readonly site: string | undefined;
  /** Reads also what the app verified before. */
  readonly full: boolean;
  /** Prints the report as JSON, and nothing else. */
  readonly json: boolean;
};

/** Verdicts of the format, and 4: it could not be read at all. The exit code is the verdict. */
export type ExitVerdict = 0 | 1 | 2 | 3 | 4;
type Print = { readonly out: (line: string) => void; readonly stage: (line: string) => void };

const verdictWords: Readonly<Record<ExitVerdict, string>> = {
  0: 'valid',
  1: 'not valid',
  2: 'valid, with parts erased or withheld, which are named',
  3: 'not understood: part of it is in a newer format',
  4: 'could not be read',
};

const usage =
  'Name what to verify: --verify PATH, a site folder, an audit pack, or a bundle (with --site DIR, the station it is for). --full reads all again, --json prints JSON.';

/** Reads the arguments after `--verify`; undefined where nothing of it is asked. */
export function verifyAsked(argv: readonly string[]): VerifyAsked | undefined {
  const named = (name: string): string | undefined => {
    const at = argv.findIndex((one) => one === name || one.startsWith(`${name}=`));
    if (at < 0) return undefined;
    return argv[at]?.startsWith(`${name}=`) ? argv[at]?.slice(name.length + 1) : argv[at + 1];
  };
  if (!argv.some((one) => one === '--verify' || one.startsWith('--verify='))) return undefined;
  return {
    path: named('--verify') ?? '',
    site: named('--site'),
    full: argv.includes('--full'),
    json: argv.includes('--json'),
  };
}

/** Verifies what is at a path, prints stages, findings and the verdict in words, and answers with the exit code. Reads only. */
export async function verifyPath(
  asked: VerifyAsked,
  protector: Protector,
  print: Print,
): Promise<ExitVerdict> {
  let told = '';
  const stage = (done: number, total: number, words: string): void => {
    const name = words.replace(/\d.*/, '');
    if (asked.json || name === told) return;
    told = name;
    print.stage(`${words}${total > 1 && done === 0 ? `: ${total.toLocaleString('en')}` : ''} …`);
  };
  try {
    const found = await verified(asked, protector, stage);
    if (asked.json) print.out(JSON.stringify(found.report, undefined, 2));
    else for (const line of found.lines) print.out(line);
    if (!asked.json) print.out(`Verdict ${found.verdict}: ${verdictWords[found.verdict]}.`);
    return found.verdict;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    if (asked.json) print.out(JSON.stringify({ verdict: 4, words }));
    else print.out(`${words}\nVerdict 4: ${verdictWords[4]}.`);
    return 4;
  }
}

type Found = { readonly verdict: ExitVerdict; readonly lines: readonly string[]; readonly report: object };
type Stage = (done: number, total: number, words: string) => void;

async function verified(asked: VerifyAsked, protector: Protector, stage: Stage): Promise<Found> {
  const { path, site } = asked;
  if (path === '') throw new Error(usage);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`${path} is not there.`);
  if (found.isDirectory() && (holdsSite(path) || existsSync(join(path, 'ledger.db')))) {
    const report = await verifySite(path, stage, asked.full);
    return { verdict: report.verdict, lines: siteLines(report), report };
  }
  if (found.isDirectory() && !isPackFolder(path))
    throw new Error(`${path} holds neither a site nor an audit pack. Name the folder itself.`);
  if (/\.pd(?:bundle|invite)$/i.test(path)) return bundleFound(path, site, protector, stage);
  const pack = await verifyPackFile(path, (done, total) => stage(done, total, 'Reading the pack'));
  return {
    verdict: pack.verdict,
    lines: [
      `${pack.name}${pack.number === null ? '' : `: audit pack ${pack.number}`}${pack.siteName === null ? '' : ` of ${pack.siteName}`}`,
      `${pack.lines.toLocaleString('en')} lines of ${pack.workOrders.toLocaleString('en')} work orders and ${pack.files.toLocaleString('en')} files read; ${pack.withheld.toLocaleString('en')} withheld, ${pack.erased.toLocaleString('en')} erased.`,
      ...pack.findings.map((finding) => `  ${finding}`),
      pack.words,
    ],
    report: pack,
  };
}

function siteLines(report: VerifyReport): string[] {
  const n = (value: number): string => value.toLocaleString('en');
  const { entries, erased, files, findings, held, holds, rows, since, witnessed } = report;
  return [
    since === null
      ? `All ${n(held)} entries and ${n(files)} files read from disk in ${report.seconds} s.`
      : `${n(entries)} new entries and ${n(files)} files read from disk in ${report.seconds} s; the ${n(held - entries)} before were verified on this machine at ${since}. --full reads all.`,
    `${n(report.signatures)} signatures of people and ${n(report.checkpoints)} checkpoints checked; ${rows === null ? 'lists were not compared' : `${n(rows)} rows of lists compared`}.`,
    ...(findings.length > 0 ? [`${n(findings.length)} found:`, ...findings.map((one) => `  ${one}`)] : []),
    ...(holds.length > 0 ? ['What still holds:', ...holds.map((one) => `  ${one}`)] : []),
    ...erased.map((one) => `  ${one}`),
    ...(witnessed.length === 0
      ? ['No other device holds a head to compare with.']
      : witnessed.map(
          (one) => `Station ${one.station} holds the first ${n(one.size)} entries, seen ${one.at}.`,
        )),
    report.words,
  ];
}

/** A bundle is checked against what the station that it is for holds, in a folder that is thrown away; nothing is taken in. */
async function bundleFound(
  path: string,
  site: string | undefined,
  protector: Protector,
  stage: Stage,
): Promise<Found> {
  if (site === undefined)
    throw new Error(
      'A bundle is encrypted to the station it is for. Name that station’s site folder: --site DIR.',
    );
  if (!holdsSite(site)) throw new Error(`There is no site in ${site}.`);
  const keys = openKeyStore(join(site, 'keys'), protector);
  const identity = keys.loadIdentity();
  const age = keys.loadAgeKey();
  if (!identity || !age)
    throw new Error(
      `The keys of the station in ${site} cannot be opened by this account, so neither can the bundle.`,
    );
  const scratch = mkdtempSync(join(tmpdir(), 'process-designer-verify-'));
  try {
    const reading = await readBundle(
      {
        folder: site,
        inbox: join(scratch, 'inbox'),
        staging: join(scratch, 'staging'),
        source: path,
        copied: false,
        kind: path.toLowerCase().endsWith('.pdinvite') ? 'invitation' : 'bundle',
        device: identity.enrolment.statement.device,
        site: identity.site,
        rootKey: identity.rootKey,
        identity: age.identity,
      },
      stage,
    );
    if (!reading.ok) {
      const verdict = reading.code === 'newer' ? 3 : 1;
      return {
        verdict,
        lines: [reading.words],
        report: { verdict, words: reading.words, code: reading.code },
      };
    }
    const { manifest, forks, gaps } = reading;
    const lines = [
      `Bundle ${manifest.number} of station ${manifest.from.station} for ${manifest.to.map((to) => to.station).join(', ')}, written ${manifest.at}: ${reading.entries.toLocaleString('en')} new entries.`,
      ...forks.map((fork) => `  Two histories exist for ${fork.log}: entries differ from those held here.`),
      ...gaps.map((gap) => `  Entries ${gap.from} to ${gap.to - 1} of ${gap.log} are missing before it.`),
      ...(reading.known ? ['This very bundle was taken in before.'] : []),
    ];
    const verdict = forks.length > 0 ? 1 : 0;
    return {
      verdict,
      lines,
      report: { verdict, from: manifest.from, to: manifest.to, entries: reading.entries, forks, gaps },
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
