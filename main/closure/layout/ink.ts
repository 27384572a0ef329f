/** Colours and type of the printed record: the light values of the design tokens. Sizes are points. */
export const ink = {
  text: '#17181C',
  text2: '#494B53',
  text3: '#63656D',
  line: '#DEDBD3',
  paper: '#EEECE6',
  accent: '#2038A8',
  ok: '#1C6A3C',
  okTint: '#E4F1E7',
  okLine: '#A9D2B6',
  warn: '#7F4E00',
  stop: '#AE2019',
  glass: '#84246A',
  white: '#FFFFFF',
} as const;

export type Colour = (typeof ink)[keyof typeof ink];
export type Face = 'regular' | 'medium' | 'semibold' | 'mono' | 'other';

export interface Style {
  readonly face: Face;
  readonly size: number;
  /** Line height. */
  readonly leading: number;
  readonly colour: Colour;
  /** Added between characters. */
  readonly spacing?: number;
  /** Size of the text beside it in a row, when that is another: both then stand on one baseline. */
  readonly beside?: number;
}

const style = (face: Face, size: number, leading: number, colour: Colour = ink.text, spacing = 0): Style => ({
  face,
  size,
  leading,
  colour,
  spacing,
});

export const styles = {
  title: style('semibold', 22.5, 27, ink.text, -0.45),
  subtitle: style('regular', 10.5, 15, ink.text2),
  section: style('semibold', 13.5, 18),
  heading: style('semibold', 10.5, 15),
  aside: style('regular', 8.25, 15, ink.text3),
  body: style('regular', 9, 13.5),
  result: style('semibold', 11.25, 15),
  factName: style('regular', 8.25, 12, ink.text2),
  factValue: style('medium', 16.5, 21, ink.text, -0.16),
  factValueSmall: style('medium', 13, 21, ink.text, -0.1),
  term: style('regular', 9, 13.5, ink.text3),
  columnName: style('medium', 8.25, 12, ink.text2),
  cell: style('regular', 8.6, 12),
  cellStrong: style('semibold', 8.6, 12),
  cellMedium: style('medium', 8.6, 12),
  cellQuiet: style('regular', 8.6, 12, ink.text2),
  cellFaint: style('regular', 8.6, 12, ink.text3),
  cellMono: { ...style('mono', 8, 12), beside: 8.6 },
  tableSection: style('semibold', 9, 12),
  note: style('regular', 8.25, 12, ink.text2),
  noteStrong: style('semibold', 8.25, 12),
  noteMono: { ...style('mono', 7.9, 12), beside: 8.25 },
  caption: style('regular', 7.9, 10.5, ink.text2),
  captionFaint: style('regular', 7.9, 10.5, ink.text3),
  hash: style('mono', 5.85, 8, ink.text3),
  checkpoint: style('mono', 6.5, 9, ink.text2),
  foot: style('regular', 7.9, 12, ink.text3),
} as const;

/** A4 portrait. */
export const sheetSize = {
  width: 595.28,
  height: 841.89,
  left: 48,
  right: 547.28,
  contentWidth: 499.28,
  headTop: 42,
  firstTop: 75,
  top: 72,
  bottom: 778,
  footTop: 793,
} as const;
