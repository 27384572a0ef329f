import { FileTrigger } from 'react-aria-components';
import { Button } from '../kit/Button';

/** Picks another file in the place of one that is held; the held one is kept. */
export function Retake({
  label,
  kind,
  onFile,
}: {
  label: string;
  kind: 'photo' | 'file';
  onFile: (file: File | undefined) => void;
}) {
  return (
    <FileTrigger
      acceptedFileTypes={kind === 'photo' ? ['image/jpeg', 'image/png'] : undefined}
      onSelect={(list) => onFile(list?.[0])}
    >
      <Button className="run-retake">{label}</Button>
    </FileTrigger>
  );
}
