import { nextHour } from '../app/nextHour';
import './setup.css';

/** The way to the first value, in order. */
export function NextHour() {
  return (
    <ol className="setup-hour">
      {nextHour.map(({ what, note }) => (
        <li key={what}>
          <b>{what}</b>
          <span>{note}</span>
        </li>
      ))}
    </ol>
  );
}
