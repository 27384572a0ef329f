/** How people write the UCUM codes that are common on a shop floor; others are shown as they are coded. */
const written: Readonly<Record<string, string>> = {
  'N.m': 'N·m',
  um: 'µm',
  Cel: '°C',
  Ohm: 'Ω',
  kOhm: 'kΩ',
  MOhm: 'MΩ',
  '%': '%',
  'm/s2': 'm/s²',
  'L/min': 'l/min',
  '1': '',
  '{count}': '',
};

/** UCUM code → the unit as written beside a value, such as `N.m` → `N·m`. */
export function unitLabel(ucum: string | undefined): string {
  if (ucum === undefined) return '';
  return written[ucum] ?? ucum.replace(/\{[^}]*\}/g, '').replace(/\./g, '·');
}
