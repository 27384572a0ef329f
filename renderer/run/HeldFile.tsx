import { FileText } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { EvidenceFile } from '../../main/domain/run/run';
import { useAsk } from '../api';
import { FileActions } from '../app/FileActions';
import { fileSize, recordedTime } from '../app/format';
import { PhotoThumb } from '../kit/Photo';
import { Status } from '../kit/Status';

export interface HeldFileProps {
  file: EvidenceFile;
  now: string;
  /** Beside the caption: Retake. */
  action?: ReactNode;
  /** px */
  height?: number;
}

/** A file held as evidence, read again and checked against its hash: a photo is shown, another file is named. */
export function HeldFile({ file, now, action, height }: HeldFileProps) {
  const held = useAsk('evidence', { sha256: file.sha256 }, file.mime.startsWith('image/'));
  const src = useBlob(held.data);
  const caption = `${file.source === 'camera' ? 'Camera' : 'File'}, ${recordedTime(file.at, now)}`;
  if (!file.mime.startsWith('image/')) {
    return (
      <div className="run-file">
        <FileText className="k-icon" aria-hidden="true" />
        <div>
          <b>{file.name}</b>
          <span className="text-2">{`${fileSize(file.size)} · ${caption}`}</span>
          <FileActions file={file} />
        </div>
        {action}
      </div>
    );
  }
  if (held.error !== null) {
    return (
      <div className="run-file">
        <div>
          <Status mark="stop" size="touch">
            {held.error.message}
          </Status>
          <FileActions file={file} />
        </div>
        {action}
      </div>
    );
  }
  if (src === undefined) return <div className="run-photo-place" aria-busy="true" />;
  return (
    <PhotoThumb
      src={src}
      alt={`${file.label}: ${file.name}`}
      caption={caption}
      action={action}
      height={height}
    />
  );
}

/** The bytes as an address the page may show; it is given back when it is no longer shown. */
function useBlob(
  held: { readonly mime: string; readonly bytes: Uint8Array } | undefined,
): string | undefined {
  const [src, setSrc] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (held === undefined) return;
    const url = URL.createObjectURL(new Blob([new Uint8Array(held.bytes)], { type: held.mime }));
    setSrc(url);
    return () => URL.revokeObjectURL(url);
  }, [held]);
  return src;
}
