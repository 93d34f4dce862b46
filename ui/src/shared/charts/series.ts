/** What happens to a metric's points before they are drawn. Pure. */

export interface Point {
  step: number;
  timestamp: number;
  value: number;
}

export type XAxis = "step" | "time" | "relative";

export interface Summary {
  count: number;
  last: number;
  min: number;
  max: number;
  lastStep: number;
}

/** Last, least and greatest value; the extremes pass over NaN. Points are in order. */
export function summarise(points: readonly Point[]): Summary | undefined {
  const end = points.at(-1);
  if (!end) return undefined;
  let min = NaN;
  let max = NaN;
  for (const { value } of points) {
    if (Number.isNaN(value)) continue;
    if (!(value >= min)) min = value;
    if (!(value <= max)) max = value;
  }
  return { count: points.length, last: end.value, min, max, lastStep: end.step };
}

/** Abscissas: steps, seconds since 1970, or seconds since the first point. */
export function abscissas(points: readonly Point[], axis: XAxis): number[] {
  if (axis === "step") return points.map((p) => p.step);
  const origin = axis === "relative" ? points.reduce((least, p) => Math.min(least, p.timestamp), Infinity) : 0;
  return points.map((p) => (p.timestamp - origin) / 1000);
}

/**
 * Exponential moving average without the bias towards the first value.
 *
 * Values that are not finite are passed through and do not disturb the average.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let average = 0;
  let mass = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + value * (1 - weight);
    mass = mass * weight + (1 - weight);
    return average / mass;
  });
}

/**
 * At most `2 * buckets + 2` points with both ends and each bucket's true least and greatest value.
 *
 * Buckets have equal numbers of points; the order of abscissas is kept.
 */
export function downsample(xs: readonly number[], ys: readonly number[], buckets: number): [number[], number[]] {
  const n = xs.length;
  if (n <= 2 * buckets + 2) return [[...xs], [...ys]];
  const kept = new Set<number>([0, n - 1]);
  for (let b = 0; b < buckets; b += 1) {
    const from = 1 + Math.floor((b * (n - 2)) / buckets);
    const to = 1 + Math.floor(((b + 1) * (n - 2)) / buckets);
    let low = from;
    let high = from;
    for (let i = from; i < to; i += 1) {
      const y = ys[i] as number;
      if (y < (ys[low] as number) || Number.isNaN(ys[low])) low = i;
      if (y > (ys[high] as number) || Number.isNaN(ys[high])) high = i;
    }
    kept.add(low);
    kept.add(high);
  }
  const order = [...kept].sort((a, b) => a - b);
  return [order.map((i) => xs[i] as number), order.map((i) => ys[i] as number)];
}

/** Points in ascending order of x with one value per x, as a plot needs them; a later value wins. */
export function inOrder(xs: readonly number[], ys: readonly number[]): [number[], number[]] {
  const order = xs.map((_, i) => i).sort((a, b) => (xs[a] as number) - (xs[b] as number) || a - b);
  const outX: number[] = [];
  const outY: number[] = [];
  for (const i of order) {
    if (outX.length && outX.at(-1) === xs[i]) outY[outY.length - 1] = ys[i] as number;
    else {
      outX.push(xs[i] as number);
      outY.push(ys[i] as number);
    }
  }
  return [outX, outY];
}

/** What a plot can draw: gaps for what is not finite, and on a logarithmic axis for what is not positive. */
export const drawable = (ys: readonly number[], log: boolean): (number | null)[] =>
  ys.map((y) => (Number.isFinite(y) && (!log || y > 0) ? y : null));
