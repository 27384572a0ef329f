import { useState } from 'react';
import { useAsk } from '../api';
import { DropFilter } from '../kit/Picker';
import { DateTimeField } from '../kit/TextField';
import { type Period, type Place, periods, periodWords } from './place';

export interface FilterProps {
  place: Place;
  onChange: (place: Place) => void;
}

/** What the numbers are narrowed to: period, job type, whose records. */
export function Filter({ place, onChange }: FilterProps) {
  const offered = useAsk('insightScope', {}).data;
  const { from, to, job, ...rest } = place;
  const own = place.period === 'own' ? { ...(from ? { from } : {}), ...(to ? { to } : {}) } : {};
  const withJob = job === undefined ? {} : { job };
  const setPeriod = (period: Period) => onChange({ ...rest, ...withJob, period });
  return (
    <span className="k-filters ins-filters">
      <DropFilter
        label="Period"
        any="all time"
        value={place.period === 'all' ? null : place.period}
        onChange={(id) => setPeriod(periods.find((one) => one === id) ?? 'all')}
        options={periods.filter((one) => one !== 'all').map((id) => ({ id, label: periodWords(id) }))}
      />
      <DropFilter
        label="Job type"
        any="all"
        value={job ?? null}
        onChange={(id) => onChange({ ...rest, ...own, ...(id === null ? {} : { job: id }) })}
        options={(offered?.jobTypes ?? []).map(({ key, name, imported }) => ({
          id: key,
          label: name,
          ...(imported ? { note: 'Imported' } : {}),
        }))}
      />
      <DropFilter
        label="Records"
        any="all"
        value={place.source === 'all' ? null : place.source}
        onChange={(id) =>
          onChange({
            ...rest,
            ...own,
            ...withJob,
            source: id === 'here' || id === 'imported' ? id : 'all',
          })
        }
        options={[
          { id: 'here', label: 'Made here' },
          { id: 'imported', label: 'Imported' },
        ]}
      />
    </span>
  );
}

/** First and last day of a period of one's own, both counted. */
export function OwnDates({ place, onChange }: FilterProps) {
  const [from, setFrom] = useState(place.from ?? '');
  const [to, setTo] = useState(place.to ?? '');
  const { from: _from, to: _to, ...rest } = place;
  // The way back brings other days: the fields follow the address.
  const [followed, setFollowed] = useState(place);
  if (followed.from !== place.from || followed.to !== place.to) {
    setFollowed(place);
    setFrom(place.from ?? '');
    setTo(place.to ?? '');
  }
  const isTurned = from !== '' && to !== '' && to < from;
  const set = (first: string, last: string) => {
    setFrom(first);
    setTo(last);
    if (first !== '' && last !== '' && last < first) return;
    onChange({ ...rest, ...(first === '' ? {} : { from: first }), ...(last === '' ? {} : { to: last }) });
  };
  return (
    <div className="ins-dates">
      <DateTimeField kind="day" label="First day" value={from} onChange={(next) => set(next, to)} />
      <DateTimeField
        kind="day"
        label="Last day"
        value={to}
        onChange={(next) => set(from, next)}
        error={
          isTurned
            ? 'The last day is before the first. The numbers are still those of the days before.'
            : undefined
        }
      />
    </div>
  );
}
