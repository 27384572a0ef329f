import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Table as AriaTable, Cell, Column, Row, TableBody, TableHeader } from 'react-aria-components';
import type { Size } from './size';
import { useSize } from './size';
import './table.css';

export interface TableColumn<T> {
  id: string;
  name: string;
  cell: (row: T) => ReactNode;
  /** CSS width: `176px`, `20%`. Left out: what is left. */
  width?: string;
  /** `end` for numbers. */
  align?: 'start' | 'end';
  isSortable?: boolean;
  /** Left out while there is little room, because the panel beside the list says it too. */
  isLess?: boolean;
  /** The column that names the row; the first one when none says so. */
  isRowHeader?: boolean;
}

export interface TableSort {
  column: string;
  direction: 'ascending' | 'descending';
}

export interface TableProps<T> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly TableColumn<T>[];
  rows: readonly T[];
  /** A stable id for each row. */
  rowId: (row: T) => string;
  /** Set (also to null) to make rows selectable, one at a time; moving the selection by arrow keys selects. */
  selected?: string | null;
  onSelect?: (id: string | null) => void;
  /** Enter, double click, or a press where rows are not selectable. */
  onOpen?: (id: string) => void;
  sort?: TableSort;
  onSort?: (sort: TableSort) => void;
  /** Shown in place of rows. */
  empty?: ReactNode;
  /** `roomy`: rows of 60 px for two lines. `dense`: 40 px. */
  rowHeight?: 'dense' | 'roomy';
  size?: Size;
}

/**
 * Rows of one kind on the paper, without a card. Arrow keys move, Enter opens. For thousands of rows take `DataList`.
 * Sorting is the owner's work: `onSort` says what was asked for, `rows` come sorted.
 */
export function Table<T>(props: TableProps<T>) {
  const {
    label,
    columns,
    rows,
    rowId,
    selected,
    onSelect,
    onOpen,
    sort,
    onSort,
    empty,
    rowHeight = 'dense',
    size,
  } = props;
  const isSelectable = selected !== undefined;
  const named = columns.find((column) => column.isRowHeader === true)?.id ?? columns[0]?.id;
  const table = (
    <AriaTable
      className="k-table"
      data-size={useSize(size)}
      data-height={rowHeight}
      aria-label={label}
      selectionMode={isSelectable ? 'single' : 'none'}
      selectionBehavior="replace"
      selectedKeys={selected === undefined || selected === null ? [] : [selected]}
      onSelectionChange={(keys) => {
        if (keys === 'all') return;
        const first = [...keys][0];
        onSelect?.(first === undefined ? null : String(first));
      }}
      onRowAction={onOpen === undefined ? undefined : (key) => onOpen(String(key))}
      sortDescriptor={sort}
      onSortChange={(next) => onSort?.({ column: String(next.column), direction: next.direction })}
    >
      <TableHeader>
        {columns.map((column) => (
          <Column
            key={column.id}
            id={column.id}
            isRowHeader={column.id === named}
            allowsSorting={column.isSortable ?? false}
            data-align={column.align}
            data-less={column.isLess || undefined}
            style={column.width === undefined ? undefined : { width: column.width }}
          >
            {({ sortDirection, allowsSorting }) => (
              <span className="k-table-name">
                {column.name}
                {allowsSorting && sortDirection === 'ascending' && (
                  <ArrowUp className="k-icon" aria-hidden="true" />
                )}
                {allowsSorting && sortDirection === 'descending' && (
                  <ArrowDown className="k-icon" aria-hidden="true" />
                )}
              </span>
            )}
          </Column>
        ))}
      </TableHeader>
      <TableBody renderEmptyState={() => empty ?? 'Nothing here.'}>
        {rows.map((row) => (
          <Row key={rowId(row)} id={rowId(row)}>
            {columns.map((column) => (
              <Cell key={column.id} data-align={column.align} data-less={column.isLess || undefined}>
                {column.cell(row)}
              </Cell>
            ))}
          </Row>
        ))}
      </TableBody>
    </AriaTable>
  );
  return <div className="k-table-room">{table}</div>;
}

/** Two lines in one cell: what it is, and under it where it belongs. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <span className="k-two">
      <span className="k-two-first">{first}</span>
      <span className="k-two-second">{second}</span>
    </span>
  );
}
