import { JobStopped } from '../../commands/jobs';
import type { HistoryColumn } from '../../domain/history/suggest';
import { columnNames, rowsOf, type TableFile } from './table';
import { shapeOf } from './times';

const mostValues = 60;

/** What the cells of one column hold, counted as they come. */
class ColumnCount {
  readonly #name: string;
  readonly #samples: string[] = [];
  #values: Map<string, number> | undefined = new Map();
  #filled = 0;
  readonly #dates = { dayFirst: 0, monthFirst: 0, yearFirst: 0, either: 0 };

  constructor(name: string) {
    this.#name = name;
  }

  add(cell: string): void {
    const value = cell.trim();
    if (value === '') return;
    this.#filled += 1;
    if (this.#samples.length < 5 && !this.#samples.includes(value.slice(0, 80)))
      this.#samples.push(value.slice(0, 80));
    if (this.#values !== undefined) {
      this.#values.set(value, (this.#values.get(value) ?? 0) + 1);
      if (this.#values.size > mostValues || value.length > 200) this.#values = undefined;
    }
    const shape = shapeOf(value);
    if (shape !== undefined) this.#dates[shape] += 1;
  }

  whole(): HistoryColumn {
    const values = this.#values && [...this.#values].map(([value, rows]) => ({ value, rows }));
    return {
      name: this.#name,
      samples: this.#samples,
      filled: this.#filled,
      values: values?.sort((a, b) => b.rows - a.rows || (a.value < b.value ? -1 : 1)) ?? null,
      dates: { ...this.#dates },
    };
  }
}

/** Reads the whole table once. @throws JobStopped where there is no row under the header. */
export async function countColumns(
  file: TableFile,
  read: (bytes: number, rows: number) => void,
): Promise<{ readonly rows: number; readonly columns: readonly HistoryColumn[] }> {
  let columns: ColumnCount[] | undefined;
  let rows = 0;
  for await (const { cells } of rowsOf(file, (bytes) => read(bytes, rows))) {
    if (columns === undefined) {
      columns = columnNames(cells).map((name) => new ColumnCount(name));
      continue;
    }
    rows += 1;
    for (const [index, column] of columns.entries()) column.add(cells[index] ?? '');
  }
  if (columns === undefined || rows === 0)
    throw new JobStopped(
      `${file.name} has a header and no rows under it. Nothing was imported. Export it again with its rows.`,
    );
  return { rows, columns: columns.map((column) => column.whole()) };
}
