import type { Paper } from './layout/paper';

/** What a reader shows about the signature, and how much room the container gets. */
export interface SignaturePlace {
  readonly name: string;
  readonly reason: string;
  readonly location: string;
  readonly at: Date;
}

/** Bytes kept for the CMS container; one with two P-256 certificates takes under 2,000, a time stamp about 5,000 more. */
export const reservedBytes = 8192;

const ten = '0000000000';

/**
 * Puts an invisible signature field on the current page (ISO 32000-1, 12.8; PAdES, EN 319 142-1) whose `/Contents` are
 * zeros and whose `/ByteRange` is a row of blanks as wide as the largest file. `fillSignature` completes both in place.
 */
export function reserveSignature({ doc, inside }: Paper, place: SignaturePlace): void {
  doc.switchToPage(0);
  doc.font('regular');
  const signature = inside.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, ten, ten, ten],
    Contents: new Uint8Array(reservedBytes),
    M: place.at,
    Name: new String(place.name),
    Reason: new String(place.reason),
    Location: new String(place.location),
  });
  const widget = inside.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    // Print and locked; PDF/A asks for the former, and for no appearance only when the rectangle is empty.
    F: 132,
    Rect: [0, 0, 0, 0],
    V: signature,
    T: new String('Closure'),
    P: inside.page.dictionary,
  });
  inside.page.annotations.push(widget);
  inside.initForm();
  const form = (inside._root.data.AcroForm as { data: Record<string, unknown> }).data;
  form.Fields = [widget];
  form.SigFlags = 3;
  // pdfkit asks readers to draw appearances anew, which PDF/A does not allow.
  delete form.NeedAppearances;
  signature.end();
  widget.end();
}
