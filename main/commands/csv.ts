import { stringify } from 'csv-stringify/sync';

/** One cell: text as it is, a number as a number, null as an empty cell. */
export type CsvCell = string | number | null;

/**
 * A table as CSV text (RFC 4180): comma, CRLF after every record, quotes where needed, and a byte order mark, without
 * which spreadsheets read UTF-8 as something else. Text that a spreadsheet would take for a formula gets an apostrophe
 * in front, so that opening the file runs nothing (OWASP, "CSV Injection": = + - @ tab CR, and the full-width forms);
 * a line feed in front counts too. Numbers are written as they are, negative ones also.
 * @throws where a number is not finite: it has no form in a table.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const safe = (cell: CsvCell): CsvCell => {
    if (typeof cell === 'number' && !Number.isFinite(cell))
      throw new Error('A number of the table is not finite.');
    return typeof cell === 'string' && cell.startsWith('\n') ? `'${cell}` : cell;
  };
  return stringify(
    [header, ...rows].map((row) => row.map(safe)),
    { bom: true, record_delimiter: 'windows', escape_formulas: true },
  );
}
