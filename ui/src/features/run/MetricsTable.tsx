import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";

import { summariesQuery, toNumber } from "@/api/metrics";
import { isLive } from "@/api/runs";
import type { Run } from "@/api/types";
import { formatNumber } from "@/shared/format";
import { naturally } from "@/shared/names";
import { Section } from "@/shared/ui/Facts";

import { useNarrowed } from "./narrowing";
import styles from "./Overview.module.css";

/** Last, least and greatest value of each metric, without reading any series. */
export function MetricsTable({ run }: { run: Run }) {
  const { run_id: runId, experiment_id: experimentId } = run.info;
  const summaries = new Map(useQuery(summariesQuery(runId, isLive(run))).data?.map((s) => [s.key, s]));
  const metrics = useMemo(() => (run.data?.metrics ?? []).toSorted((a, b) => naturally(a.key, b.key)), [run.data?.metrics]);
  const { found, shown, search, more } = useNarrowed(metrics, "metrics", ({ key }) => key);
  return (
    <Section
      title="Metrics"
      extra={
        <>
          <span className="dimmer num">{metrics.length || ""}</span>
          <span className="grow" />
          {search}
        </>
      }
    >
      {metrics.length === 0 ? (
        <p className="dim">
          None were logged. <code>mlflow.log_metric("loss", 0.2, step=1)</code> logs one.
        </p>
      ) : (
        <table className={styles.metrics} data-testid="metrics">
          <thead>
            <tr>
              <th>
                <span className="sr-only">Metric</span>
              </th>
              <th>last</th>
              {summaries.size > 0 && (
                <>
                  <th>min</th>
                  <th>max</th>
                  <th>points</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((metric) => {
              const sum = summaries.get(metric.key);
              return (
                <tr key={metric.key}>
                  <th scope="row">
                    <Link to="/experiments/$experimentId/runs/$runId/$" params={{ experimentId, runId, _splat: "metrics" }} search={{ find: metric.key }}>
                      {metric.key}
                    </Link>
                  </th>
                  <td className={styles.last}>{formatNumber(toNumber(metric.value))}</td>
                  {summaries.size > 0 && (
                    <>
                      <td>{sum ? formatNumber(toNumber(sum.minimum)) : ""}</td>
                      <td>{sum ? formatNumber(toNumber(sum.maximum)) : ""}</td>
                      <td className="dim">{sum?.count.toLocaleString("en")}</td>
                    </>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {metrics.length > 0 && found.length === 0 && <p className="dim">No metric has such a name.</p>}
      {more}
    </Section>
  );
}
