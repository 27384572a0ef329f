import { decimalSchema, type NumberStep, type Range } from '../../main/domain/procedure/checklist';
import { lintBands } from '../../main/domain/procedure/lintBands';
import { rangeWords } from '../../main/domain/procedure/wording';
import { unitName } from '../app/format';
import { BandGauge } from '../kit/BandGauge';
import { PanelPart } from '../kit/Card';
import { FieldRow } from '../kit/Dialog';
import { FieldError } from '../kit/Field';
import { Status, Tag } from '../kit/Status';
import { CheckedField } from './Checked';
import { CodeSelect } from './CodeSelect';
import { changed, without } from './change';

export interface NumberFieldsProps {
  step: NumberStep;
  /** The step as last released, to show what its bands were. */
  released: NumberStep | undefined;
  onChange: (step: NumberStep, typing?: string) => void;
}

type Side = 'low' | 'high';
type Which = 'limits' | 'act' | 'warn';

/** A reading: its unit and decimals, its bands with their picture, and what follows when it is out of band. */
export function NumberFields({ step, released, onChange }: NumberFieldsProps) {
  const set = (part: Partial<NumberStep>, typing?: string) => onChange(changed(step, part), typing);
  const setSide = (which: Which, side: Side, text: string) => {
    const range: Range = without({ ...step[which], [side]: text.trim() === '' ? undefined : text.trim() });
    set(
      { [which]: range.low === undefined && range.high === undefined ? undefined : range },
      `${which} ${side}`,
    );
  };
  const edge = (which: Which, side: Side, label: string) => (
    <CheckedField
      step={step.id}
      place={`${which} ${side}`}
      label={label}
      value={step[which]?.[side] ?? ''}
      check={(text) =>
        text.trim() === '' || decimalSchema.safeParse(text.trim()).success
          ? undefined
          : `“${text}” is no number. Type digits and a point.`
      }
      onCommit={(text) => setSide(which, side, text)}
      inputMode="decimal"
    />
  );
  const faults = lintBands(step).filter(
    (finding) => finding.severity === 'stop' && step.actCode !== undefined,
  );
  const bandsChanged =
    released !== undefined &&
    (['act', 'warn'] as const).some((which) => rangeWords(released[which]) !== rangeWords(step[which]));
  const has = (range: Range | undefined) => range?.low !== undefined || range?.high !== undefined;
  return (
    <>
      <PanelPart title="Reading">
        <div className="des-fields">
          <CheckedField
            step={step.id}
            place="measures"
            label="What is measured"
            value={step.measures ?? ''}
            check={(text) =>
              text.length > 60 ? `At most 60 characters; these are ${text.length}.` : undefined
            }
            onCommit={(text) => set({ measures: text === '' ? undefined : text }, 'measures')}
            note="Such as Torque, bolt 6."
          />
          <FieldRow>
            <CheckedField
              step={step.id}
              place="unit"
              label="Unit"
              value={step.unit}
              check={(text) => (text.length > 20 ? 'At most 20 characters.' : undefined)}
              onCommit={(text) => set({ unit: text.trim() }, 'unit')}
              unit={unitName(step.unit)}
              note="UCUM code, such as N.m, bar, Cel; 1 for a count."
            />
            <CheckedField
              step={step.id}
              place="decimals"
              label="Decimals"
              value={String(step.decimals)}
              check={(text) => (/^[0-6]$/.test(text.trim()) ? undefined : 'A digit from 0 to 6.')}
              onCommit={(text) => set({ decimals: Number(text.trim()) }, 'decimals')}
              inputMode="numeric"
            />
          </FieldRow>
        </div>
      </PanelPart>
      <PanelPart title="Bands" aside={bandsChanged && <Tag changed>changed</Tag>}>
        <div className="des-fields">
          <BandGauge
            kind="compact"
            limits={without({
              actLow: step.act?.low,
              warnLow: step.warn?.low,
              warnHigh: step.warn?.high,
              actHigh: step.act?.high,
            })}
          />
          <div className="des-bands">
            {edge('act', 'low', 'Act below')}
            {edge('warn', 'low', 'Warn below')}
            {edge('warn', 'high', 'Warn above')}
            {edge('act', 'high', 'Act above')}
          </div>
          {bandsChanged && (
            <p className="t-note">{`Released: act ${rangeWords(released.act) ?? 'without limits'}, warn ${rangeWords(released.warn) ?? 'without limits'}.`}</p>
          )}
          {faults.map((fault) => (
            <FieldError key={fault.message}>
              {fault.message.charAt(0).toUpperCase() + fault.message.slice(1)}
            </FieldError>
          ))}
          <FieldRow>
            {edge('limits', 'low', 'Cannot be below')}
            {edge('limits', 'high', 'Cannot be above')}
          </FieldRow>
          <p className="t-note">What the instrument cannot read is not accepted, and kept as an attempt.</p>
        </div>
      </PanelPart>
      <PanelPart title="When out of band">
        <div className="des-fields">
          {has(step.warn) && <Status mark="warn">Warn: ask why, go on</Status>}
          {has(step.act) && (
            <Status mark="stop">
              {step.actCode === undefined
                ? 'Act: recorded, and no code is raised yet'
                : `Act: recorded, and ${step.actCode} is raised`}
            </Status>
          )}
          {!has(step.warn) && !has(step.act) && (
            <p className="text-2">No bands, so every reading is taken as it is.</p>
          )}
          <CodeSelect
            label="Code in the act band"
            none="No code"
            value={step.actCode}
            onChange={(actCode) => set({ actCode })}
          />
        </div>
      </PanelPart>
    </>
  );
}
