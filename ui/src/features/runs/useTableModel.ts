import { type ColumnDef, getCoreRowModel, type RowSelectionState, useReactTable } from "@tanstack/react-table";
import { useMemo } from "react";

import { type Column, NAME_COLUMN } from "./columns";
import type { Row } from "./tree";

const WIDTH: Record<string, number> = { start_time: 104, end_time: 104, duration: 104, status: 108, user: 96, source: 132, version: 88, run_id: 92 };
const WIDTH_OF_KIND = { attribute: 120, metric: 116, param: 124, tag: 124 } as const;

/** On a phone the pinned column must leave room for another. */
const nameWidth = (): number => (innerWidth < 760 ? 208 : 288);

/** Sizes and selection of the table; order and filtering are the server's. */
export function useTableModel(rows: Row[], columns: readonly Column[], selection: RowSelectionState, select: (next: RowSelectionState) => void) {
  const definitions = useMemo(
    () =>
      [NAME_COLUMN, ...columns].map((column): ColumnDef<Row> => {
        const size = column === NAME_COLUMN ? nameWidth() : (WIDTH[column.key] ?? WIDTH_OF_KIND[column.kind]);
        return { id: column.key, size, minSize: 56, maxSize: 900, meta: column };
      }),
    [columns],
  );
  return useReactTable({
    data: rows,
    columns: definitions,
    getRowId: (row) => row.run.info.run_id,
    getCoreRowModel: getCoreRowModel(),
    columnResizeMode: "onChange",
    manualSorting: true,
    manualFiltering: true,
    enableRowSelection: true,
    state: { rowSelection: selection },
    onRowSelectionChange: (update) => select(typeof update === "function" ? update(selection) : update),
  });
}

export type TableModel = ReturnType<typeof useTableModel>;

export const columnMeta = (meta: unknown): Column => meta as Column;
