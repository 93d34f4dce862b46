import { useCallback, useMemo, useState } from "react";

import { plural } from "@/shared/format";

import { complete, write } from "../core/column";
import { HoverCard } from "../core/HoverCard";
import { Layer } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { type Scatter, scatterScene, scatterTable, type ScatterScene } from "./scatter";

interface ScatterPlotProps extends PlotProps {
  scatter: Scatter;
}

/** Runs as marks: where they lie is two of their values. Drag a box to choose runs, press a mark to open its run. */
export function ScatterPlot({ scatter, acts, ...file }: ScatterPlotProps) {
  const { frame, x, y, colour, size: sized } = scatter;
  const [row, setOwn] = useState<number>();
  const setRow = (next: number | undefined) => {
    setOwn(next);
    acts.point(next);
  };
  const ringed = row ?? acts.pointed;
  const stage = useCallback((size: Size) => scatterScene(scatter, size), [scatter]);
  const shown = useMemo(() => complete([x, y], frame.ids.length).length, [x, y, frame]);
  const facts = (of: number) => [...new Set([x, y, ...(colour ? [colour] : []), ...(sized ? [sized] : [])])].map((column) => [column.label, write(column, column.numbers[of] as number)] as const);
  const step = (scene: ScatterScene, by: 1 | -1) => {
    const at = row === undefined ? (by > 0 ? -1 : 0) : scene.order.indexOf(row);
    setRow(scene.order[(at + by + scene.order.length) % scene.order.length]);
  };
  const left = frame.ids.length - shown;
  return (
    <Plot
      {...file}
      label={`${y.label} by ${x.label} of ${plural(shown, "run")}`}
      words={left > 0 ? `${plural(shown, "run")}; ${left.toLocaleString("en")} without a value left out` : plural(shown, "run")}
      stage={stage}
      table={() => scatterTable(scatter)}
      over={useCallback((scene: ScatterScene) => (ringed === undefined ? undefined : scene.ring(ringed)), [ringed])}
    >
      {(scene, size) => {
        const at = row === undefined ? undefined : scene.at(row);
        return (
          <>
            <Layer
              label="Runs: arrow keys go from one to the next, Enter opens it"
              over={at !== undefined}
              onPoint={(spot) => setRow(spot && scene.near(spot.x, spot.y))}
              onPress={() => row !== undefined && acts.open(row)}
              onStep={(by) => step(scene, by)}
              onBox={acts.select && ((box) => acts.select?.(scene.within(box)))}
            />
            {at && row !== undefined && <HoverCard at={at} size={size} told={{ title: frame.names[row] ?? "", facts: facts(row) }} />}
          </>
        );
      }}
    </Plot>
  );
}
