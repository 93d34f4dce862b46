import uPlot from "uplot";

import { abscissas, downsample, drawable, inOrder, type Point, smooth, type XAxis } from "./series";

export interface Line {
  label: string;
  colour: string;
  points: readonly Point[];
}

/** More than a chart has pixels. */
const BUCKETS = 1500;

/** Points of all lines over one common x; with smoothing each line comes twice, raw first. */
export function plotData(lines: readonly Line[], axis: XAxis, log: boolean, smoothing: number): uPlot.AlignedData {
  const tables = lines.map(({ points }): uPlot.AlignedData => {
    const values = points.map((p) => p.value);
    const [xs, raw] = downsample(...inOrder(abscissas(points, axis), values), BUCKETS);
    if (smoothing <= 0) return [xs, drawable(raw, log)];
    return [xs, drawable(raw, log), drawable(smooth(raw, smoothing), log)];
  });
  if (tables.length === 0) return [[], []];
  return tables.length === 1 ? (tables[0] as uPlot.AlignedData) : uPlot.join(tables);
}
