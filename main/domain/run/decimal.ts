import type { NumberStep, Range } from '../procedure/checklist';
import type { Verdict } from './run';

const written = /^-?\d{1,12}(\.\d{1,9})?$/;

/** Exact comparison of two decimals as written: −1, 0 or 1. No floating point, so "0.1" never equals "0.10000000000000001". */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function scaled(text: string): bigint {
  const negative = text.startsWith('-');
  const [whole = '0', part = ''] = (negative ? text.slice(1) : text).split('.');
  const value = BigInt(whole) * 1_000_000_000n + BigInt(part.padEnd(9, '0').slice(0, 9) || '0');
  return negative ? -value : value;
}

/** Why a typed number cannot be read, as a sentence, or undefined where it can. The number is kept as typed. */
export function unreadable(typed: string, decimals: number): string | undefined {
  const text = typed.trim();
  if (text === '') return 'Nothing is typed yet. Enter the reading.';
  if (/^-?\d+,\d+$/.test(text)) return `“${text}” has a comma. Use a point: ${text.replace(',', '.')}.`;
  if (/^-?\d{1,3}([ ,.’']\d{3})+([.,]\d+)?$/.test(text) && !written.test(text))
    return `“${text}” has signs between the digits. Type the digits alone, with one point.`;
  if (/[a-z°µΩ%]/i.test(text))
    return `“${text}” has letters in it. Type the number alone; the unit is added.`;
  if (!written.test(text))
    return `“${text}” cannot be read as a number. Type digits and one point, such as ${decimals > 0 ? `12.${'50'.padEnd(decimals, '0').slice(0, decimals)}` : '12'}.`;
  const given = text.split('.')[1]?.length ?? 0;
  if (given > decimals)
    return `${text} has ${given} decimals; this reading takes ${decimals === 0 ? 'none' : decimals}.`;
  return undefined;
}

function outside(value: string, range: Range | undefined): 'low' | 'high' | undefined {
  if (range?.low !== undefined && compareDecimals(value, range.low) < 0) return 'low';
  if (range?.high !== undefined && compareDecimals(value, range.high) > 0) return 'high';
  return undefined;
}

/** A sentence when the value lies outside what the instrument can read: it is not accepted, and kept as an attempt. */
export function beyondLimits(value: string, step: NumberStep): string | undefined {
  const side = outside(value, step.limits);
  if (side === 'low') return `${value} is below ${step.limits?.low}, so it was not accepted.`;
  if (side === 'high') return `${value} is above ${step.limits?.high}, so it was not accepted.`;
  return undefined;
}

/** Where an accepted reading stands: in band, in the warn band, in the act band. */
export function bandOf(value: string, step: NumberStep): Extract<Verdict, 'ok' | 'warn' | 'act'> {
  if (outside(value, step.act)) return 'act';
  if (outside(value, step.warn)) return 'warn';
  return 'ok';
}
