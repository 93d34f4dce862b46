import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { toNumber } from "@/api/metrics";
import type { ModelVersion } from "@/api/types";
import { formatNumber } from "@/shared/format";

import { sourceRunQuery } from "./useSourceMetrics";

export const useSourceRun = ({ run_id: runId }: ModelVersion) => useQuery({ ...sourceRunQuery(runId ?? ""), enabled: !!runId });

/** The run a version came from, by its name. */
export function SourceRun({ version }: { version: ModelVersion }) {
  const { run_id: runId } = version;
  const query = useSourceRun(version);
  if (!runId) return version.run_link ? <a href={version.run_link}>elsewhere</a> : <span className="dimmer">–</span>;
  if (!query.data) return <code title={query.error?.message}>{runId.slice(0, 8)}</code>;
  const { info } = query.data;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: info.experiment_id, runId }}>
      {info.run_name || runId.slice(0, 8)}
    </Link>
  );
}

/** Last value of a metric of the source run. */
export function MetricOfSource({ version, metric }: { version: ModelVersion; metric: string }) {
  const found = useSourceRun(version).data?.data?.metrics?.find(({ key }) => key === metric);
  return found ? <span title={String(found.value)}>{formatNumber(toNumber(found.value))}</span> : null;
}
