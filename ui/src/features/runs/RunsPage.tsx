import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";

import { Runs } from "./Runs";

/** The runs of one experiment. */
export function RunsPage() {
  const { experimentId = "" } = useParams({ strict: false });
  const ids = useMemo(() => [experimentId], [experimentId]);
  // A different experiment is a different page: nothing selected or opened stays.
  return <Runs key={experimentId} experimentIds={ids} />;
}
