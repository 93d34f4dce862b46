import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

import { scopedKeysQuery } from "@/api/runs";
import type { FullScope } from "@/api/runSearch";
import { ChartBoard } from "@/shared/charts/board/ChartBoard";
import type { ChartRun } from "@/shared/charts/board/contract";
import type { Hover } from "@/shared/charts/board/hover";
import { plural } from "@/shared/format";
import { Button } from "@/shared/ui/Button";
import { Failed, Waiting } from "@/shared/ui/State";
import { boardOf, searchOf } from "@/shared/urlState/board";
import type { TableState } from "@/shared/urlState/table";

import styles from "./RunCharts.module.css";

interface RunChartsProps {
  runs: readonly ChartRun[];
  scope: FullScope;
  state: TableState;
  change: (next: Partial<TableState>) => void;
  draw: (which: TableState["draw"]) => void;
  hover: Hover;
  /** Selects runs in the table. */
  select: (runIds: readonly string[]) => void;
}

/** Charts of the runs in the table. */
export function RunCharts({ runs, scope, state, change, draw, hover, select }: RunChartsProps) {
  const navigate = useNavigate();
  const keys = useQuery(scopedKeysQuery({ experimentIds: scope.experimentIds }));
  const boardKeys = useMemo(() => ({ metrics: keys.data?.metrics ?? [], params: keys.data?.params ?? [], tags: keys.data?.tags ?? [] }), [keys.data]);
  const search = useMemo(() => ({ experimentIds: scope.experimentIds, filter: scope.filter, lifecycle: scope.lifecycle }), [scope.experimentIds, scope.filter, scope.lifecycle]);
  const { x, log, smooth, zoom, find, board } = state;
  const boardState = useMemo(() => boardOf({ x, log, smooth, zoom, find, board }), [x, log, smooth, zoom, find, board]);
  const drawn = runs.filter((run) => !run.hidden).length;
  if (keys.error) return <Failed error={keys.error} retry={() => void keys.refetch()} />;
  if (keys.isPending) return <Waiting />;
  return (
    <section className={styles.charts} aria-label="Charts">
      <div className={styles.head}>
        <span className="dimmer num" aria-live="polite">
          {drawn} of {plural(runs.length, "run")} drawn
        </span>
        <Button look="ghost" disabled={drawn === runs.length} onClick={() => draw("all")}>
          Draw all
        </Button>
        <Button look="ghost" disabled={drawn === 0} onClick={() => draw("none")}>
          None
        </Button>
        {(state.draw ?? state.show ?? state.hide) !== undefined && (
          <Button look="ghost" onClick={() => draw(undefined)}>
            First ten
          </Button>
        )}
      </div>
      <ChartBoard
        runs={runs}
        keys={boardKeys}
        search={search}
        state={boardState}
        change={(next) => change(searchOf(next))}
        hover={hover}
        select={select}
        open={(run) => void navigate({ to: "/experiments/$experimentId/runs/$runId", params: { experimentId: run.experimentId, runId: run.runId } })}
      />
    </section>
  );
}
