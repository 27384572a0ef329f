import type { Status } from '../../main/contract/answers';
import { Notice } from '../kit/Notice';
import './disk.css';

/** A bar above the work while little is left of the disk, and while so little is left that nothing new is recorded. */
export function DiskNotice({ disk }: { disk: Status['disk'] }) {
  if (disk === undefined) return null;
  return (
    <div className="disk-notice">
      <Notice kind={disk.room === 'stopped' ? 'fault' : 'warn'} title={disk.title}>
        {disk.words}
      </Notice>
    </div>
  );
}
