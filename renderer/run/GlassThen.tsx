import { BellRing, ClipboardCheck, Hourglass, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CaseView } from '../../main/contract/answers';
import { plusMinutes } from '../../main/domain/entry';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import { missingApprovals, type PlacedStep } from '../../main/domain/run/nextStep';
import { listWords, nearTime, ownerWords, quorumWords } from '../app/format';

/** The window, who is skipped, and what opens by itself, with owner and due time. */
export function GlassThen({
  view,
  place,
  code,
  now,
}: {
  view: CaseView;
  place: PlacedStep;
  code: ExceptionCode | undefined;
  now: string;
}) {
  const rule = code?.glass;
  const gate = place.step.kind === 'gate' ? place.step : undefined;
  const need = gate === undefined ? [] : missingApprovals(view.state, gate);
  const skipped = need.flatMap(({ role }) => view.roleHolders[role]);
  const items: { icon: ReactNode; title: string; words: string }[] = [
    {
      icon: <Hourglass className="k-icon" aria-hidden="true" />,
      title:
        rule === undefined
          ? 'A short window'
          : `${rule.windowMinutes} minutes, until ${nearTime(plusMinutes(now, rule.windowMinutes), now)}`,
      words: 'It ends by itself. All that is done in it is marked, on screen and in the closure.',
    },
    {
      icon: <BellRing className="k-icon" aria-hidden="true" />,
      title:
        skipped.length === 0
          ? 'Nobody is skipped'
          : `${listWords([...new Set(skipped)])} ${skipped.length === 1 ? 'is' : 'are'} skipped, and told`,
      words:
        need.length === 0
          ? 'The owner of the exception sees it.'
          : `The gate still needs ${quorumWords(need)} when the window has ended.`,
    },
    {
      icon: <ClipboardCheck className="k-icon" aria-hidden="true" />,
      title: 'A post-review opens by itself',
      words: `Somebody who had no part in it decides whether it was justified${rule === undefined ? '' : `, by ${nearTime(plusMinutes(now, rule.reviewDueMinutes), now)}`}. The work order cannot close before.`,
    },
    {
      icon: <Wrench className="k-icon" aria-hidden="true" />,
      title: 'A remediation task opens by itself',
      words:
        rule === undefined
          ? 'What makes the next use unnecessary.'
          : `Owner: ${ownerWords(rule.remediationOwner, view.names, view.roleHolders)}, due ${nearTime(plusMinutes(now, rule.remediationDueMinutes), now)}.`,
    },
  ];
  return (
    <ul className="glass-then">
      {items.map((item) => (
        <li key={item.title}>
          {item.icon}
          <span>
            <b>{item.title}</b>
            <span className="text-2">{item.words}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
