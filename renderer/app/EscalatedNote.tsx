import type { Escalated } from '../../main/contract/answers';
import { escalatedWords } from './exceptionWords';
import './panels.css';

/** One line under a due time: before whom it was brought, and when. */
export function EscalatedNote({ escalated, now }: { escalated: Escalated | null; now: string }) {
  if (escalated === null) return null;
  return <span className="panel-escalated">{escalatedWords(escalated, now)}</span>;
}
