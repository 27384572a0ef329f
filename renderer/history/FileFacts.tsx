import type { HistoryFile } from '../../main/contract/history';
import { count, dateTime, fileSize } from '../app/format';
import { KeyValue } from '../kit/KeyValue';
import { Notice } from '../kit/Notice';
import { delimiterWords, encodingWords } from './words';

/** What was found out about a file, so that a person can say whether it is the one they meant. */
export function FileFacts({ file }: { file: HistoryFile }) {
  return (
    <>
      <KeyValue
        isBoxed
        items={[
          { name: 'File', value: `${file.name}, ${fileSize(file.size)}` },
          {
            name: 'Read as',
            value: `${encodingWords[file.encoding]}; ${delimiterWords[file.delimiter].toLowerCase()} between values`,
          },
          {
            name: 'Holds',
            value: `${count(file.rows, 'row')} in ${count(file.columns.length, 'column')}`,
          },
          { name: 'SHA-256', value: <span className="mono his-hash">{file.sha256}</span> },
        ]}
      />
      {file.before !== null && (
        <Notice
          kind="info"
          title={`This very file was imported on ${dateTime(file.before.at)} by ${file.before.byName}.`}
        >
          Its cases count already. Importing it again rejects them as duplicates.
        </Notice>
      )}
    </>
  );
}
