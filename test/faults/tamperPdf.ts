import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildContainer, bytesToSign } from '../../main/closure/container';
import { type ClosureSigner, fillSignature } from '../../main/closure/sign';
import { findSignature } from '../../main/closure/signatureField';
import { certificateDer } from '../../main/identity/certificates';

/** What an attacker has: the signed file, another signed by the same device, a key of their own, and time. */
export type Prey = {
  readonly pdf: Buffer;
  readonly other: Buffer;
  readonly genuine: ClosureSigner;
  readonly stranger: ClosureSigner;
  readonly random: () => number;
  readonly folder: string;
};
export type Attack = readonly [words: string, attack: (prey: Prey) => Buffer];

const text = (pdf: Buffer): string => pdf.toString('latin1');
const raw = (words: string): Buffer => Buffer.from(words, 'latin1');
const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

/** Puts words over others, in place; what is left of the place is filled with blanks. */
function over(pdf: Buffer, old: string | RegExp, words: string): Buffer {
  const found = typeof old === 'string' ? old : (old.exec(text(pdf))?.[0] ?? '');
  const place = text(pdf).indexOf(found);
  if (found === '' || place < 0 || words.length > found.length)
    throw new Error(`nothing to put ${words} over`);
  const changed = Buffer.from(pdf);
  changed.write(words.padEnd(found.length), place, 'latin1');
  return changed;
}

type Trailer = { readonly table: number; readonly size: number; readonly root: string };
function trailerOf(pdf: Buffer): Trailer {
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text(pdf))?.[1]);
  const [, size, root] = /\/Size (\d+)\n\/Root (\d+ 0 R)/.exec(text(pdf.subarray(table))) ?? [];
  return { table, size: Number(size), root: root ?? '' };
}

/** Appends a revision with these objects, as a PDF editor does: the signed bytes stay as they are. */
function revised(pdf: Buffer, objects: ReadonlyMap<number, string>, root?: string): Buffer {
  const { table, size, root: oldRoot } = trailerOf(pdf);
  let body = '';
  let rows = '';
  for (const [number, words] of objects) {
    rows += `${number} 1\n${String(pdf.length + body.length).padStart(10, '0')} 00000 n \n`;
    body += `${number} 0 obj\n${words}\nendobj\n`;
  }
  const most = Math.max(size, ...[...objects.keys()].map((n) => n + 1));
  const trailer = `trailer\n<<\n/Size ${most}\n/Root ${root ?? oldRoot}\n/Prev ${table}\n>>\nstartxref\n${pdf.length + body.length}\n%%EOF\n`;
  return Buffer.concat([pdf, raw(`${body}xref\n${rows}${trailer}`)]);
}

const objectAt = (pdf: Buffer, number: number): string =>
  new RegExp(`\\n${number} 0 obj\\n([\\s\\S]*?)\\nendobj`).exec(text(pdf))?.[1] ?? '';
const numberOf = (pdf: Buffer, pattern: RegExp): number => Number(pattern.exec(text(pdf))?.[1]);
const someContent = (pdf: Buffer): number => numberOf(pdf, /\/Contents (\d+) 0 R/);
const signatureNumber = (pdf: Buffer): number => numberOf(pdf, /\n(\d+) 0 obj\n<<\n\/Type \/Sig\n/);
const rootNumber = (pdf: Buffer): number => Number.parseInt(trailerOf(pdf).root, 10);

/** The signature's hex with something done to it; longer or shorter is cut or filled to its place. */
function withContents(pdf: Buffer, change: (hex: string) => string): Buffer {
  const { contentsStart, contentsEnd } = findSignature(pdf);
  const old = pdf.toString('latin1', contentsStart + 1, contentsEnd - 1);
  const changed = Buffer.from(pdf);
  changed.write(change(old).slice(0, old.length).padEnd(old.length, '0'), contentsStart + 1, 'latin1');
  return changed;
}

const used = (hex: string): number => hex.replace(/(00)+$/, '').length;

