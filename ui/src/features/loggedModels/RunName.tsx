import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { runQuery } from "@/api/runs";
import { nameOf, shortId } from "@/shared/runs/name";

/** A run by its name, as a link. */
export function RunName({ runId }: { runId: string }) {
  const { data } = useQuery({ ...runQuery(runId), staleTime: 60_000, retry: false });
  if (!data) return <code>{shortId(runId)}</code>;
  return (
    <Link to="/experiments/$experimentId/runs/$runId" params={{ experimentId: data.info.experiment_id, runId }}>
      {nameOf(data.info)}
    </Link>
  );
}
