import { memo } from "react";

import { plural } from "@/shared/format";

import type { MoreRow } from "../rows/rows";
import { useRowActs } from "./acts";
import type { LineProps } from "./RunLine";
import styles from "./RunTable.module.css";

/** The end of what is there of a branch. */
export const MoreLine = memo(function MoreLine({ row, window, top, height, index }: LineProps & { row: MoreRow }) {
  const acts = useRowActs();
  return (
    <div role="row" aria-rowindex={index + 2} aria-level={row.depth + 1} className={styles.row} style={{ width: window.width, height, transform: `translateY(${top}px)` }}>
      <div role="gridcell" className={styles.pinned} style={{ paddingLeft: 43 + row.depth * 16 }}>
        {row.busy ? (
          <span className="dim">Fetching {plural(row.left, "run")}…</span>
        ) : (
          <button type="button" className={styles.more} onClick={() => acts.more(row.branch)}>
            {plural(row.left, "more run")}
          </button>
        )}
      </div>
    </div>
  );
});
