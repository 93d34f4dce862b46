import { type ReactNode, type Ref, useCallback, useMemo } from "react";

import { Failed, Waiting } from "@/shared/ui/State";

import type { ChartRun, PanelViewProps } from "../../board/contract";
import { useHovered } from "../../board/hover";
import type { Exportable } from "../../export/exportable";
import { extentOf, type Frame, labelOf, missing } from "../core/column";
import styles from "./Panel.module.css";
import { MOST_PLOTTED, useFrame } from "./useFrame";

/** What plots ask and tell of single runs. */
interface RunActs {
  /** Of a run that is drawn as a line, too; the others stay grey. */
  colour: (row: number) => string | undefined;
  open: (row: number) => void;
  point: (row: number | undefined) => void;
  /** Row of the run that is pointed at elsewhere. */
  pointed: number | undefined;
  /** Selects runs in the table, where there is one. */
  select?: (rows: readonly number[]) => void;
}

/** What every picture of runs is given besides its own. */
export interface PlotProps {
  title: string;
  acts: RunActs;
  ref?: Ref<Exportable>;
}

interface RunPlotProps {
  panel: PanelViewProps<object>;
  /** All columns of the picture. */
  keys: readonly string[];
  /** Those without which there is none. Empty ones are still to be chosen. */
  needs: readonly string[];
  /** Those of them that must be numbers. */
  numbers?: readonly string[];
  children: (frame: Frame, acts: RunActs) => ReactNode;
}

/** Asks for the columns of a picture and says what is missing where there is nothing to draw. */
export function RunPlot({ panel, keys, needs, numbers = [], children }: RunPlotProps) {
  const shape = keys.filter(Boolean).join("\n");
  const asked = useMemo(() => (shape ? [...new Set(shape.split("\n"))] : []), [shape]);
  const { query, frame, total, experimentOf } = useFrame(panel, asked);
  const note = (text: string) => (
    <p className={styles.note} style={{ height: panel.height }}>
      {text}
    </p>
  );
  if (needs.some((key) => key === "")) return note("Choose what it shows: Edit, in the menu of this chart.");
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (!frame) return query.fetchStatus === "idle" && query.isPending ? note("There are no runs.") : <Waiting rows={4} />;
  if (frame.ids.length === 0) return note("No run matches.");
  const needed = needs.map((key) => frame.columns.get(key));
  if (!frame.ids.some((_, row) => needed.every((column) => column && !Number.isNaN(column.numbers[row])))) return note(missing(needed, needs));
  const word = numbers.find((key) => frame.columns.get(key)?.kind === "text");
  if (word) return note(`${labelOf(word)} is text in some runs: a number is needed here.`);
  return (
    <div className={styles.view} style={{ height: panel.height }}>
      <Shown panel={panel} frame={frame} experimentOf={experimentOf} draw={children} />
      {total > frame.ids.length && total > MOST_PLOTTED && (
        <p className={styles.rest}>
          The first {MOST_PLOTTED.toLocaleString("en")} of {total.toLocaleString("en")} runs: a filter shows others.
        </p>
      )}
    </div>
  );
}

interface ShownProps {
  panel: PanelViewProps<object>;
  frame: Frame;
  experimentOf: (row: number) => string;
  draw: RunPlotProps["children"];
}

function Shown({ panel: { runs, hover, open, select }, frame, experimentOf, draw }: ShownProps) {
  const known = useMemo(() => new Map(runs.map((run) => [run.runId, run])), [runs]);
  const rows = useMemo(() => new Map(frame.ids.map((id, row) => [id, row])), [frame]);
  const hovered = useHovered(hover);
  const colour = useCallback(
    (row: number) => {
      const run = known.get(frame.ids[row] ?? "");
      return run?.hidden === false ? run.colour : undefined;
    },
    [known, frame],
  );
  return draw(frame, {
    colour,
    open: (row) => open?.(known.get(frame.ids[row] ?? "") ?? stranger(frame, row, experimentOf(row))),
    point: (row) => hover.set(row === undefined ? undefined : frame.ids[row]),
    pointed: hovered === undefined ? undefined : rows.get(hovered),
    select: select && ((some) => select(some.map((row) => frame.ids[row] ?? ""))),
  });
}

/** A run that the search found and no page of the table has shown. */
const stranger = (frame: Frame, row: number, experimentId: string): ChartRun => ({
  runId: frame.ids[row] ?? "",
  experimentId,
  label: frame.names[row] ?? "",
  colour: "",
  hidden: false,
  live: false,
});

/** Whether a logarithm has something to show of a column. */
export const canLog = (frame: Frame, key: string): boolean => {
  const column = frame.columns.get(key);
  return column?.kind === "number" && (extentOf(column)?.[1] ?? 0) > 0;
};
