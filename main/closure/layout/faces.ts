import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Face } from './ink';
import { unwrapWoff } from './woff';

/** Fonts (TrueType) and the colour profile that a PDF/A embeds. */
export interface Faces {
  readonly fonts: Readonly<Record<Face, Uint8Array>>;
  /** sRGB, as the International Color Consortium publishes it. */
  readonly colourProfile: Uint8Array;
}

/**
 * IBM Plex, and DejaVu Sans for what Plex lacks. They are WOFF 1 files: the PDF writer cannot subset WOFF 2, whose
 * glyph table is transformed.
 */
const files: Readonly<Record<Face, string>> = {
  regular: 'IBMPlexSans-Regular.woff',
  medium: 'IBMPlexSans-Medium.woff',
  semibold: 'IBMPlexSans-SemiBold.woff',
  mono: 'IBMPlexMono-Regular.woff',
  other: 'DejaVuSans.woff',
};

const loaded = new Map<string, Faces>();

/** Reads `fonts/*.woff` and `sRGB.icc` of the resources folder once; throws when one is missing. */
export function loadFaces(resources: string): Faces {
  const known = loaded.get(resources);
  if (known !== undefined) return known;
  const read = (face: Face): Uint8Array => unwrapWoff(readFileSync(join(resources, 'fonts', files[face])));
  const faces: Faces = {
    fonts: {
      regular: read('regular'),
      medium: read('medium'),
      semibold: read('semibold'),
      mono: read('mono'),
      other: read('other'),
    },
    colourProfile: readFileSync(join(resources, 'sRGB.icc')),
  };
  loaded.set(resources, faces);
  return faces;
}
