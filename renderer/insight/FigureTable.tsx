import type { ReactNode } from 'react';

export interface FigureColumn<T> {
  id: string;
  name: string;
  /** `end` for numbers. */
  align?: 'end';
  cell: (row: T) => ReactNode;
}

export interface FigureTableProps<T> {
  label: string;
  /** The first column names the row. */
  columns: readonly FigureColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  /** A last row that gathers what is not shown. */
  last?: ReactNode;
}

/** The numbers behind a chart as a table; it prints as it is. */
export function FigureTable<T>({ label, columns, rows, rowId, last }: FigureTableProps<T>) {
  return (
    <table className="ins-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" data-align={column.align}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowId(row)}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.id} scope="row" data-align={column.align}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.id} data-align={column.align}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
        {last}
      </tbody>
    </table>
  );
}
