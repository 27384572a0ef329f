import { useAsk } from '../api';
import { evidenceTime } from '../app/format';
import { PanelPart } from '../kit/Card';
import { Status } from '../kit/Status';

/** Who erased what an entry said, when, and why; and what stays proven. */
export function ErasedNote({ log, seq }: { log: string; seq: number }) {
  const erased = useAsk('erasedBy', { log, seq }).data?.erased;
  return (
    <PanelPart title="Erased">
      {erased ? (
        <>
          <p>
            <Status mark="void">
              <a href={`#/ledger?log=${encodeURIComponent(erased.log)}&entry=${erased.seq}`}>
                {`Erased by entry ${erased.seq.toLocaleString('en')}`}
              </a>
              {` on ${evidenceTime(erased.at)} by ${erased.byName} and ${erased.secondName}`}
            </Status>
          </p>
          <p className="led-erased">{`Because: ${erased.authority}. What went: ${erased.scope}.`}</p>
        </>
      ) : (
        <p>Its content was erased on request.</p>
      )}
      <p className="text-2">That it stood here, when and by whom, stays proven.</p>
    </PanelPart>
  );
}
