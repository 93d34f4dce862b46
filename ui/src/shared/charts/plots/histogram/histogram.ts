import { bin, thresholdFreedmanDiaconis } from "d3-array";

import type { Table } from "../../export/exportable";
import { axisOf } from "../core/axis";
import { type Column, complete, type Frame, write } from "../core/column";
import { drawBottomAxis, drawLeftAxis, innerBox } from "../core/frame";
import { type Box, heightOf, type Scene, type Size, widthOf } from "../core/scene";

export interface Histogram {
  frame: Frame;
  column: Column;
  /** As many as the rule of Freedman and Diaconis says where undefined. */
  bins?: number;
  log: boolean;
}

interface Bin {
  from: number;
  to: number;
  rows: readonly number[];
}

const FEWEST = 5;
const MOST = 60;

/**
 * Runs by ranges of a value; of text, by its words.
 *
 * Without a wish the width is that of Freedman and Diaconis, "On the histogram as a density estimator: L2 theory", 1981.
 */
export function binsOf({ frame, column, bins, log }: Histogram): Bin[] {
  const rows = complete([column], frame.ids.length).filter((row) => !log || (column.numbers[row] as number) > 0);
  if (rows.length === 0) return [];
  if (column.kind === "text") return column.levels.map((_, i) => ({ from: i - 0.5, to: i + 0.5, rows: rows.filter((row) => column.numbers[row] === i) }));
  const value = (row: number) => (log ? Math.log10(column.numbers[row] as number) : (column.numbers[row] as number));
  const back = (edge: number) => (log ? 10 ** edge : edge);
  const values = rows.map(value);
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  if (least === most) return [{ from: back(least), to: back(most), rows }];
  const wanted = bins ?? Math.min(MOST, Math.max(FEWEST, thresholdFreedmanDiaconis(values, least, most)));
  // Edges at round numbers are easier to read, unless a number of bins was asked for.
  const edges = bins || log ? Array.from({ length: wanted - 1 }, (_, i) => least + ((most - least) * (i + 1)) / wanted) : wanted;
  const made = bin<number, number>().value(value).domain([least, most]).thresholds(edges as number[])(rows);
  return made.filter((one) => one.x0 !== one.x1 || one.length > 0).map((one) => ({ from: back(one.x0 as number), to: back(one.x1 as number), rows: [...one] }));
}

interface BinScene extends Scene {
  box: Box;
  at: (x: number) => number | undefined;
  top: (bin: number) => { x: number; y: number };
}

export function binScene({ column, log }: Histogram, bins: readonly Bin[], size: Size): BinScene {
  const box = innerBox(size, { left: 46 });
  const most = Math.max(1, ...bins.map((one) => one.rows.length));
  const ends: [number, number] = [bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1];
  const spread = ends[0] === ends[1] ? ([ends[0] - (Math.abs(ends[0]) * 0.1 || 1), ends[1] + (Math.abs(ends[1]) * 0.1 || 1)] as const) : ends;
  const ticks = Math.max(2, Math.floor(widthOf(box) / 90));
  const across = axisOf(column, box.left, box.right, { log, most: ticks, domain: spread });
  const counts: Column = { key: "", label: "runs", kind: "number", numbers: new Float64Array(), levels: [] };
  const up = axisOf(counts, box.bottom, box.top, { most: Math.max(1, Math.min(most, Math.floor(heightOf(box) / 44))), domain: [0, most * 1.04] });
  const edge = (value: number) => across.place(value) ?? box.left;
  const sides = bins.map(({ from, to }) => (from === to ? ([edge(from) - 8, edge(to) + 8] as const) : ([edge(from), edge(to)] as const)));
  return {
    box,
    at: (x) => {
      const found = sides.findIndex(([from, to]) => x >= from && x < to);
      return found < 0 ? undefined : found;
    },
    top: (i) => ({ x: ((sides[i]?.[0] ?? 0) + (sides[i]?.[1] ?? 0)) / 2, y: up.place(bins[i]?.rows.length ?? 0) ?? box.bottom }),
    draw: (pen, ink) => {
      drawLeftAxis(pen, ink, { ...up, ticks: up.ticks.filter((tick) => !tick.text.includes(".")) }, box);
      bins.forEach((one, i) => {
        const [from, to] = sides[i] as readonly [number, number];
        const top = up.place(one.rows.length) as number;
        if (one.rows.length) pen.rect(from + 0.5, top, Math.max(1, to - from - 1), box.bottom - top, { fill: ink.accent, alpha: 0.8 });
      });
      drawBottomAxis(pen, ink, across, box, false);
    },
  };
}

export const binLabel = (column: Column, one: Bin): string =>
  column.kind === "text" ? (column.levels[one.from + 0.5] ?? "") : one.from === one.to ? write(column, one.from) : `${write(column, one.from)} – ${write(column, one.to)}`;

export const binTable = (column: Column, bins: readonly Bin[]): Table => ({
  columns: [column.label, "Runs"],
  rows: bins.map((one) => [binLabel(column, one), one.rows.length]),
});
