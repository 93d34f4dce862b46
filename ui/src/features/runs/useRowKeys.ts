import { useNavigate } from "@tanstack/react-router";
import type { RowSelectionState } from "@tanstack/react-table";
import { useState } from "react";

import { useKeys } from "@/shared/keys";

import { compareSearch } from "./compareSearch";
import type { Row } from "./tree";

interface RowKeys {
  rows: readonly Row[];
  experimentId: string;
  toggle: (runId: string) => void;
  selection: RowSelectionState;
  select: (next: RowSelectionState) => void;
}

/** Walking through the table by keyboard. Returns the index of the current row, or -1. */
export function useRowKeys({ rows, experimentId, toggle, selection, select }: RowKeys): number {
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  const current = Math.min(at, rows.length - 1);
  const row = rows[current];
  const step = (by: number) => () => setAt(Math.max(0, Math.min(rows.length - 1, current + by)));
  useKeys({
    j: step(1),
    k: step(-1),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    x: () => row && select({ ...selection, [row.run.info.run_id]: !selection[row.run.info.run_id] }),
    ArrowRight: () => row?.parent && !row.open && toggle(row.run.info.run_id),
    ArrowLeft: () => row?.open && toggle(row.run.info.run_id),
    Enter: () => row && void navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId, runId: row.run.info.run_id } }),
    c: () => {
      const runs = Object.keys(selection).filter((id) => selection[id]);
      if (runs.length > 1) void navigate({ to: "/compare-runs", search: compareSearch(runs, experimentId) });
    },
    Escape: () => {
      setAt(-1);
      select({});
    },
  });
  return current;
}
