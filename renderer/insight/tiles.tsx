import type { Dashboard, QuestionAnswer } from '../../main/contract/insight';
import { count } from '../app/format';
import { BarList } from '../kit/charts/BarList';
import { Bars } from '../kit/charts/Bars';
import { ControlChart } from '../kit/charts/ControlChart';
import type { ControlPoint } from '../kit/charts/marks';
import { Sparkline } from '../kit/charts/Sparkline';
import { leading, percent } from '../kit/charts/scale';
import { Chip } from '../kit/Status';
import { NumberLink } from './NumberLink';
import { type Place, questionHref, recordsHref } from './place';
import { Nothing, Tile } from './Tile';
import {
  CodesTable,
  EvidenceTable,
  evidenceRows,
  FirstTimeTable,
  OwnersTable,
  StallsTable,
  WeeksTable,
} from './tables';
import { placeOfTime, runsOf, spanWords, together, weekNumber, weekSpan } from './weeks';
import { byRate, few, itemsOf, ofWords, rateOf, rateWords, tooFew } from './words';

export interface TileOf<T> {
  data: T;
  place: Place;
  onExport: () => void;
}

type Answer<Q extends QuestionAnswer['question']> = Extract<QuestionAnswer, { question: Q }>;

/** First-time fix: one figure, and how it went by the week of closing. */
export function FirstTimeTile({ data, place, onExport }: TileOf<Dashboard['firstTimeFix']>) {
  const { rate, weeks, releases, definition } = data;
  const { size, spans } = together(weeks);
  const marks = releases.flatMap(({ at, words }) => {
    const where = placeOfTime(at, spans);
    return where === null ? [] : [{ at: where, words }];
  });
  const change = changeSince(spans, releases);
  return (
    <Tile
      title="First-time fix"
      caption="proxy"
      definition={definition}
      table={<FirstTimeTable rows={weeks} place={place} />}
      onExport={onExport}
    >
      {rate.of === 0 ? (
        <Nothing
          title="Nothing is closed in this period."
          note="When work orders close, this says how many needed no second try."
        />
      ) : (
        <>
          <div className={rate.of < few ? 'ins-few' : 'ins-big'}>
            {rate.of < few ? (
              tooFew
            ) : (
              <NumberLink
                href={recordsHref({ what: 'first-time', fixed: true }, place)}
                value={rate.counted}
                says="fixed the first time"
              >
                {percent(rate.counted, rate.of).replace('%', '')}
                <small>%</small>
              </NumberLink>
            )}
          </div>
          <p className="ins-tile-words">
            {change !== null && `${change} `}
            <NumberLink href={recordsHref({ what: 'first-time', fixed: true }, place)} value={rate.counted} />
            {' of '}
            <NumberLink href={recordsHref({ what: 'first-time' }, place)} value={rate.of} />
            {' closed at the first try.'}
          </p>
          {spans.filter((span) => span.of >= few).length > 1 && (
            <Sparkline
              label={`First-time fix by ${size === 1 ? 'week' : `${size} weeks`}`}
              marks={marks}
              points={spans.map((span) => ({
                id: span.from,
                value: rateOf(span),
                href: recordsHref({ what: 'first-time' }, place, [span.from, span.to]),
                name: `${spanWords(span.from, span.to)}: ${rateWords(span)}, ${ofWords(span)}`,
              }))}
            />
          )}
        </>
      )}
    </Tile>
  );
}

/** "Up 7 points since …": before and after the newest release that has enough cases on both sides. */
function changeSince(
  spans: readonly { readonly from: string; readonly counted: number; readonly of: number }[],
  releases: Dashboard['firstTimeFix']['releases'],
): string | null {
  for (const { at, words } of releases.toReversed()) {
    const sum = (of: typeof spans) => ({
      counted: of.reduce((total, one) => total + one.counted, 0),
      of: of.reduce((total, one) => total + one.of, 0),
    });
    const before = rateOf(sum(spans.filter((span) => span.from < at)));
    const after = rateOf(sum(spans.filter((span) => span.from >= at)));
    if (before === null || after === null) continue;
    const points = Math.round(after - before);
    if (points === 0) return `As before ${words}.`;
    return `${points > 0 ? 'Up' : 'Down'} ${count(Math.abs(points), 'point')} since ${words}.`;
  }
  return null;
}

const bars = 5;

