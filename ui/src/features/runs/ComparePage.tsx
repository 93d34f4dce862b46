import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { ChartBoard } from "@/shared/charts/board/ChartBoard";
import { chartRunsOf } from "@/shared/charts/board/chartRuns";
import { plural } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { boardOf, searchOf } from "@/shared/urlState/board";
import { useTitle } from "@/shared/useTitle";

import styles from "./Compare.module.css";
import { CompareTable } from "./CompareTable";

const route = getRouteApi("/compare-runs");

/** Runs side by side: what differs between them, and their metrics over one another. */
export function ComparePage() {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const { runs, failure } = useQueries({ queries: state.runs.map(runQuery), combine: together });
  const chartRuns = useMemo(() => chartRunsOf(runs), [runs]);
  const keys = useMemo(() => ({ metrics: namesOf(runs, "metrics"), params: namesOf(runs, "params"), tags: namesOf(runs, "tags") }), [runs]);
  const board = useMemo(() => boardOf(state), [state]);
  const experiment = state.experiments?.[0] ?? runs[0]?.info.experiment_id;
  useTitle(`Comparing ${runs.length} runs`);
  if (state.runs.length === 0) return <Empty title="No runs to compare">Select some in the table of an experiment and press Compare.</Empty>;
  if (failure) return <Failed error={failure} />;
  if (runs.length < state.runs.length) return <Waiting />;

  const series = runs.map((run, i) => ({ run, label: chartRuns[i]?.label ?? "", colour: chartRuns[i]?.colour ?? "" }));
  return (
    <div className="page">
      <header className="page-head">
        <div className="crumbs">
          <Link to="/experiments">Experiments</Link>
          <span aria-hidden>/</span>
          {experiment && (
            <>
              <Link to="/experiments/$experimentId" params={{ experimentId: experiment }}>
                Runs
              </Link>
              <span aria-hidden>/</span>
            </>
          )}
          <h1>Comparing {plural(runs.length, "run")}</h1>
        </div>
      </header>
      <div className="page-scroll">
        <div className={`page-body ${styles.body}`}>
          <CompareTable
            series={series}
            onlyDiffering={state.differ === true}
            setOnlyDiffering={(on) => void navigate({ search: (before) => ({ ...before, differ: on || undefined }), replace: true })}
          />
          <ChartBoard
            runs={chartRuns}
            keys={keys}
            state={board}
            change={(next) => void navigate({ search: (before) => ({ ...before, ...searchOf(next) }), replace: true })}
            open={({ experimentId, runId }) => void navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId, runId } })}
          />
        </div>
      </div>
    </div>
  );
}

const together = (answers: readonly UseQueryResult<Run>[]) => ({
  runs: answers.map(({ data }) => data).filter((run) => run !== undefined),
  failure: answers.find(({ error }) => error)?.error,
});

const namesOf = (runs: readonly Run[], kind: "metrics" | "params" | "tags"): string[] => [...new Set(runs.flatMap((run) => [...factsOf(run)[kind].keys()]))].sort((a, b) => a.localeCompare(b));