/** The container that the attacker makes over the file as it is, with this certificate and that key. */
function signedWith(pdf: Buffer, certificate: ClosureSigner, key: ClosureSigner): Buffer {
  const { contentsStart, contentsEnd } = findSignature(pdf);
  const digest = createHash('sha256')
    .update(pdf.subarray(0, contentsStart))
    .update(pdf.subarray(contentsEnd))
    .digest();
  const certificates = {
    device: certificateDer(certificate.certificate),
    root: certificateDer(certificate.root),
  };
  const private8 = createPrivateKey({ key: Buffer.from(key.privateKey), format: 'der', type: 'pkcs8' });
  const signature = sign('sha256', bytesToSign(certificates, digest), { key: private8, dsaEncoding: 'der' });
  return withContents(pdf, () =>
    Buffer.from(buildContainer(certificates, digest, signature)).toString('hex'),
  );
}

/** Puts bytes in and moves every position after them along, as far as the file says positions. */
function inserted(pdf: Buffer, place: number, bytes: Buffer): Buffer {
  const moved = Buffer.concat([pdf.subarray(0, place), bytes, pdf.subarray(place)]);
  const { table } = trailerOf(pdf);
  const shift = (value: number): number => (value >= place ? value + bytes.length : value);
  const start = shift(table);
  const rows = text(moved.subarray(start)).replace(
    /(\d{10}) 00000 n /g,
    (_, offset: string) => `${String(shift(Number(offset))).padStart(10, '0')} 00000 n `,
  );
  return Buffer.concat([
    moved.subarray(0, start),
    raw(rows.replace(/startxref\n\d+/, `startxref\n${start}`)),
  ]);
}

/** Signature wrapping: the signed second part goes to the end, and between lies what a reader shall see. */
function wrapped({ pdf }: Prey, pad: number): Buffer {
  const { contentsStart, contentsEnd } = findSignature(pdf);
  const second = pdf.subarray(contentsEnd);
  const number = signatureNumber(pdf);
  const content = someContent(pdf);
  const hex = pdf.toString('latin1', contentsStart, contentsEnd);
  const fixed = (from: number): { body: string; offsets: Map<number, number> } => {
    const range = `[0 ${contentsStart} ${String(from).padStart(10, '0')} ${second.length}]`;
    const offsets = new Map<number, number>();
    let body = '\n>>\nendobj\n';
    for (const [id, words] of [
      [
        number,
        `<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/ByteRange ${range}\n/Contents ${hex}\n/M (D:20260310132205Z)\n>>`,
      ],
      [content, '<< /Length 0 >>\nstream\n\nendstream'],
    ] as const) {
      offsets.set(id, contentsEnd + body.length);
      body += `${id} 0 obj\n${words}\nendobj\n`;
    }
    return { body, offsets };
  };
  const draft = fixed(0);
  const { size, root, table } = trailerOf(pdf);
  const rows = [...draft.offsets].map(
    ([id, place]) => `${id} 1\n${String(place).padStart(10, '0')} 00000 n \n`,
  );
  const xref = `xref\n${rows.join('')}trailer\n<<\n/Size ${size}\n/Root ${root}\n/Prev ${table}\n>>\nstartxref\n${contentsEnd + draft.body.length}\n%%EOF\n${' '.repeat(pad)}`;
  const from = contentsEnd + draft.body.length + xref.length;
  return Buffer.concat([pdf.subarray(0, contentsEnd), raw(fixed(from).body), raw(xref), second]);
}

const range = /\/ByteRange \[[^\]]*\] */;
const newRange = (words: string): Attack => [
  `the byte range says ${words}`,
  ({ pdf }) => over(pdf, range, `/ByteRange ${words}`),
];

