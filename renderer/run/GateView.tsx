import type { CaseView } from '../../main/contract/answers';
import type { GateStep } from '../../main/domain/procedure/checklist';
import { gateMet, glassesOn, missingApprovals } from '../../main/domain/run/nextStep';
import { useAsk } from '../api';
import { capital, duration, listWords, nearTime, quorumWords, recordedTime } from '../app/format';
import { Card, Hatched } from '../kit/Card';
import { KeyValue } from '../kit/KeyValue';
import { Mark } from '../kit/Mark';
import { Status, Struck } from '../kit/Status';

export interface GateViewProps {
  view: CaseView;
  gate: GateStep;
  now: string;
  /** Whether the run stands at this gate. */
  isHere: boolean;
}

/** D4: a gate as the person who waits sees it: who must approve, who has, since when it was asked, and what they see. */
export function GateView({ view, gate, now, isHere }: GateViewProps) {
  const workOrder = view.state.workOrder?.workOrder ?? '';
  const state = view.state.gates[gate.id];
  const isMet = gateMet(view.state, gate);
  const missing = missingApprovals(view.state, gate);
  const signing = useAsk('signingView', { what: 'gate', workOrder, step: gate.id }, isHere && !isMet);
  const opened = glassesOn(view.state, gate.id);
  const decisions = state?.decisions ?? [];
  const body = (
    <Card label="Approval" className="run-answer">
      <div className="run-stop-head">
        <Mark name={isMet ? 'done' : 'gate'} size={44} />
        <div>
          <h2>
            {isMet
              ? 'Approved'
              : isHere
                ? `Waits for ${quorumWords(missing)}`
                : `Needs ${quorumWords(gate.need)}`}
          </h2>
          <span>{askedWords(isMet, state?.requestedAt, now)}</span>
        </div>
      </div>
      <ul className="run-approvers" aria-label="Who approves">
        {gate.need.map(({ role, count }) => {
          const given = decisions.filter(
            (d) => d.what === 'approved' && d.voided === undefined && d.role === role,
          );
          const able = view.roleHolders[role];
          return (
            <li key={role}>
              <Mark name={given.length >= count ? 'done' : 'todo'} size={24} />
              <span>
                <b>{capital(quorumWords([{ role, count }]))}</b>
                <span className="text-2">
                  {given.length > 0
                    ? given
                        .map(
                          (d) =>
                            `Signed by ${view.names[d.by]?.name ?? 'a person of this site'}, ${recordedTime(d.at, now)}`,
                        )
                        .join('. ')
                    : able.length === 0
                      ? 'Nobody with this role is active here.'
                      : `${listWords(able)} can. Nobody approves what they did themselves.`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {decisions
        .filter((d) => d.what === 'rejected' || d.voided !== undefined)
        .map((d) => (
          <p key={d.seq}>
            <Struck reason={d.voided?.reason ?? `because ${d.why ?? 'no reason was given'}`}>
              {`${d.what === 'approved' ? 'Approved' : 'Rejected'} by ${view.names[d.by]?.name ?? 'a person of this site'}, ${recordedTime(d.at, now)}`}
            </Struck>
          </p>
        ))}
      {opened.map((g) => (
        <Status key={g.glass} mark="glass" size="touch">
          {`Opened by break-glass ${g.number} at ${recordedTime(g.at, now)}: ${g.meaning}`}
        </Status>
      ))}
    </Card>
  );
  return (
    <>
      {opened.length > 0 ? <Hatched>{body}</Hatched> : body}
      {signing.data !== undefined && isHere && !isMet && (
        <Card title="What the approvers see" className="run-answer">
          <KeyValue
            items={signing.data.lines.map((line) => ({
              // The lines speak to whoever signs; here they are read by whoever waits.
              name: line.label === 'You were shown' ? 'Recorded' : line.label,
              value: line.value,
            }))}
          />
        </Card>
      )}
    </>
  );
}

function askedWords(isMet: boolean, requestedAt: string | undefined, now: string): string {
  if (isMet) return 'All approvals are there.';
  if (requestedAt === undefined) return 'It is asked for when the run comes here.';
  return `Asked for ${nearTime(requestedAt, now)}, waiting ${duration(Math.max(0, Date.parse(now) - Date.parse(requestedAt)))}. It is in their inbox; nothing opens by itself.`;
}
