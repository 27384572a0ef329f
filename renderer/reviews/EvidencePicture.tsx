import { FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { EvidenceFile } from '../../main/domain/run/run';
import { useAsk } from '../api';
import { FileActions } from '../app/FileActions';
import { clock, fileSize } from '../app/format';
import { PhotoThumb } from '../kit/Photo';
import './record.css';

/** A held file beside the step it belongs to: a photo is shown, checked against its hash when it is read; another file is named. A press enlarges a photo in its place. */
export function EvidencePicture({ file }: { file: EvidenceFile }) {
  const isPhoto = file.mime.startsWith('image/');
  const asked = useAsk('evidence', { sha256: file.sha256 }, isPhoto);
  const [src, setSrc] = useState<string | null>(null);
  const [isLarge, setLarge] = useState(false);

  useEffect(() => {
    if (asked.data === undefined) return undefined;
    // A copy, because a view over shared memory is no blob part.
    const url = URL.createObjectURL(new Blob([new Uint8Array(asked.data.bytes)], { type: asked.data.mime }));
    setSrc(url);
    return () => URL.revokeObjectURL(url);
  }, [asked.data]);

  const words = `${file.label}, ${clock(file.at)}`;
  if (!isPhoto) {
    return (
      <div className="rec-file">
        <FileText className="k-icon" aria-hidden="true" />
        <span>
          {file.name}
          <small>{`${file.label} · ${fileSize(file.size)}`}</small>
          <FileActions file={file} />
        </span>
      </div>
    );
  }
  if (asked.error !== null) {
    return (
      <div className="rec-file">
        <span>
          {`${words}: ${asked.error.message}`}
          <FileActions file={file} />
        </span>
      </div>
    );
  }
  return (
    <div className="rec-photo" data-large={isLarge || undefined}>
      {src !== null && (
        <PhotoThumb
          src={src}
          alt={`${words}, ${file.no} ${file.title}. ${isLarge ? 'Press to make it small.' : 'Press to enlarge.'}`}
          caption={words}
          height={isLarge ? 420 : 84}
          onOpen={() => setLarge(!isLarge)}
        />
      )}
      {isLarge && <FileActions file={file} />}
    </div>
  );
}
