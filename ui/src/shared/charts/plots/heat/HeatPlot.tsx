import { useCallback, useMemo, useState } from "react";

import { plural } from "@/shared/format";

import { write } from "../core/column";
import { HoverCard } from "../core/HoverCard";
import { Layer } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { canContour, type Heat, heatRows, heatScene, type HeatScene, heatTable } from "./heat";
import { FEWEST_FOR_CONTOURS } from "./surface";

interface HeatPlotProps extends PlotProps {
  heat: Heat;
}

/** A value over two others, as cells or as a surface. Press a cell to choose its runs. */
export function HeatPlot({ heat, acts, ...file }: HeatPlotProps) {
  const { x, y, value, fold } = heat;
  const [cell, setCell] = useState<number>();
  const rows = useMemo(() => heatRows(heat), [heat]);
  const stage = useCallback((size: Size) => heatScene(heat, size), [heat]);
  const refused = heat.contour && !canContour(heat, rows.length);
  const why = x.kind === "text" || y.kind === "text" ? "a surface needs two axes of numbers" : fold === "count" ? "counts are cells" : `a surface needs ${FEWEST_FOR_CONTOURS} runs`;
  const step = (scene: HeatScene, by: 1 | -1) => {
    const filled = scene.cells.members.flatMap((inside, i) => (inside.length ? [i] : []));
    const at = cell === undefined ? (by > 0 ? -1 : 0) : filled.indexOf(cell);
    setCell(filled[(at + by + filled.length) % filled.length]);
  };
  return (
    <Plot
      {...file}
      label={`${fold === "count" ? "Number of runs" : value.label} by ${x.label} and ${y.label}, ${plural(rows.length, "run")}`}
      words={`${plural(rows.length, "run")}${refused ? `; shown as cells: ${why}` : ""}`}
      stage={stage}
      table={() => heatTable(heat)}
      over={useCallback((scene: HeatScene) => (cell === undefined ? undefined : scene.outline(cell)), [cell])}
    >
      {(scene, size) => {
        const members = cell === undefined ? undefined : scene.cells.members[cell];
        return (
          <>
            <Layer
              label="Cells: arrow keys go from one to the next, Enter chooses its runs"
              over={members !== undefined && acts.select !== undefined}
              onPoint={(spot) => setCell(spot && scene.at(spot.x, spot.y))}
              onStep={(by) => step(scene, by)}
              onPress={() => members && acts.select?.(members)}
            />
            {members && cell !== undefined && (
              <HoverCard
                at={scene.middle(cell)}
                size={size}
                told={{
                  title: plural(members.length, "run"),
                  facts: [
                    ...scene.name(cell).split(", ").map((text) => [text, ""] as const),
                    ...(fold === "count" ? [] : [[`${fold} ${value.label}`, write(value, scene.cells.values[cell] as number)] as const]),
                  ],
                }}
              />
            )}
          </>
        );
      }}
    </Plot>
  );
}
