import type { CaseView } from '../../main/contract/answers';
import type { ReadinessItem } from '../../main/domain/closure/readiness';
import type { Role } from '../../main/domain/entry';
import { clock } from '../app/format';
import { Card, CardList, CardRow } from '../kit/Card';
import { Mark, type MarkName } from '../kit/Mark';
import { Hidden } from '../kit/Status';

/** What a closure needs: what is missing first, each a link to where it is settled, then what is ready, from the ledger. */
export function Readiness({ view, role }: { view: CaseView; role: Role }) {
  const missing = view.state.closure === undefined ? view.readiness.filter((item) => !item.done) : [];
  const ready = view.readiness.filter((item) => item.done);
  return (
    <>
      {missing.length > 0 && (
        <section>
          <div className="clo-head">
            <h2>{`Missing, ${missing.length}`}</h2>
            <span className="t-note">Each opens where it is settled</span>
          </div>
          <Card isFlush label="Missing">
            <CardList label="Missing">
              {missing.map((item) => (
                <Missing key={item.id} item={item} view={view} role={role} />
              ))}
            </CardList>
          </Card>
        </section>
      )}
      <section>
        <div className="clo-head">
          <h2>{`Ready, ${ready.length}`}</h2>
          <span className="t-note">{`Checked ${clock(view.now)} from the ledger`}</span>
        </div>
        {ready.length > 0 && (
          <Card isFlush label="Ready">
            <CardList label="Ready">
              {ready.map((item) => (
                <CardRow
                  key={item.id}
                  sign={<Sign mark="done" word="Ready" />}
                  title={item.what}
                  aside={item.detail}
                />
              ))}
            </CardList>
          </Card>
        )}
      </section>
    </>
  );
}

function Missing({ item, view, role }: { item: ReadinessItem; view: CaseView; role: Role }) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const { href, go } = whereSettled(item, workOrder, role);
  const who = view.state.run === undefined ? undefined : view.names[view.state.run.startedBy]?.name;
  const inRun = item.at?.kind === 'step' || item.at?.kind === 'prerequisite';
  return (
    <CardRow
      sign={<Sign mark={markOf(item)} word="Missing" />}
      title={item.what}
      note={inRun && who !== undefined ? `${item.detail}. ${who}, in the run` : item.detail}
      {...(href !== undefined
        ? { href, go }
        : inRun && item.at?.kind === 'step'
          ? { go: 'Show', onPress: () => showOnPaper(item.at?.id ?? '') }
          : {})}
    />
  );
}

function Sign({ mark, word }: { mark: MarkName; word: string }) {
  return (
    <>
      <Mark name={mark} />
      <Hidden>{word}</Hidden>
    </>
  );
}

function markOf(item: ReadinessItem): MarkName {
  switch (item.at?.kind) {
    case 'gate':
      return 'gate';
    case 'exception':
      return 'warn';
    case 'review':
      return 'glass';
    default:
      return 'todo';
  }
}

/** Brings a step into sight on the paper beside the list, for those who do not work in the run. */
function showOnPaper(step: string) {
  const row = document.getElementById(`paper-${step}`);
  row?.scrollIntoView({ block: 'center' });
  row?.focus();
}

/** The screen on which a missing thing is settled. Steps are settled in the run, which only operators and supervisors work in. */
function whereSettled(item: ReadinessItem, workOrder: string, role: Role): { href?: string; go?: string } {
  if (item.at === undefined) return {};
  const { kind, id } = item.at;
  switch (kind) {
    case 'gate':
      return { href: `#/gate/${workOrder}/${id}`, go: role === 'operator' ? 'Open' : 'Decide' };
    case 'exception':
      return { href: `#/exceptions/${workOrder}/${id}`, go: 'Open' };
    case 'review':
      return { href: `#/reviews/${workOrder}/${id}`, go: 'Open' };
    case 'step':
    case 'prerequisite':
      return role === 'operator' || role === 'supervisor'
        ? { href: `#/run/${workOrder}`, go: 'Open the run' }
        : {};
  }
}
