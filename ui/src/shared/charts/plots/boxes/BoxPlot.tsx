import { useCallback, useMemo, useState } from "react";

import { plural } from "@/shared/format";

import { write } from "../core/column";
import { HoverCard } from "../core/HoverCard";
import { Layer } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { type Boxes, boxesOf, boxScene, boxTable, MOST_BOXES } from "./boxes";

interface BoxPlotProps extends PlotProps {
  boxes: Boxes;
}

/** How a value is spread, for each group of runs. Press a box to choose its runs. */
export function BoxPlot({ boxes, acts, ...file }: BoxPlotProps) {
  const { value, by } = boxes;
  const [over, setOver] = useState<number>();
  const all = useMemo(() => boxesOf(boxes), [boxes]);
  const groups = useMemo(() => (all.length > MOST_BOXES ? all.toSorted((a, b) => b.summary.count - a.summary.count).slice(0, MOST_BOXES) : all), [all]);
  const stage = useCallback((size: Size) => boxScene(boxes, groups, size), [boxes, groups]);
  const count = groups.reduce((sum, group) => sum + group.summary.count, 0);
  const group = over === undefined ? undefined : groups[over];
  const label = by ? `${value.label} by ${by.label}` : value.label;
  return (
    <Plot
      {...file}
      label={`${label}: quartiles of ${plural(count, "run")} in ${plural(groups.length, "group")}`}
      words={all.length > groups.length ? `the ${groups.length} largest of ${plural(all.length, "group")}` : plural(count, "run")}
      stage={stage}
      table={() => boxTable(boxes, all)}
    >
      {(scene, size) => (
        <>
          <Layer
            label="Groups: arrow keys go from one to the next, Enter chooses its runs"
            over={group !== undefined && acts.select !== undefined}
            onPoint={(spot) => setOver(spot && scene.at(spot.y))}
            onStep={(way) => setOver(((over ?? (way > 0 ? -1 : 0)) + way + groups.length) % groups.length)}
            onPress={() => group && acts.select?.(group.rows)}
          />
          {group && over !== undefined && (
            <HoverCard
              at={{ x: (scene.box.left + scene.box.right) / 2, y: scene.middle(over) }}
              size={size}
              told={{
                title: group.label,
                facts: [
                  ["runs", String(group.summary.count)],
                  ["greatest", write(value, Math.max(...group.values))],
                  ["third quartile", write(value, group.summary.q3)],
                  ["median", write(value, group.summary.median)],
                  ["first quartile", write(value, group.summary.q1)],
                  ["least", write(value, Math.min(...group.values))],
                  ["mean ± sd", `${write(value, group.summary.mean)} ± ${write(value, group.summary.sd)}`],
                ],
              }}
            />
          )}
        </>
      )}
    </Plot>
  );
}
