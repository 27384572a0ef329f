import type { ErasureElsewhere } from '../../main/contract/erasure';
import { dateTime, listWords } from '../app/format';
import { PanelPart } from '../kit/Card';

const most = 6;

/** Copies that an erasure does not reach, so that people can deal with them. */
export function Elsewhere({ elsewhere }: { elsewhere: ErasureElsewhere }) {
  const { backups, noBackups, aside, packs, stations } = elsewhere;
  const lines = [
    noBackups !== null
      ? `Backups, which cannot be listed here: ${noBackups}`
      : backups.length > 0
        ? `${backups.length === 1 ? 'One backup' : `${backups.length.toLocaleString('en')} backups`} at the place of backups: ${some(backups.map(({ at }) => dateTime(at)))}. Make a new one, then destroy these.`
        : null,
    aside.length > 0
      ? `${aside.length === 1 ? 'A folder' : 'Folders'} that a restore moved aside: ${some(aside)}. Destroy ${aside.length === 1 ? 'it' : 'them'} when nothing more is needed from there.`
      : null,
    packs.length > 0
      ? `Audit packs that were handed out: ${some(packs.map(({ number }) => number))}. Ask those who hold them.`
      : null,
    stations.length > 0
      ? `${stations.length === 1 ? 'Station' : 'Stations'} ${listWords(stations)}: erased there when the next bundle comes.`
      : null,
  ].filter((line) => line !== null);
  return (
    <PanelPart title="Copies that this does not reach">
      {lines.length === 0 ? (
        <p className="text-2">No backup, pack or other station that this one knows of holds it.</p>
      ) : (
        <ul className="era-elsewhere">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="text-3 era-note">
        What was printed, exported as a table or copied by hand is known to nobody here.
      </p>
    </PanelPart>
  );
}

function some(all: readonly string[]): string {
  const more = all.length - most;
  return more > 0 ? `${all.slice(0, most).join('; ')} and ${more.toLocaleString('en')} more` : all.join('; ');
}
