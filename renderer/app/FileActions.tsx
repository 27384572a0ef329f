import { Download, Eye } from 'lucide-react';
import { command } from '../api';
import { Button, ButtonRow } from '../kit/Button';
import { ProblemNotice } from './ProblemNotice';
import './panels.css';
import { useDeed } from './useDeed';

export interface FileActionsProps {
  file: { readonly sha256: string; readonly name: string; readonly mime: string };
}

const shownHere = ['image/png', 'image/jpeg', 'image/webp', 'text/plain', 'text/csv', 'application/json'];

/** Looks at a held file in a window of its own, or saves it unchanged; what this app does not draw can only be saved. */
export function FileActions({ file: { sha256, name, mime } }: FileActionsProps) {
  const deed = useDeed();
  const give = (what: 'showFile' | 'saveFile') => void deed.run(() => command(what, { sha256, name }));
  return (
    <div className="panel-file-actions">
      <ButtonRow>
        {shownHere.includes(mime) && (
          <Button
            tone="plain"
            icon={Eye}
            onPress={() => give('showFile')}
            aria-label={`Open ${name} in a window`}
          >
            Open in a window
          </Button>
        )}
        <Button
          tone="plain"
          icon={Download}
          onPress={() => give('saveFile')}
          aria-label={`Save ${name} as a file`}
        >
          Save as a file
        </Button>
      </ButtonRow>
      {mime === 'application/pdf' && (
        <p className="text-2">
          A PDF can hold programs, so it is not opened inside this app. Save it to look at it.
        </p>
      )}
      {deed.problem !== null && <ProblemNotice problem={deed.problem} />}
    </div>
  );
}
