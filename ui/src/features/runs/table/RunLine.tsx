import { Link } from "@tanstack/react-router";
import { ChevronRight, CornerDownRight } from "lucide-react";
import { memo } from "react";

import { type Hover, useIsHovered } from "@/shared/charts/board/hover";
import type { Paint } from "@/shared/charts/palette";
import { nameOf } from "@/shared/runs/name";
import { StatusDot } from "@/shared/ui/Status";

import type { RunRow } from "../rows/rows";
import { useRowActs } from "./acts";
import { Cell } from "./Cell";
import { DrawnDot } from "./DrawnDot";
import styles from "./RunTable.module.css";
import { RowCheckbox } from "./RowCheckbox";
import type { ColumnWindow } from "./useColumnWindow";

export interface LineProps {
  window: ColumnWindow;
  top: number;
  height: number;
  index: number;
  current: boolean;
}

interface RunLineProps extends LineProps {
  row: RunRow;
  selected: boolean;
  absolute: boolean;
  /** Whether any row can be opened: then all leave room for the arrow. */
  branching: boolean;
  hover: Hover;
  /** Its colour in the charts, and whether it is drawn; absent where there are none. */
  paint: Paint | undefined;
  drawn: boolean;
}

/** A run and what it has in the columns that are there just now. */
export const RunLine = memo(function RunLine({ row, window, top, height, index, current, selected, absolute, branching, hover, paint, drawn }: RunLineProps) {
  const acts = useRowActs();
  const { run, depth } = row;
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const hovered = useIsHovered(hover, runId);
  const name = nameOf(run.info);
  const [, ...held] = window.pinned;
  const cell = ({ column, width }: ColumnWindow["span"][number]) => (
    <div key={column.key} role="gridcell" className={styles.cell} style={{ width }} data-numeric={column.numeric || undefined} data-column={column.key}>
      <Cell run={run} column={column} absolute={absolute} />
    </div>
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-level={depth + 1}
      aria-expanded={row.children > 0 ? row.open : undefined}
      className={styles.row}
      data-current={current || undefined}
      data-dimmed={row.dimmed || undefined}
      data-hovered={hovered || undefined}
      data-testid="run-row"
      style={{ width: window.width, height, transform: `translateY(${top}px)` }}
      onPointerEnter={() => hover.set(runId)}
      onPointerLeave={() => hover.set(undefined)}
    >
      <div role="presentation" className={styles.pinned} style={{ width: window.pinnedWidth }}>
        <div role="rowheader" className={styles.first} style={{ width: window.pinned[0]?.width }}>
          <RowCheckbox row={row.key} name={name} checked={selected} />
          {paint && <DrawnDot runId={runId} name={name} colour={paint.colour} drawn={drawn} />}
          {depth > 0 && <span style={{ flex: "none", width: depth * 16 - 6 }} />}
          {branching && row.children === 0 && <span className={styles.noToggle} />}
          {row.children > 0 && (
            <button type="button" className={styles.toggle} aria-expanded={row.open} aria-label={`Children of ${name}`} title={`${row.children} below`} onClick={() => acts.toggle(runId)}>
              <ChevronRight />
            </button>
          )}
          <StatusDot status={run.info.status} />
          <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId, runId }} className={`clip ${styles.name}`} title={row.dimmed ? `${name} does not match; runs below it do` : name}>
            {name}
          </Link>
          {row.children > 0 && <span className={`num ${styles.count}`}>{row.children.toLocaleString("en")}</span>}
          {row.stray && <CornerDownRight size={13} className="dimmer" aria-label="Child of another run" />}
        </div>
        {held.map(cell)}
      </div>
      <div role="presentation" style={{ flex: "none", width: window.before }} />
      {window.span.map(cell)}
    </div>
  );
});
