import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checkImage } from '../../main/closure/images';
import { loadFaces } from '../../main/closure/layout/faces';
import { styles } from '../../main/closure/layout/ink';
import { newPaper } from '../../main/closure/layout/paper';
import { setText } from '../../main/closure/layout/text';
import type { ClosedStep, ClosureRecord } from '../../main/closure/record';
import { renderClosure } from '../../main/closure/render';
import { sampleEvidence, sampleHash, sampleRecord } from '../fixtures/closureRecord';
import { flat, inFile, outside, resources, textOf } from './tools';

const render = (record: ClosureRecord, evidence = sampleEvidence) =>
  renderClosure({ record, evidence, resources });
const paper = () =>
  newPaper(loadFaces(resources), { title: 't', author: 'a', subject: 's', creator: 'c', at: new Date(0) });
const [anyStep] = sampleRecord.sections[0]?.steps ?? [];

function steps(count: number, change: (i: number) => Partial<ClosedStep> = () => ({})): ClosedStep[] {
  if (anyStep === undefined) throw new Error('The sample has no step.');
  const base = anyStep;
  return Array.from({ length: count }, (_, i) => ({
    ...base,
    no: String(i + 1),
    title: `Step number ${i + 1}`,
    ...change(i),
  }));
}

describe('characters', () => {
  it('of a plant are all in the fonts: letters, units, relations, marks', () => {
    const sheet = paper();
    for (const character of 'äöüßÄłőŽčğıøåÆéñ€ΩμΔ≤≥±√∞→°²³₂·×–—…’“”✓✗☐☑ЖАБяΑω') {
      const codePoint = character.codePointAt(0) ?? 0;
      expect(sheet.covers('regular', codePoint) || sheet.covers('other', codePoint), character).toBe(true);
    }
  });

  it('that Plex lacks come from DejaVu, within the same line', () => {
    const [line] = setText(paper(), [{ text: 'Öl ☐ Ж ✓ Ω', style: styles.body }], 500);
    const faces = new Set(line?.pieces.map((piece) => piece.face));
    expect(faces).toEqual(new Set(['regular', 'other']));
    expect(line?.pieces.every((piece) => piece.instead === undefined)).toBe(true);
  });

  it('that no font has are shown as a replacement, and read out and copied as they were', async () => {
    const record = {
      ...sampleRecord,
      workOrder: { ...sampleRecord.workOrder, title: 'Replace 密封圈 on press 4 \u0007' },
    };
    const pdf = await render(record);
    const text = flat(textOf(pdf, '-f', '1', '-l', '1'));
    expect(text).toContain('密封圈');
    const [line] = setText(paper(), [{ text: '密封圈', style: styles.body }], 500);
    expect(line?.pieces).toMatchObject([{ text: '\uFFFD\uFFFD\uFFFD', instead: '密封圈', face: 'other' }]);
    expect(outside('qpdf', '--check', inFile(pdf))).toContain('No syntax or stream encoding errors found');
  });

  it('that mean something in XML or PDF do no harm', async () => {
    const title = 'Seal <b>A&B</b> (50 %) \\ "x" </rdf:li>';
    const pdf = await render({ ...sampleRecord, workOrder: { ...sampleRecord.workOrder, title } });
    expect(flat(outside('pdfinfo', inFile(pdf)))).toContain(`WO-K7-000123, ${title}`);
    const xmp = Buffer.from(pdf).toString('latin1');
    expect(xmp).toContain('Seal &lt;b&gt;A&amp;B&lt;/b&gt;');
    expect(flat(textOf(pdf))).toContain(title);
  });
});

