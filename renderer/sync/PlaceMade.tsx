import { Mark } from '../kit/Mark';
import { Hidden } from '../kit/Status';

export interface PlaceMadeProps {
  /** Of the file: `K1-to-K2-000007.pdbundle`. */
  name: string;
  /** What is in it. */
  says: string;
  /** Where it lies. */
  path: string;
  /** What a person does with it now. */
  next: string;
}

/** A file that was written: a place with a name, what it holds, and the next action. */
export function PlaceMade({ name, says, path, next }: PlaceMadeProps) {
  return (
    <section className="sync-place" aria-label={name} role="status">
      <Mark name="done" size={24} />
      <div>
        <Hidden>Written: </Hidden>
        <b className="mono">{name}</b>
        {says !== '' && <p>{says}</p>}
        <p className="text-2">
          In <span className="mono sync-long">{path}</span>
        </p>
        <p className="sync-next">
          <b>Next</b> {next}
        </p>
      </div>
    </section>
  );
}
