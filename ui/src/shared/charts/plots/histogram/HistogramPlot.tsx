import { useCallback, useMemo, useState } from "react";

import { plural } from "@/shared/format";

import { HoverCard } from "../core/HoverCard";
import { Layer } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { binLabel, binScene, binsOf, binTable, type Histogram } from "./histogram";

/** How often which values are. Press a bar to choose its runs. */
export function HistogramPlot({ histogram, acts, ...file }: PlotProps & { histogram: Histogram }) {
  const { column } = histogram;
  const [over, setOver] = useState<number>();
  const bins = useMemo(() => binsOf(histogram), [histogram]);
  const stage = useCallback((size: Size) => binScene(histogram, bins, size), [histogram, bins]);
  const count = bins.reduce((sum, one) => sum + one.rows.length, 0);
  const one = over === undefined ? undefined : bins[over];
  return (
    <Plot
      {...file}
      label={`How many of ${plural(count, "run")} have which ${column.label}`}
      words={`${plural(count, "run")} in ${plural(bins.length, column.kind === "text" ? "value" : "range")}`}
      stage={stage}
      table={() => binTable(column, bins)}
    >
      {(scene, size) => (
        <>
          <Layer
            label="Ranges: arrow keys go from one to the next, Enter chooses its runs"
            over={one !== undefined && acts.select !== undefined}
            onPoint={(spot) => setOver(spot && scene.at(spot.x))}
            onStep={(by) => setOver(((over ?? (by > 0 ? -1 : 0)) + by + bins.length) % bins.length)}
            onPress={() => one && acts.select?.(one.rows)}
          />
          {one && over !== undefined && <HoverCard at={scene.top(over)} size={size} told={{ title: binLabel(column, one), facts: [["runs", String(one.rows.length)]] }} />}
        </>
      )}
    </Plot>
  );
}
