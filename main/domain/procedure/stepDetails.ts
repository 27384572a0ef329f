import type { Step } from './checklist';
import { joined, kindWords, needWords, rangeWords } from './wording';

/** One property of a step before and after, as words; absent where the step itself was not there. */
export type Detail = { readonly label: string; readonly before?: string; readonly after?: string };

/**
 * The properties in which two steps differ, in words. With one side undefined (added, removed) it lists what the other
 * has. Every property of a step is named here, so that no change of a document goes unseen.
 */
export function stepDetails(before: Step | undefined, after: Step | undefined): Detail[] {
  const was = before ? properties(before) : new Map<string, string>();
  const now = after ? properties(after) : new Map<string, string>();
  const details: Detail[] = [];
  for (const label of new Set([...was.keys(), ...now.keys()])) {
    const [a, b] = [was.get(label), now.get(label)];
    if (a === b) continue;
    details.push({
      label,
      ...(before ? { before: a ?? 'none' } : {}),
      ...(after ? { after: b ?? 'none' } : {}),
    });
  }
  return details;
}

/** Every property that is set, by its label on screen. */
function properties(step: Step): Map<string, string> {
  const out = new Map<string, string>();
  const set = (label: string, value: string | undefined) => {
    if (value !== undefined && value !== '') out.set(label, value);
  };
  set('Title', step.title);
  set('Kind', kindWords[step.kind]);
  set('What to do', step.say);
  switch (step.kind) {
    case 'pass-fail':
      set('Code when it fails', step.failCode);
      break;
    case 'choice':
      set('Options', step.options.map((o) => `${o.label} (${o.id})`).join(' · '));
      break;
    case 'number':
      set('Measures', step.measures);
      set('Unit', step.unit);
      set('Decimals', String(step.decimals));
      set('Limits', rangeWords(step.limits));
      set('Act', rangeWords(step.act));
      set('Warn', rangeWords(step.warn));
      set('Code in the act band', step.actCode);
      break;
    case 'text':
      set('Lines', step.multiline === true ? 'several' : 'one');
      break;
    case 'signature':
      set('Statement', step.statement);
      break;
    case 'gate':
      set('Approval', needWords(step.need));
      set('Break-glass', step.breakGlass === 'never' ? 'never' : 'allowed, with a post-review');
      break;
    case 'confirm':
    case 'photo':
    case 'file':
      break;
  }
  const slots = step.evidence ?? [];
  set(
    'Evidence',
    slots.length === 0 ? undefined : joined(slots.map((s) => `${s.count} × ${s.label} (${s.kind}, ${s.id})`)),
  );
  return out;
}
