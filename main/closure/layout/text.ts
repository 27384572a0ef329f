import type { Face, Style } from './ink';
import type { MarkName } from './marks';
import type { Paper } from './paper';

/** A stretch of text in one style, or a status mark that stands before its word. */
export interface Run {
  readonly text: string;
  readonly style: Style;
  /** An earlier value: drawn struck through, read out as such. */
  readonly struck?: boolean;
  readonly mark?: MarkName;
}

/** What is drawn in one go: one face, one style. */
export interface Piece {
  readonly text: string;
  readonly face: Face;
  readonly style: Style;
  readonly x: number;
  readonly width: number;
  readonly struck: boolean;
  readonly mark?: MarkName;
  /** The characters that no font here can show; `text` then stands in for them. */
  readonly instead?: string;
}

export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly leading: number;
}

export const markWidth = 13;
const replacement = '\uFFFD';
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Word {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly space: boolean;
}

/** Breaks runs into lines of at most `width` points; a word longer than a line is broken between characters. */
export function setText(paper: Paper, runs: readonly Run[], width: number): Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [];
  let x = 0;
  let leading = 0;
  let held: Word | undefined;
  const endLine = (fallback: number, apart = true): void => {
    const set = joined(pieces);
    lines.push({ pieces: apart ? withBlank(set) : set, width: x, leading: leading || fallback });
    pieces = [];
    x = 0;
    leading = 0;
    held = undefined;
  };
  const put = (word: Word): void => {
    for (const piece of word.pieces) {
      pieces.push({ ...piece, x: x + piece.x });
      leading = Math.max(leading, piece.style.leading);
    }
    x += word.width;
  };
  for (const run of runs) {
    for (const part of run.text.replace(/\r\n?/g, '\n').split(/(\n)/)) {
      if (part === '\n') {
        endLine(run.style.leading);
        continue;
      }
      for (const word of wordsOf(paper, run, part)) {
        if (word.space) {
          if (x > 0) held = word;
          continue;
        }
        const gap = held?.width ?? 0;
        if (x > 0 && x + gap + word.width > width + 0.01) endLine(run.style.leading);
        else if (held !== undefined) put(held);
        held = undefined;
        for (const shard of word.width > width ? shatter(paper, run, word, width) : [word]) {
          if (x > 0 && x + shard.width > width + 0.01) endLine(run.style.leading, false);
          put(shard);
        }
      }
    }
  }
  if (pieces.length > 0 || lines.length === 0) endLine(runs[0]?.style.leading ?? 0, false);
  return lines;
}

/** One line, cut with an ellipsis where it is longer than `width`. */
export function setLine(paper: Paper, runs: readonly Run[], width: number): Line {
  const [whole] = setText(paper, runs, Number.POSITIVE_INFINITY);
  if (whole === undefined || whole.width <= width) return whole ?? { pieces: [], width: 0, leading: 0 };
  const last = runs[runs.length - 1];
  if (last === undefined) return whole;
  const letters = [...graphemes.segment(last.text)].map(({ segment }) => segment);
  for (let count = letters.length - 1; count > 0; count--) {
    const text = `${letters.slice(0, count).join('').trimEnd()}…`;
    const [line] = setText(paper, [...runs.slice(0, -1), { ...last, text }], Number.POSITIVE_INFINITY);
    if (line !== undefined && line.width <= width) return line;
  }
  return whole;
}

export function heightOf(lines: readonly Line[]): number {
  return lines.reduce((height, line) => height + line.leading, 0);
}

/** A blank after the last word, which is not seen, keeps it apart from the next line when it is copied or read out. */
function withBlank(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces[pieces.length - 1];
  return last === undefined ? pieces : [...pieces.slice(0, -1), { ...last, text: `${last.text} ` }];
}

/** Neighbours that look the same become one piece: one stretch of text to draw, copy and read out. */
function joined(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    const last = out[out.length - 1];
    const alike =
      last !== undefined &&
      last.mark === undefined &&
      piece.mark === undefined &&
      last.face === piece.face &&
      last.style === piece.style &&
      last.struck === piece.struck &&
      last.instead === undefined &&
      piece.instead === undefined;
    if (alike)
      out[out.length - 1] = { ...last, text: last.text + piece.text, width: piece.x + piece.width - last.x };
    else out.push(piece);
  }
  return out;
}

function wordsOf(paper: Paper, run: Run, text: string): Word[] {
  const words: Word[] = [];
  if (run.mark !== undefined) {
    const piece: Piece = {
      text: '',
      face: run.style.face,
      style: run.style,
      x: 0,
      width: markWidth,
      struck: false,
      mark: run.mark,
    };
    words.push({ pieces: [piece], width: markWidth, space: false });
  }
  for (const [token] of text.matchAll(/[^\S\u00a0\u202f]+|(?:\S|\u00a0|\u202f)+/g)) {
    const space = /^[^\S\u00a0\u202f]/.test(token);
    const first = words[words.length - 1];
    const word = measure(paper, run, space ? ' ' : token, space);
    // The mark and the word it stands before are not parted.
    if (!space && words.length === 1 && first !== undefined && run.mark !== undefined) {
      const shifted = word.pieces.map((piece) => ({ ...piece, x: piece.x + first.width }));
      words[0] = { pieces: [...first.pieces, ...shifted], width: first.width + word.width, space: false };
    } else {
      words.push(word);
    }
  }
  return words;
}

function measure(paper: Paper, run: Run, text: string, space: boolean): Word {
  const { style } = run;
  const pieces: Piece[] = [];
  let x = 0;
  for (const { face, part, instead } of byFace(paper, style.face, text)) {
    const width = paper.width(face, part) * style.size + (style.spacing ?? 0) * [...part].length;
    const piece = { text: part, face, style, x, width, struck: run.struck ?? false };
    pieces.push(instead === undefined ? piece : { ...piece, instead });
    x += width;
  }
  return { pieces, width: x, space };
}

/** Parts of a text by the first face that shows them: its own, DejaVu Sans, or a replacement character. */
function byFace(paper: Paper, own: Face, text: string): { face: Face; part: string; instead?: string }[] {
  const ownCovers = (cluster: string): boolean => covers(paper, own, cluster);
  if (ownCovers(text)) return [{ face: own, part: text }];
  const parts: { face: Face; part: string; instead?: string }[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const last = parts[parts.length - 1];
    const missing = !ownCovers(segment) && !covers(paper, 'other', segment);
    const face = ownCovers(segment) ? own : 'other';
    if (missing) paper.missing.add(segment);
    if (last !== undefined && last.face === face && missing === (last.instead !== undefined)) {
      parts[parts.length - 1] = missing
        ? { face, part: last.part + replacement, instead: (last.instead ?? '') + segment }
        : { face, part: last.part + segment };
    } else {
      parts.push(missing ? { face, part: replacement, instead: segment } : { face, part: segment });
    }
  }
  return parts;
}

function covers(paper: Paper, face: Face, text: string): boolean {
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20 || (codePoint > 0x7e && !paper.covers(face, codePoint))) return false;
  }
  return true;
}

function shatter(paper: Paper, run: Run, word: Word, width: number): Word[] {
  const text = word.pieces.map((piece) => piece.instead ?? piece.text).join('');
  const shards: Word[] = [];
  let shard = '';
  for (const { segment } of graphemes.segment(text)) {
    if (shard !== '' && measure(paper, run, shard + segment, false).width > width) {
      shards.push(measure(paper, run, shard, false));
      shard = '';
    }
    shard += segment;
  }
  return shard === '' ? shards : [...shards, measure(paper, run, shard, false)];
}
