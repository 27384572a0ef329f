import {
  BadgeAlert,
  CircleHelp,
  FileQuestionMark,
  Gauge,
  KeyRound,
  type LucideIcon,
  OctagonAlert,
  PackageX,
  ShieldAlert,
  Unplug,
  UserRoundX,
  Wrench,
} from 'lucide-react';

const icons: Readonly<Record<string, LucideIcon>> = {
  MAT: PackageX,
  TOL: Wrench,
  ACC: KeyRound,
  ISO: Unplug,
  SAF: ShieldAlert,
  PER: UserRoundX,
  IDN: UserRoundX,
  DOC: FileQuestionMark,
  MEA: Gauge,
  QUA: BadgeAlert,
  CHG: CircleHelp,
};

/** A picture for a code by its family, the letters before the hyphen. */
export function codeIcon(code: string): LucideIcon {
  return icons[code.split('-')[0] ?? ''] ?? OctagonAlert;
}
