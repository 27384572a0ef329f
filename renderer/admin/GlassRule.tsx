import type { Owner } from '../../main/domain/procedure/catalogue';
import { PanelPart } from '../kit/Card';
import { FieldError } from '../kit/Field';
import './admin.css';
import { OwnerSelect } from '../app/OwnerSelect';
import { DurationField } from './DurationField';

export type GlassForm = {
  windowMinutes: number | null;
  reviewDueMinutes: number | null;
  remediationDueMinutes: number | null;
  remediationOwner: Owner | null;
};

/** What a break-glass reason opens, and what every use costs afterwards. */
export function GlassRule({
  glass,
  onChange,
  error,
}: {
  glass: GlassForm;
  onChange: (change: Partial<GlassForm>) => void;
  error: string | undefined;
}) {
  return (
    <PanelPart title="What it opens, and what follows">
      <div className="admin-fields">
        <DurationField
          label="Window"
          parts={['hours', 'minutes']}
          note="One gate or blocked step stays open this long, at most 4 hours, and shuts by itself."
          value={glass.windowMinutes}
          onChange={(windowMinutes) => onChange({ windowMinutes })}
          error={glass.windowMinutes !== null && glass.windowMinutes > 240 ? 'At most 4 hours.' : undefined}
        />
        <DurationField
          label="Post-review due in"
          parts={['days', 'hours']}
          note="Somebody who neither used it nor approves for who did gives a verdict. Open reviews stop closure."
          value={glass.reviewDueMinutes}
          onChange={(reviewDueMinutes) => onChange({ reviewDueMinutes })}
        />
        <OwnerSelect
          label="Remediation owner"
          note="Every use opens a task that fixes its cause."
          value={glass.remediationOwner}
          onChange={(remediationOwner) => onChange({ remediationOwner })}
        />
        <DurationField
          label="Remediation due in"
          parts={['days', 'hours']}
          value={glass.remediationDueMinutes}
          onChange={(remediationDueMinutes) => onChange({ remediationDueMinutes })}
        />
        {error !== undefined && <FieldError>{error}</FieldError>}
      </div>
    </PanelPart>
  );
}
