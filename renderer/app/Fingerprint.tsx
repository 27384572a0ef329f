import './fingerprint.css';

export interface FingerprintProps {
  /** Groups of letters and digits with hyphens between them: `K7QF-2M3X-9PLA-R4TC`. */
  value: string;
  /** How it is compared. */
  note?: string;
}

/** The fingerprint of a station's key, large enough to be read aloud, group by group, at both ends. */
export function Fingerprint({ value, note }: FingerprintProps) {
  const groups = value.split('-').filter((group) => group !== '');
  return (
    <figure className="print">
      <figcaption>Fingerprint</figcaption>
      <div className="print-groups mono">
        {groups.map((group, place) => (
          // Two groups of one fingerprint may be alike; their places never change.
          // biome-ignore lint/suspicious/noArrayIndexKey: fixed places
          <span key={place}>{group}</span>
        ))}
      </div>
      {note !== undefined && <p>{note}</p>}
    </figure>
  );
}
