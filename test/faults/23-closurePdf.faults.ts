import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkClosure } from '../../main/closure/check';
import { make } from '../closure/tools';
import { sampleRecord } from '../fixtures/closureRecord';
import { newSigner } from '../fixtures/closureSigner';
import { randomFrom } from '../ledger/random';
import { counted, type FaultCase, lackingPrograms } from './case';
import { attacks, type Prey } from './tamperPdf';

const said = (program: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return stdout + stderr;
};

/** What other programs have against a good closure; undefined: nothing. */
function refusedByOthers(path: string): string | undefined {
  const signed = said('pdfsig', '-nocert', path);
  if (!signed.includes('Signature is Valid.') || !/^ *- Total document signed/m.test(signed))
    return `pdfsig: ${signed}`;
  const checked = said('qpdf', '--check', path);
  if (!checked.includes('No syntax or stream encoding errors found')) return `qpdf: ${checked}`;
  const fonts = said('pdffonts', path).trim().split('\n').slice(2);
  const embedded = fonts.every((row) => /\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/.test(row));
  return fonts.length > 0 && embedded ? undefined : `pdffonts: ${fonts.join('\n')}`;
}

/** A bit anywhere; every third in the container, every fifth in what says where it is and at the end. */
function flipped(pdf: Buffer, trial: number, random: () => number): { bytes: Buffer; words: string } {
  const contents = pdf.indexOf('/Contents <3');
  const spots = [
    () => Math.floor(random() * pdf.length),
    () => contents + Math.floor(random() * 4200),
    () => pdf.indexOf('/ByteRange') + Math.floor(random() * 60),
    () => pdf.length - 1 - Math.floor(random() * 400),
  ];
  const spot = spots[trial % 3 === 1 ? 1 : trial % 5 === 2 ? 2 + (trial % 2) : 0]?.() ?? 0;
  const bit = Math.floor(random() * 8);
  const bytes = Buffer.from(pdf);
  bytes[spot] = (bytes[spot] as number) ^ (1 << bit);
  return { bytes, words: `bit ${bit} of byte ${spot}` };
}

export const faultCase: FaultCase = {
  promise: 23,
  title: 'A changed closure PDF is noticed, by the ledger and by its signature alone',
  trials: { quick: 98 + 2 * attacks.length, full: 10_000 + 5 * attacks.length },
  lacking: () => lackingPrograms('pdfsig', 'qpdf'),
  async run({ trials, seed, folder, say }) {
    const random = randomFrom(seed);
    const genuine = await newSigner();
    const made = await make(genuine);
    const other = await make(genuine, { ...sampleRecord, number: 'CL-K3-000413' });
    const structural = trials >= 10_000 ? 5 * attacks.length : Math.min(trials, 2 * attacks.length);
    const pdf = Buffer.from(made.pdf);
    const prey: Prey = {
      pdf,
      other: Buffer.from(other.pdf),
      genuine,
      stranger: await newSigner(),
      random,
      folder,
    };
    const path = join(folder, 'closure.pdf');
    for (const one of [made, other]) {
      writeFileSync(path, one.pdf);
      const refused = refusedByOthers(path);
      if (refused !== undefined) throw new Error(`a good closure is refused by ${refused}`);
      if (!(await checkClosure(one.pdf, { sha256: one.sha256, rootCertificate: genuine.root })).ok)
        throw new Error('a good closure is refused by our own check');
    }
    const accepted: string[] = [];
    let validToPdfsig = 0;
    let asked = 0;
    const unnoticed = async (bytes: Buffer, words: string): Promise<void> => {
      if (bytes.equals(pdf)) throw new Error(`${words}: nothing was changed`);
      const { findings } = await checkClosure(bytes, { sha256: made.sha256, rootCertificate: genuine.root });
      if (findings[0]?.what !== 'ledger' || findings[0].ok) accepted.push(`${words}, by the ledger`);
      if (findings.slice(1).every(({ ok }) => ok)) accepted.push(`${words}, by the signature`);
    };
    for (let trial = 0; trial < structural; trial++) {
      const [words, attack] = attacks[trial % attacks.length] as (typeof attacks)[number];
      const bytes = attack(prey);
      await unnoticed(bytes, words);
      if (trial >= attacks.length) continue;
      // The control: whether a reader's own check would have let it pass.
      writeFileSync(path, bytes);
      asked += 1;
      if (said('pdfsig', '-nocert', path).includes('Signature is Valid.')) validToPdfsig += 1;
    }
    for (let trial = 0; trial < trials - structural; trial++) {
      const { bytes, words } = flipped(pdf, trial, random);
      await unnoticed(bytes, words);
      if (trial % 1000 === 999) say(`${counted(trial + 1)} flips, ${accepted.length} accepted`);
    }
    return {
      trials,
      silent: accepted.length,
      figure: `${counted(trials - structural)} flips and ${structural} attacks of ${attacks.length} kinds on ${counted(pdf.length)} bytes: ${accepted.length} accepted, each judged by the ledger's hash and by the signature alone; pdfsig, qpdf and pdffonts agree on the good ones`,
      ...(accepted[0] === undefined ? {} : { firstFailure: `accepted: ${accepted[0]}, seed ${seed}` }),
      control: {
        words: `pdfsig calls the signature valid on ${validToPdfsig} of ${asked} attacks`,
        failed: validToPdfsig > 0,
      },
    };
  },
};
