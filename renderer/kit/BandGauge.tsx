import { useId } from 'react';
import type { BandLimits, Zone } from './bands';
import { numberOf, placeOf, scaleOf } from './bands';
import './bandgauge.css';

export interface BandGaugeProps {
  limits: BandLimits;
  /** The reading as entered; left out or no number: the scale without a pointer. */
  value?: string;
  unit?: string;
  /** `compact`: the bands alone, for properties and lists. */
  kind?: 'full' | 'compact';
}

const words: Record<Zone, string> = {
  actBelow: 'Act',
  warnBelow: 'Warn',
  target: 'Target',
  warnAbove: 'Warn',
  actAbove: 'Act',
};

const fillOf: Record<Zone, 'act' | 'warn' | 'ok'> = {
  actBelow: 'act',
  warnBelow: 'warn',
  target: 'ok',
  warnAbove: 'warn',
  actAbove: 'act',
};

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/** Where a reading lies in two bands, seen before the number is read: solid target, dotted warn, hatched act, readable without colour. */
export function BandGauge({ limits, value, unit, kind = 'full' }: BandGaugeProps) {
  const id = useId();
  const scale = scaleOf(limits);
  const reading = numberOf(value);
  const place = reading === undefined ? undefined : placeOf(scale, reading);
  if (scale.limits.length === 0) return <p className="k-gauge-none">No bands are set.</p>;
  const isFull = kind === 'full';
  const top = isFull ? 34 : 0;
  const height = isFull ? 32 : 16;
  return (
    <svg className="k-gauge" data-kind={kind} role="img" aria-label={say(limits, value, unit, place?.zone)}>
      <defs>
        <pattern
          id={`${id}-act`}
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="7" height="7" fill="var(--stop-tint)" />
          <rect width="2.6" height="7" fill="var(--band-act)" />
        </pattern>
        <pattern id={`${id}-warn`} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill="var(--warn-tint)" />
          <circle cx="3" cy="3" r="1.25" fill="var(--band-warn)" />
        </pattern>
      </defs>
      {scale.parts.map(({ zone, from, to }) => {
        const fill = fillOf[zone];
        return (
          <g key={zone}>
            <rect
              className={`k-gauge-${fill}`}
              x={percent(from)}
              y={top + 1}
              width={percent(to - from)}
              height={height - 2}
              fill={fill === 'ok' ? 'var(--band-ok)' : `url(#${id}-${fill})`}
            />
            {isFull && zone !== place?.zone && (
              <text className="k-gauge-word" x={percent((from + to) / 2)} y="16">
                {words[zone]}
              </text>
            )}
          </g>
        );
      })}
      {isFull &&
        scale.limits.map(({ at, text }) => (
          <text key={at} className="k-gauge-limit" x={percent(at)} y="90">
            {text}
          </text>
        ))}
      {place !== undefined && (
        <svg x={percent(place.at)} overflow="visible" aria-hidden="true">
          {isFull ? (
            <>
              <path d="M0 66V34" className="k-gauge-halo" strokeWidth="9" />
              <path d="M0 72V30M-7.5 20h15L0 31z" className="k-gauge-pointer" />
              <text
                className="k-gauge-value"
                y="14"
                textAnchor={place.at < 0.05 ? 'start' : place.at > 0.95 ? 'end' : 'middle'}
              >
                {value}
              </text>
            </>
          ) : (
            <>
              <path d="M0 17V-1" className="k-gauge-halo" strokeWidth="7" />
              <path d="M0 18V-2" className="k-gauge-pointer" />
            </>
          )}
        </svg>
      )}
    </svg>
  );
}

/** The same in words: "12.50 N·m lies in the target band. Target 12.00 to 13.00. Act below 11.00 and above 14.00." */
function say(
  limits: BandLimits,
  value: string | undefined,
  unit: string | undefined,
  zone: Zone | undefined,
): string {
  const sentences: string[] = [];
  if (value !== undefined && zone !== undefined) {
    const measured = unit === undefined ? value : `${value} ${unit}`;
    sentences.push(`${measured} lies in the ${words[zone].toLowerCase()} band.`);
  }
  const pair = (name: string, low: string | number | undefined, high: string | number | undefined) => {
    if (low !== undefined && high !== undefined) sentences.push(`${name} below ${low} and above ${high}.`);
    else if (low !== undefined) sentences.push(`${name} below ${low}.`);
    else if (high !== undefined) sentences.push(`${name} above ${high}.`);
  };
  pair('Warn', limits.warnLow, limits.warnHigh);
  pair('Act', limits.actLow, limits.actHigh);
  return sentences.join(' ');
}
