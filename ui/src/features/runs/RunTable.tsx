import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";

import type { Sort } from "@/shared/urlState/table";

import { RunRow } from "./RunRow";
import styles from "./RunTable.module.css";
import { TableHead } from "./TableHead";
import type { Row } from "./tree";
import type { TableModel } from "./useTableModel";

export const ROW_HEIGHT = 32;

interface RunTableProps {
  table: TableModel;
  rows: readonly Row[];
  sort: Sort;
  onSort: (key: string) => void;
  onToggle: (runId: string) => void;
  current: number;
  more: boolean;
  busy: boolean;
  load: () => void;
  stale: boolean;
}

/** Runs as a grid of which only the visible rows and columns exist. */
export function RunTable({ table, rows, sort, onSort, onToggle, current, more, busy, load, stale }: RunTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [scrolled, setScrolled] = useState(false);
  const columns = table.getVisibleLeafColumns();
  const pinned = columns[0]?.getSize() ?? 0;
  const vertical = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_HEIGHT, overscan: 12, scrollPaddingStart: 48 });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: columns.length - 1,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => columns[index + 1]?.getSize() ?? 0,
    overscan: 4,
  });
  const sizes = columns.map((column) => column.getSize()).join();
  useEffect(() => horizontal.measure(), [horizontal, sizes]);
  useEffect(() => {
    if (current >= 0) vertical.scrollToIndex(current);
  }, [vertical, current]);

  const seen = vertical.getVirtualItems();
  const lastSeen = seen.at(-1)?.index ?? -1;
  useEffect(() => {
    // Closed branches can hide most of a page: go on until the window is full.
    if (more && !busy && lastSeen >= rows.length - 20) load();
  }, [more, busy, lastSeen, rows.length, load]);

  const branching = useMemo(() => rows.some((row) => row.parent), [rows]);
  const span = horizontal.getVirtualItems();
  const window = { span, before: span[0]?.start ?? 0, pinned };
  const width = pinned + horizontal.getTotalSize();
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="treegrid"
      aria-label="Runs"
      aria-rowcount={more ? -1 : rows.length + 1}
      aria-colcount={columns.length}
      aria-busy={stale}
      data-scrolled={scrolled || undefined}
      onScroll={(event) => setScrolled(event.currentTarget.scrollLeft > 0)}
      data-testid="run-table"
    >
      <TableHead table={table} window={window} width={width} sort={sort} onSort={onSort} />
      <div className={styles.body} style={{ height: vertical.getTotalSize(), width, opacity: stale ? 0.55 : 1 }}>
        {seen.map((item) => {
          const row = rows[item.index];
          const model = row && table.getRow(row.run.info.run_id);
          return (
            row &&
            model && (
              <RunRow
                key={model.id}
                row={row}
                columns={columns}
                window={window}
                width={width}
                top={item.start}
                index={item.index}
                selected={model.getIsSelected()}
                select={(on) => model.toggleSelected(on)}
                toggle={() => onToggle(model.id)}
                current={item.index === current}
                branching={branching}
              />
            )
          );
        })}
      </div>
      {busy && <div className={styles.foot}>Fetching more runs…</div>}
    </div>
  );
}
