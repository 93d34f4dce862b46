import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { useKeys } from "@/shared/keys";

import type { Row } from "../rows/rows";

interface RowKeys {
  rows: readonly Row[];
  toggle: (branch: string) => void;
  more: (branch: string) => void;
  /** `through` takes all rows since the last one along. */
  flip: (key: string, through: boolean) => void;
  hide: ((runId: string) => void) | undefined;
  compare: () => void;
  clear: () => void;
}

/** What the arrow to the right opens, and the one to the left closes. */
function branchOf(row: Row | undefined): { id: string; open: boolean } | undefined {
  if (row?.kind === "group") return { id: row.key, open: row.open };
  return row?.kind === "run" && row.children > 0 ? { id: row.run.info.run_id, open: row.open } : undefined;
}

/** Walking through the table by keyboard. Returns the index of the current row, or -1. */
export function useRowKeys({ rows, toggle, more, flip, hide, compare, clear }: RowKeys): number {
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  const current = Math.min(at, rows.length - 1);
  const row = rows[current];
  const step = (by: number) => () => setAt(Math.max(0, Math.min(rows.length - 1, current + by)));
  const branch = branchOf(row);
  /** To the row that this one stands below. */
  const up = () => {
    for (let above = current - 1; above >= 0; above -= 1) if ((rows[above]?.depth ?? 0) < (row?.depth ?? 0)) return setAt(above);
  };
  const enter = () => {
    if (row?.kind === "run") void navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId: row.run.info.experiment_id, runId: row.run.info.run_id } });
    else if (row?.kind === "group") toggle(row.key);
    else if (row && !row.busy) more(row.branch);
  };
  useKeys({
    j: step(1),
    k: step(-1),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    x: (event) => row && flip(row.key, event.shiftKey),
    h: () => row?.kind === "run" && hide?.(row.run.info.run_id),
    ArrowRight: () => branch && !branch.open && toggle(branch.id),
    ArrowLeft: () => (branch?.open ? toggle(branch.id) : up()),
    Enter: enter,
    c: compare,
    Escape: () => {
      setAt(-1);
      clear();
    },
  });
  return current;
}
