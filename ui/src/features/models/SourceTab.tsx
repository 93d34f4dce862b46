import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { artifactsQuery } from "@/api/artifacts";
import { toNumber } from "@/api/metrics";
import type { ModelVersion } from "@/api/types";
import { evaluationsOf } from "@/shared/evaluation/findings";
import { formatDuration, formatNumber } from "@/shared/format";
import { nameOf } from "@/shared/runs/name";
import { Ago } from "@/shared/ui/Ago";
import { Facts, Section } from "@/shared/ui/Facts";
import { Empty, Failed, Waiting } from "@/shared/ui/State";
import { StatusLabel } from "@/shared/ui/Status";

import styles from "./Models.module.css";
import { useSourceRun } from "./SourceRun";

const Evaluation = lazy(() => import("@/shared/evaluation/Evaluation"));

/** The run that made a version: what it was given, what it measured, how it was evaluated. */
export default function SourceTab({ version }: { version: ModelVersion }) {
  const query = useSourceRun(version);
  const run = query.data;
  const evaluated = useQuery({ ...artifactsQuery({ runId: version.run_id ?? "" }, ""), enabled: !!run?.inputs?.dataset_inputs?.length });
  if (!version.run_id)
    return (
      <Empty title="No source run" code={`mlflow.register_model("runs:/<run_id>/model", "${version.name}")`}>
        This version was registered without naming the run that made it.
      </Empty>
    );
  if (query.error) return <Failed error={query.error} advice="The run may have been deleted, or it is on another server." retry={() => void query.refetch()} />;
  if (!run) return <Waiting />;
  const { info, data } = run;
  const found = evaluationsOf(evaluated.data?.files.map((file) => file.path) ?? []);
  const sorted = <T extends { key: string }>(items: readonly T[] | undefined) => (items ?? []).toSorted((a, b) => a.key.localeCompare(b.key));
  return (
    <div className={`page-body ${styles.columns}`}>
      <div className={styles.main}>
        <Section title="Metrics" extra={<span className="dimmer num">{data?.metrics?.length || ""}</span>}>
          {data?.metrics?.length ? (
            <Facts rows={sorted(data.metrics).map((metric) => [metric.key, <span key={metric.key} className="num">{formatNumber(toNumber(metric.value))}</span>])} />
          ) : (
            <p className="dim">None were logged.</p>
          )}
        </Section>
        {found.length > 0 && (
          <Suspense fallback={<Waiting rows={3} />}>
            <Evaluation run={run} found={found} />
          </Suspense>
        )}
      </div>
      <aside className={styles.main}>
        <Section title="Run">
          <Facts
            rows={[
              [
                "Name",
                <Link key="name" to="/experiments/$experimentId/runs/$runId" params={{ experimentId: info.experiment_id, runId: info.run_id }}>
                  {nameOf(info)}
                </Link>,
              ],
              ["Status", <StatusLabel key="status" status={info.status} />],
              ["Started", <Ago key="started" time={info.start_time} />],
              ["Duration", info.start_time && info.end_time ? formatDuration(info.end_time - info.start_time) : "–"],
            ]}
          />
        </Section>
        <Section title="Parameters" extra={<span className="dimmer num">{data?.params?.length || ""}</span>}>
          {data?.params?.length ? <Facts rows={sorted(data.params).map(({ key, value }) => [key, <code key={key}>{value}</code>])} /> : <p className="dim">None were logged.</p>}
        </Section>
      </aside>
    </div>
  );
}
