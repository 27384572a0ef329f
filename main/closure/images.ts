import { crc32, inflateSync } from 'node:zlib';

export type ImageCheck =
  | { readonly ok: true; readonly kind: 'jpeg' | 'png'; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly reason: string };

const mostPixels = 100_000_000;

/**
 * Whether bytes can be placed in the PDF as they are: a JPEG with one or three components, or a PNG whose pixels
 * decode in full. Everything the PDF writer would decode later, out of reach of a catch, is decoded here first.
 */
export function checkImage(bytes: Uint8Array): ImageCheck {
  if (bytes.length === 0) return { ok: false, reason: 'the file is empty' };
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return checkJpeg(bytes);
  if (
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.length)).toString('hex') ===
    '89504e470d0a1a0a'
  ) {
    return checkPng(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }
  return { ok: false, reason: 'this kind of picture cannot be shown in a PDF' };
}

const damaged = { ok: false, reason: 'the picture is damaged' } as const;

/** ISO 10918-1, annex B: segments up to the frame header, then an end marker somewhere after the first scan. */
function checkJpeg(bytes: Uint8Array): ImageCheck {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 2;
  let frame: { width: number; height: number; components: number } | undefined;
  while (at + 4 <= data.length) {
    if (data[at] !== 0xff) return damaged;
    const marker = data[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > data.length) return damaged;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && length >= 8) {
      if (marker > 0xc2) return { ok: false, reason: 'this kind of JPEG cannot be shown in a PDF' };
      if (data[at + 4] !== 8) return { ok: false, reason: 'this kind of JPEG cannot be shown in a PDF' };
      frame = {
        height: data.readUInt16BE(at + 5),
        width: data.readUInt16BE(at + 7),
        components: data[at + 9] ?? 0,
      };
    }
    if (marker === 0xda) break;
    at += 2 + length;
  }
  if (frame === undefined || frame.width === 0 || frame.height === 0) return damaged;
  if (data.indexOf(Buffer.from([0xff, 0xd9]), at) < 0)
    return { ok: false, reason: 'the picture breaks off before its end' };
  if (frame.components !== 1 && frame.components !== 3) {
    return { ok: false, reason: 'a picture for printing presses (CMYK) cannot be shown here' };
  }
  return { ok: true, kind: 'jpeg', width: frame.width, height: frame.height };
}

/** ISO 15948: chunks with their checksums, one header, and as many decoded bytes as the header promises. */
function checkPng(data: Buffer): ImageCheck {
  let at = 8;
  let header: Buffer | undefined;
  let palette = false;
  const parts: Buffer[] = [];
  while (at + 12 <= data.length) {
    const length = data.readUInt32BE(at);
    const type = data.toString('latin1', at + 4, at + 8);
    const end = at + 8 + length;
    if (end + 4 > data.length || crc32(data.subarray(at + 4, end)) !== data.readUInt32BE(end)) return damaged;
    const body = data.subarray(at + 8, end);
    if (type === 'IHDR') header = body;
    if (type === 'PLTE') palette = length > 0 && length % 3 === 0;
    if (type === 'IDAT') parts.push(body);
    if (type === 'IEND') return header === undefined ? damaged : checkPixels(header, palette, parts);
    at = end + 4;
  }
  return { ok: false, reason: 'the picture breaks off before its end' };
}

function checkPixels(header: Buffer, palette: boolean, parts: readonly Buffer[]): ImageCheck {
  if (header.length !== 13) return damaged;
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const bits = header[8] ?? 0;
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[header[9] ?? 1];
  if (channels === undefined || width === 0 || height === 0 || ![1, 2, 4, 8, 16].includes(bits))
    return damaged;
  if (header[9] === 3 && !palette) return damaged;
  if (width * height > mostPixels) return { ok: false, reason: 'the picture is too large to be shown here' };
  if (header[12] !== 0) return { ok: false, reason: 'an interlaced PNG cannot be shown here' };
  const expected = height * (1 + Math.ceil((width * bits * channels) / 8));
  try {
    const pixels = inflateSync(Buffer.concat(parts), { maxOutputLength: expected + 1 });
    return pixels.length === expected ? { ok: true, kind: 'png', width, height } : damaged;
  } catch {
    return damaged;
  }
}
