import PDFDocument from 'pdfkit';
import type { Faces } from './faces';
import type { Face } from './ink';
import { sheetSize } from './ink';

/** An object of the PDF file, as pdfkit makes it. */
export interface PdfObject {
  readonly data: Record<string, unknown>;
  end(bytes?: Uint8Array): void;
  write(bytes: Uint8Array): void;
}

/** An element of the structure tree; adding a function draws its content at once. */
export interface PdfElement {
  readonly dictionary: PdfObject;
  add(child: PdfElement | (() => void)): PdfElement;
  end(): void;
}

/** A font as fontkit reads it; takes long to open and can serve any number of documents. */
interface ReadFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

interface OpenFont {
  readonly font: ReadFont;
  widthOfString(text: string, size: number): number;
}

/** What of pdfkit 0.20.2 is used beyond its published types; all of it in this file and `signaturePlace.ts`. */
export interface PdfInternals {
  readonly _root: { readonly data: Record<string, unknown> };
  readonly _font: OpenFont;
  ref(data: Record<string, unknown>): PdfObject;
  appendXML(xml: string): void;
  _addInfo(): void;
  _addColorOutputIntent(): void;
  _getPdfaid(): string;
  readonly page: { readonly annotations: unknown[]; readonly dictionary: PdfObject };
  initForm(): void;
}

export interface PaperInfo {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly creator: string;
  readonly at: Date;
}

/** A PDF/A-3a under construction. The same input gives the same bytes. */
export interface Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly inside: PdfInternals;
  /** Width in points of text set in one face at size 1. */
  width(face: Face, text: string): number;
  covers(face: Face, codePoint: number): boolean;
  /** Characters that were asked for and that no font here has. */
  readonly missing: Set<string>;
  /** Ends the document and gives all its bytes. */
  finish(): Promise<Uint8Array>;
}

const readFonts = new WeakMap<Faces, Map<Face, ReadFont>>();

/** PDF 1.7, PDF/A-3a, tagged, English, fonts and output intent embedded from `faces`. */
export function newPaper(faces: Faces, info: PaperInfo): Paper {
  const read = readFonts.get(faces) ?? new Map<Face, ReadFont>();
  readFonts.set(faces, read);
  // pdfkit takes bytes and fonts already read alike; its types know neither.
  const source = (face: Face): string =>
    (read.get(face) ?? Buffer.from(faces.fonts[face])) as unknown as string;
  const doc = new PDFDocument({
    size: [sheetSize.width, sheetSize.height],
    margin: 0,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    lang: 'en',
    displayTitle: true,
    // Given to the constructor, or pdfkit opens Helvetica, which cannot be embedded.
    font: source('regular'),
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Creator: info.creator,
      Producer: info.creator,
      CreationDate: info.at,
      ModDate: info.at,
    },
  });
  const inside = doc as unknown as PdfInternals;
  writeOwnMetadata(inside, info);
  embedProfile(inside, faces.colourProfile);

  const fonts = new Map<Face, OpenFont>();
  const names = Object.keys(faces.fonts) as Face[];
  for (const name of names) doc.registerFont(name, source(name));
  const open = (face: Face): OpenFont => {
    const known = fonts.get(face);
    if (known !== undefined) return known;
    doc.font(face);
    fonts.set(face, inside._font);
    read.set(face, inside._font.font);
    return inside._font;
  };
  const widths = new Map<string, number>();
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));

  return {
    doc,
    inside,
    width: (face, text) => {
      const key = `${face}\0${text}`;
      const width = widths.get(key) ?? open(face).widthOfString(text, 1);
      widths.set(key, width);
      return width;
    },
    missing: new Set(),
    covers: (face, codePoint) => open(face).font.hasGlyphForCodePoint(codePoint),
    finish: () =>
      new Promise((resolve, reject) => {
        doc.on('error', reject);
        doc.on('end', () => resolve(Buffer.concat(chunks)));
        doc.end();
      }),
  };
}

/** pdfkit writes texts into XMP as they are; a title with `&` would make the metadata unreadable. */
function writeOwnMetadata(inside: PdfInternals, info: PaperInfo): void {
  const date = `${info.at.toISOString().slice(0, 19)}Z`;
  const title = escapeXml(info.title);
  const creator = escapeXml(info.creator);
  inside._addInfo = () =>
    inside.appendXML(`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate><xmp:CreatorTool>${creator}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escapeXml(info.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(info.subject)}</rdf:li></rdf:Alt></dc:description>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>${creator}</pdf:Producer></rdf:Description>`);
}

/** pdfkit looks for its profile beside its own file, which is not there once the app is bundled. */
function embedProfile(inside: PdfInternals, profile: Uint8Array): void {
  inside._addColorOutputIntent = () => {
    const stream = inside.ref({ N: 3 });
    stream.end(profile);
    const text = new String('sRGB IEC61966-2.1');
    const intent = inside.ref({
      Type: 'OutputIntent',
      S: 'GTS_PDFA1',
      Info: text,
      OutputConditionIdentifier: text,
      DestOutputProfile: stream,
    });
    intent.end();
    inside._root.data.OutputIntents = [intent];
  };
}

/** XML 1.0 text: markup escaped, characters that XML cannot hold replaced. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
