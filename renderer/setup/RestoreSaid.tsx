import type { Status } from '../../main/contract/answers';
import { Notice } from '../kit/Notice';
import './restore.css';

/** What became of a restore since the app started: that it took place, or that it was broken off. */
export function RestoreSaid({ status: { restore } }: { status: Status }) {
  return restore === undefined ? null : (
    <div className="setup-said">
      <Notice kind={restore.ok ? 'ok' : 'warn'} title={restore.words} />
    </div>
  );
}