describe('length', () => {
  it('of a line never exceeds its column, even for one word without a blank', () => {
    const sheet = paper();
    const text = `${'Donaudampfschifffahrtsgesellschaft'.repeat(4)} and https://example.invalid/${'x'.repeat(200)} end`;
    const lines = setText(sheet, [{ text, style: styles.cell }], 90);
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(90.01);
    const joined = lines.map((line) => line.pieces.map((piece) => piece.text).join('')).join('');
    expect(joined.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('of many steps goes over pages, with the head of the table and the section on each', async () => {
    const record = { ...sampleRecord, sections: [{ title: 'Night shift', steps: steps(300) }] };
    const pdf = await render(record);
    const pages = textOf(pdf, '-layout').split('\f').map(flat);
    const table = pages.filter((page) => page.includes('Step number'));
    expect(table.length).toBeGreaterThan(6);
    for (const page of table) expect(page).toContain('No Step Value as entered By At Notes and evidence');
    for (const page of table.slice(1)) expect(page).toContain('Night shift, continued');
    const text = flat(pages.join(' '));
    for (const i of [1, 77, 150, 299, 300]) expect(text).toContain(`Step number ${i} `);
    expect(text).toContain(`Page ${pages.length - 1} of ${pages.length - 1}`);
  });

  it('of one note beyond a page goes on over the page and loses nothing', async () => {
    const words = Array.from({ length: 1500 }, (_, i) => `w${i}`);
    const record = {
      ...sampleRecord,
      sections: [{ title: 'Long', steps: steps(2, () => ({ notes: [words.join(' ')] })) }],
    };
    const text = flat(textOf(await render(record)));
    for (const word of ['w0', 'w700', 'w1499'])
      expect(text.split(' ').filter((one) => one === word)).toHaveLength(2);
  });

  it('of names and titles is cut in the running head and kept in the body', async () => {
    const title = `Replace ${'the very long hydraulic assembly '.repeat(9)}end`;
    const pdf = await render({
      ...sampleRecord,
      workOrder: { ...sampleRecord.workOrder, title },
      run: {
        ...sampleRecord.run,
        doneBy: Array.from({ length: 14 }, (_, i) => `Wolfeschlegelsteinhausenbergerdorff ${i}`),
      },
    });
    const text = flat(textOf(pdf));
    expect(text).toContain(title);
    expect(text).toContain('Wolfeschlegelsteinhausenbergerdorff 13');
    expect(text).toMatch(/WO-K7-000123, Replace the very long [^.]*…/);
  });

  it('of the list of deviations never parts the check from its code: it is there once, on the page that has room', async () => {
    for (const count of [1, 6, 7, 8, 9, 30]) {
      const deviations = Array.from({ length: count }, () => sampleRecord.deviations[0]).flatMap(
        (one) => one ?? [],
      );
      const pages = textOf(await render({ ...sampleRecord, deviations }))
        .split('\f')
        .map(flat);
      const [page, ...more] = pages.filter((text) => text.includes('Check this record'));
      expect(more).toEqual([]);
      expect(page).toContain(sampleRecord.closure_evidence_id);
    }
  });

  it('of days shows each new day in the times', async () => {
    const at = (i: number) => new Date(Date.parse('2026-03-10T20:00:00.000Z') + i * 3_600_000).toISOString();
    const record = {
      ...sampleRecord,
      run: { ...sampleRecord.run, startedAt: at(0), endedAt: at(30) },
      sections: [{ title: 'Days', steps: steps(30, (i) => ({ at: at(i) })) }],
    };
    const text = flat(textOf(await render(record), '-layout'));
    expect(text).toContain('Times are from 10 Mar 2026');
    expect(text.match(/11 Mar/g)).not.toBeNull();
    expect(text).toContain('12 Mar');
  });
});

describe('a picture that cannot be shown', () => {
  const jpeg = readFileSync(join(import.meta.dirname, '../fixtures/closure/lock.jpg'));
  const png = readFileSync(join(import.meta.dirname, '../fixtures/closure/leak-curve.png'));
  const cmyk = Buffer.from(jpeg);
  const frame = cmyk.indexOf(Buffer.from([0xff, 0xc0]));
  cmyk[frame + 9] = 4;
  const lying = Buffer.from(png);
  lying.writeUInt8((lying[60] ?? 0) ^ 0xff, 60);
  const chunk = (type: string, body: Buffer): Buffer => {
    const data = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const out = Buffer.alloc(8 + body.length + 4);
    out.writeUInt32BE(body.length, 0);
    data.copy(out, 4);
    out.writeUInt32BE(crc(data), 8 + body.length);
    return out;
  };
  const short = Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', Buffer.from('0000000a0000000a0802000000', 'hex')),
    chunk('IDAT', deflateSync(Buffer.alloc(31 * 4))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  const bomb = Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', Buffer.from('0000000a0000000a0802000000', 'hex')),
    chunk('IDAT', deflateSync(Buffer.alloc(50_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

  const cases: readonly (readonly [string, Uint8Array, string, string])[] = [
    [
      'a WebP',
      Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'),
      'image/webp',
      'this kind of picture cannot be shown in a PDF',
    ],
    [
      'a program renamed .jpg',
      Buffer.from('MZ\x90\0\x03', 'latin1'),
      'image/jpeg',
      'this kind of picture cannot be shown in a PDF',
    ],
    ['an empty file', new Uint8Array(0), 'image/jpeg', 'the file is empty'],
    [
      'a JPEG that breaks off',
      jpeg.subarray(0, jpeg.length - 2000),
      'image/jpeg',
      'the picture breaks off before its end',
    ],
    ['a JPEG of two bytes', jpeg.subarray(0, 2), 'image/jpeg', 'the picture is damaged'],
    ['a JPEG for printing presses', cmyk, 'image/jpeg', 'CMYK'],
    ['a PNG that breaks off', png.subarray(0, 900), 'image/png', 'the picture is damaged'],
    ['a PNG with a changed byte', lying, 'image/png', 'the picture is damaged'],
    ['a PNG with fewer rows than it says', short, 'image/png', 'the picture is damaged'],
    ['a PNG that unpacks to far more than it says', bomb, 'image/png', 'the picture is damaged'],
  ];

  it('is named with its reason, and the document is made', async () => {
    const bytes = new Map(cases.map(([, data]) => [createHash('sha256').update(data).digest('hex'), data]));
    const [template] = sampleRecord.evidence;
    if (template === undefined) throw new Error('The sample has no evidence.');
    const evidence = [...bytes].map(([sha256, data], i) => ({
      ...template,
      sha256,
      size: data.length,
      label: `Photo ${i + 1}`,
      mime: cases[i]?.[2] ?? '',
    }));
    const gone = { ...template, sha256: 'f'.repeat(64), label: 'Photo 90' };
    const swapped = { ...template, sha256: 'e'.repeat(64), label: 'Photo 91' };
    const pdf = await render({ ...sampleRecord, evidence: [...evidence, gone, swapped] }, (sha256) =>
      sha256.startsWith('eee') ? jpeg : bytes.get(sha256),
    );
    const text = flat(textOf(pdf));
    for (const [, , , reason] of cases) expect(text).toContain(reason);
    expect(text).toContain('the file is not on this device');
    expect(text).toContain('the file is not the one that was recorded');
    expect(text.replace(/\s/g, '')).toContain('f'.repeat(64));
    expect(outside('qpdf', '--check', inFile(pdf))).toContain('No syntax or stream encoding errors found');
  });

  it.each(cases)('%s is recognised', (_, data, __, reason) => {
    const checked = checkImage(data);
    expect(checked.ok).toBe(false);
    expect(checked.ok ? '' : checked.reason).toContain(reason);
  });

  it('is not taken for one that can', () => {
    expect(checkImage(jpeg)).toEqual({ ok: true, kind: 'jpeg', width: 640, height: 480 });
    expect(checkImage(png)).toMatchObject({ ok: true, kind: 'png', width: 640, height: 480 });
    expect(checkImage(sampleEvidence(sampleHash('seal.jpg')) ?? new Uint8Array(0)).ok).toBe(true);
  });
});

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let k = 0; k < 8; k++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
