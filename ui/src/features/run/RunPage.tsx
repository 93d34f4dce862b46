import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { experimentQuery } from "@/api/experiments";
import { runQuery } from "@/api/runs";
import { StatusLabel } from "@/shared/ui/Status";
import { CopyButton, Empty, Failed, Waiting } from "@/shared/ui/State";
import { useTitle } from "@/shared/useTitle";

import { Artifacts } from "./Artifacts";
import { evaluationsOf } from "./findings";
import { Metrics } from "./Metrics";
import { Overview } from "./Overview";
import { RunMenu } from "./RunMenu";
import styles from "./RunPage.module.css";
import { readTab, type Tab } from "./tabs";

const Evaluation = lazy(() => import("./Evaluation"));

const TABS: readonly (readonly [Tab, string])[] = [
  ["overview", "Overview"],
  ["metrics", "Metrics"],
  ["evaluation", "Evaluation"],
  ["artifacts", "Artifacts"],
];

const CODE = `mlflow.evaluate(model, data, targets="label", model_type="classifier")`;

export function RunPage() {
  const { experimentId = "", runId = "", _splat } = useParams({ strict: false });
  const { tab, path } = readTab(_splat);
  const query = useQuery(runQuery(runId));
  const experiment = useQuery(experimentQuery(experimentId));
  const run = query.data;
  // An evaluation notes its data as an input: only then may there be files of one.
  const files = useQuery({ ...artifactsQuery({ runId }, ""), enabled: tab === "evaluation" || !!run?.inputs?.dataset_inputs?.length });
  const evaluations = evaluationsOf(files.data?.files.map((file) => file.path) ?? []);
  const name = run?.info.run_name || runId.slice(0, 8);
  useTitle(run && name);
  if (query.error && !run)
    return (
      <Failed
        page
        error={query.error}
        retry={() => void query.refetch()}
        advice={
          <>
            It may have been removed. See the <Link to="/experiments/$experimentId" params={{ experimentId }}>other runs</Link> of the experiment.
          </>
        }
      />
    );
  const params = { experimentId, runId };
  const counts: Partial<Record<Tab, number>> = { metrics: run?.data?.metrics?.length ?? 0 };
  return (
    <div className="page">
      <header className="page-head">
        <div className="crumbs">
          <Link to="/experiments">Experiments</Link>
          <span aria-hidden>/</span>
          <Link to="/experiments/$experimentId" params={{ experimentId }} className="clip">
            {experiment.data?.name ?? experimentId}
          </Link>
          <span aria-hidden>/</span>
          <h1 className="clip" data-testid="run-name">
            {name}
          </h1>
          <CopyButton text={runId} label={`Copy run ID ${runId}`} />
        </div>
        {run && <StatusLabel status={run.info.status} />}
        {run?.info.lifecycle_stage === "deleted" && (
          <span className="chip" data-tone="warn">
            Deleted
          </span>
        )}
        <span className="grow" />
        {run && <RunMenu run={run} />}
      </header>
      <nav className={styles.tabs} aria-label="Run">
        {TABS.filter(([key]) => key !== "evaluation" || tab === key || evaluations.length > 0).map(([key, title]) => (
          <Link
            key={key}
            {...(key === "overview"
              ? { to: "/experiments/$experimentId/runs/$runId" as const, params }
              : { to: "/experiments/$experimentId/runs/$runId/$" as const, params: { ...params, _splat: key } })}
            search
            className={styles.tab}
            data-active={tab === key || undefined}
            aria-current={tab === key ? "page" : undefined}
          >
            {title}
            {!!counts[key] && <span className="dimmer num">{counts[key]}</span>}
          </Link>
        ))}
      </nav>
      {!run ? (
        <Waiting />
      ) : tab === "artifacts" ? (
        <Artifacts run={run} path={path} />
      ) : (
        <div className="page-scroll">
          <div className={`page-body ${styles.body}`}>
            {tab === "metrics" ? (
              <Metrics run={run} />
            ) : tab === "overview" ? (
              <Overview run={run} />
            ) : files.error ? (
              <Failed error={files.error} retry={() => void files.refetch()} />
            ) : !files.data ? (
              <Waiting />
            ) : evaluations.length === 0 ? (
              <Empty title="Not evaluated yet" code={CODE}>
                What an evaluation finds is shown here.
              </Empty>
            ) : (
              <Suspense fallback={<Waiting />}>
                <Evaluation run={run} found={evaluations} />
              </Suspense>
            )}
          </div>
        </div>
      )}
    </div>
  );
}
