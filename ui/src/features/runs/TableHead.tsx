import type { VirtualItem } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";

import { Checkbox } from "@/shared/ui/Controls";
import type { Sort } from "@/shared/urlState/table";

import styles from "./RunTable.module.css";
import { columnMeta, type TableModel } from "./useTableModel";

/** Which columns exist just now and how much room the ones before them take. */
export interface ColumnWindow {
  span: readonly VirtualItem[];
  before: number;
  pinned: number;
}

interface TableHeadProps {
  table: TableModel;
  window: ColumnWindow;
  width: number;
  sort: Sort;
  onSort: (key: string) => void;
}

const GROUP_WORD = { attribute: "", metric: "Metrics", param: "Parameters", tag: "Tags" } as const;
const KIND_WORD = { attribute: "", metric: "Metric", param: "Parameter", tag: "Tag" } as const;

export function TableHead({ table, window, width, sort, onSort }: TableHeadProps) {
  const headers = table.getFlatHeaders();
  const first = headers[0];
  if (!first) return null;
  const kindAt = (index: number) => headers[index] && columnMeta(headers[index].column.columnDef.meta).kind;
  const cell = (header: (typeof headers)[number], size: number, pinned: boolean) => {
    const column = columnMeta(header.column.columnDef.meta);
    const sorted = sort.key === column.key;
    const arrow = sorted && (sort.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />);
    const kind = KIND_WORD[column.kind];
    const group = kindAt(header.index - 1) === column.kind ? "" : GROUP_WORD[column.kind];
    return (
      <div
        key={column.key}
        role="columnheader"
        aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : column.orderBy ? "none" : undefined}
        className={`${styles.headCell} ${pinned ? styles.pinned : ""}`}
        style={{ width: size }}
        data-numeric={column.numeric || undefined}
        data-column={column.key}
      >
        {group && (
          <span className={styles.group} aria-hidden>
            {group}
          </span>
        )}
        {pinned && (
          <Checkbox
            label="Select all loaded runs"
            checked={table.getIsAllRowsSelected() || (table.getIsSomeRowsSelected() && "indeterminate")}
            onChange={(on) => table.toggleAllRowsSelected(on)}
          />
        )}
        {column.orderBy ? (
          <button type="button" className={styles.sort} onClick={() => onSort(column.key)} title={kind ? `${kind} ${column.label}` : undefined}>
            {column.numeric && arrow}
            <span>{column.label}</span>
            {!column.numeric && arrow}
          </button>
        ) : (
          <span className={styles.sort}>
            <span>{column.label}</span>
          </span>
        )}
        {/* Widths are for the eye only: a pointer's affair. */}
        <div className={styles.grip} data-held={header.column.getIsResizing() || undefined} onMouseDown={header.getResizeHandler()} onTouchStart={header.getResizeHandler()} onDoubleClick={() => header.column.resetSize()} aria-hidden />
      </div>
    );
  };
  return (
    <div className={styles.head} role="row" style={{ width }}>
      {cell(first, window.pinned, true)}
      <div style={{ flex: "none", width: window.before }} />
      {window.span.map((item) => {
        const header = headers[item.index + 1];
        return header && cell(header, item.size, false);
      })}
    </div>
  );
}
