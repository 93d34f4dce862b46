import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { ChartRun } from "./contract";

/** When a run has ended, what it logged at the end is asked for once more. */
export function useEndOfRuns(runs: readonly ChartRun[]): void {
  const client = useQueryClient();
  const live = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    for (const { runId, live: still } of runs) if (!still && live.current.has(runId)) void client.invalidateQueries({ queryKey: ["series", runId] });
    live.current = new Set(runs.filter((run) => run.live).map(({ runId }) => runId));
  }, [runs, client]);
}
