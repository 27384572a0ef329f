import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MadeClosure } from '../../main/closure/closure';
import { renderClosure } from '../../main/closure/render';
import { sampleEvidence, sampleHash, sampleRecord } from '../fixtures/closureRecord';
import { newSigner } from '../fixtures/closureSigner';
import { flat, inFile, make, newFolder, outside, resources, textOf } from './tools';

let made: MadeClosure;
let path: string;
beforeAll(async () => {
  made = await make(await newSigner());
  path = inFile(made.pdf);
});

describe('a closure as other programs see it', () => {
  it('is a sound PDF 1.7 with tags, title and language', () => {
    expect(outside('qpdf', '--check', path)).toContain('No syntax or stream encoding errors found');
    const info = outside('pdfinfo', path);
    expect(info).toMatch(/Tagged: +yes/);
    expect(info).toMatch(/PDF version: +1\.7/);
    expect(info).toMatch(/JavaScript: +no/);
    expect(info).toMatch(/Title: +CL-K3-000412 · WO-K7-000123, Replace hydraulic seal, press 4/);
    const raw = Buffer.from(made.pdf).toString('latin1');
    expect(raw).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(raw).toContain('/Lang (en)');
    expect(raw).not.toContain('/NeedAppearances');
  });

  it('embeds every font, as a subset', () => {
    const rows = outside('pdffonts', path).trim().split('\n').slice(2);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) expect(row).toMatch(/CID TrueType +Identity-H +yes yes yes/);
  });

  it('carries the record as JSON, byte for byte, and says it is the source', () => {
    const folder = newFolder();
    outside('pdfdetach', '-saveall', '-o', folder, path);
    expect(readdirSync(folder)).toEqual(['closure.json']);
    const json = readFileSync(join(folder, 'closure.json'));
    expect(json.equals(Buffer.from(made.json))).toBe(true);
    expect(JSON.parse(json.toString('utf8'))).toEqual(sampleRecord);
    expect(Buffer.from(made.pdf).toString('latin1')).toContain('/AFRelationship /Source');
  });

  it('has headings, tables with head cells, and figures with a description', () => {
    const structure = outside('pdfinfo', '-struct', path);
    expect(structure).not.toContain('Syntax Error');
    for (const tag of ['Document', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'Figure', 'Caption']) {
      expect(structure, tag).toMatch(new RegExp(`^ *${tag}\\b`, 'm'));
    }
    expect(structure).toContain('/Scope /Column');
    expect(structure).toContain('/ColSpan 6');
    expect(Buffer.from(made.pdf).toString('latin1')).toContain(
      '/Alt (Photo 2, step 7: lock 31. 640 by 480 pixels)',
    );
  });

  it('holds photographs as the very files that were recorded', () => {
    const folder = newFolder();
    outside('pdfimages', '-all', path, join(folder, 'photo'));
    const hashes = readdirSync(folder).map((name) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    );
    for (const name of ['barrier.jpg', 'lock.jpg', 'gauge.jpg', 'seal.jpg', 'wrench.jpg', 'keys.jpg']) {
      expect(hashes).toContain(sampleHash(name));
    }
  });

  it('marks everything as content or artifact: nothing is left out of the structure', () => {
    const pages = execFileSync('qpdf', ['--qdf', '--object-streams=disable', path, '-'], {
      maxBuffer: 64 * 1024 * 1024,
    }).toString('latin1');
    const contents = [...pages.matchAll(/stream\n(1 0 0 -1 0 841[\s\S]*?)endstream/g)].map(
      (match) => match[1] ?? '',
    );
    expect(contents.length).toBeGreaterThanOrEqual(4);
    for (const content of contents) {
      let depth = 0;
      for (const line of content.split('\n')) {
        if (/ (BDC|BMC)$/.test(line)) depth++;
        if (line === 'EMC') depth--;
        if (/ (Tj|TJ)$|^(f|S|B|f\*)$| Do$/.test(line)) expect(depth).toBeGreaterThan(0);
      }
      expect(depth).toBe(0);
    }
  });
});

describe('a closure as a person reads it', () => {
  it('says first what was done and how it ended', () => {
    const text = flat(textOf(made.pdf, '-f', '1', '-l', '1'));
    for (const words of [
      'Halden plant, press hall',
      'Replace hydraulic seal, press 4',
      'Closed 10 March 2026, 14:22 (UTC+1)',
      '21 of 21',
      '2 disposed',
      '19 min, MAT-02',
      'MAT-02 Required material missing, step 13',
      'Not justified',
      'REM-K7-000033',
      'Petra Lindqvist, supervisor',
      '10 Mar 2026, 10:58:40',
      'K7 48,229',
      'Check this record',
      'closure_evidence_id',
      'CL-K3-000412 · checkpoint K3 12,941',
      'Page 1 of 4',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('prints the checkpoint so that it can be read back', () => {
    const text = textOf(made.pdf, '-f', '1', '-l', '1').replace(/\s+/g, '');
    const { note, root } = sampleRecord.checkpoint;
    expect(text).toContain(root);
    expect(text).toContain(note.replace(/\s+/g, ''));
  });

  it('shows a changed value with the one before it, late entries, refused attempts and break-glass', () => {
    const text = flat(textOf(made.pdf, '-raw'));
    expect(text).toContain('[was Ra 0.4 µm] Ra 0.2 µm');
    expect(text).toContain('Changed 09:34 by Marta Kovač: misread scale');
    expect(text).toContain('Late: done 01:55, recorded 02:03');
    expect(text).toContain('Accepted on attempt 2; 1.25 N·m refused: below 5.00');
    expect(text).toContain('Break-glass BG-K7-000007');
  });

  it('says so when nothing went wrong', async () => {
    const record = {
      ...sampleRecord,
      deviations: [],
      gates: [],
      reviews: [],
      remediations: [],
      evidence: [],
      result: { ...sampleRecord.result, verdict: 'complete' as const },
      facts: { ...sampleRecord.facts, evidenceFiles: 0, changes: 0, exceptions: { raised: 0, disposed: 0 } },
      run: { ...sampleRecord.run, witnesses: [], stalled: undefined } as never as typeof sampleRecord.run,
    };
    const text = flat(textOf(await renderClosure({ record, evidence: () => undefined, resources })));
    expect(text).toContain('Nothing: no exception, no break-glass, no change after first entry.');
    expect(text).toContain('Not at any time');
    expect(text).toContain('with evidence complete The rod seal');
  });

  it('is the same bytes for the same record, before it is signed', async () => {
    const render = () => renderClosure({ record: sampleRecord, evidence: sampleEvidence, resources });
    const [one, two] = [await render(), await render()];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });
});
