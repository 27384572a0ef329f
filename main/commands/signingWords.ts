import type { CommandName } from '../contract/commands';
import type { Line } from '../contract/signing';
import { type Meaning, meaningWords } from '../domain/entry';
import { numberedSteps } from '../domain/procedure/checklist';
import type { World } from './world';

/** What a signature says in words: the title of the deed, its meaning with all that the person decided, and the button. */
export type SigningWords = {
  readonly title: (signed: string) => string;
  readonly says: readonly Line[];
  readonly deed: string;
};

const small = (words: string): string => words.charAt(0).toLocaleLowerCase('en') + words.slice(1);
const meaning = (of: Meaning, says: string): Line => ({
  label: 'Meaning',
  value: `${meaningWords[of]}: ${says}`,
});

const verdictWords: Readonly<Record<string, string>> = {
  justified: 'Justified',
  'not-justified': 'Not justified',
  unclear: 'Unclear, the review stays open',
};

/** Made from the parsed arguments that will be recorded, so that nobody signs one thing and is shown another. */
export function wordsFor(
  world: World,
  name: CommandName,
  given: Readonly<Record<string, unknown>>,
): SigningWords {
  const text = (key: string): string => String(given[key] ?? '');
  switch (name) {
    case 'approveGate':
      return {
        title: (signed) => `approval of “${signed}”`,
        says: [meaning('approved', 'what is recorded so far is in order, and work may pass this gate.')],
        deed: 'Sign approval',
      };
    case 'rejectGate': {
      const { document, state } = documentOf(world, text('workOrder'));
      const back = document && numberedSteps(document).find((s) => s.step.id === text('backTo'));
      const code = world.site.codes.get(text('code'));
      return {
        title: (signed) => `rejection of “${signed}”`,
        says: [
          meaning('rejected', 'work may not pass this gate, and goes back.'),
          { label: 'Code', value: `${text('code')} ${code?.meaning ?? ''}`.trim() },
          { label: 'Why', value: text('why') },
          { label: 'Back to', value: back ? `${back.no}, ${back.step.title}` : text('backTo') },
          {
            label: 'Void then',
            value: `${back ? `Step ${back.no} and all after it in ${state.workOrder?.number ?? ''}` : 'All after it'}, with what was signed there`,
          },
        ],
        deed: 'Sign rejection',
      };
    }
    case 'decideReview':
      return {
        title: (signed) => `verdict of ${small(signed)}`,
        says: [
          meaning('verdict', 'I took no part in it, and this is what I found.'),
          { label: 'Verdict', value: verdictWords[text('verdict')] ?? text('verdict') },
          { label: 'Found', value: text('comment') },
        ],
        deed: 'Sign verdict',
      };
    case 'closeWorkOrder': {
      const { jobType } = documentOf(world, text('workOrder'));
      const confirmed = Array.isArray(given.acceptance) ? (given.acceptance as string[]) : [];
      return {
        title: small,
        says: [
          meaning('closed', 'what this work order was opened for is reached.'),
          ...(jobType?.acceptance ?? [])
            .filter(({ id }) => confirmed.includes(id))
            .map((one) => ({ label: 'Confirmed', value: one.text })),
          { label: 'Result', value: text('result') },
        ],
        deed: 'Sign closure',
      };
    }
    case 'releaseChecklist':
      return {
        title: small,
        says: [meaning('released', 'I read what changes, I wrote none of it, and new runs shall follow it.')],
        deed: 'Sign the release',
      };
    case 'approveErasure':
      return {
        title: small,
        says: [
          meaning(
            'erased',
            'I read what goes and what stays, the authority requires it, and it shall go for good.',
          ),
        ],
        deed: 'Sign the erasure',
      };
    default:
      return {
        title: (signed) => `“${signed}”`,
        says: [meaning('performed', 'what is stated above is mine, and so it is.')],
        deed: 'Sign this step',
      };
  }
}

function documentOf(world: World, workOrder: string) {
  const state = world.caseOf(workOrder);
  return { state, document: world.documentFor(state), jobType: world.jobTypeFor(state) };
}
