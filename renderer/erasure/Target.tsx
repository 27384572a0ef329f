import type { ErasureTarget } from '../../main/contract/erasure';
import { evidenceTime } from '../app/format';
import { Status } from '../kit/Status';

/** One entry: what of it goes and what stays, exactly; or why nothing can, or that it is gone. */
export function Target({ target }: { target: ErasureTarget }) {
  const { goes, stays, files, notErasable, erasedBy } = target;
  return (
    <div className="era-target">
      <div className="era-target-head">
        <a href={`#/ledger?log=${encodeURIComponent(target.log)}&entry=${target.seq}`}>
          {`Entry ${target.seq.toLocaleString('en')} of ${target.station}`}
        </a>
        <span className="text-2">
          {[
            target.label,
            target.workOrderNumber,
            target.who,
            target.at === '' ? null : evidenceTime(target.at),
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </span>
      </div>
      {erasedBy !== null ? (
        <Status mark="void">{`Erased by entry ${erasedBy.seq.toLocaleString('en')}`}</Status>
      ) : notErasable !== null ? (
        <Status mark="stop">{`Cannot be erased. ${notErasable}`}</Status>
      ) : (
        <dl className="era-parts">
          <Part name="Goes">
            {goes.map(({ label, value }) => (
              <li key={`${label} ${value}`}>
                <b>{label}</b> <span className="era-text">{value}</span>
              </li>
            ))}
            {files.map((file) => (
              <li key={file.sha256}>
                <b>{file.stays === null ? 'The file' : 'Not the file'}</b>{' '}
                <span className="mono era-text">{`${file.sha256.slice(0, 16)}…`}</span>
                {file.stays !== null && (
                  <span className="text-2">{`, which stays: ${file.stays.toLowerCase()}`}</span>
                )}
              </li>
            ))}
          </Part>
          <Part name="Stays">
            <li className="text-2">
              {stays.length === 0
                ? 'That it stood here, when and by whom'
                : `That it stood here, when and by whom; ${stays.map(({ label, value }) => `${label.toLowerCase()} ${value}`).join('; ')}`}
            </li>
          </Part>
        </dl>
      )}
    </div>
  );
}

function Part({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <ul>{children}</ul>
      </dd>
    </div>
  );
}
