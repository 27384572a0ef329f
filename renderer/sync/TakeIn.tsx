import { FileInput, FolderInput } from 'lucide-react';
import { useState } from 'react';
import type { ImportedFile } from '../../main/contract/sync';
import { command } from '../api';
import { count } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { Button, ButtonRow } from '../kit/Button';
import { Panel, PanelPart } from '../kit/Card';
import type { MarkName } from '../kit/Mark';
import { Notice } from '../kit/Notice';
import { Status } from '../kit/Status';
import { JobLine } from './JobLine';

/** Takes bundles in from a folder, a stick or a file, and says of each what became of it. */
export function TakeIn({ onClose }: { onClose: () => void }) {
  const [files, setFiles] = useState<readonly ImportedFile[] | null>(null);
  const deed = useDeed();
  const take = async (from: 'file' | 'folder') => {
    setFiles(null);
    const done = await deed.run(() => command('importBundles', { from }));
    if (done !== null) setFiles(done.files);
  };
  return (
    <Panel
      title="Take bundles in"
      lead="Each file is copied here and checked before anything of it is written: who signed it, that it is whole, and that it is for this station. It is taken whole or not at all."
      onClose={onClose}
    >
      <PanelPart>
        <ButtonRow>
          <Button
            tone={files === null ? 'primary' : 'edge'}
            icon={FolderInput}
            isPending={deed.busy}
            onPress={() => void take('folder')}
          >
            Choose a folder or stick
          </Button>
          <Button
            icon={FileInput}
            onPress={() => void take('file')}
            why={deed.busy ? 'Bundles are being taken in.' : undefined}
            whyPlace="hidden"
          >
            Choose a file
          </Button>
        </ButtonRow>
        <p className="text-3 sync-say">Any order will do. Taking the same bundle in again changes nothing.</p>
      </PanelPart>
      {deed.busy && (
        <PanelPart>
          <JobLine first="Reading and checking the bundles" cancel="Cancel the rest" />
        </PanelPart>
      )}
      {deed.problem !== null && (
        <PanelPart>
          <ProblemNotice problem={deed.problem} />
        </PanelPart>
      )}
      {files !== null &&
        (files.length === 0 ? (
          <PanelPart>
            <Notice kind="info" title="Nothing was chosen, or no bundle lies there. Nothing was changed." />
          </PanelPart>
        ) : (
          <PanelPart title="What became of each" aside={count(files.length, 'file')}>
            <ul className="sync-files" aria-label="What became of each file" aria-live="polite">
              {files.map((file) => (
                <Taken key={file.name} file={file} />
              ))}
            </ul>
          </PanelPart>
        ))}
    </Panel>
  );
}

const outcomes: Record<ImportedFile['outcome'], { mark: MarkName; word: string }> = {
  taken: { mark: 'done', word: 'Taken' },
  known: { mark: 'done', word: 'Known already' },
  held: { mark: 'held', word: 'Held' },
  refused: { mark: 'stop', word: 'Refused' },
};

function Taken({ file }: { file: ImportedFile }) {
  const { mark, word } = outcomes[file.outcome];
  return (
    <li data-outcome={file.outcome}>
      <b className="mono sync-long">{file.name}</b>
      <Status mark={mark}>{word}</Status>
      <p>{file.words}</p>
      {file.conflicts > 0 && (
        <p>
          <Status mark="warn">
            {`${count(file.conflicts, 'conflict')} came of it. `}
            <a href="#/exceptions?tab=conflicts">See and settle</a>
          </Status>
        </p>
      )}
      {file.forks.map((fork) => (
        <p key={fork}>
          <Status mark="stop">{`Two histories exist for station ${fork}. Both heads stand with it under Stations.`}</Status>
        </p>
      ))}
    </li>
  );
}
