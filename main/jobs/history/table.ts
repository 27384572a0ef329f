import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { JobStopped } from '../../commands/jobs';
import { type Delimiter, type Encoding, mostRowLetters, mostRows } from '../../domain/history/history';
import { textOf } from './bytes';
import { delimiterOf } from './delimiter';

/** A file as a table: where it lies, and how its text is read. */
export type TableFile = {
  readonly path: string;
  readonly name: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
};

/** One row under the header, cells as they stand; `row` as a spreadsheet numbers it. */
export type TableRow = { readonly row: number; readonly cells: readonly string[] };

const nothing = 'Nothing was imported.';

/** @throws JobStopped where the beginning of the file shows no table of at least two columns. */
export async function findDelimiter(path: string, name: string, encoding: Encoding): Promise<Delimiter> {
  let text = '';
  for await (const piece of textOf(path, encoding)) {
    text += piece;
    if (text.length >= 65_536) break;
  }
  const found = delimiterOf(text.slice(0, 65_536));
  if (found === undefined)
    throw new JobStopped(
      `${name} has only one column: no comma, semicolon, tab or bar separates its values. ${nothing} A case needs at least its number and when it was opened. Export the columns too.`,
    );
  return found;
}

/**
 * The rows of a table, streamed: the first is the header, empty ones are left out but counted. Quotation marks in the
 * middle of a cell are letters.
 * @throws JobStopped with words for what cannot be read as a table, and over the limits.
 */
export async function* rowsOf(
  file: TableFile,
  read: (bytes: number) => void = () => undefined,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter: file.delimiter,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: mostRowLetters,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  // An error on either side ends the parser with it, and so the loop.
  pipeline(textOf(file.path, file.encoding, read), parser, () => undefined);
  let row = 0;
  let given = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (cells.length <= 1 && (cells[0] ?? '').trim() === '') continue;
      if (given > mostRows)
        throw new JobStopped(
          `${file.name} has more than ${mostRows.toLocaleString('en')} rows, which is the most. ${nothing} Split it by year, then import one part after the other.`,
        );
      given += 1;
      yield { row, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new JobStopped(wordsOf(error, file.name, row));
    throw error;
  } finally {
    parser.destroy();
  }
}

/** What the parser stumbled over, and where a person finds it. */
function wordsOf(error: CsvError, name: string, row: number): string {
  const after = row === 0 ? 'in its first row' : `after row ${row.toLocaleString('en')}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `${name} cannot be read as a table: a quotation mark that is opened ${after} is never closed. ${nothing} Close it there, or export the file again.`;
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `${name} cannot be read as a table: the row ${after} has more than ${mostRowLetters.toLocaleString('en')} letters. ${nothing} Look there for a quotation mark that is never closed, or for a file without line breaks.`;
  return `${name} cannot be read as a table: something ${after} is not as CSV has it (${error.code}). ${nothing} Export the file again.`;
}

/** Names of the columns, each once: an empty one is called by its place, a repeated one is numbered. */
export function columnNames(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, index) => {
    const name =
      cell
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 180) || `Column ${index + 1}`;
    let unique = name;
    for (let n = 2; used.has(unique); n += 1) unique = `${name} (${n})`;
    used.add(unique);
    return unique;
  });
}
