import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CaseView } from '../../main/contract/answers';
import type { ExceptionCode } from '../../main/domain/procedure/catalogue';
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
  picked: string | null;
  pickedAt: string;
  busy: string | null;
  onPick: (code: string) => void;
}

/** Tiles with each code's consequence: those of this checklist first, the others behind one tile or a search. */
export function CodeTiles({ view, picked, pickedAt, busy, onPick }: CodeTilesProps) {
  const [isAll, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const codes = ordered(view);
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

/** Active codes a person can raise; the ones this job type and checklist name come first. */
function ordered(view: CaseView): ExceptionCode[] {
  const named = new Set<string>(view.jobType.prerequisites.map((p) => p.code));
  for (const { step } of view.steps) {
    if (step.kind === 'pass-fail' && step.failCode !== undefined) named.add(step.failCode);
    if (step.kind === 'number' && step.actCode !== undefined) named.add(step.actCode);
  }
  const rank = (c: ExceptionCode) => (named.has(c.code) ? 0 : 1);
  return view.codes.filter((c) => c.active && c.kind === 'exception').sort((a, b) => rank(a) - rank(b));
}
