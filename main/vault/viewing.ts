import { KINDS } from './kinds';

/** What may be drawn on a screen, and never more than this many pixels: a small file can hold a picture that fills a memory. */
export const MOST_PIXELS = 50_000_000;
/** Text longer than this (bytes) is saved and read elsewhere. */
const MOST_TEXT = 10_000_000;

const pictures = ['image/png', 'image/jpeg', 'image/webp'];

/** How held evidence may be looked at here: drawn by the app, or only saved as a file, with the words that say why. */
export type Viewing =
  | { readonly ok: true; readonly type: string }
  | { readonly ok: false; readonly message: string };

/**
 * Decides by the sniffed type and the bytes alone, never by a name. Pictures of three kinds and plain text are shown; a PDF
 * may hold programs and is not drawn by this app.
 */
export function viewingOf(type: string, bytes: Uint8Array): Viewing {
  const saved = 'The file is held unchanged. Save it to look at it in another program.';
  if (pictures.includes(type)) {
    const size = dimensionsOf(type, bytes);
    if (size === undefined)
      return {
        ok: false,
        message: `This picture does not say how large it is, so it is not shown. ${saved}`,
      };
    const [wide, high] = size;
    if (wide * high > MOST_PIXELS)
      return {
        ok: false,
        message: `This picture has ${Math.round((wide * high) / 1e6)} megapixels; at most ${MOST_PIXELS / 1e6} are shown. ${saved}`,
      };
    return { ok: true, type };
  }
  if (type === 'text/plain')
    return bytes.length > MOST_TEXT
      ? { ok: false, message: `This text is longer than is shown here. ${saved}` }
      : { ok: true, type: 'text/plain' };
  const words = KINDS.find((kind) => kind.type === type)?.words ?? 'a file of another kind';
  return {
    ok: false,
    message:
      type === 'application/pdf'
        ? `This is a PDF document. It can hold programs, so it is not opened inside this app. ${saved}`
        : `This is ${words}, which is not shown inside this app. ${saved}`,
  };
}

/** The endings under which a file of this type may be saved; none that a system would run. */
export function endingsOf(type: string): readonly string[] {
  return type === 'text/plain'
    ? ['txt', 'csv', 'json']
    : (KINDS.find((kind) => kind.type === type)?.extensions ?? ['bin']);
}

/** Width and height as the file's own header states them; undefined where it states none. */
export function dimensionsOf(type: string, bytes: Uint8Array): readonly [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size =
      type === 'image/png'
        ? ([view.getUint32(16), view.getUint32(20)] as const)
        : type === 'image/jpeg'
          ? jpegSize(view)
          : webpSize(view);
    return size !== undefined && size[0] > 0 && size[1] > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The largest frame that a JPEG declares: more than one is a trick, and the largest is what a decoder may make room for. */
function jpegSize(view: DataView): readonly [number, number] | undefined {
  let largest: readonly [number, number] | undefined;
  for (let at = 2; at + 4 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return largest;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // The picture itself begins; what frames there are were declared before.
    if (marker === 0xda || marker === 0xd9) return largest;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const size = [view.getUint16(at + 7), view.getUint16(at + 5)] as const;
      if (largest === undefined || size[0] * size[1] > largest[0] * largest[1]) largest = size;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return largest;
}

/** From the first chunk: extended, lossless or lossy. */
function webpSize(view: DataView): readonly [number, number] | undefined {
  const chunk = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
  const three = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  if (chunk === 'VP8X') return [three(24) + 1, three(27) + 1];
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (chunk === 'VP8 ') return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  return undefined;
}
