import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

import type { Run } from "@/api/types";
import { ChartBoard } from "@/shared/charts/board/ChartBoard";
import { type RunFacts, factsOf } from "@/shared/runs/facts";
import { boardOf, searchOf } from "@/shared/urlState/board";

import styles from "./Compare.module.css";
import type { ViewProps } from "./view";

const namesOf = (runs: readonly Run[], kind: keyof RunFacts): string[] => [...new Set(runs.flatMap((run) => [...factsOf(run)[kind].keys()]))].sort((a, b) => a.localeCompare(b));

/** The runs' series over one another, and every other chart there is. */
export default function ChartsView({ runs, labels, state, change }: ViewProps) {
  const navigate = useNavigate();
  const keys = useMemo(() => ({ metrics: namesOf(runs, "metrics"), params: namesOf(runs, "params"), tags: namesOf(runs, "tags") }), [runs]);
  const board = useMemo(() => boardOf(state), [state]);
  return (
    <div className="page-scroll">
      <div className={`page-body ${styles.body}`}>
        <ChartBoard
          runs={labels}
          keys={keys}
          state={board}
          change={(next) => change(searchOf(next))}
          open={({ experimentId, runId }) => void navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId, runId } })}
        />
      </div>
    </div>
  );
}
