import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { QuestionAnswer } from '../../main/contract/insight';
import { count, listWords } from '../app/format';
import { Card } from '../kit/Card';
import { percent } from '../kit/charts/scale';
import { Status } from '../kit/Status';
import { NumberLink } from './NumberLink';
import { type Place, questionHref, recordsHref } from './place';
import { byOldest, few, itemsOf, lateWords, shortName, stallsMost, tooFew } from './words';

export interface QuestionsProps {
  answers: readonly QuestionAnswer[];
  place: Place;
  now: string;
}

/** The four questions with their answers, each number open to its records, each card to its table. */
export function Questions({ answers, place, now }: QuestionsProps) {
  return (
    <div className="ins-questions">
      {answers.map((answer) => (
        <AnswerCard key={answer.question} answer={answer} place={place} now={now} />
      ))}
    </div>
  );
}

function AnswerCard({ answer, place, now }: { answer: QuestionAnswer; place: Place; now: string }) {
  switch (answer.question) {
    case 'closed-without-evidence':
      return <Closed answer={answer} place={place} />;
    case 'codes':
      return <Codes answer={answer} place={place} />;
    case 'stalls':
      return <Stalls answer={answer} place={place} />;
    case 'overdue-reviews':
      return <Overdue answer={answer} place={place} now={now} />;
  }
}

type Answer<Q extends QuestionAnswer['question']> = Extract<QuestionAnswer, { question: Q }>;

interface CardProps {
  title: string;
  figure: ReactNode;
  /** What the figure is of, in one line. */
  first: ReactNode;
  second: ReactNode;
  href: string;
  go: string;
}

function QuestionCard({ title, figure, first, second, href, go }: CardProps) {
  return (
    <Card label={title} className="ins-question">
      <h2>{title}</h2>
      <div className="ins-question-figure">{figure}</div>
      <div className="ins-question-words">
        <b>{first}</b>
        <span>{second}</span>
      </div>
      <a className="ins-question-go" href={href}>
        {go}
        <ArrowRight className="k-icon" aria-hidden="true" />
      </a>
    </Card>
  );
}

function Closed({ answer, place }: { answer: Answer<'closed-without-evidence'>; place: Place }) {
  const { here, imported } = answer;
  const onlyImported = place.source === 'imported';
  const main = onlyImported ? imported : here;
  const side = { ...place, source: onlyImported ? ('imported' as const) : ('here' as const) };
  const without = { what: 'closed', evidence: 'without' } as const;
  return (
    <QuestionCard
      title="Closed without closure evidence"
      figure={
        <NumberLink href={recordsHref(without, side)} value={main.counted} says="without closure evidence" />
      }
      first={
        <>
          {'of '}
          <NumberLink href={recordsHref({ what: 'closed', evidence: 'any' }, side)} value={main.of} />
          {onlyImported ? ' closed in imported history' : ' closed here'}
        </>
      }
      second={
        place.source !== 'all' ? (
          onlyImported ? (
            'Records made here are not shown'
          ) : (
            'Imported history is not shown'
          )
        ) : imported.of === 0 ? (
          'No imported history in this period'
        ) : (
          <>
            <NumberLink
              href={recordsHref(without, { ...place, source: 'imported' })}
              value={imported.counted}
            />
            {` of ${imported.of.toLocaleString('en')} in imported history`}
          </>
        )
      }
      href={questionHref(answer.question, place)}
      go="See what is counted"
    />
  );
}

function Codes({ answer, place }: { answer: Answer<'codes'>; place: Place }) {
  const most = answer.rows[0];
  const repeats = most !== undefined && most.count > 1;
  return (
    <QuestionCard
      title="Code that repeats most"
      figure={
        repeats ? (
          <NumberLink
            href={recordsHref({ what: 'code', code: most.code }, place)}
            value={most.count}
            says={`with ${most.code}`}
          />
        ) : (
          <span className="ins-none">0</span>
        )
      }
      first={
        repeats ? (
          <span title={`${most.code} ${most.meaning}`}>
            <span className="mono">{most.code}</span> {most.meaning}
          </span>
        ) : (
          'No code was raised twice'
        )
      }
      second={
        repeats
          ? `of ${count(answer.total, 'exception')}. Remediation: ${most.ownerName}`
          : `${count(answer.total, 'exception')} raised`
      }
      href={questionHref(answer.question, place)}
      go="See codes and owners"
    />
  );
}

function Stalls({ answer, place }: { answer: Answer<'stalls'>; place: Place }) {
  const most = stallsMost(answer.rows);
  const enough = answer.rows.some((row) => row.runs >= few);
  const runs = (
    <>
      <NumberLink href={recordsHref({ what: 'runs', stalled: true }, place)} value={answer.site.counted} />
      {' of '}
      <NumberLink href={recordsHref({ what: 'runs' }, place)} value={answer.site.of} />
      {' runs of the site stalled'}
    </>
  );
  return (
    <QuestionCard
      title="Job type that stalls most"
      figure={
        most === null ? (
          <span className="ins-none">{enough ? '0%' : '–'}</span>
        ) : (
          <NumberLink
            href={recordsHref({ what: 'runs', jobType: most.jobType, stalled: true }, place)}
            value={most.stalled}
            says={`of the runs of ${most.name} stalled`}
          >
            {percent(most.stalled, most.runs)}
          </NumberLink>
        )
      }
      first={
        most !== null
          ? most.name
          : enough
            ? 'No job type stalled'
            : answer.site.of === 0
              ? 'No run in this period'
              : tooFew
      }
      second={
        most === null ? (
          runs
        ) : (
          <>
            {`${most.stalled.toLocaleString('en')} of `}
            <NumberLink
              href={recordsHref({ what: 'runs', jobType: most.jobType }, place)}
              value={most.runs}
            />
            {' runs stalled'}
          </>
        )
      }
      href={questionHref(answer.question, place)}
      go="See all job types"
    />
  );
}

function Overdue({ answer, place, now }: { answer: Answer<'overdue-reviews'>; place: Place; now: string }) {
  const rows = byOldest(answer.rows);
  const oldest = rows[0];
  const shown = rows.slice(0, 2).map((row) => `${shortName(row)} ${itemsOf(row)}`);
  return (
    <QuestionCard
      title="Owners overdue on post-review"
      figure={
        <NumberLink
          href={questionHref(answer.question, place)}
          value={rows.length}
          says="owners are overdue"
        />
      }
      first={
        oldest === undefined ? (
          'Nobody is late'
        ) : (
          <Status mark="late">
            <NumberLink
              href={recordsHref({ what: 'overdue', ofBreakGlass: true }, place)}
              value={answer.actions}
            >
              {count(answer.actions, 'action')}
            </NumberLink>
            {`, oldest ${lateWords(oldest.oldestDue, now)}`}
          </Status>
        )
      }
      second={
        oldest === undefined
          ? 'Every post-review action is done or in time'
          : rows.length > 2
            ? `${shown.join(', ')} and ${rows.length - 2} more`
            : listWords(shown)
      }
      href={questionHref(answer.question, place)}
      go="See owners"
    />
  );
}
