import type { SiteState } from '../procedure/site';
import type { Cause, Target } from './cause';
import type { About, LearningState } from './learning';

/** A remediation wherever it stands, as far as words about it need it. */
export type NamedRemediation = { readonly number: string; readonly title: string };

const most = 200;
const short = (text: string): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** A cause in words, or undefined when there is none of that id: "MAT-02 on Seal replacement, 3 times in 30 days". */
export function causeWords(
  site: SiteState,
  learning: LearningState,
  cause: Cause,
  remediationOf: (id: string) => NamedRemediation | undefined,
): string | undefined {
  switch (cause.kind) {
    case 'signal': {
      const s = learning.signals.get(cause.signal);
      const on = s && (site.jobTypes.get(s.jobType)?.name ?? 'a job type');
      return s && short(`${s.code} on ${on}, ${s.exceptions.length} times in ${days(s.days)}`);
    }
    case 'code': {
      const code = site.codes.get(cause.code);
      return code && short(`${code.code}, ${code.meaning}`);
    }
    case 'decision': {
      const d = learning.decisions.get(cause.decision);
      return d && short(`Review of ${d.month}: ${d.text}`);
    }
    case 'remediation': {
      const r = remediationOf(cause.remediation);
      return r && short(`${r.number}, ${r.title}`);
    }
  }
}

/** What a decision of the monthly review is about, in words. */
export function aboutWords(
  site: SiteState,
  learning: LearningState,
  about: About,
  remediationOf: (id: string) => NamedRemediation | undefined,
): string | undefined {
  if (about.kind === 'completeness') return 'Completeness of the records';
  if (about.kind === 'overdue') return 'What is overdue';
  return causeWords(site, learning, about, remediationOf);
}

/** The code a cause or a target is about, where it is about one. */
export function codeOfCause(
  learning: LearningState,
  cause: Cause | undefined,
  target: Target | undefined,
): string | undefined {
  if (target) return target.code;
  if (cause?.kind === 'code') return cause.code;
  if (cause?.kind === 'signal') return learning.signals.get(cause.signal)?.code;
  const about = cause?.kind === 'decision' ? learning.decisions.get(cause.decision)?.about : undefined;
  if (about?.kind === 'code') return about.code;
  return about?.kind === 'signal' ? learning.signals.get(about.signal)?.code : undefined;
}

const days = (n: number): string => (n === 1 ? '1 day' : `${n} days`);
