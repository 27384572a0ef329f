import { FileText } from 'lucide-react';
import { useState } from 'react';
import type { RemediationRow } from '../../main/contract/answers';
import { commandWithFile, queryClient } from '../api';
import { PanelPart } from '../kit/Card';
import { FileDrop } from '../kit/Photo';
import { Status } from '../kit/Status';
import { FileActions } from './FileActions';
import { evidenceTime } from './format';
import { ProblemNotice } from './ProblemNotice';
import './panels.css';
import { useDeed } from './useDeed';

/** The files that show what was done, each with its hash, and a place for the next one. */
export function RemediationFiles({ row, isOpen }: { row: RemediationRow; isOpen: boolean }) {
  const deed = useDeed();
  const [adding, setAdding] = useState<string | null>(null);
  if (!isOpen && row.evidence.length === 0) return null;
  const add = async (file: File | undefined) => {
    if (file === undefined || deed.busy) return;
    setAdding(file.name);
    await deed.run(() => commandWithFile('addRemediationEvidence', { remediation: row.remediation }, file));
    await queryClient.invalidateQueries();
    setAdding(null);
  };
  return (
    <PanelPart title="Evidence" aside="Held by its hash">
      <ul className="panel-files" aria-label="Evidence files">
        {row.evidence.map((file) => (
          <li key={`${file.sha256} ${file.at}`}>
            <FileText className="k-icon" aria-hidden="true" />
            <span>
              <b>{file.name}</b>
              <small>{`${file.byName}, ${evidenceTime(file.at)}`}</small>
              <small className="mono">{file.sha256}</small>
            </span>
            <FileActions file={file} />
          </li>
        ))}
        {adding !== null && deed.busy && (
          <li>
            <Status mark="saving">{`Reading ${adding}`}</Status>
          </li>
        )}
      </ul>
      {isOpen && (
        <FileDrop
          label="Add a file"
          note="A photo, a document or a record that shows what was done."
          onFiles={(files) => void add(files[0])}
        />
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </PanelPart>
  );
}
