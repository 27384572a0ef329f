import { describe, expect, it } from 'vitest';
import { dimensionsOf, endingsOf, viewingOf } from '../../main/vault/viewing';

const be = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 0xff);
const png = (wide: number, high: number): Uint8Array =>
  Uint8Array.from([
    137,
    80,
    78,
    71,
    13,
    10,
    26,
    10,
    ...be(13, 4),
    73,
    72,
    68,
    82,
    ...be(wide, 4),
    ...be(high, 4),
  ]);
const frame = (marker: number, wide: number, high: number): number[] => [
  0xff,
  marker,
  ...be(8, 2),
  8,
  ...be(high, 2),
  ...be(wide, 2),
  0,
];
const jpeg = (...frames: number[][]): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    4,
    1,
    2,
    0xff,
    0xff,
    0xc4,
    0,
    2,
    ...frames.flat(),
    0xff,
    0xda,
    0,
    2,
  ]);
const webp = (chunk: string, body: number[]): Uint8Array =>
  Uint8Array.from([...Buffer.from(`RIFF....WEBP${chunk}....`, 'latin1'), ...body]);

describe('what may be drawn on a screen', () => {
  it('is a PNG, JPEG or WebP of at most 50 megapixels, by what its header says', () => {
    expect(dimensionsOf('image/png', png(4000, 3000))).toEqual([4000, 3000]);
    expect(dimensionsOf('image/jpeg', jpeg(frame(0xc0, 640, 480)))).toEqual([640, 480]);
    expect(dimensionsOf('image/webp', webp('VP8X', [0, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]))).toEqual([
      640, 480,
    ]);
    expect(dimensionsOf('image/webp', webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1]))).toEqual([
      640, 480,
    ]);
    expect(dimensionsOf('image/webp', webp('VP8L', [0x2f, 0x7f, 0xc2, 0x77, 0]))).toEqual([640, 480]);
    expect(viewingOf('image/png', png(10_000, 5_000)).ok).toBe(true);
    expect(viewingOf('image/png', png(10_001, 5_000))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/megapixels; at most 50 are shown\..*Save it/),
    });
  });

  it('counts the largest frame of a picture that declares two', () => {
    expect(viewingOf('image/jpeg', jpeg(frame(0xc0, 64, 48), frame(0xc2, 60_000, 60_000))).ok).toBe(false);
  });

  it.each([
    ['no header', 'image/png', new Uint8Array([137, 80])],
    ['no frame', 'image/jpeg', jpeg()],
    ['nothing', 'image/jpeg', new Uint8Array()],
    ['no size', 'image/png', png(0, 5)],
    ['an unknown chunk', 'image/webp', webp('XXXX', [1, 2, 3])],
    ['a segment that ends nowhere', 'image/jpeg', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff])],
  ])('never is a picture with %s', (_, type, bytes) => {
    expect(viewingOf(type, bytes)).toMatchObject({ ok: false, message: expect.stringContaining('Save it') });
  });

  it('is text, and nothing that a browser would run', () => {
    const text = new TextEncoder().encode('<script>alert(1)</script>');
    expect(viewingOf('text/plain', text)).toEqual({ ok: true, type: 'text/plain' });
    for (const type of [
      'text/html',
      'image/svg+xml',
      'application/xml',
      'application/pdf',
      'image/heic',
      'image/gif',
      '',
    ])
      expect([type, viewingOf(type, text)]).toEqual([
        type,
        { ok: false, message: expect.stringMatching(/not (opened|shown) inside this app.*Save it/) },
      ]);
    expect(viewingOf('text/plain', new Uint8Array(10_000_001)).ok).toBe(false);
  });

  it('is saved only under endings that no system runs', () => {
    const all = [
      'image/png',
      'image/jpeg',
      'image/webp',
      'image/heic',
      'application/pdf',
      'text/plain',
      'application/x-elf',
    ];
    expect([...new Set(all.flatMap((type) => endingsOf(type)))].sort()).toEqual([
      'bin',
      'csv',
      'heic',
      'heif',
      'jpeg',
      'jpg',
      'json',
      'pdf',
      'png',
      'txt',
      'webp',
    ]);
  });
});
