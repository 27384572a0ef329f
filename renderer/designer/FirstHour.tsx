import { useNavigate } from '@tanstack/react-router';
import { useAsk } from '../api';
import { nextHour } from '../app/nextHour';
import { Card, CardList, CardRow } from '../kit/Card';
import { Mark } from '../kit/Mark';

/** The way from an empty site to its first work order, until one is open; what is done is seen in the views. */
export function FirstHour({ onLibrary }: { onLibrary: () => void }) {
  const navigate = useNavigate();
  const checklists = useAsk('checklists', {}).data;
  const people = useAsk('people', {}).data;
  const orders = useAsk('workOrders', { state: 'all' }).data;
  if (checklists === undefined || people === undefined || orders === undefined || orders.length > 0)
    return null;
  const first = checklists[0]?.checklist;
  const done = [
    checklists.length > 0,
    people.filter((person) => person.active).length > 1,
    checklists.some((row) => row.effective !== null),
    orders.length > 0,
  ];
  const now = done.indexOf(false);
  const go = [
    onLibrary,
    () => void navigate({ to: '/people' }),
    () =>
      first === undefined
        ? onLibrary()
        : void navigate({ to: '/checklists/$checklist', params: { checklist: first } }),
    () => void navigate({ to: '/work-orders/new' }),
  ];
  return (
    <Card
      title="To the first work order"
      aside={`${done.filter(Boolean).length} of ${done.length} done`}
      isFlush
    >
      <CardList label="To the first work order">
        {nextHour.map(({ what, note }, i) => (
          <CardRow
            key={what}
            sign={
              <Mark
                name={done[i] === true ? 'done' : i === now ? 'now' : 'todo'}
                label={done[i] === true ? 'Done' : i === now ? 'Next' : 'To do'}
              />
            }
            title={what}
            note={note}
            go={done[i] === true ? undefined : 'Go'}
            onPress={done[i] === true ? undefined : go[i]}
          />
        ))}
      </CardList>
    </Card>
  );
}
