import { useMemo } from "react";

import type { Run } from "@/api/types";
import { chartRunsOf } from "@/shared/charts/board/chartRuns";
import { drawing, drawingOnly, hiddenOf, MOST_DRAWN, withDrawn } from "@/shared/runs/drawn";
import { factsOf } from "@/shared/runs/facts";
import type { TableState } from "@/shared/urlState/table";

import { type Column, PREFIX } from "../columns/columns";

/** What a run's group is called, where rows are grouped. */
function groupName(run: Run, by: readonly Column[]): string {
  const { params, tags } = factsOf(run);
  return by
    .map(({ groupBy = "", label }) => {
      const value = groupBy.startsWith(PREFIX.param) ? params.get(groupBy.slice(PREFIX.param.length)) : groupBy.startsWith(PREFIX.tag) ? tags.get(groupBy.slice(PREFIX.tag.length)) : run.info.status;
      return `${label} ${value ?? "–"}`;
    })
    .join(", ");
}

/** The runs that charts beside the table know, and which of them are drawn. */
export function useDrawn(runs: readonly Run[], by: readonly Column[], state: TableState, change: (next: Partial<TableState>) => void) {
  const { show, hide } = state;
  // A group's line is that of all its runs.
  const draw = state.draw ?? (by.length > 0 ? "all" : undefined);
  const known = useMemo(() => [...new Map(runs.map((run) => [run.info.run_id, run])).values()].slice(0, MOST_DRAWN), [runs]);
  const hidden = useMemo(() => hiddenOf(known.map(({ info }) => info.run_id), { draw, show, hide }), [known, draw, show, hide]);
  const chartRuns = useMemo(() => chartRunsOf(known, { hidden, groupOf: by.length ? (run) => groupName(run, by) : undefined }), [known, hidden, by]);
  const paints = useMemo(() => new Map(chartRuns.map((run) => [run.runId, run])), [chartRuns]);
  return {
    chartRuns,
    paints,
    hidden,
    flip: (runId: string) => change(withDrawn({ draw: state.draw, show, hide }, runId, hidden.has(runId))),
    draw: (which: TableState["draw"]) => change(drawing(which)),
    drawOnly: (ids: readonly string[]) => change(drawingOnly(ids)),
  };
}
