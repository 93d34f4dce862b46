import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Columns3 } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { runQuery } from "@/api/runs";
import type { Run } from "@/api/types";
import { evaluationsOf } from "@/shared/evaluation/findings";
import { ofSystem, SYSTEM } from "@/shared/names";
import { nameOf } from "@/shared/runs/name";
import { Button } from "@/shared/ui/Button";
import { Gone, isGone } from "@/shared/ui/Gone";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { useTitle } from "@/shared/useTitle";

import { Artifacts } from "./Artifacts";
import { ComparePicker } from "./ComparePicker";
import { Metrics } from "./Metrics";
import { Overview } from "./Overview";
import { RunHeader } from "./RunHeader";
import styles from "./RunPage.module.css";
import { readTab, type Tab, toTab } from "./tabs";

const Evaluation = lazy(() => import("@/shared/evaluation/Evaluation"));
const Lineage = lazy(() => import("./Lineage"));
const Environment = lazy(() => import("./Environment"));

const TABS: readonly (readonly [Tab, string])[] = [
  ["overview", "Overview"],
  ["metrics", "Metrics"],
  ["system", "System metrics"],
  ["evaluation", "Evaluation"],
  ["artifacts", "Artifacts"],
  ["lineage", "Lineage"],
  ["environment", "Environment"],
];

const CODE = `mlflow.evaluate(model, data, targets="label", model_type="classifier")`;

export function RunPage() {
  const { experimentId = "", runId = "", _splat } = useParams({ strict: false });
  const { tab, path } = readTab(_splat);
  const query = useQuery(runQuery(runId));
  const run = query.data;
  // An evaluation notes its data as an input: only then may there be files of one.
  const files = useQuery({ ...artifactsQuery({ runId }, ""), enabled: tab === "evaluation" || !!run?.inputs?.dataset_inputs?.length });
  const evaluated = evaluationsOf(files.data?.files.map((file) => file.path) ?? []).length > 0;
  useTitle(run && nameOf(run.info));
  if (isGone(query))
    return (
      <Gone asked={query}>
        It may have been removed. See the <Link to="/experiments/$experimentId" params={{ experimentId }}>other runs</Link> of the experiment.
      </Gone>
    );
  if (!run) return <Waiting />;
  const params = { experimentId, runId };
  const has = (key: Tab) => (key === "evaluation" ? evaluated : key === "system" ? run.data?.metrics?.some(({ key: name }) => ofSystem(name)) : true);
  const counts: Partial<Record<Tab, number>> = { metrics: run.data?.metrics?.length ?? 0 };
  return (
    <div className="page" key={runId}>
      <RunHeader run={run} tab={tab} />
      <nav className={styles.tabs} aria-label="Run">
        {TABS.filter(([key]) => tab === key || has(key)).map(([key, title]) => (
          <Link
            key={key}
            {...toTab(params, key)}
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
      {tab === "artifacts" ? (
        <Artifacts run={run} path={path} />
      ) : (
        <div className="page-scroll">
          <div className={`page-body ${styles.body}`}>
            <Suspense fallback={<Waiting />}>
              {tab === "metrics" || tab === "system" ? (
                <Metrics key={tab} run={run} find={tab === "system" ? SYSTEM : undefined} />
              ) : tab === "lineage" ? (
                <Lineage run={run} />
              ) : tab === "environment" ? (
                <Environment run={run} />
              ) : tab === "evaluation" ? (
                <Evaluated run={run} files={files} />
              ) : (
                <Overview run={run} />
              )}
            </Suspense>
          </div>
        </div>
      )}
    </div>
  );
}

interface EvaluatedProps {
  run: Run;
  files: { data?: { files: { path: string }[] }; error: Error | null; refetch: () => unknown };
}

function Evaluated({ run, files }: EvaluatedProps) {
  const [comparing, setComparing] = useState(false);
  if (files.error) return <Failed error={files.error} retry={() => void files.refetch()} />;
  if (!files.data) return <Waiting />;
  const found = evaluationsOf(files.data.files.map((file) => file.path));
  if (found.length === 0)
    return (
      <Empty title="Not evaluated yet" code={CODE}>
        What an evaluation finds is shown here.
      </Empty>
    );
  return (
    <>
      <div className={styles.acts}>
        <Button icon={<Columns3 />} onClick={() => setComparing(true)}>
          Compare with another run
        </Button>
      </div>
      {comparing && <ComparePicker run={run} side="evaluation" close={() => setComparing(false)} />}
      <Evaluation run={run} found={found} />
    </>
  );
}
