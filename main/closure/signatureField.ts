/** Where the signature stands in the file; all are byte positions. */
export interface SignatureField {
  /** From `/ByteRange` to after its `]` and the blanks that follow. */
  readonly rangeStart: number;
  readonly rangeEnd: number;
  /** The four numbers, or undefined while they are blank. */
  readonly range: readonly number[] | undefined;
  /** The `<` of `/Contents`, and the place after its `>`. */
  readonly contentsStart: number;
  readonly contentsEnd: number;
  /** `/M`, as milliseconds. */
  readonly at: number;
}

/**
 * Finds the one signature of a closure. Walks the file as this app writes it: one cross-reference table at the end,
 * with the objects it lists, and no other. Throws, in words, at the first thing that is not so: an earlier revision,
 * bytes after the end, no signature, or two.
 */
export function findSignature(pdf: Buffer): SignatureField {
  const tail = pdf.toString('latin1', Math.max(0, pdf.length - 64));
  const [, start] = /\nstartxref\n(\d{1,10})\n%%EOF\n$/.exec(tail) ?? [];
  if (start === undefined)
    throw new Error('The file does not end where its document ends: something was added or cut off.');
  const table = Number(start);
  const [opening, count] = /^xref\n0 (\d{1,7})\n/.exec(pdf.toString('latin1', table, table + 32)) ?? [];
  if (opening === undefined || count === undefined)
    throw new Error('The list of objects is not where the file says.');
  const entries = table + opening.length;
  const trailer = pdf.toString('latin1', entries + Number(count) * 20);
  if (!trailer.startsWith('trailer\n') || /\/(Prev|XRefStm|Encrypt)\b/.test(trailer)) {
    throw new Error('The file has more than one revision: it was changed after it was signed.');
  }
  const found: SignatureField[] = [];
  for (let i = 1; i < Number(count); i++) {
    const offset = Number(pdf.toString('latin1', entries + i * 20, entries + i * 20 + 10));
    const head = `${i} 0 obj\n`;
    if (pdf.toString('latin1', offset, offset + head.length) !== head)
      throw new Error(`Object ${i} is not where the file says.`);
    const start = pdf.toString('latin1', offset, offset + 512);
    if (start.startsWith(`${head}<<\n/Type /Sig\n`)) found.push(readField(pdf, offset, start));
  }
  const [field] = found;
  if (field === undefined) throw new Error('The file holds no signature.');
  if (found.length > 1) throw new Error('The file holds more than one signature.');
  return field;
}

function readField(pdf: Buffer, offset: number, start: string): SignatureField {
  const range = /\/ByteRange \[([^\]]*)\] *\n/.exec(start);
  const contents = start.indexOf('/Contents <');
  if (range === null || contents < 0) throw new Error('The signature has no byte range or no contents.');
  const contentsStart = offset + contents + '/Contents '.length;
  const contentsEnd = pdf.indexOf('>', contentsStart) + 1;
  const rest = pdf.toString('latin1', contentsEnd, contentsEnd + 64);
  const [, date] = /^\n\/M \(D:(\d{14})Z\)/.exec(rest) ?? [];
  if (contentsEnd === 0 || date === undefined)
    throw new Error('The signature does not say when it was made.');
  const numbers = (range[1] ?? '')
    .split(' ')
    .map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  return {
    rangeStart: offset + range.index,
    rangeEnd: offset + range.index + range[0].length - 1,
    range: numbers.length === 4 && numbers.every((number) => !Number.isNaN(number)) ? numbers : undefined,
    contentsStart,
    contentsEnd,
    at: Date.parse(date.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z')),
  };
}