/** Exceptions by code, largest first, with who owns the remediation. */
export function CodesTile({ data, place, onExport }: TileOf<Answer<'codes'>>) {
  const { rows, total, definition } = data;
  const shown = rows.length > bars + 1 ? rows.slice(0, bars) : rows;
  const others = rows.slice(shown.length);
  const rest = others.reduce((sum, row) => sum + row.count, 0);
  const lead = leading(
    shown.map((row) => row.count),
    total,
  );
  const hasShares = total >= few && rows.length > 1;
  const together = shown.slice(0, lead).reduce((sum, row) => sum + row.count, 0);
  return (
    <Tile
      title="Exceptions by code"
      caption={total === 0 ? undefined : `${total.toLocaleString('en')} raised, with owner`}
      definition={definition}
      table={<CodesTable rows={rows} place={place} isSmall />}
      onExport={onExport}
    >
      {total === 0 ? (
        <Nothing
          title="No exception was raised in this period."
          note="When a step is blocked, its code is counted here with who owns the remediation."
        />
      ) : (
        <Bars
          label="Exceptions by code"
          total={total}
          hasShares={hasShares}
          lead={hasShares ? lead : 0}
          finding={
            hasShares && lead > 0 && lead < rows.length
              ? `${percent(together, total)} in ${lead === 1 ? 'one code' : `${numberWord(lead)} codes`}`
              : undefined
          }
          items={[
            ...shown.map((row) => ({
              id: row.code,
              label: row.code,
              note: row.ownerName,
              value: row.count,
              href: recordsHref({ what: 'code', code: row.code }, place),
              name: `${row.code} ${row.meaning}: ${row.count} of ${total}, remediation owned by ${row.ownerName}`,
            })),
            ...(others.length === 0
              ? []
              : [
                  {
                    id: 'other',
                    label: 'Other',
                    note: count(others.length, 'code'),
                    value: rest,
                    href: questionHref('codes', place),
                    name: `${count(others.length, 'other code')}: ${rest} of ${total}`,
                  },
                ]),
          ]}
        />
      )}
    </Tile>
  );
}

function numberWord(n: number): string {
  return ['no', 'one', 'two', 'three', 'four', 'five', 'six'][n] ?? String(n);
}

/** Stall rate of each job type against the site's. */
export function StallsTile({ data, place, onExport }: TileOf<Answer<'stalls'>>) {
  const site = rateOf(data.site);
  const rows = byRate(data.rows);
  const most = rows.length > 6 ? 5 : 6;
  return (
    <Tile
      title="Stall rate by job type"
      caption={
        site !== null
          ? `line: site, ${rateWords(data.site)}`
          : data.site.of > 0
            ? `site: ${ofWords(data.site)}`
            : undefined
      }
      definition={data.definition}
      table={<StallsTable rows={data.rows} place={place} />}
      onExport={onExport}
    >
      {rows.length === 0 ? (
        <Nothing
          title="No run was made in this period."
          note="Once runs are started, each job type stands here with how many of them stalled."
        />
      ) : (
        <>
          <BarList
            label="Stall rate by job type"
            line={site === null ? undefined : { value: site, words: `site ${rateWords(data.site)}` }}
            rows={rows.slice(0, most).map((row) => {
              const rate = rateOf({ counted: row.stalled, of: row.runs });
              return {
                id: `${row.jobType} ${row.imported}`,
                label: row.imported ? `${row.name} (imported)` : row.name,
                value: rate,
                words: rate === null ? String(row.stalled) : percent(row.stalled, row.runs),
                of: `of ${row.runs.toLocaleString('en')}`,
                href: recordsHref(
                  { what: 'runs', jobType: row.jobType, ...(row.stalled > 0 ? { stalled: true } : {}) },
                  place,
                ),
                isHigh: rate !== null && site !== null && rate > site,
              };
            })}
          />
          {rows.length > most && (
            <p className="ins-more">{`${count(rows.length - most, 'more job type')} in the table.`}</p>
          )}
        </>
      )}
    </Tile>
  );
}

