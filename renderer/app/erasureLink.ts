import { defaultStringifySearch } from '@tanstack/react-router';
import { mayErase } from '../../main/domain/erasure/decide';
import { useAsk } from '../api';

/** What a new request begins with: one entry, a person with all that holds their name or was typed by them, or nothing. */
export type ErasureStart =
  | { readonly log: string; readonly seq: number }
  | { readonly person: string }
  | { readonly again: true };

export function newErasureHref(start?: ErasureStart): string {
  return `#/erasures/new${start === undefined ? '' : defaultStringifySearch(start)}`;
}

/** Whether the person at the desk decides about erasures. Where they do not, a link to it is absent. */
export function useMayErase(): boolean {
  const role = useAsk('status', {}).data?.person?.role;
  return role !== undefined && mayErase.includes(role);
}
