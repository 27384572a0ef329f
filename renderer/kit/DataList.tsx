// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { Tick } from './Choice';
import './datalist.css';
import { Hidden } from './Status';

export interface DataColumn<T> {
  id: string;
  name: string;
  /** A CSS grid track: `92px`, `minmax(0, 1fr)`. */
  width: string;
  align?: 'start' | 'end';
  cell: (row: T) => ReactNode;
}

export interface DataListProps<T> {
  label: string;
  columns: readonly DataColumn<T>[];
  /** How many rows there are, read or not. */
  count: number;
  /** The row at a place, 0 first; undefined while it is not read yet. */
  rowAt: (index: number) => T | undefined;
  rowId: (row: T) => string;
  selected?: string | null;
  onSelect?: (row: T, index: number) => void;
  /** Set to make rows that are ticked, any number of them: Space or a press ticks the row and unticks it again. */
  chosen?: ReadonlySet<string>;
  onChoose?: (row: T) => void;
  /** Enter or a double press. */
  onOpen?: (row: T, index: number) => void;
  /** The places on screen changed: read them. */
  onRange?: (first: number, last: number) => void;
  /** px, the same for all rows. */
  rowHeight?: number;
  empty?: ReactNode;
}

/**
 * Rows without end, such as a ledger's: only those on screen exist. Arrow keys, Page Up and Down, Home and End move the selection,
 * or, where rows are ticked, the place at which Space ticks.
 * It takes the height it is given and scrolls by itself.
 */
export function DataList<T>(props: DataListProps<T>) {
  const {
    label,
    columns,
    count,
    rowAt,
    rowId,
    selected,
    onSelect,
    chosen,
    onChoose,
    onOpen,
    onRange,
    rowHeight = 44,
    empty,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const baseId = useId();
  const [active, setActive] = useState(-1);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The head sticks to the top of the scroller and covers one line.
    scrollPaddingStart: 34,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? -1;
  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);

  const pick = (index: number) => {
    const to = Math.min(count - 1, Math.max(0, index));
    setActive(to);
    virtual.scrollToIndex(to, { align: 'auto' });
    const row = rowAt(to);
    if (row !== undefined) onSelect?.(row, to);
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2);
  const moves: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || count === 0) return;
    const to = moves[event.key];
    const row = active >= 0 ? rowAt(active) : undefined;
    if (to !== undefined) {
      event.preventDefault();
      pick(to);
    } else if (event.key === ' ' && chosen !== undefined) {
      event.preventDefault();
      if (row !== undefined) onChoose?.(row);
    } else if (event.key === 'Enter' && row !== undefined) {
      event.preventDefault();
      onOpen?.(row, active);
    }
  };
  const template = [...(chosen === undefined ? [] : ['40px']), ...columns.map((column) => column.width)].join(
    ' ',
  );
  const activeShown = active >= first && active <= last;
  return (
    <div
      ref={scroller}
      className="k-data k-scroll"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable={chosen !== undefined || undefined}
      aria-activedescendant={activeShown ? `${baseId}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="k-data-head" role="rowgroup">
        <div role="row" aria-rowindex={1} className="k-data-row" style={{ gridTemplateColumns: template }}>
          {chosen !== undefined && (
            <span role="columnheader">
              <Hidden>Chosen</Hidden>
            </span>
          )}
          {columns.map((column) => (
            <span key={column.id} role="columnheader" data-align={column.align}>
              {column.name}
            </span>
          ))}
        </div>
      </div>
      {count === 0 && <div className="k-data-empty">{empty}</div>}
      <div className="k-data-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          const isSelected = row !== undefined && selected !== undefined && rowId(row) === selected;
          const isChosen = row !== undefined && chosen?.has(rowId(row)) === true;
          return (
            <div
              key={item.key}
              id={`${baseId}-${item.index}`}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={
                chosen !== undefined ? isChosen : selected === undefined ? undefined : isSelected
              }
              className="k-data-row k-data-item"
              data-active={item.index === active || undefined}
              style={{
                gridTemplateColumns: template,
                height: item.size,
                transform: `translateY(${item.start}px)`,
              }}
              onClick={() => {
                pick(item.index);
                if (row !== undefined) onChoose?.(row);
              }}
              onDoubleClick={() => {
                if (row !== undefined) onOpen?.(row, item.index);
              }}
            >
              {row === undefined ? (
                <span role="gridcell" className="k-data-waiting" aria-label="Being read" />
              ) : (
                <>
                  {chosen !== undefined && (
                    <span role="gridcell" className="k-data-tick">
                      <Tick isSelected={isChosen} />
                    </span>
                  )}
                  {columns.map((column) => (
                    <span key={column.id} role="gridcell" data-align={column.align}>
                      {column.cell(row)}
                    </span>
                  ))}
                </>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
