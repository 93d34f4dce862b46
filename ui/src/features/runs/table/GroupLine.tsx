import { ChevronRight } from "lucide-react";
import { memo } from "react";

import { toNumber } from "@/api/metrics";
import type { Figures, WireNumber } from "@/api/types";
import { formatNumber, plural } from "@/shared/format";

import type { Placed } from "../columns/arrangement";
import type { Column } from "../columns/columns";
import type { GroupRow } from "../rows/rows";
import { useRowActs } from "./acts";
import type { LineProps } from "./RunLine";
import styles from "./RunTable.module.css";

interface GroupLineProps extends LineProps {
  row: GroupRow;
  /** What groups are made by. */
  by: readonly Column[];
}

/** A group of runs: what they have in common, how many they are, and the mean of each metric. */
export const GroupLine = memo(function GroupLine({ row, by, window, top, height, index, current }: GroupLineProps) {
  const acts = useRowActs();
  const { group, open } = row;
  const valueOf = (column: Column) => (column.groupBy === undefined ? undefined : group.values[column.groupBy]);
  const words = by.map((column) => `${column.label} ${valueOf(column) ?? "–"}`).join(", ");
  const [, ...held] = window.pinned;
  const cell = ({ column, width }: Placed) => {
    const value = valueOf(column);
    const figures = group.metrics[column.key];
    return (
      <div key={column.key} role="gridcell" className={styles.cell} style={{ width }} data-numeric={column.numeric || undefined} data-column={column.key}>
        {figures ? <Spread figures={figures} /> : value != null && <span title={value}>{value}</span>}
      </div>
    );
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={1}
      aria-expanded={open}
      className={styles.row}
      data-group
      data-current={current || undefined}
      data-testid="group-row"
      style={{ width: window.width, height, transform: `translateY(${top}px)` }}
    >
      <div role="presentation" className={styles.pinned} style={{ width: window.pinnedWidth }}>
        <div role="rowheader" className={styles.first} style={{ width: window.pinned[0]?.width }}>
          <button type="button" className={styles.toggle} aria-expanded={open} aria-label={`Runs with ${words}`} onClick={() => acts.toggle(row.key)}>
            <ChevronRight />
          </button>
          <span className={`clip ${styles.name}`} title={words}>
            {by.map((column, i) => (
              <span key={column.key}>
                {i > 0 && <span className="dim"> · </span>}
                {by.length > 1 && <span className="dim">{column.label} </span>}
                {valueOf(column) ?? <span className="dim">none</span>}
              </span>
            ))}
          </span>
          <span className={`num ${styles.count}`} title={plural(group.count, "run")}>
            {group.count.toLocaleString("en")}
          </span>
        </div>
        {held.map(cell)}
      </div>
      <div role="presentation" style={{ flex: "none", width: window.before }} />
      {window.span.map(cell)}
    </div>
  );
});

const written = (value: WireNumber | undefined): string => formatNumber(toNumber(value));

/** Mean and standard deviation; the rest is told when one points at it. */
function Spread({ figures: { count, odd, mean, deviation, minimum, maximum } }: { figures: Figures }) {
  if (mean === undefined) return odd > 0 ? <span className="dim">NaN</span> : null;
  const rest = [`mean of ${plural(count, "run")}`, `from ${written(minimum)} to ${written(maximum)}`, odd ? `${odd} not a number` : ""];
  return (
    <span title={rest.filter(Boolean).join(", ")}>
      {written(mean)}
      {deviation !== undefined && <span className="dim"> ± {formatNumber(Number(toNumber(deviation).toPrecision(2)))}</span>}
    </span>
  );
}
