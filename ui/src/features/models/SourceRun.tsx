import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { runQuery } from "@/api/runs";
import type { ModelVersion } from "@/api/types";

/** The run a version came from, by its name. */
export function SourceRun({ version }: { version: ModelVersion }) {
  const { run_id: runId } = version;
  const query = useQuery({ ...runQuery(runId ?? ""), enabled: !!runId });
  if (!runId) return version.run_link ? <a href={version.run_link}>elsewhere</a> : <span className="dimmer">–</span>;
  if (!query.data) return <code title={query.error?.message}>{runId.slice(0, 8)}</code>;
  const { info } = query.data;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: info.experiment_id, runId }}>
      {info.run_name || runId.slice(0, 8)}
    </Link>
  );
}
