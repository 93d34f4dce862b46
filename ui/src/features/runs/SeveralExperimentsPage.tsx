import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { Empty } from "@/shared/ui/State";

import { Runs } from "./Runs";

/** The runs of several experiments in one table. */
export function SeveralExperimentsPage() {
  const { ids = [] } = useSearch({ strict: false }) as { ids?: string[] };
  const line = ids.join();
  const experimentIds = useMemo(() => (line ? line.split(",") : []), [line]);
  if (experimentIds.length === 0) return <Empty title="No experiments to look at">Select some in the list of experiments.</Empty>;
  return <Runs key={line} experimentIds={experimentIds} />;
}
