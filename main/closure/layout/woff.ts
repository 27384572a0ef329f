import { inflateSync } from 'node:zlib';

/**
 * Unwraps a WOFF 1 file (W3C, WOFF File Format 1.0, sections 3 to 5) into the TrueType font it was made from: the
 * same tables with the same checksums. The PDF writer reads WOFF too, but inflates a table anew for every glyph.
 * Throws when the file is not WOFF 1 or a table has not the length its directory says.
 */
export function unwrapWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('The font file is not WOFF 1.');
  const count = woff.readUInt16BE(12);
  const entries = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    const table = packed.length < length ? inflateSync(packed, { maxOutputLength: length }) : packed;
    if (table.length !== length) throw new Error('A table of the font file is shorter than it says.');
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), table };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + count * 16);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  const parts: Buffer[] = [head];
  let offset = head.length;
  entries.forEach(({ tag, checksum, table }, i) => {
    tag.copy(head, 12 + i * 16);
    head.writeUInt32BE(checksum, 16 + i * 16);
    head.writeUInt32BE(offset, 20 + i * 16);
    head.writeUInt32BE(table.length, 24 + i * 16);
    const padding = (4 - (table.length % 4)) % 4;
    parts.push(table, Buffer.alloc(padding));
    offset += table.length + padding;
  });
  return Buffer.concat(parts);
}
