import { useCallback, useMemo, useRef, useState } from "react";

import { plural } from "@/shared/format";

import { write } from "../core/column";
import { HoverCard } from "../core/HoverCard";
import { Layer, type Spot } from "../core/Layer";
import { Plot } from "../core/Plot";
import type { Size } from "../core/scene";
import type { PlotProps } from "../panel/RunPlot";
import { AxisMenu } from "./AxisMenu";
import { type Brush, type Brushes, insideBrushes, moved } from "./brushes";
import { BrushStrip } from "./BrushStrip";
import { AXIS_ROOM, drawnRows, type Parallel, type ParallelLayout, parallelLayout, parallelScene, type ParallelScene, parallelTable } from "./parallel";
import styles from "./Parallel.module.css";

interface ParallelPlotProps extends PlotProps {
  parallel: Parallel;
  setColumns: (keys: string[]) => void;
  setLogs: (keys: string[]) => void;
  /** `done`: it is no step of a drag, which would fill the address. */
  setBrushes: (brushes: Brushes, done: boolean) => void;
}

/** A run is a line over several axes. Brushes on the axes say which lines count. */
export function ParallelPlot({ parallel, setColumns, setLogs, setBrushes, acts, ...file }: ParallelPlotProps) {
  const { frame, columns, logs, brushes } = parallel;
  const [over, setOver] = useState<{ row: number; at: Spot }>();
  const [dragged, setDragged] = useState<{ key: string; by: number }>();
  const pointed = over?.row ?? acts.pointed;
  const layout = useLayout(parallel);
  const stage = useCallback((size: Size) => parallelScene(parallel, layout(size), size), [parallel, layout]);
  const rows = useMemo(() => drawnRows({ frame, columns }), [frame, columns]);
  const inside = useMemo(() => insideBrushes(columns, brushes, frame.ids.length), [columns, brushes, frame]);
  const chosen = rows.filter((row) => inside[row]);
  const keys = columns.map((column) => column.key);
  const brushed = keys.some((key) => brushes[key]);
  const setBrush = (key: string, brush: Brush | undefined, done: boolean) => {
    const rest = Object.fromEntries(Object.entries(brushes).filter(([other]) => other !== key));
    setBrushes(brush ? { ...rest, [key]: brush } : rest, done);
  };
  const drop = (scene: ParallelScene, key: string, by: number, done: boolean) => {
    setDragged(done ? undefined : { key, by });
    if (!done) return;
    const x = (scene.axes.find((axis) => axis.column.key === key)?.x ?? 0) + by;
    const to = scene.axes.filter((axis) => axis.column.key !== key && axis.x < x).length;
    if (to !== keys.indexOf(key)) setColumns(moved(keys, keys.indexOf(key), to));
  };
  return (
    <Plot
      {...file}
      label={`${columns.map((column) => column.label).join(", ")} of ${plural(rows.length, "run")}`}
      words={
        <span className={styles.words}>
          {brushed ? `${chosen.length.toLocaleString("en")} of ${plural(rows.length, "run")} in the brushes` : plural(rows.length, "run")}
          {brushed && acts.select && (
            <button type="button" onClick={() => acts.select?.(chosen)}>
              Select them
            </button>
          )}
          {brushed && (
            <button type="button" onClick={() => setBrushes({}, true)}>
              Clear brushes
            </button>
          )}
        </span>
      }
      stage={stage}
      table={() => parallelTable(parallel)}
      over={useCallback((scene: ParallelScene) => (pointed === undefined ? undefined : scene.line(pointed)), [pointed])}
      leastWidth={columns.length * AXIS_ROOM}
    >
      {(scene, size) => (
        <>
          <Layer
            label="Lines"
            over={over !== undefined}
            onPoint={(at) => {
              const row = at && scene.near(at.x, at.y);
              setOver(at && row !== undefined ? { row, at } : undefined);
              acts.point(row);
            }}
            onPress={() => over && acts.open(over.row)}
          />
          {scene.axes.map((axis) => (
            <BrushStrip key={axis.column.key} axis={axis} box={scene.box} brush={brushes[axis.column.key]} setBrush={(brush, done) => setBrush(axis.column.key, brush, done)} />
          ))}
          {scene.axes.map((axis, i) => (
            <AxisMenu
              key={axis.column.key}
              axis={dragged?.key === axis.column.key ? { ...axis, x: axis.x + dragged.by } : axis}
              width={Math.max(56, ((scene.axes[1]?.x ?? size.width) - (scene.axes[0]?.x ?? 0)) - 6)}
              log={logs.has(axis.column.key)}
              brush={brushes[axis.column.key]}
              first={i === 0}
              last={i === columns.length - 1}
              setLog={(on) => setLogs(on ? [...logs, axis.column.key] : [...logs].filter((key) => key !== axis.column.key))}
              setBrush={(brush) => setBrush(axis.column.key, brush, true)}
              move={(by) => setColumns(moved(keys, i, i + by))}
              remove={() => setColumns(keys.filter((key) => key !== axis.column.key))}
              onDrag={(by, done) => drop(scene, axis.column.key, by, done)}
            />
          ))}
          {over && <HoverCard at={over.at} size={size} told={{ title: frame.names[over.row] ?? "", facts: columns.map((column) => [column.label, write(column, column.numbers[over.row] as number)]) }} />}
        </>
      )}
    </Plot>
  );
}

/** The layout of a size, kept while only brushes and colours change. */
function useLayout({ frame, columns, logs }: Parallel): (size: Size) => ParallelLayout {
  const kept = useRef<{ frame: unknown; columns: unknown; logs: unknown; size: Size; layout: ParallelLayout }>(undefined);
  return useCallback(
    (size) => {
      const last = kept.current;
      if (last?.frame === frame && last.columns === columns && last.logs === logs && last.size === size) return last.layout;
      const layout = parallelLayout({ frame, columns, logs }, size);
      kept.current = { frame, columns, logs, size, layout };
      return layout;
    },
    [frame, columns, logs],
  );
}
