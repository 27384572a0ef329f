import type { ReactNode } from 'react';
import './learning.css';

export interface ReviewColumn<T> {
  readonly name: string;
  readonly cell: (row: T) => ReactNode;
  readonly align?: 'end';
  /** Only a screen has use for it. */
  readonly isScreenOnly?: boolean;
}

/** One section of the prepared meeting: a heading, its finding in a sentence, and its lines as a table that prints as it is. */
export function ReviewTable<T>({
  title,
  aside,
  columns,
  rows,
  rowId,
  empty,
}: {
  title: string;
  aside?: ReactNode;
  columns: readonly ReviewColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** The sentence in place of the table. */
  empty: ReactNode;
}) {
  return (
    <ReviewSection title={title} aside={aside}>
      {rows.length === 0 ? (
        <p className="text-2">{empty}</p>
      ) : (
        <table className="lrn-table" aria-label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.name}
                  scope="col"
                  data-align={column.align}
                  className={column.isScreenOnly === true ? 'no-print' : undefined}
                >
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={rowId(row)}>
                {columns.map((column, at) =>
                  at === 0 ? (
                    <th key={column.name} scope="row">
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td
                      key={column.name}
                      data-align={column.align}
                      className={column.isScreenOnly === true ? 'no-print' : undefined}
                    >
                      {column.cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ReviewSection>
  );
}

export function ReviewSection({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="lrn-section" aria-label={title}>
      <div className="lrn-section-top">
        <h2>{title}</h2>
        {aside !== undefined && <span className="lrn-aside">{aside}</span>}
      </div>
      {children}
    </section>
  );
}
