import { Link } from "@tanstack/react-router";
import type { Column as TableColumn } from "@tanstack/react-table";
import { ChevronRight, CornerDownRight } from "lucide-react";
import { memo } from "react";

import { factsOf } from "@/shared/runs/facts";
import { Checkbox } from "@/shared/ui/Controls";
import { StatusDot } from "@/shared/ui/Status";

import { Cell } from "./Cell";
import styles from "./RunTable.module.css";
import type { ColumnWindow } from "./TableHead";
import type { Row } from "./tree";
import { columnMeta } from "./useTableModel";

interface RunRowProps {
  row: Row;
  columns: readonly TableColumn<Row>[];
  window: ColumnWindow;
  width: number;
  top: number;
  index: number;
  selected: boolean;
  select: (on: boolean) => void;
  toggle: () => void;
  current: boolean;
  /** Whether any row has children: then all leave room for the arrow. */
  branching: boolean;
}

export const RunRow = memo(function RunRow({ row, columns, window, width, top, index, selected, select, toggle, current, branching }: RunRowProps) {
  const { run, depth } = row;
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const name = run.info.run_name || runId.slice(0, 8);
  const stray = depth === 0 && factsOf(run).tags.has("mlflow.parentRunId");
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={depth + 1}
      aria-expanded={row.parent ? row.open : undefined}
      className={styles.row}
      data-current={current || undefined}
      data-testid="run-row"
      style={{ width, transform: `translateY(${top}px)` }}
    >
      <div role="rowheader" className={styles.pinned} style={{ width: window.pinned }}>
        <Checkbox checked={selected} onChange={select} label={`Select ${name}`} />
        {depth > 0 && <span style={{ width: depth * 16 - 6 }} />}
        {branching && !row.parent && <span className={styles.noToggle} />}
        {row.parent && (
          <button type="button" className={styles.toggle} aria-expanded={row.open} aria-label={`Children of ${name}`} onClick={toggle}>
            <ChevronRight />
          </button>
        )}
        <StatusDot status={run.info.status} />
        <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }} className={`clip ${styles.name}`} title={name}>
          {name}
        </Link>
        {stray && <CornerDownRight size={13} className="dimmer" aria-label="Child of another run" />}
      </div>
      <div style={{ flex: "none", width: window.before }} />
      {window.span.map((item) => {
        const column = columnMeta(columns[item.index + 1]?.columnDef.meta);
        return (
          column && (
            <div key={column.key} role="gridcell" className={styles.cell} style={{ width: item.size }} data-numeric={column.numeric || undefined} data-column={column.key}>
              <Cell run={run} column={column} />
            </div>
          )
        );
      })}
    </div>
  );
});
