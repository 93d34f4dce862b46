import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { summariesQuery } from "@/api/metrics";
import { isLive } from "@/api/runs";
import type { Run } from "@/api/types";
import { chartRunsOf } from "@/shared/charts/board/chartRuns";
import { ChartBoard } from "@/shared/charts/board/ChartBoard";
import { naturally } from "@/shared/names";
import { Empty, Waiting } from "@/shared/ui/State";
import { boardOf, searchOf } from "@/shared/urlState/board";
import type { RunState } from "@/shared/urlState/run";

import { ValueTiles } from "./ValueTiles";

const CODE = `for step in range(100):
    loss = train_one_epoch()
    mlflow.log_metric("train/loss", loss, step=step)`;

/** A run's series on a board; what was logged once stands above it as a number. `find` narrows it until the address says something else. */
export function Metrics({ run, find }: { run: Run; find?: string }) {
  const address: RunState = useSearch({ strict: false });
  const navigate = useNavigate();
  const summaries = useQuery(summariesQuery(run.info.run_id, isLive(run)));
  const all = useMemo(() => run.data?.metrics ?? [], [run.data?.metrics]);
  const once = useMemo(() => new Set(summaries.data?.filter(({ count }) => count === 1).map(({ key }) => key)), [summaries.data]);
  const runs = useMemo(() => chartRunsOf([run]), [run]);
  const keys = useMemo(() => ({ metrics: all.map(({ key }) => key).filter((key) => !once.has(key)), params: [] }), [all, once]);
  const state = useMemo(() => boardOf({ find, ...address }), [address, find]);
  if (all.length === 0)
    return (
      <Empty title="No metrics yet" code={CODE}>
        Each metric gets a chart here as soon as it is logged.
      </Empty>
    );
  if (summaries.isPending) return <Waiting />;
  const wanted = (state.find ?? "").toLowerCase();
  return (
    <ChartBoard
      runs={runs}
      keys={keys}
      state={state}
      change={(board) => void navigate({ to: ".", search: (before: RunState) => ({ ...before, ...searchOf(board) }), replace: true })}
    >
      <ValueTiles metrics={all.filter(({ key }) => once.has(key) && key.toLowerCase().includes(wanted)).toSorted((a, b) => naturally(a.key, b.key))} />
    </ChartBoard>
  );
}
