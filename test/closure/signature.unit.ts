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
