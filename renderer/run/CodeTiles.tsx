import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
import type { Step } from '../../main/domain/procedure/checklist';
import { effectWords } from '../app/format';
import { Button } from '../kit/Button';
import { MoreTile, Tiles } from '../kit/Choice';
import { SearchField } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import { codeIcon } from './codeIcon';

/** How many codes are shown before the others are asked for. */
const firstTiles = 8;

export interface CodeTilesProps {
  view: CaseView;
  /** The step that is blocked. */
  step: Step;
  picked: string | null;
  pickedAt: string;
  busy: string | null;
  onPick: (code: string) => void;
}

/** Tiles with each code's consequence: those of this step and checklist first, the others behind one tile or a search. */
export function CodeTiles({ view, step, picked, pickedAt, busy, onPick }: CodeTilesProps) {
  const [isAll, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const codes = ordered(view, step);
  const found = codes.filter((c) =>
    `${c.code} ${c.meaning}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const first = codes.slice(0, codes.length > firstTiles + 1 ? firstTiles : codes.length);
  const pickedCode = codes.find((c) => c.code === picked);
  const short =
    pickedCode === undefined || first.includes(pickedCode) ? first : [pickedCode, ...first.slice(0, -1)];
  const shown = isAll ? found : short;
  return (
    <>
      {isAll && <SearchField label="Find a code" value={wanted} onChange={setWanted} autoFocus />}
      <Tiles
        label="Exception codes"
        tiles={shown.map((c) => ({
          id: c.code,
          code: c.code,
          label: c.meaning,
          note: busy === `code-${c.code}` ? 'Saving' : effectWords(c.effect),
          icon: codeIcon(c.code),
        }))}
        value={picked}
        onPick={onPick}
        pickedNote={`Recorded ${pickedAt}`}
        last={
          !isAll && codes.length > short.length ? (
            <MoreTile
              icon={Search}
              onPress={() => setAll(true)}
            >{`${codes.length - short.length} other codes`}</MoreTile>
          ) : undefined
        }
      />
      {isAll && found.length === 0 && (
        <EmptyState
          title="No code fits these letters."
          note="Clear the search to see all codes."
          action={<Button onPress={() => setWanted('')}>Clear the search</Button>}
        />
      )}
    </>
  );
}

/** Active codes a person can raise: the step's own first, then those the job type and checklist name, then the others. */
function ordered(view: CaseView, at: Step): ExceptionCode[] {
  const own = codeOf(at);
  const named = new Set([
    ...view.jobType.prerequisites.map((p) => p.code),
    ...view.steps.map(({ step }) => codeOf(step)).filter((c) => c !== undefined),
  ]);
  const rank = (c: ExceptionCode) => (c.code === own ? 0 : named.has(c.code) ? 1 : 2);
  return view.codes.filter((c) => c.active && c.kind === 'exception').sort((a, b) => rank(a) - rank(b));
}

/** The code a step raises by itself. */
function codeOf(step: Step): string | undefined {
  if (step.kind === 'pass-fail') return step.failCode;
  return step.kind === 'number' ? step.actCode : undefined;
}