/** Exceptions by week against mean and limits: where it drifts, and where it left its limits. */
export function WeeklyTile({ data, place, now, onExport }: TileOf<Dashboard['weekly']> & { now: string }) {
  const { weeks, mean, upper, lower, enough, words, definition } = data;
  const runs = enough ? runsOf(weeks, mean) : [];
  const drift = runs[runs.length - 1];
  const isQuiet = !enough && weeks.every((one) => one.exceptions === 0);
  const outside = weeks.filter((one) => one.signal === 'beyond-limit').length;
  const points = weeks.map((one, place_): ControlPoint => {
    const number = weekNumber(one.week);
    const { span, words: days } = weekSpan(one.week);
    const isOpen = span[1] > now;
    const isEdge = place_ === 0 || place_ === weeks.length - 1;
    return {
      id: one.week,
      label: isEdge ? `wk ${number}` : String(number),
      value: one.exceptions,
      mark: isOpen ? 'open' : shapeOf[one.signal],
      href: recordsHref({ what: 'week', week: one.week }, place),
      name: `Week ${number}, ${days}: ${count(one.exceptions, 'exception')}${isOpen ? ' so far' : ''}`,
      tag: `Week ${number}: ${one.exceptions.toLocaleString('en')}`,
    };
  });
  return (
    <Tile
      title="Exceptions by week"
      chip={
        drift !== undefined ? (
          <Chip mark="warn">{`Drift since week ${weekNumber(weeks[drift.from]?.week ?? '')}`}</Chip>
        ) : (
          outside > 0 && <Chip mark="stop">{`${count(outside, 'week')} outside the limits`}</Chip>
        )
      }
      definition={definition}
      table={<WeeksTable rows={weeks} place={place} />}
      onExport={onExport}
      className="ins-weekly"
    >
      {isQuiet ? (
        <Nothing
          title={`${words}.`}
          note="Exceptions are counted from Monday to Sunday. With mean and limits it shows here what is unusual."
        />
      ) : (
        <>
          <p className="ins-tile-words">{`${words}.`}</p>
          <ControlChart
            label="Exceptions by week"
            points={points}
            lines={
              enough
                ? {
                    mean: { value: mean, words: `Mean ${oneDigit(mean)}` },
                    upper: { value: upper, words: `Upper limit ${oneDigit(upper)}` },
                    lower: { value: lower, words: `Lower limit ${oneDigit(lower)}` },
                  }
                : undefined
            }
            bands={runs.map((run) => ({
              from: run.from,
              to: run.to,
              words: `Drift: ${run.to - run.from + 1} weeks in a row ${run.above ? 'above' : 'below'} the mean`,
            }))}
          />
        </>
      )}
    </Tile>
  );
}

const shapeOf = { none: 'plain', run: 'run', 'beyond-limit': 'outside' } as const;

function oneDigit(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}

/** How complete the evidence is: slots that were due, and closures. */
export function EvidenceTile({ data, place, onExport }: TileOf<Dashboard['evidence']>) {
  return (
    <Tile
      title="Evidence"
      definition={data.definition}
      table={<EvidenceTable rows={data} place={place} />}
      onExport={onExport}
    >
      {data.slots.of === 0 && data.closures.of === 0 ? (
        <Nothing
          title="No evidence was due in this period."
          note="Steps that ask for a photo or file are counted here, filled or not."
        />
      ) : (
        <dl className="ins-evidence">
          {evidenceRows(data).map((row) => (
            <div key={row.id}>
              <dt>{row.name}</dt>
              <dd className={row.rate.of < few ? 'ins-few' : 'ins-middle'}>
                {row.rate.of < few ? (
                  tooFew
                ) : (
                  <NumberLink href={recordsHref(row.full, place)} value={row.rate.counted}>
                    {rateWords(row.rate)}
                  </NumberLink>
                )}
              </dd>
              <dd className="ins-tile-words">
                <NumberLink href={recordsHref(row.full, place)} value={row.rate.counted} />
                {' of '}
                <NumberLink href={recordsHref(row.all, place)} value={row.rate.of} />
                {row.rate.of > row.rate.counted && (
                  <>
                    {', '}
                    <NumberLink
                      href={recordsHref(row.missing, place)}
                      value={row.rate.of - row.rate.counted}
                    />
                    {' missing'}
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Tile>
  );
}

/** Who is late with what, the longest first. */
export function OverdueTile({ data, place, now, onExport }: TileOf<Dashboard['overdue']> & { now: string }) {
  const { rows, definition } = data;
  const items = rows.reduce((sum, row) => sum + itemsOf(row), 0);
  const most = 5;
  return (
    <Tile
      title="Overdue by owner"
      caption={items === 0 ? undefined : count(items, 'item')}
      definition={definition}
      table={<OwnersTable rows={rows} place={place} now={now} />}
      onExport={onExport}
      isTable={rows.length <= most}
    >
      {rows.length === 0 ? (
        <Nothing
          title="Nobody is late."
          note="Exceptions, reviews and fixes past their due time stand here with their owner."
        />
      ) : (
        <div className="ins-tile-table ins-overdue k-scroll">
          <OwnersTable rows={rows} place={place} now={now} most={most} />
        </div>
      )}
    </Tile>
  );
}
