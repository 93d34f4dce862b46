import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import type { ModelVersion } from "@/api/types";
import { formatNumber } from "@/shared/format";
import { shortId } from "@/shared/runs/name";

import { sourceOf } from "./sources";
import { type Known, sourceRunQuery } from "./useSources";

export const useSourceRun = ({ run_id: runId }: ModelVersion) => useQuery({ ...sourceRunQuery(runId ?? ""), enabled: !!runId });

/** What is known of the source run: from the table, or asked for on its own. */
function useSource({ run_id: runId }: ModelVersion, known: Known) {
  const query = useQuery({ ...sourceRunQuery(runId ?? ""), enabled: !!runId && known === undefined });
  return { source: known === "waiting" ? undefined : (known ?? (query.data && sourceOf(query.data))), error: query.error };
}

interface SourceProps {
  version: ModelVersion;
  /** What the page knows of the run already. */
  known?: Known;
}

/** The run a version came from, by its name. */
export function SourceRun({ version, known }: SourceProps) {
  const { run_id: runId } = version;
  const { source, error } = useSource(version, known);
  if (!runId) return version.run_link ? <a href={version.run_link}>elsewhere</a> : <span className="dimmer">–</span>;
  if (!source) return <code title={error?.message}>{shortId(runId)}</code>;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: source.experimentId, runId }}>
      {source.name}
    </Link>
  );
}

/** Last value of a metric of the source run. */
export function MetricOfSource({ version, known, metric }: SourceProps & { metric: string }) {
  const value = useSource(version, known).source?.metrics.get(metric);
  return value === undefined ? null : <span title={String(value)}>{formatNumber(value)}</span>;
}
