import { defaultStringifySearch } from '@tanstack/react-router';
import type { Question } from '../../main/contract/insight';
import type { Role } from '../../main/domain/entry';
import { useAsk } from '../api';

/** What a link to a new audit pack says beforehand; nothing said is an empty form. */
export type PackStart =
  | { readonly kind: 'work-order'; readonly workOrder: string }
  /** What a search over the work orders found. */
  | {
      readonly kind: 'found';
      readonly state: 'open' | 'finished' | 'closed' | 'all';
      readonly find: string;
    }
  /** UTC, `from` inclusive, `until` exclusive. */
  | {
      readonly kind: 'question';
      readonly question: Question;
      readonly from?: string;
      readonly until?: string;
    }
  | { readonly kind: 'addendum'; readonly pack: string };

export function newPackHref(start?: PackStart): string {
  return `#/packs/new${start === undefined ? '' : defaultStringifySearch(start)}`;
}

/** Who may make audit packs: those who answer an auditor. Where they may not, a link to it is absent. */
export function makesPacks(role: Role | undefined): boolean {
  return role === 'compliance' || role === 'admin';
}

/** Whether the person at the desk may make audit packs. */
export function useMakesPacks(): boolean {
  return makesPacks(useAsk('status', {}).data?.person?.role);
}
