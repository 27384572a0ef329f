import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ErasureTarget } from '../../main/contract/erasure';
import { command, queryClient, useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import { count } from '../app/format';
import { ProblemNotice } from '../app/ProblemNotice';
import { useDeed } from '../app/useDeed';
import { useKept } from '../app/useKept';
import { Button, ButtonRow } from '../kit/Button';
import { Checkbox } from '../kit/Choice';
import { PageBody, PageHead } from '../kit/DeskShell';
import { PagePart } from '../kit/PagePart';
import { Select } from '../kit/Picker';
import { TextArea } from '../kit/TextField';
import { EmptyState } from '../kit/Waiting';
import './erasure.css';
import { Target } from './Target';

type Start = { log?: string; seq?: number; person?: string; again?: boolean };

/** A request: which entries, by what authority, and what is erased, in words. A second person decides about it. */
export function AskScreen() {
  const start: Start = useSearch({ strict: false });
  const [person, setPerson] = useState<string | undefined>(start.person);
  const people = useAsk('people', {}).data ?? [];
  const back = useAsk('erasures', {}, start.again === true);
  const entry =
    start.log !== undefined && start.seq !== undefined ? [{ log: start.log, seq: start.seq }] : [];
  const asked = useAsk('erasable', person === undefined ? { entries: entry } : { entries: entry, person });
  const again = start.again === true ? (back.data?.back ?? []) : [];
  return (
    <Desk current="erasures">
      <PageHead
        title="Ask for an erasure"
        lead="Nothing goes before a second person has read it and signed."
      />
      <PageBody>
        <div className="era-ask">
          <PagePart number={1} title="What">
            {entry.length === 0 && start.again !== true && (
              <Select
                label="Of whom"
                note="Lists every entry that holds what this person typed, or their name in what others typed."
                placeholder="Choose a person"
                value={person ?? null}
                onChange={setPerson}
                options={people.map((one) => ({
                  id: one.user,
                  label: one.name,
                  note: one.active ? one.identifier : `${one.identifier}, deactivated`,
                }))}
              />
            )}
            <Asked asked={asked} label="Looking for entries">
              {({ targets, more }) => {
                const all = [...again, ...targets];
                return all.length === 0 ? (
                  <EmptyState
                    title={
                      person === undefined
                        ? 'Nothing is chosen yet.'
                        : 'No entry of this person can be erased.'
                    }
                    note={
                      person === undefined
                        ? 'Choose a person here, or open an entry in the ledger and choose Erase.'
                        : 'Their entries hold ids, codes and times only, or were erased before.'
                    }
                  />
                ) : (
                  <Request key={`${person} ${all.length}`} targets={all} more={more} start={start} />
                );
              }}
            </Asked>
          </PagePart>
        </div>
      </PageBody>
    </Desk>
  );
}

const named = ({ log, seq }: { log: string; seq: number }): string => `${log}/${seq}`;

function Request({
  targets,
  more,
  start,
}: {
  targets: readonly ErasureTarget[];
  more: number;
  start: Start;
}) {
  const navigate = useNavigate();
  const free = targets.filter((t) => t.notErasable === null && t.erasedBy === null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(free.map(named)));
  const { form, set, forget } = useKept(
    `erasure ${start.person ?? ''} ${start.log ?? ''} ${start.seq ?? ''}`,
    {
      authority: '',
      scope: '',
    },
  );
  const deed = useDeed();
  const beside = deed.beside('authority', 'scope');
  const turn = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const why =
    chosen.size === 0
      ? 'Opens when an entry is ticked.'
      : form.authority.trim().length < 3 || form.scope.trim().length < 3
        ? 'Opens when the authority and the scope are written.'
        : undefined;
  const ask = async () => {
    const done = await deed.run(() =>
      command('requestErasure', {
        targets: free.filter((t) => chosen.has(named(t))).map(({ log, seq }) => ({ log, seq })),
        ...form,
      }),
    );
    if (done === null) return;
    forget();
    await queryClient.invalidateQueries();
    void navigate({ to: '/erasures/$erasure', params: { erasure: done.erasure } });
  };
  return (
    <form
      className="era-request"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === undefined && !deed.busy) void ask();
      }}
    >
      <div className="era-count">
        <span role="status">{`${count(chosen.size, 'entry', 'entries')} of ${targets.length.toLocaleString('en')} ticked`}</span>
        {free.length > 1 && (
          <Button
            tone="plain"
            onPress={() => setChosen(chosen.size === free.length ? new Set() : new Set(free.map(named)))}
          >
            {chosen.size === free.length ? 'Tick none' : 'Tick all'}
          </Button>
        )}
      </div>
      {more > 0 && (
        <p className="text-2">{`${count(more, 'older entry is', 'older entries are')} not listed: one request names at most 500. Ask for the rest after this one.`}</p>
      )}
      <ul className="era-list" aria-label="Entries">
        {targets.map((target) => (
          <li key={named(target)} className="era-choice">
            <Checkbox
              isSelected={chosen.has(named(target))}
              isDisabled={target.notErasable !== null || target.erasedBy !== null}
              onChange={() => turn(named(target))}
            >
              {`Entry ${target.seq.toLocaleString('en')}`}
            </Checkbox>
            <Target target={target} />
          </li>
        ))}
      </ul>
      <PagePart number={2} title="Why">
        <div className="era-why">
          <TextArea
            label="Authority"
            note="The rule or the decision that requires it, such as a retention rule or a court’s order. It is kept for ever."
            isRequired
            rows={2}
            maxLength={500}
            value={form.authority}
            onChange={(authority) => set({ authority })}
            error={deed.field('authority')}
          />
          <TextArea
            label="Scope"
            note="What is erased, in words, such as “the name of a visitor”. It is kept for ever, so leave out the name itself."
            isRequired
            rows={2}
            maxLength={500}
            value={form.scope}
            onChange={(scope) => set({ scope })}
            error={deed.field('scope')}
          />
        </div>
      </PagePart>
      {beside !== null && <ProblemNotice problem={beside} />}
      <ButtonRow place="end">
        <Button onPress={() => void navigate({ to: '/erasures' })}>Cancel</Button>
        <Button type="submit" tone="primary" isPending={deed.busy} why={why}>
          Ask for the erasure
        </Button>
      </ButtonRow>
    </form>
  );
}
