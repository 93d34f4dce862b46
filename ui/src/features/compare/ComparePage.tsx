import { useQueries, type UseQueryResult } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";

import { runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { usePageActions } from "@/shared/actions";
import { chartRunsOf } from "@/shared/charts/board/chartRuns";
import { copyLink } from "@/shared/copying";
import { plural } from "@/shared/format";
import { Segments } from "@/shared/ui/Controls";
import { Crumbs } from "@/shared/ui/Crumbs";
import { Gone, isGone } from "@/shared/ui/Gone";
import { Empty, Waiting } from "@/shared/ui/State";
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
  gone: answers.map(isGone),
  failure: answers.find(isGone),
});

/** Runs side by side: what was logged, charts over one another, files line by line, what evaluations found. */
export function ComparePage() {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const { runs, gone, failure } = useQueries({ queries: state.runs.map(runQuery), combine: together });
  const labels = useMemo(() => chartRunsOf(runs), [runs]);
  useTitle(state.runs.length > 0 ? `Comparing ${plural(state.runs.length, "run")}` : "Compare");
  const change = (next: Partial<CompareState>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const view = state.side ?? "table";
  const show = (next: CompareView) => change({ side: next === "table" ? undefined : next });
  usePageActions([
    ...VIEWS.filter(([key]) => key !== view).map(([key, title]) => ({ name: `Show ${title.toLowerCase()}`, act: () => show(key) })),
    ...(view === "table" ? [{ name: state.differ ? "Show all lines" : "Show only what differs", act: () => change({ differ: !state.differ || undefined }) }] : []),
    { name: "Copy link", act: copyLink },
  ]);
  if (state.runs.length === 0)
    return (
      <Empty title="No runs to compare">
        Select some in the table of an <Link to="/experiments">experiment</Link> and press c, or press c on the page of a run.
      </Empty>
    );
  if (failure) {
    const others = state.runs.filter((_, i) => !gone[i]);
    return (
      <Gone asked={failure}>
        One of these runs may have been removed.{" "}
        {others.length > 0 && (
          <Link to="/compare-runs" search={{ ...state, runs: others }}>
            Compare the others
          </Link>
        )}
      </Gone>
    );
  }
  const experiment = state.experiments?.[0] ?? runs[0]?.info.experiment_id;
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
        <Segments label="View" value={view} options={VIEWS} onChange={show} />
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
