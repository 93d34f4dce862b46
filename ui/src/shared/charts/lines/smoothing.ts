/** Lines drawn through noise. Pure; abscissas ascend and values are finite. */

export type Smoother = "ema" | "mean" | "gaussian";

/**
 * A line smoothed by a weight between 0 and 1: 0 leaves it alone.
 *
 * @param unit - what counts as one point on the axis. Where points lie closer, as they do where the chart is zoomed or
 *   where the server kept two of a stretch, each counts for less, so that the line keeps its course.
 */
export function smooth(xs: readonly number[], ys: readonly number[], weight: number, smoother: Smoother, unit: number): number[] {
  if (weight <= 0 || ys.length < 2) return [...ys];
  // An average over so many points as the exponential one remembers.
  const reach = (unit || 1) / (1 - weight);
  if (smoother === "mean") return window(xs, ys, reach, () => 1);
  if (smoother === "gaussian") return window(xs, ys, reach * 1.5, (distance) => Math.exp(-2 * (distance / reach) ** 2));
  return exponential(xs, ys, weight, unit || 1);
}

/** Exponential moving average without the bias towards the first value. */
function exponential(xs: readonly number[], ys: readonly number[], weight: number, unit: number): number[] {
  let average = 0;
  let mass = 0;
  return ys.map((y, i) => {
    const kept = i === 0 ? weight : weight ** Math.max(((xs[i] as number) - (xs[i - 1] as number)) / unit, 0.001);
    average = average * kept + y * (1 - kept);
    mass = mass * kept + (1 - kept);
    return average / mass;
  });
}

/** A weighted mean of what lies at most half the reach away, on both sides. */
function window(xs: readonly number[], ys: readonly number[], reach: number, weigh: (distance: number) => number): number[] {
  const half = reach / 2;
  let first = 0;
  return ys.map((_, i) => {
    const x = xs[i] as number;
    while ((xs[first] as number) < x - half) first += 1;
    let sum = 0;
    let mass = 0;
    for (let j = first; j < xs.length && (xs[j] as number) <= x + half; j += 1) {
      const weight = weigh(Math.abs((xs[j] as number) - x));
      sum += weight * (ys[j] as number);
      mass += weight;
    }
    return sum / mass;
  });
}
