import './charts.css';

interface BarListRow {
  id: string;
  label: string;
  /** 0 to 100; null where there are too few to say. */
  value: number | null;
  /** The value in words, at the right: "24%". */
  words: string;
  /** Of how many: "of 71". */
  of: string;
  href?: string;
  /** Beyond what it is compared with: in ink. */
  isHigh?: boolean;
}

export interface BarListProps {
  label: string;
  rows: readonly BarListRow[];
  /** What every row is compared with, as a line across the bars. */
  line?: { readonly value: number; readonly words: string } | undefined;
  /** Instead of a bar where there are too few: "Too few to say". */
  tooFew?: string;
}

/** One bar a row against a line, with its number and of how many. Rows open what they count. */
export function BarList({ label, rows, line, tooFew = 'Too few to say' }: BarListProps) {
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  const top = Math.max(5, line?.value ?? 0, ...values) * 1.2;
  const width = (value: number) => `${Math.min(100, (100 * value) / top)}%`;
  return (
    <ul className="k-barlist" aria-label={line === undefined ? label : `${label}, ${line.words}`}>
      {rows.map((row) => {
        const inside = (
          <>
            <span className="k-barlist-name" title={row.label}>
              {row.label}
            </span>
            {row.value === null ? (
              <span className="k-barlist-few">{tooFew}</span>
            ) : (
              <span className="k-barlist-track" aria-hidden="true">
                <span
                  className="k-barlist-bar"
                  data-high={row.isHigh || undefined}
                  style={{ width: width(row.value) }}
                />
                {line !== undefined && (
                  <span className="k-barlist-line" style={{ insetInlineStart: width(line.value) }} />
                )}
              </span>
            )}
            <span className="k-barlist-value">
              <b>{row.words}</b> {row.of}
            </span>
          </>
        );
        return (
          <li key={row.id}>
            {row.href === undefined ? (
              <span className="k-barlist-row">{inside}</span>
            ) : (
              <a className="k-barlist-row" href={row.href}>
                {inside}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}
