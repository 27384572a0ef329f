import { useSearch } from '@tanstack/react-router';
import { useAsk } from '../api';
import { Asked } from '../app/Asked';
import { Desk } from '../app/Desk';
import type { PackStart } from '../app/packLink';
import { emptyForm, ofQuestion, ofRequest, ofWorkOrders, startOf } from './form';
import { Wizard } from './Wizard';

/** C7, C8: an audit pack, or an addendum to one, made on one page: what about, what to disclose, why. */
export function NewPackScreen() {
  const start = startOf(useSearch({ strict: false }));
  // Each way in has a form of its own, kept until its pack is made.
  const place = `audit pack ${JSON.stringify(start)}`;
  return (
    <Desk current="packs">
      <Started key={place} start={start} place={place} />
    </Desk>
  );
}

function Started({ start, place }: { start: PackStart | null; place: string }) {
  switch (start?.kind) {
    case undefined:
      return <Wizard place={place} first={emptyForm} addendumTo={null} />;
    case 'work-order':
      return <Wizard place={place} first={ofWorkOrders([start.workOrder])} addendumTo={null} />;
    case 'question':
      return <Wizard place={place} first={ofQuestion(start)} addendumTo={null} />;
    case 'found':
      return <OfFound start={start} place={place} />;
    case 'addendum':
      return <Addendum pack={start.pack} place={place} />;
  }
}

function OfFound({ start, place }: { start: Extract<PackStart, { kind: 'found' }>; place: string }) {
  const { state, find } = start;
  const found = useAsk('workOrders', find === '' ? { state } : { state, find });
  return (
    <Asked asked={found} label="Reading the work orders">
      {(rows) => (
        <Wizard place={place} first={ofWorkOrders(rows.map((row) => row.workOrder))} addendumTo={null} />
      )}
    </Asked>
  );
}

function Addendum({ pack, place }: { pack: string; place: string }) {
  const asked = useAsk('packRequest', { pack });
  return (
    <Asked asked={asked} label="Reading what was asked for">
      {(request) => (
        <Wizard place={place} first={ofRequest(request)} addendumTo={{ pack, number: request.number }} />
      )}
    </Asked>
  );
}
