import { useQueries } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";

import { runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { colourOf } from "@/shared/charts/palette";
import { LookControls } from "@/shared/charts/LookControls";
import { MetricGrid } from "@/shared/charts/MetricGrid";
import { plural } from "@/shared/format";
import { factsOf } from "@/shared/runs/facts";
import { Section } from "@/shared/ui/Facts";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { lookOf, stateOf } from "@/shared/urlState/look";
import { useTitle } from "@/shared/useTitle";

import styles from "./Compare.module.css";
import { CompareTable } from "./CompareTable";

const route = getRouteApi("/compare-runs");

/** Runs side by side: what differs between them, and their metrics over one another. */
export function ComparePage() {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const answers = useQueries({ queries: state.runs.map(runQuery) });
  const runs = answers.map((answer) => answer.data).filter((run): run is Run => run !== undefined);
  const failure = answers.find((answer) => answer.error)?.error;
  const experiment = state.experiments?.[0] ?? runs[0]?.info.experiment_id;
  useTitle(`Comparing ${runs.length} runs`);
  if (state.runs.length === 0) return <Empty title="No runs to compare">Select some in the table of an experiment and press Compare.</Empty>;
  if (failure) return <Failed error={failure} />;
  if (runs.length < state.runs.length) return <Waiting />;

  const metrics = [...new Set(runs.flatMap((run) => [...factsOf(run).metrics.keys()]))].sort((a, b) => a.localeCompare(b));
  const series = runs.map((run, i) => ({ run, label: labelOf(run, runs), colour: colourOf(i) }));
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
          <Section
            title="Metrics"
            extra={
              <>
                <span className="grow" />
                <LookControls look={lookOf(state)} onChange={(look) => void navigate({ search: (before) => ({ ...before, ...stateOf(look) }), replace: true })} />
              </>
            }
          >
            <MetricGrid metrics={metrics} sources={series} look={lookOf(state)} />
          </Section>
        </div>
      </div>
    </div>
  );
}

/** A run's name, with the start of its id where another has the same. */
function labelOf(run: Run, all: readonly Run[]): string {
  const name = run.info.run_name || run.info.run_id.slice(0, 8);
  const twins = all.filter((other) => other.info.run_name === run.info.run_name).length > 1;
  return twins ? `${name} (${run.info.run_id.slice(0, 4)})` : name;
}
