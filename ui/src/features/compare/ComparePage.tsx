import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";

import { runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { chartRunsOf } from "@/shared/charts/board/chartRuns";
import { plural } from "@/shared/format";
import { Segments } from "@/shared/ui/Controls";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import type { CompareState, CompareView } from "@/shared/urlState/compare";
import { useTitle } from "@/shared/useTitle";

import { TableView } from "./TableView";

const route = getRouteApi("/compare-runs");

const ChartsView = lazy(() => import("./ChartsView"));
const FilesView = lazy(() => import("./FilesView"));
const EvaluationView = lazy(() => import("./EvaluationView"));

const VIEWS: readonly (readonly [CompareView, string])[] = [
  ["table", "Table"],
  ["charts", "Charts"],
  ["files", "Files"],
  ["evaluation", "Evaluation"],
];

const together = (answers: readonly UseQueryResult<Run>[]) => ({
  runs: answers.flatMap(({ data }) => data ?? []),
  failure: answers.find(({ error, data }) => error && !data),
});

/** Runs side by side: what was logged, charts over one another, files line by line, what evaluations found. */
export function ComparePage() {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const { runs, failure } = useQueries({ queries: state.runs.map(runQuery), combine: together });
  const labels = useMemo(() => chartRunsOf(runs), [runs]);
  useTitle(state.runs.length > 0 ? `Comparing ${plural(state.runs.length, "run")}` : "Compare");
  if (state.runs.length === 0)
    return (
      <Empty title="No runs to compare">
        Select some in the table of an <Link to="/experiments">experiment</Link> and press c, or press c on the page of a run.
      </Empty>
    );
  if (failure?.error)
    return <Failed page error={failure.error} retry={() => void failure.refetch()} advice="One of these runs may have been removed. Take it out of the address, or select runs anew." />;
  const change = (next: Partial<CompareState>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const experiment = state.experiments?.[0] ?? runs[0]?.info.experiment_id;
  const view = state.side ?? "table";
  const common = { runs, labels, state, change };
  return (
    <div className="page">
      <header className="page-head">
        <Crumbs>
          <Link to="/experiments">Experiments</Link>
          {experiment && (
            <Link to="/experiments/$experimentId" params={{ experimentId: experiment }}>
              Runs
            </Link>
          )}
          <h1>Comparing {plural(state.runs.length, "run")}</h1>
        </Crumbs>
        <span className="grow" />
        <Segments label="View" value={view} options={VIEWS} onChange={(next) => change({ side: next === "table" ? undefined : next })} />
      </header>
      {runs.length < state.runs.length ? (
        <Waiting />
      ) : (
        <Suspense fallback={<Waiting />}>
          {view === "charts" ? <ChartsView {...common} /> : view === "files" ? <FilesView {...common} /> : view === "evaluation" ? <EvaluationView {...common} /> : <TableView {...common} />}
        </Suspense>
      )}
    </div>
  );
}
