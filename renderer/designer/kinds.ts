import {
  Camera,
  CircleDot,
  FileText,
  Gauge,
  type LucideIcon,
  Paperclip,
  PenLine,
  ShieldCheck,
  SquareCheck,
  TextCursorInput,
} from 'lucide-react';
import type { StepKind } from '../../main/domain/procedure/checklist';
import { kindWords } from '../../main/domain/procedure/wording';
import { capital } from '../app/format';

/** Kinds of step in the order in which they are offered, each with its sign and what it asks of the operator. */
export const stepKinds: readonly { id: StepKind; label: string; icon: LucideIcon; note: string }[] = (
  [
    { id: 'confirm', icon: SquareCheck, note: 'One tap: done' },
    { id: 'pass-fail', icon: CircleDot, note: 'Pass goes on, fail raises a code' },
    { id: 'choice', icon: TextCursorInput, note: 'One of a few options' },
    { id: 'number', icon: Gauge, note: 'A reading with unit and bands' },
    { id: 'text', icon: FileText, note: 'Words, on one line or several' },
    { id: 'photo', icon: Camera, note: 'A picture, held by its hash' },
    { id: 'file', icon: Paperclip, note: 'A file, held by its hash' },
    { id: 'signature', icon: PenLine, note: 'A signed statement by who does the work' },
    { id: 'gate', icon: ShieldCheck, note: 'Others approve before work goes on' },
  ] as const
).map((kind) => ({ ...kind, label: capital(kindWords[kind.id]) }));

/** The sign of a kind. */
export function iconOfKind(kind: StepKind): LucideIcon {
  return stepKinds.find((each) => each.id === kind)?.icon ?? SquareCheck;
}
