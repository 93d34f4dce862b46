import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";

import type { Sort } from "../urlState/table";
import { Checkbox } from "../ui/Controls";
import { ListHead } from "./ListHead";
import styles from "./ListTable.module.css";
import type { ListColumn, Selection } from "./columns";
import { PageFoot } from "./PageFoot";
import { goesOn, type Paging } from "./paging";
import { useListKeys } from "./useListKeys";

const ROW = 32;
const CHECK = 36;
/** So many rows before the end the next page is asked for. */
const AHEAD = 20;

interface ListTableProps<T> {
  label: string;
  rows: readonly T[];
  columns: readonly ListColumn<T>[];
  keyOf: (row: T) => string;
  /** How a row is called, for those who hear it. */
  nameOf: (row: T) => string;
  open?: (row: T) => void;
  sort?: Sort;
  onSort?: (key: string, numeric: boolean) => void;
  selection?: Selection;
  /** How it goes on, where it comes in pages. */
  paging?: Paging;
  /** What is shown is about to be replaced. */
  stale?: boolean;
  testId?: string;
}

/** A list of any length as a table: only the rows in sight exist. j, k, x and Enter walk, select and open. */
export function ListTable<T>({ label, rows, columns, keyOf, nameOf, open, sort, onSort, selection, paging, stale, testId }: ListTableProps<T>) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 6, scrollPaddingStart: 40 });
  const current = useListKeys({ rows, keyOf, open, selection });
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current);
  }, [virtual, current]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (paging && goesOn(paging) && last >= rows.length - AHEAD) paging.load();
  }, [paging, last, rows.length]);
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  // The first column stays in sight when one scrolls to the side, and so does what selects.
  const first = selection ? CHECK : 0;
  const width = columns.reduce((sum, column) => sum + column.width, first);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div ref={scroll} className={styles.scroll} role="region" aria-label={label} tabIndex={0} data-testid={testId && `${testId}-table`}>
      <table className={styles.table} aria-label={label} aria-rowcount={paging?.more ? -1 : rows.length + 1} aria-busy={stale} style={{ minWidth: width }}>
        <colgroup>
          {selection && <col style={{ width: CHECK }} />}
          {columns.map((column) => (
            <col key={column.key} style={column.grows ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <ListHead first={first} columns={columns} keys={rows.map(keyOf)} sort={sort} onSort={onSort} selection={selection} />
        <tbody style={{ opacity: stale ? 0.55 : 1 }}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const key = keyOf(row);
            const chosen = selection?.has(key) === true;
            return (
              <tr key={key} style={{ height: ROW }} aria-rowindex={index + 2} data-current={index === current || undefined} data-chosen={chosen || undefined} data-testid={testId && `${testId}-row`}>
                {selection && (
                  <td className={styles.check} data-pinned>
                    <Checkbox label={`Select ${nameOf(row)}`} checked={chosen} onChange={(on) => selection.set(key, on)} />
                  </td>
                )}
                {columns.map((column, i) => (
                  <td key={column.key} data-numeric={column.numeric || undefined} data-pinned={i === 0 || undefined} style={i === 0 ? { left: first } : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {paging && <PageFoot paging={paging} />}
    </div>
  );
}
