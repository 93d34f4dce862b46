import { useCallback, useMemo, useState } from "react";

import { plural } from "@/shared/format";

import { write } from "../core/column";
import { HoverCard } from "../core/HoverCard";
import { Layer } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { type Bars, barScene, barsOf, barTable } from "./bars";

interface BarPlotProps extends PlotProps {
  bars: Bars;
}

/** A value as bars, of runs or of groups with their deviation. Press a bar to open its run, or to choose its group. */
export function BarPlot({ bars, acts, ...file }: BarPlotProps) {
  const { value, by, top } = bars;
  const [over, setOver] = useState<number>();
  const all = useMemo(() => barsOf(bars), [bars]);
  const shown = useMemo(() => all.slice(0, top), [all, top]);
  const stage = useCallback((size: Size) => barScene(bars, shown, size), [bars, shown]);
  const bar = over === undefined ? undefined : shown[over];
  const noun = by ? "group" : "run";
  const point = (next: number | undefined) => {
    setOver(next);
    if (!by) acts.point(next === undefined ? undefined : shown[next]?.rows[0]);
  };
  const press = () => {
    if (!bar) return;
    if (by) acts.select?.(bar.rows);
    else acts.open(bar.rows[0] as number);
  };
  return (
    <Plot
      {...file}
      label={`${by ? `Mean ${value.label} by ${by.label}` : value.label} of ${plural(shown.length, noun)}`}
      words={`${shown.length < all.length ? `${shown.length} of ` : ""}${plural(all.length, noun)}${by ? "; whiskers: one standard deviation" : ""}`}
      stage={stage}
      table={() => barTable(bars, all)}
    >
      {(scene, size) => (
        <>
          <Layer
            label={`Bars: arrow keys go from one to the next, Enter ${by ? "chooses its runs" : "opens its run"}`}
            over={bar !== undefined && (!by || acts.select !== undefined)}
            onPoint={(spot) => point(spot && scene.at(spot.y))}
            onStep={(way) => point(((over ?? (way > 0 ? -1 : 0)) + way + shown.length) % shown.length)}
            onPress={press}
          />
          {bar && over !== undefined && (
            <HoverCard
              at={{ x: (scene.box.left + scene.box.right) / 2, y: scene.middle(over) }}
              size={size}
              told={{
                title: bar.label,
                facts: by
                  ? [
                      [`mean ${value.label}`, write(value, bar.value)],
                      ["standard deviation", bar.sd === undefined ? "–" : write(value, bar.sd)],
                      ["runs", String(bar.rows.length)],
                    ]
                  : [[value.label, write(value, bar.value)]],
              }}
            />
          )}
        </>
      )}
    </Plot>
  );
}