/** Done by a program that rewrites the whole file; where it is absent the attack is another one. */
function qpdf({ pdf, folder }: Prey, ...options: string[]): Buffer {
  const place = mkdtempSync(join(folder, 'qpdf-'));
  try {
    writeFileSync(join(place, 'in.pdf'), pdf);
    spawnSync('qpdf', [join(place, 'in.pdf'), ...options, join(place, 'out.pdf')]);
    return readFileSync(join(place, 'out.pdf'));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/**
 * The attacks on signed PDFs of Mladenov et al. (2019: signature wrapping, incremental saving, universal forgery), of Mainka
 * et al. (2021: shadow documents), and on the container itself. Each is tried many times, with another place or size.
 */
export const attacks: readonly Attack[] = [
  // Incremental saving
  [
    'a revision with a note',
    ({ pdf }) => revised(pdf, new Map([[trailerOf(pdf).size, '<< /Note (added) >>']])),
  ],
  [
    'a revision that empties a page',
    ({ pdf }) => revised(pdf, new Map([[someContent(pdf), '<< /Length 0 >>\nstream\n\nendstream']])),
  ],
  [
    'a revision with another catalogue',
    ({ pdf }) =>
      revised(
        pdf,
        new Map([[trailerOf(pdf).size, objectAt(pdf, rootNumber(pdf))]]),
        `${trailerOf(pdf).size} 0 R`,
      ),
  ],
  [
    'a revision without a cross-reference table',
    ({ pdf, random }) =>
      Buffer.concat([pdf, raw(`${trailerOf(pdf).size} 0 obj\n<< /N ${below(random, 1e6)} >>\nendobj\n`)]),
  ],
  [
    'a revision with a second signature field',
    ({ pdf }) => revised(pdf, new Map([[trailerOf(pdf).size, objectAt(pdf, signatureNumber(pdf))]])),
  ],
  [
    'a revision that copies the signature over itself',
    ({ pdf }) => revised(pdf, new Map([[signatureNumber(pdf), objectAt(pdf, signatureNumber(pdf))]])),
  ],
  [
    'a second end that says the same',
    ({ pdf }) => Buffer.concat([pdf, raw(`startxref\n${trailerOf(pdf).table}\n%%EOF\n`)]),
  ],
  [
    'a whole table appended, with no word of the one before',
    ({ pdf }) =>
      Buffer.concat([
        pdf,
        raw(text(pdf.subarray(trailerOf(pdf).table)).replace(/startxref\n\d+/, `startxref\n${pdf.length}`)),
      ]),
  ],
  [
    'bytes after the end',
    ({ pdf, random }) => Buffer.concat([pdf, Buffer.alloc(1 + below(random, 5000), below(random, 256))]),
  ],
  [
    'a byte before the beginning',
    ({ pdf, random }) => Buffer.concat([raw(' '.repeat(1 + below(random, 900))), pdf]),
  ],
  ['the end cut off', ({ pdf, random }) => pdf.subarray(0, pdf.length - 1 - below(random, 2000))],
  // Signature wrapping
  ['the signed end moved behind what was put between', (prey) => wrapped(prey, below(prey.random, 3000))],
  [
    'objects put between the parts, all positions moved along',
    (prey) =>
      inserted(
        prey.pdf,
        findSignature(prey.pdf).contentsEnd,
        raw(`\n${' '.repeat(below(prey.random, 500))}`),
      ),
  ],
  [
    'blanks put before the contents, all positions moved along',
    (prey) =>
      inserted(prey.pdf, findSignature(prey.pdf).contentsStart, raw(' '.repeat(1 + below(prey.random, 90)))),
  ],
  [
    'an object put in, all positions moved along',
    (prey) =>
      inserted(
        prey.pdf,
        text(prey.pdf).indexOf('endobj\n') + 7,
        raw(`999 0 obj\n<< /N ${below(prey.random, 1e9)} >>\nendobj\n`),
      ),
  ],
  // Universal forgery
  newRange('nothing'),
  newRange('[]'),
  newRange('[0 0 0 0]'),
  newRange('[0 1]'),
  newRange('null'),
  newRange('[0 -1 0 -1]'),
  ['the byte range is called something else', ({ pdf }) => over(pdf, '/ByteRange', '/ByteRangf')],
  [
    'the byte range begins later',
    ({ pdf, random }) => over(pdf, '/ByteRange [0 ', `/ByteRange [${1 + below(random, 9)} `),
  ],
  [
    'the byte range leaves a gap before the contents',
    ({ pdf, random }) =>
      over(
        pdf,
        /\/ByteRange \[0 \d+/,
        `/ByteRange [0 ${findSignature(pdf).contentsStart - 1 - below(random, 5000)}`,
      ),
  ],
  [
    'the byte range leaves the end out',
    ({ pdf, random }) =>
      over(
        pdf,
        range,
        text(pdf)
          .match(range)?.[0]
          .replace(/\d+\]/, (last) => `${Number.parseInt(last, 10) - 1 - below(random, 5000)}]`) ?? '',
      ),
  ],
  ['the contents are called something else', ({ pdf }) => over(pdf, '/Contents <', '/Contentt <')],
  ['the contents are zeros', ({ pdf }) => withContents(pdf, () => '')],
  ['the contents are nothing', ({ pdf }) => over(pdf, /\/Contents <[0-9a-f]+>/, '/Contents null')],
  ['the filter is another one', ({ pdf }) => over(pdf, '/ETSI.CAdES.detached', '/adbe.x509.rsa_sha1')],
  [
    'the date is another one',
    ({ pdf, random }) => over(pdf, '/M (D:2026', `/M (D:20${10 + below(random, 16)}`),
  ],
  // The container
  ['the contents in capitals', ({ pdf }) => withContents(pdf, (hex) => hex.toUpperCase())],
  [
    'blanks in the contents',
    ({ pdf, random }) =>
      withContents(pdf, (hex) => {
        const at = 2 * below(random, 400);
        return `${hex.slice(0, at)}  ${hex.slice(at)}`;
      }),
  ],
  [
    'something in the zeros behind the container',
    ({ pdf, random }) =>
      withContents(pdf, (hex) => `${hex.slice(0, used(hex) + 2 + 2 * below(random, 100))}4d`),
  ],
  [
    'a second container behind the first',
    ({ pdf, other }) =>
      withContents(pdf, (hex) => {
        let second = '';
        withContents(other, (h) => {
          second = h;
          return h;
        });
        return hex.slice(0, used(hex)) + second;
      }),
  ],
  [
    'the signature of another closure',
    ({ pdf, other }) =>
      withContents(pdf, () => {
        let second = '';
        withContents(other, (h) => {
          second = h;
          return h;
        });
        return second;
      }),
  ],
  [
    'signed by a stranger with a certificate of their own',
    ({ pdf, stranger }) => signedWith(pdf, stranger, stranger),
  ],
  [
    'signed by a stranger under the device’s certificate',
    ({ pdf, genuine, stranger }) => signedWith(pdf, genuine, stranger),
  ],
  [
    'changed and signed by a stranger',
    ({ pdf, stranger }) => signedWith(over(pdf, 'Halden plant', 'Holden plant'), stranger, stranger),
  ],
  [
    'changed, completed by the app’s own way and a stranger’s key',
    ({ pdf, stranger }) => Buffer.from(fillSignature(over(pdf, 'Halden plant', 'Holden plant'), stranger)),
  ],
  // The table and the objects
  [
    'two objects exchanged in the table',
    ({ pdf, random }) => {
      const { table, size } = trailerOf(pdf);
      const row = (n: number): number => text(pdf).indexOf('\n', table + 5) + 1 + n * 20;
      const n = 1 + below(random, size - 2);
      const changed = Buffer.from(pdf);
      pdf.copy(changed, row(n), row(n + 1), row(n + 2));
      pdf.copy(changed, row(n + 1), row(n), row(n + 1));
      return changed;
    },
  ],
  [
    'the table is said to be elsewhere',
    ({ pdf, random }) => over(pdf, /startxref\n\d+/, `startxref\n${below(random, trailerOf(pdf).table)}`),
  ],
  [
    'an earlier revision is named',
    ({ pdf, random }) => over(pdf, /\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/, `/Prev ${below(random, 300_000)}`),
  ],
  [
    'a stream of more objects is named',
    ({ pdf, random }) => over(pdf, /\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/, `/XRefStm ${below(random, 300_000)}`),
  ],
  [
    'a title rewritten in place',
    ({ pdf }) => over(pdf, /\/Reason \([^)]*\)/, '/Reason (Closure CL-K3-000413)'),
  ],
  ['a page taken out in place', ({ pdf }) => over(pdf, /\/Count \d/, '/Count 1')],
  ['the version changed', ({ pdf, random }) => over(pdf, '%PDF-1.7', `%PDF-1.${below(random, 7)}`)],
  // Written anew by another program
  ['written anew by qpdf', (prey) => qpdf(prey, '--object-streams=generate')],
  ['written anew for the web', (prey) => qpdf(prey, '--linearize')],
  ['with one page less', (prey) => qpdf(prey, '--pages', '.', '1', '--')],
];
