import { CloudOff, LockKeyhole } from 'lucide-react';
import type { Status } from '../../main/contract/answers';
import { clock, nearTime } from '../app/format';
import { useNow } from '../app/useNow';
import { BrandSign } from '../kit/BrandSign';
import { Face, Status as Said } from '../kit/Status';
import './signin.css';

const longDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** The half of the sign-in that anybody may read from across the hall: station, time, and whose work is kept; never a value. */
export function StationSide({ status, onPick }: { status: Status; onPick: (user: string) => void }) {
  const now = useNow(1000);
  return (
    <>
      <section className="signin-station" aria-label="This station">
        <div className="signin-where">
          <BrandSign size={28} />
          <b>Station {status.site?.station}</b>
          <span>{status.site?.name}</span>
        </div>
        <div className="signin-time">{clock(now)}</div>
        <div className="signin-date">{longDay.format(new Date(now))}</div>
        <Kept waiting={status.waiting} onPick={onPick} />
      </section>
      <footer className="signin-foot">
        <Said mark="done">{`Saved, entry ${status.entries.toLocaleString('en')}`}</Said>
        <Checked check={status.lastCheck} now={now} />
        <span className="signin-network">
          <CloudOff className="k-icon" aria-hidden="true" />
          No network needed
        </span>
      </footer>
    </>
  );
}

function Kept({ waiting, onPick }: { waiting: Status['waiting']; onPick: (user: string) => void }) {
  return (
    <div className="signin-kept">
      <h2>
        <LockKeyhole className="k-icon" aria-hidden="true" />
        {waiting.length > 0 ? 'Locked. Everything is kept.' : 'Nobody is signed in. Everything is kept.'}
      </h2>
      <p>
        {waiting.length > 0
          ? 'What was typed and not yet saved waits for its owner.'
          : 'What was recorded is saved, and runs go on where they were.'}
      </p>
      {waiting.length > 0 && (
        <ul className="k-scroll" aria-label="Kept work">
          {waiting.map((kept) => (
            <li key={`${kept.user} ${kept.number} ${kept.step}`}>
              <button type="button" className="signin-work" onClick={() => onPick(kept.user)}>
                <Face name={kept.name} size={48} />
                <span>
                  <b>{kept.name}</b>
                  <small>
                    <span className="mono">{kept.number}</span>
                    {kept.step !== '' && `, ${kept.step}`}
                  </small>
                </span>
                <span className="signin-typed">
                  typed,
                  <br />
                  not yet saved
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Checked({ check, now }: { check: Status['lastCheck']; now: string }) {
  if (check === undefined) return <span>Ledger not checked yet</span>;
  const when = `Ledger checked ${nearTime(check.at, now)}`;
  return check.ok ? (
    <span>{`${when}, nothing missing`}</span>
  ) : (
    <Said mark="stop">{`${when}: ${check.words}`}</Said>
  );
}
