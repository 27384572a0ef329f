import { useSearch } from '@tanstack/react-router';
import { Printer, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Dashboard, QuestionAnswer, Tile } from '../../main/contract/insight';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { clock, date } from '../app/format';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { EmptyState } from '../kit/Waiting';
import { InsightHead } from './InsightHead';
import { goTo, insightHref, type Place, placeOf, scopeOf } from './place';
import { Questions } from './Questions';
import { CodesTile, EvidenceTile, FirstTimeTile, OverdueTile, StallsTile, WeeklyTile } from './tiles';
import { type Export, useExport } from './useExport';
import './insight.css';

/** The four questions with their answers, and the measures under them, for one period on one page. */
export function InsightScreen() {
  const place = placeOf(useSearch({ strict: false }));
  const now = useNow(60_000);
  const scope = scopeOf(place, new Date(now));
  const offered = useAsk('insightScope', {});
  const asked = useAsk('dashboard', { scope });
  const file = useExport();
  const isNew = offered.data !== undefined && offered.data.first === null && offered.data.importedCases === 0;

  return (
    <Desk current="insight">
      <div className="ins-page k-scroll">
        <InsightHead
          title="Insight"
          place={place}
          onChange={(next) => goTo(insightHref(next))}
          at={asked.data?.at}
          isOld={asked.isPlaceholderData}
          actions={
            <>
              <span className="ins-note">Every number opens its records</span>
              <Button icon={Printer} onPress={() => window.print()}>
                Print
              </Button>
              <Button icon={Users} onPress={() => goTo('#/monthly-review')}>
                Monthly review
              </Button>
            </>
          }
        />
        {file.said}
        {isNew ? (
          <EmptyState
            title="There is nothing to count yet."
            note="When work orders run and close here, or history is imported, the four questions are answered here: closed without closure evidence, codes that repeat, job types that stall, owners overdue on post-review."
          />
        ) : (
          <Asked asked={asked} label="Counting">
            {(data) => (
              <>
                {isBare(data) && <Bare place={place} from={scope.from} first={offered.data?.first ?? null} />}
                <Board data={data} place={place} now={now} file={file} />
              </>
            )}
          </Asked>
        )}
      </div>
    </Desk>
  );
}

/** Whether nothing at all falls in the period. */
function isBare(data: Dashboard): boolean {
  return (
    data.overdue.rows.length === 0 &&
    data.firstTimeFix.rate.of === 0 &&
    data.evidence.slots.of === 0 &&
    data.questions.every((answer) => {
      if (answer.question === 'closed-without-evidence') return answer.here.of + answer.imported.of === 0;
      if (answer.question === 'stalls') return answer.site.of === 0;
      return answer.rows.length === 0;
    })
  );
}

function Bare({ place, from, first }: { place: Place; from: string | undefined; first: string | null }) {
  const isNarrow = place.job !== undefined || place.source !== 'all' || place.period === 'own';
  if (!isNarrow && first !== null && (from === undefined || first >= from))
    return (
      <div className="ins-bare" role="status">
        <span>
          <strong>Nothing to count yet.</strong> Work is open. Once runs start, stall, break the glass and
          close, the numbers stand here.
        </span>
      </div>
    );
  return (
    <div className="ins-bare" role="status">
      <span>
        <strong>Nothing fits the filters.</strong>
        {first !== null && ` The first record is of ${date(first)}.`}
      </span>
      <Button onPress={() => goTo(insightHref({ period: 'all', source: 'all' }))}>Show all records</Button>
    </div>
  );
}

/** The answer to one question of the dashboard, drawn by `children`. */
function answerTo<Q extends QuestionAnswer['question']>(data: Dashboard, question: Q) {
  return data.questions.find(
    (one): one is Extract<QuestionAnswer, { question: Q }> => one.question === question,
  );
}

function Board({ data, place, now, file }: { data: Dashboard; place: Place; now: string; file: Export }) {
  const save = (tile: Tile) => () => file.give({ tile }, scopeOf(place, new Date(now)));
  const codes = answerTo(data, 'codes');
  const stalls = answerTo(data, 'stalls');
  const row = (name: string, tiles: ReactNode) => <div className={`ins-row ins-row-${name}`}>{tiles}</div>;
  return (
    <div className="ins-board">
      <Questions answers={data.questions} place={place} now={now} />
      {row(
        'second',
        <>
          <FirstTimeTile data={data.firstTimeFix} place={place} onExport={save('first-time-fix')} />
          {codes !== undefined && (
            <CodesTile data={codes} place={place} onExport={save('exceptions-by-code')} />
          )}
          {stalls !== undefined && <StallsTile data={stalls} place={place} onExport={save('stall-rate')} />}
        </>,
      )}
      {row(
        'third',
        <>
          <WeeklyTile data={data.weekly} place={place} now={now} onExport={save('weekly')} />
          <EvidenceTile data={data.evidence} place={place} onExport={save('evidence')} />
          <OverdueTile data={data.overdue} place={place} now={now} onExport={save('overdue')} />
        </>,
      )}
      <p className="ins-paper">{`Counted ${date(data.at)}, ${clock(data.at)}.`}</p>
    </div>
  );
}
