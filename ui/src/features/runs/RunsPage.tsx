import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo } from "react";

import { experimentQuery } from "@/api/experiments";
import { Gone, isGone } from "@/shared/ui/Gone";

import { Runs } from "./Runs";

/** The runs of one experiment. */
export function RunsPage() {
  const { experimentId = "" } = useParams({ strict: false });
  const ids = useMemo(() => [experimentId], [experimentId]);
  const experiment = useQuery(experimentQuery(experimentId));
  if (isGone(experiment))
    return (
      <Gone asked={experiment}>
        It may have been deleted for good. See <Link to="/experiments">all experiments</Link>.
      </Gone>
    );
  // A different experiment is a different page: nothing selected or opened stays.
  return <Runs key={experimentId} experimentIds={ids} />;
}
