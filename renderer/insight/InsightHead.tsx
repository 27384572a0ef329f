import type { ReactNode } from 'react';
import { useAsk } from '../api';
import { clock, date, dateTime } from '../app/format';
import { useNow } from '../app/useNow';
import { Filter, OwnDates } from './Filter';
import { type Place, periodWords, scopeOf } from './place';

export interface InsightHeadProps {
  title: string;
  /** Over the title: the way back. */
  kicker?: ReactNode;
  place: Place;
  onChange: (place: Place) => void;
  actions?: ReactNode;
  /** When what is shown was counted. */
  at?: string | undefined;
  /** What is shown is still that of the filters before. */
  isOld?: boolean;
}

/** Title, what the numbers are narrowed to, and what can be done; on paper the same as a line of words. */
export function InsightHead({ title, kicker, place, onChange, actions, at, isOld }: InsightHeadProps) {
  const status = useAsk('status', {}).data;
  const jobTypes = useAsk('insightScope', {}).data?.jobTypes ?? [];
  const now = useNow(60_000);
  const { from, to } = scopeOf(place, new Date(now));
  const job = jobTypes.find((one) => one.key === place.job)?.name ?? place.job ?? 'all job types';
  const source = { all: 'all records', here: 'made here', imported: 'imported' }[place.source];
  const last = to === undefined ? now : new Date(Date.parse(to) - 1).toISOString();
  const days = from === undefined ? `until ${date(last)}` : `${date(from)} to ${date(last)}`;
  return (
    <>
      <header className="ins-head" data-lines={kicker === undefined ? undefined : 'two'}>
        <div className="ins-title">
          {kicker !== undefined && <div className="ins-kicker">{kicker}</div>}
          <h1>{title}</h1>
        </div>
        <Filter place={place} onChange={onChange} />
        {isOld === true && at !== undefined && (
          <span className="ins-note" role="status">{`Counting; shown is that of ${clock(at)}`}</span>
        )}
        {actions !== undefined && <div className="ins-acts">{actions}</div>}
      </header>
      {place.period === 'own' && <OwnDates place={place} onChange={onChange} />}
      <p className="ins-paper">
        {[
          status?.site?.name,
          `${periodWords(place.period)}, ${days}`,
          job,
          source,
          `printed ${dateTime(now)}`,
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
    </>
  );
}
