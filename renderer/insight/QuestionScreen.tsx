import { useParams, useSearch } from '@tanstack/react-router';
import { FileDown, PackagePlus, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Question, QuestionAnswer } from '../../main/contract/insight';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count } from '../app/format';
import { newPackHref, useMakesPacks } from '../app/packLink';
import { questionTitle } from '../app/questionTitle';
import { useNow } from '../app/useNow';
import { Button } from '../kit/Button';
import { PageBody, PageHead } from '../kit/DeskShell';
import { EmptyState } from '../kit/Waiting';
import { InsightHead } from './InsightHead';
import { goTo, insightHref, type Place, placeOf, questionHref, questionOf, scopeOf } from './place';
import { ClosedTable, CodesTable, OwnersTable, StallsTable } from './tables';
import { useExport } from './useExport';
import { ofWords, rateWords } from './words';
import './insight.css';

/** One of the four questions: what is counted, of how many, and the whole answer as a table. */
export function QuestionScreen() {
  const { question: name }: { question?: string } = useParams({ strict: false });
  const question = questionOf(name);
  if (question !== null) return <Asking question={question} />;
  return (
    <Desk current="insight">
      <PageHead title="Insight" />
      <PageBody>
        <EmptyState
          title="There is no such question."
          note="Insight answers four: open it and choose one."
          action={<a href="#/insight">Open insight</a>}
        />
      </PageBody>
    </Desk>
  );
}

function Asking({ question }: { question: Question }) {
  const place = placeOf(useSearch({ strict: false }));
  const now = useNow(60_000);
  const scope = scopeOf(place, new Date(now));
  const asked = useAsk('question', { question, scope });
  const file = useExport();
  const mayPack = useMakesPacks();
  return (
    <Desk current="insight">
      <div className="ins-page k-scroll">
        <InsightHead
          title={questionTitle[question]}
          kicker={<a href={insightHref(place)}>Insight</a>}
          place={place}
          onChange={(next) => goTo(questionHref(question, next))}
          actions={
            <>
              <Button icon={Printer} onPress={() => window.print()}>
                Print
              </Button>
              <Button icon={FileDown} isPending={file.busy} onPress={() => file.give({ question }, scope)}>
                Export as CSV
              </Button>
              {mayPack && (
                <Button
                  icon={PackagePlus}
                  onPress={() =>
                    goTo(
                      newPackHref({
                        kind: 'question',
                        question,
                        ...(scope.from === undefined ? {} : { from: scope.from }),
                        ...(scope.to === undefined ? {} : { until: scope.to }),
                      }),
                    )
                  }
                >
                  Make an audit pack
                </Button>
              )}
            </>
          }
        />
        {file.said}
        <Asked asked={asked} label="Counting">
          {(answer) =>
            // While another question is read, the answer that stays is to the one before.
            answer.question === question && <Answered answer={answer} place={place} now={now} />
          }
        </Asked>
      </div>
    </Desk>
  );
}

function Answered({ answer, place, now }: { answer: QuestionAnswer; place: Place; now: string }) {
  const { table, of, empty } = shown(answer, place, now);
  return (
    <div className="ins-answer">
      <p className="ins-definition-line measure">{answer.definition}</p>
      <p className="ins-of">{of}</p>
      {empty === null ? table : <EmptyState title={empty.title} note={empty.note} />}
    </div>
  );
}

type Shown = {
  readonly table: ReactNode;
  readonly of: string;
  readonly empty: { readonly title: string; readonly note: string } | null;
};

function shown(answer: QuestionAnswer, place: Place, now: string): Shown {
  switch (answer.question) {
    case 'closed-without-evidence': {
      const closed = answer.here.of + answer.imported.of;
      return {
        table: <ClosedTable answer={answer} place={place} />,
        of: `${(answer.here.counted + answer.imported.counted).toLocaleString('en')} of ${count(closed, 'closed record')} without closure evidence.`,
        empty:
          closed > 0
            ? null
            : {
                title: 'Nothing is closed in this period.',
                note: 'Closed work orders and imported cases are counted here, with evidence and without.',
              },
      };
    }
    case 'codes':
      return {
        table: <CodesTable rows={answer.rows} place={place} />,
        of: `${count(answer.total, 'exception')} raised with ${count(answer.rows.length, 'code')}.`,
        empty:
          answer.rows.length > 0
            ? null
            : {
                title: 'No exception was raised in this period.',
                note: 'When a step is blocked, its code is counted here with who owns the remediation.',
              },
      };
    case 'stalls':
      return {
        table: <StallsTable rows={answer.rows} place={place} />,
        of: `${ofWords(answer.site)} runs of the site stalled: ${rateWords(answer.site)}.`,
        empty:
          answer.rows.length > 0
            ? null
            : {
                title: 'No run was made in this period.',
                note: 'Once runs are started, each job type stands here with how many of them stalled.',
              },
      };
    case 'overdue-reviews':
      return {
        table: <OwnersTable rows={answer.rows} place={place} now={now} ofBreakGlass />,
        of: `${count(answer.actions, 'action')} overdue, of ${count(answer.rows.length, 'owner')}.`,
        empty:
          answer.rows.length > 0
            ? null
            : {
                title: 'Nobody is overdue on a post-review action.',
                note: 'A review after break-glass, or the remediation it opened, stands here once its due time has passed.',
              },
      };
  }
}
