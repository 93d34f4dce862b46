/** A value over a plane: binned, and smoothed between the runs. */

export type Fold = "mean" | "min" | "max" | "count";

export interface Cells {
  columns: number;
  rows: number;
  /** Row after row from the lowest y; NaN where no run lies. */
  values: Float64Array;
  members: readonly (readonly number[])[];
}

/** Runs in a grid. `place` gives the cell coordinates of a run in 0 … 1, both ends included. */
export function cellsOf(
  rows: readonly number[],
  place: (row: number) => readonly [number, number],
  value: (row: number) => number,
  shape: readonly [columns: number, rows: number],
  fold: Fold,
): Cells {
  const [columns, lines] = shape;
  const members: number[][] = Array.from({ length: columns * lines }, () => []);
  const slot = (share: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
  for (const row of rows) {
    const [x, y] = place(row);
    members[slot(y, lines) * columns + slot(x, columns)]?.push(row);
  }
  return { columns, rows: lines, values: Float64Array.from(members, (inside) => folded(inside.map(value), fold)), members };
}

function folded(values: readonly number[], fold: Fold): number {
  if (fold === "count") return values.length || NaN;
  if (values.length === 0) return NaN;
  if (fold === "min") return values.reduce((a, b) => Math.min(a, b));
  if (fold === "max") return values.reduce((a, b) => Math.max(a, b));
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Fewer points say too little about what is between them. */
export const FEWEST_FOR_CONTOURS = 12;

interface Sample {
  x: number;
  y: number;
  value: number;
  weight: number;
}

/** Points of a fine raster instead of every run: what a smooth surface is made of takes the same time for any number. */
const RASTER = 40;

export function samplesOf(points: readonly (readonly [x: number, y: number, value: number])[]): Sample[] {
  if (points.length <= RASTER * RASTER) return points.map(([x, y, value]) => ({ x, y, value, weight: 1 }));
  const met = new Map<number, Sample>();
  for (const [x, y, value] of points) {
    const slot = Math.round(x * RASTER) * (RASTER + 1) + Math.round(y * RASTER);
    const known = met.get(slot) ?? { x: 0, y: 0, value: 0, weight: 0 };
    met.set(slot, { x: known.x + x, y: known.y + y, value: known.value + value, weight: known.weight + 1 });
  }
  return [...met.values()].map(({ x, y, value, weight }) => ({ x: x / weight, y: y / weight, value: value / weight, weight }));
}

/**
 * A smooth surface through noisy values: the mean of all, weighted by a Gaussian of their distance (Nadaraya, "On estimating
 * regression", 1964; Watson, "Smooth regression analysis", 1964). Its width follows Scott's rule for two dimensions,
 * n^(-1/6), over points in the unit square. NaN where no point is near: nothing is known there.
 */
export function surfaceOf(points: readonly (readonly [x: number, y: number, value: number])[], columns: number, rows: number): Float64Array {
  const width = Math.max(0.035, 0.24 * points.length ** (-1 / 6));
  const reach = (2.2 * width) ** 2;
  const samples = samplesOf(points);
  const out = new Float64Array(columns * rows).fill(NaN);
  for (let j = 0; j < rows; j += 1) {
    for (let i = 0; i < columns; i += 1) out[j * columns + i] = estimate(samples, (i + 0.5) / columns, (j + 0.5) / rows, width, reach);
  }
  return out;
}

function estimate(samples: readonly Sample[], x: number, y: number, width: number, reach: number): number {
  let sum = 0;
  let weights = 0;
  let nearest = Infinity;
  for (const sample of samples) {
    const square = (sample.x - x) ** 2 + (sample.y - y) ** 2;
    if (square < nearest) nearest = square;
    if (square > 12 * width * width) continue;
    const weight = sample.weight * Math.exp((-0.5 * square) / (width * width));
    sum += weight * sample.value;
    weights += weight;
  }
  return nearest <= reach && weights > 0 ? sum / weights : NaN;
}
