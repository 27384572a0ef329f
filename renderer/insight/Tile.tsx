import { ChartNoAxesCombined, FileDown, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { IconButton } from '../kit/Button';
import { Card } from '../kit/Card';
import { Definition } from './Definition';

export interface TileProps {
  title: string;
  /** A state found in it, as a chip. */
  chip?: ReactNode;
  /** Of how many, or what it is compared with: "84 in this period". */
  caption?: ReactNode;
  /** In plain words, what is counted. */
  definition: string;
  /** The same numbers as a table. */
  table: ReactNode;
  /** The table as CSV. */
  onExport: () => void;
  /** Already a table: there is nothing to change to. */
  isTable?: boolean;
  children: ReactNode;
  className?: string;
}

/** One measure on the dashboard: a chart, and behind it the table of the same numbers. */
export function Tile(props: TileProps) {
  const { title, chip, caption, definition, table, onExport, isTable, children, className } = props;
  const [asTable, setAsTable] = useState(false);
  return (
    <Card label={title} className={className === undefined ? 'ins-tile' : `ins-tile ${className}`}>
      <header className="ins-tile-head">
        <h2>{title}</h2>
        {chip}
        {caption !== undefined && <span className="ins-tile-caption">{caption}</span>}
        <span className="ins-tile-tools">
          <Definition of={title}>{definition}</Definition>
          {isTable !== true && (
            <IconButton
              icon={asTable ? ChartNoAxesCombined : Table2}
              label={asTable ? `Chart: ${title}` : `Table: ${title}`}
              aria-pressed={asTable}
              onPress={() => setAsTable(!asTable)}
            />
          )}
          <IconButton icon={FileDown} label={`Export as CSV: ${title}`} onPress={onExport} />
        </span>
      </header>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and is read by keyboard
        <div className="ins-tile-table k-scroll" tabIndex={0} role="group" aria-label={`${title}, table`}>
          {table}
        </div>
      ) : (
        children
      )}
    </Card>
  );
}

/** What a tile says while there is nothing to count. */
export function Nothing({ title, note }: { title: string; note: string }) {
  return (
    <div className="ins-nothing">
      <p>
        <strong>{title}</strong>
      </p>
      <p>{note}</p>
    </div>
  );
}
