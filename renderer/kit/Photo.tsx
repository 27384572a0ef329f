import type { LucideIcon } from 'lucide-react';
import { Camera, ImageOff, Upload } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button, DropZone, FileTrigger } from 'react-aria-components';
import './photo.css';
import type { Size } from './size';
import { useSize } from './size';

export interface PhotoThumbProps {
  src: string;
  /** What it shows, with what can be read on it. */
  alt: string;
  /** Under it: from where and when. */
  caption?: ReactNode;
  /** Beside the caption: Retake. */
  action?: ReactNode;
  /** Opens it large. */
  onOpen?: () => void;
  /** px */
  height?: number;
}

/** A photo that is held as evidence. When it cannot be read, that is said in its place. */
export function PhotoThumb({ src, alt, caption, action, onOpen, height = 176 }: PhotoThumbProps) {
  const [isMissing, setMissing] = useState(false);
  const picture = isMissing ? (
    <span className="k-photo-missing">
      <ImageOff className="k-icon" aria-hidden="true" />
      This photo could not be shown. {alt}
    </span>
  ) : (
    <img src={src} alt={alt} onError={() => setMissing(true)} />
  );
  return (
    <figure className="k-photo">
      {onOpen === undefined ? (
        <div className="k-photo-frame" style={{ height }}>
          {picture}
        </div>
      ) : (
        <button type="button" className="k-photo-frame" style={{ height }} onClick={onOpen}>
          {picture}
        </button>
      )}
      {(caption !== undefined || action !== undefined) && (
        <figcaption>
          <span>{caption}</span>
          {action}
        </figcaption>
      )}
    </figure>
  );
}

export interface FileDropProps {
  /** The verb and its object: "Add photo". */
  label: string;
  /** What is taken and how many. */
  note?: ReactNode;
  icon?: LucideIcon;
  onFiles: (files: readonly File[]) => void;
  /** Media types: `image/jpeg`. */
  accept?: readonly string[];
  isMultiple?: boolean;
  size?: Size;
}

/** Takes a file by a press, or dropped onto it; dropping is never the only way. What fits is checked by who receives it. */
export function FileDrop({
  label,
  note,
  icon: Icon = Upload,
  onFiles,
  accept,
  isMultiple,
  size,
}: FileDropProps) {
  return (
    <DropZone
      className="k-drop"
      data-size={useSize(size)}
      aria-label={label}
      onDrop={(event) => {
        const files = event.items.flatMap((item) => (item.kind === 'file' ? [item.getFile()] : []));
        void Promise.all(files).then((all) => {
          if (all.length > 0) onFiles(isMultiple === true ? all : all.slice(0, 1));
        });
      }}
    >
      <FileTrigger
        acceptedFileTypes={accept}
        allowsMultiple={isMultiple}
        onSelect={(list) => {
          if (list !== null && list.length > 0) onFiles([...list]);
        }}
      >
        <Button className="k-drop-button">
          <Icon className="k-icon" aria-hidden="true" />
          <span>
            <b>{label}</b>
            {note !== undefined && <small>{note}</small>}
          </span>
        </Button>
      </FileTrigger>
    </DropZone>
  );
}

/** The same with a camera as its sign. */
export function PhotoDrop(props: Omit<FileDropProps, 'icon' | 'accept'>) {
  return <FileDrop {...props} icon={Camera} accept={['image/jpeg', 'image/png']} />;
}
