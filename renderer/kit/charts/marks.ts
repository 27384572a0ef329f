/** What the charts are given. No word of the domain is in here: names, labels and addresses come from the screen. */

export interface BarItem {
  id: string;
  /** Under the bar, in mono. */
  label: string;
  /** Under the label: an owner, how many are gathered. */
  note?: string;
  value: number;
  href?: string;
  /** Read with it: "MAT-02 Material missing: 31 of 84, owner Stores". */
  name: string;
}

export interface ControlPoint {
  id: string;
  /** Under the axis: "wk 40", "46". */
  label: string;
  value: number;
  /** `open`: not over yet, so it is not judged. */
  mark: 'plain' | 'run' | 'outside' | 'open';
  href?: string;
  /** Read with it: "Week 7, 9 to 15 Feb: 9 exceptions". */
  name: string;
  /** Beside it where it is outside: "Week 7: 9". */
  tag: string;
}

/** A line across the chart with its words at the right: "Mean 4.2". */
interface ControlLine {
  readonly value: number;
  readonly words: string;
}

export interface ControlLines {
  readonly mean: ControlLine;
  readonly upper: ControlLine;
  readonly lower: ControlLine;
}

/** Points that belong to one run, first and last place, and what it is in words. */
export interface RunBand {
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

export interface SparkPoint {
  id: string;
  /** 0 to 100; null where there were too few to say. */
  value: number | null;
  href?: string;
  /** Read with it: "2 to 15 Mar: 87%, 14 of 16". */
  name: string;
}
