import type { Target } from '../../main/contract/learning';
import type { Owner } from '../../main/domain/procedure/catalogue';
import { count } from './format';

/** A remediation as it is typed: numbers as text, so that nothing typed is lost. */
export type RemediationDraft = {
  title: string;
  owner: Owner | null;
  /** A local day, `2026-03-24`; empty while unfinished. */
  due: string;
  isMeasured: boolean;
  code: string | null;
  /** null = on any job type. */
  jobType: string | null;
  atMost: string;
  days: string;
};

/** The local day so many days from today, `2026-03-24`. */
export function localDay(days: number, from = new Date()): string {
  const day = new Date(from.getFullYear(), from.getMonth(), from.getDate() + days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The end of a local day as RFC 3339 UTC. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}

function wholeNumber(text: string, least: number, most: number): number | null {
  const typed = text.trim();
  if (!/^\d{1,4}$/.test(typed)) return null;
  const number = Number(typed);
  return number >= least && number <= most ? number : null;
}

/** The target, or null while none is asked for or a part of it cannot be read. */
export function targetOf(draft: RemediationDraft): Target | null {
  const atMost = wholeNumber(draft.atMost, 0, 1000);
  const days = wholeNumber(draft.days, 1, 365);
  if (!draft.isMeasured || draft.code === null || atMost === null || days === null) return null;
  return { code: draft.code, ...(draft.jobType === null ? {} : { jobType: draft.jobType }), atMost, days };
}

/** What still closes the button, as a sentence; undefined once it may be opened. `today` is a local day. */
export function whyNot(draft: RemediationDraft, today: string): string | undefined {
  if (draft.title.trim().length < 3) return 'Opens when you say what is to be fixed.';
  if (draft.owner === null) return 'Opens when an owner is chosen.';
  if (draft.due === '') return 'Opens when a day is set for it.';
  if (draft.due < today) return 'Its day has passed. Opens with a later one.';
  if (!draft.isMeasured) return undefined;
  if (draft.code === null) return 'Opens when the code of the target is chosen.';
  if (wholeNumber(draft.atMost, 0, 1000) === null)
    return 'Opens when “At most” is a whole number up to 1,000.';
  if (wholeNumber(draft.days, 1, 365) === null) return 'Opens when the days are a whole number, 1 to 365.';
  return undefined;
}

/** "MAT-02 on Seal replacement: at most 2 in 30 days", or "none in 30 days". */
export function targetWords(target: {
  readonly code: string;
  readonly jobTypeName: string | null;
  readonly atMost: number;
  readonly days: number;
}): string {
  const where = target.jobTypeName === null ? target.code : `${target.code} on ${target.jobTypeName}`;
  const most = target.atMost === 0 ? 'none' : `at most ${target.atMost}`;
  return `${where}: ${most} in ${count(target.days, 'day')}`;
}
