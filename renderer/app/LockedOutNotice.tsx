import type { Role } from '../../main/domain/entry';
import { useAsk } from '../api';
import { Notice } from '../kit/Notice';
import './disk.css';

/** Tells whoever can open sign-in again that somebody is locked out, wherever in the app they are. */
export function LockedOutNotice({ role, isThere }: { role: Role; isThere: boolean }) {
  const may = role === 'admin' || role === 'supervisor';
  const security = useAsk('security', {}, may && !isThere).data;
  const closed = security?.failed.filter(({ state }) => state === 'closed') ?? [];
  if (isThere || !may || closed.length === 0) return null;
  const names = closed.map(({ name }) => name).join(', ');
  return (
    <div className="disk-notice">
      <Notice kind="warn" title={`Sign-in is closed for ${names}`}>
        Too many failed tries in a day. Ask them whether the tries were theirs, then{' '}
        <a href="#/security">look at it in Security</a>.
      </Notice>
    </div>
  );
}
