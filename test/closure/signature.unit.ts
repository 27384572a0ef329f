import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkClosure } from '../../main/closure/check';
import type { MadeClosure } from '../../main/closure/closure';
import type { ClosureSigner } from '../../main/closure/sign';
import { newSigner } from '../fixtures/closureSigner';
import { inFile, make, newFolder, outside } from './tools';

let signer: ClosureSigner;
let made: MadeClosure;
beforeAll(async () => {
  signer = await newSigner();
  made = await make(signer);
});

/** What the file says of itself, without the ledger: harder, and what a stranger has. */
const alone = (pdf: Uint8Array) => checkClosure(pdf, { rootCertificate: signer.root });
const failed = async (pdf: Uint8Array) =>
  (await alone(pdf)).findings.filter((finding) => !finding.ok).map((finding) => finding.what);

/** mulberry32, so that a failure can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A database for pdfsig that trusts this root. */
function trusting(root: string): string {
  const folder = newFolder();
  const pem = join(folder, 'root.pem');
  writeFileSync(pem, root);
  execFileSync('certutil', ['-N', '-d', `sql:${folder}`, '--empty-password']);
  execFileSync('certutil', ['-A', '-d', `sql:${folder}`, '-n', 'site root', '-t', ',C,', '-i', pem]);
  return folder;
}

describe('the signature of a closure', () => {
  it('is valid, covers the whole document and is trusted once the site root is imported, says pdfsig', () => {
    const said = outside('pdfsig', '-nssdir', `sql:${trusting(signer.root)}`, inFile(made.pdf));
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).not.toContain('Not total document signed');
    expect(said).toContain('Certificate is Trusted.');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(said).toContain('Halden plant, station K3');
  });

  it('is not trusted by a reader that knows another root', async () => {
    const other = await newSigner('Elsewhere');
    const said = outside('pdfsig', '-nssdir', `sql:${trusting(other.root)}`, inFile(made.pdf));
    expect(said).toContain('Signature is Valid.');
    expect(said).not.toContain('Certificate is Trusted.');
    const check = await checkClosure(made.pdf, { sha256: made.sha256, rootCertificate: other.root });
    expect(check.findings.filter(({ ok }) => !ok).map(({ what }) => what)).toContain('certificate');
  });

  it('passes our own check, which begins with the ledger', async () => {
    const check = await checkClosure(made.pdf, { sha256: made.sha256, rootCertificate: signer.root });
    expect(check.findings.map(({ what, ok }) => [what, ok])).toEqual([
      ['ledger', true],
      ['structure', true],
      ['range', true],
      ['container', true],
      ['signature', true],
      ['certificate', true],
    ]);
    expect(check.ok).toBe(true);
  });

  it('is refused when the ledger names another file', async () => {
    const check = await checkClosure(made.pdf, { sha256: '0'.repeat(64), rootCertificate: signer.root });
    expect(check.ok).toBe(false);
    expect(check.findings[0]).toMatchObject({ what: 'ledger', ok: false });
  });
});

describe('a closure that was changed', () => {
  it('is noticed at every one of 400 flipped bits, wherever they are', async () => {
    const next = random(20260310);
    const text = Buffer.from(made.pdf).toString('latin1');
    const contents = text.indexOf('/Contents <');
    const spots = [
      ...Array.from({ length: 200 }, () => Math.floor(next() * made.pdf.length)),
      ...Array.from({ length: 130 }, () => contents + Math.floor(next() * 4200)),
      ...Array.from({ length: 30 }, () => text.indexOf('/ByteRange') + Math.floor(next() * 60)),
      ...Array.from({ length: 40 }, () => made.pdf.length - 1 - Math.floor(next() * 400)),
    ];
    const missed: string[] = [];
    for (const spot of spots) {
      const bit = Math.floor(next() * 8);
      const changed = Uint8Array.from(made.pdf);
      changed[spot] = (changed[spot] ?? 0) ^ (1 << bit);
      if ((await alone(changed)).ok) missed.push(`byte ${spot}, bit ${bit}`);
    }
    expect(missed).toEqual([]);
  });

  it('is noticed when a byte was appended, which pdfsig alone calls valid', async () => {
    const longer = Buffer.concat([made.pdf, Buffer.from('\n')]);
    expect(await failed(longer)).toEqual(['structure']);
    const said = outside('pdfsig', inFile(longer));
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Not total document signed');
  });

  it('is noticed when the signature is said to cover less than the file', async () => {
    const pdf = Buffer.from(made.pdf);
    const at = pdf.indexOf('/ByteRange [0 ') + '/ByteRange [0 '.length;
    pdf[at] = (pdf[at] ?? 0) - 1;
    expect(await failed(pdf)).toEqual(['range']);
  });

  it('is noticed when the end was cut off, or nothing is left', async () => {
    expect(await failed(made.pdf.subarray(0, made.pdf.length - 1))).toEqual(['structure']);
    expect(await failed(made.pdf.subarray(0, 5000))).toEqual(['structure']);
    expect(await failed(new Uint8Array(0))).toEqual(['structure']);
  });

  it('is noticed when a second revision follows the signed one', async () => {
    const pdf = Buffer.from(made.pdf);
    const last = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1', pdf.length - 64))?.[1]);
    const trailer = pdf.toString('latin1', last).match(/\/Size (\d+)\n\/Root (\d+ 0 R)/);
    const size = Number(trailer?.[1]);
    const object = `${size} 0 obj\n<< /Note (added) >>\nendobj\n`;
    const at = pdf.length + object.length;
    const entry = `${String(pdf.length).padStart(10, '0')} 00000 n \n`;
    const added = `${object}xref\n${size} 1\n${entry}trailer\n<< /Size ${size + 1} /Root ${trailer?.[2]} /Prev ${last} >>\nstartxref\n${at}\n%%EOF\n`;
    const revised = Buffer.concat([pdf, Buffer.from(added, 'latin1')]);
    expect(outside('qpdf', '--check', inFile(revised))).toContain(
      'No syntax or stream encoding errors found',
    );
    expect(await failed(revised)).toEqual(['structure']);
  });

  it('is noticed when another device of another site signed the same record', async () => {
    const stranger = await make(await newSigner('Elsewhere'));
    expect(await failed(stranger.pdf)).toEqual(['container', 'certificate']);
  });

  it('is noticed when it was never signed', async () => {
    const blank = Buffer.from(made.pdf);
    const contents = blank.indexOf('/Contents <') + '/Contents <'.length;
    blank.fill('0', contents, blank.indexOf('>', contents));
    expect((await alone(blank)).ok).toBe(false);
  });
});
