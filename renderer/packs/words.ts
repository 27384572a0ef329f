import type { PackPreview, PackReport, PackRow } from '../../main/contract/packs';
import { count } from '../app/format';
import type { MarkName } from '../kit/Mark';
import type { About, PackForm } from './form';

export const aboutWords: Readonly<Record<About, string>> = {
  'work-orders': 'Work orders',
  'job-type': 'A job type',
  person: 'A person',
  lot: 'A lot',
  asset: 'An asset',
  dates: 'Dates',
  question: 'A question',
};

/** What somebody who opens the pack sees, and does not see, of what it does not disclose. */
export function seenWords(
  form: Pick<PackForm, 'complete' | 'which'>,
  preview: Pick<PackPreview, 'rest'> | undefined,
): { readonly sees: string; readonly not: string } {
  const disclosed =
    form.which === 'all'
      ? 'every entry of these work orders, whole'
      : 'every entry of the chosen work orders, whole';
  if (!form.complete)
    return {
      sees: `An inspector sees ${disclosed}, each proved to stand in the ledger, and that a closed work order lacks none of its entries.`,
      not: `${form.which === 'all' ? 'Other' : 'Withheld work orders and other'} entries have no line at all: the pack cannot show whether another work order belonged to its range.`,
    };
  const rest =
    preview === undefined ? 'all other entries' : count(preview.rest, 'other entry', 'other entries');
  return {
    sees: `An inspector sees ${disclosed}, and of ${rest} of the range a line without content: its place, its time, its kind, and the ids of who made it and of what it is about. A place that is left out shows.`,
    not: 'They do not see what those lines say: no reading, no text, no name and no file.',
  };
}

/** Where a pack is: issued, or asked for and not finished. */
export function stateOf(row: PackRow): { readonly mark: MarkName; readonly word: string } {
  return row.issued === null ? { mark: 'warn', word: 'Not finished' } : { mark: 'done', word: 'Issued' };
}

/** "3 entries were recorded since": what an addendum would hold. */
export function laterWords(later: number): string {
  return `${count(later, 'entry was', 'entries were')} recorded since`;
}

/** The headline of a verification by its verdict, as the format numbers them. */
export function verdictWords(report: PackReport): {
  readonly mark: MarkName;
  readonly tone: 'ok' | 'warn' | 'stop';
  readonly title: string;
} {
  switch (report.verdict) {
    case 0:
      return { mark: 'done', tone: 'ok', title: 'It holds. Nothing missing, nothing changed.' };
    case 2:
      return {
        mark: 'done',
        tone: 'ok',
        title: 'What it discloses holds. Parts are withheld or erased, and it says which.',
      };
    case 1:
      return { mark: 'stop', tone: 'stop', title: 'It does not hold. Do not rely on it.' };
    case 3:
      return {
        mark: 'warn',
        tone: 'warn',
        title: 'Part of it was written by a newer version of the app, so it cannot be judged here.',
      };
  }
}

/** The jobs that Cancel stops while a pack is made, and while one is checked. */
export const packJobs: readonly string[] = ['writePack'];
export const checkJobs: readonly string[] = ['verifyPack'];
