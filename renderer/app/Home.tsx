import { Navigate } from '@tanstack/react-router';
import { useAsk } from '../api';

/** Each role opens on what it is there for. */
export function Home() {
  const role = useAsk('status', {}).data?.person?.role;
  if (role === undefined) return null;
  const first = {
    operator: '/work',
    supervisor: '/decisions',
    compliance: '/closure',
    admin: '/checklists',
  } as const;
  return <Navigate to={first[role]} replace />;
}
