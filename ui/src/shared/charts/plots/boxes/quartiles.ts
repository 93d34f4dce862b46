import { quantileSorted } from "d3-array";

export interface BoxSummary {
  count: number;
  mean: number;
  sd: number;
  q1: number;
  median: number;
  q3: number;
  /** Last values within 1.5 times the box's height (Tukey, "Exploratory Data Analysis", 1977). */
  low: number;
  high: number;
  outliers: readonly number[];
}

/** Quartiles by linear interpolation: Hyndman and Fan's type 7, which NumPy, pandas and R use as well. */
export function boxOf(values: readonly number[]): BoxSummary | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => quantileSorted(sorted, share) as number;
  const [q1, median, q3] = [at(0.25), at(0.5), at(0.75)];
  const fence = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - fence && value <= q3 + fence);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return {
    count: sorted.length,
    mean,
    sd: deviation(sorted, mean),
    q1,
    median,
    q3,
    low: inside[0] ?? q1,
    high: inside.at(-1) ?? q3,
    outliers: sorted.filter((value) => value < q1 - fence || value > q3 + fence),
  };
}

/** Standard deviation of a sample; 0 of a single value. */
export function deviation(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * Density of values at places, by Gaussian kernels of Silverman's width ("Density Estimation", 1986, eq. 3.31).
 * Undefined where the values do not vary.
 */
export function densityOf(values: readonly number[], places: readonly number[]): number[] | undefined {
  const box = boxOf(values);
  if (!box || box.count < 5) return undefined;
  const spread = Math.min(box.sd, (box.q3 - box.q1) / 1.34 || box.sd);
  const width = 0.9 * spread * box.count ** -0.2;
  if (!(width > 0)) return undefined;
  return places.map((place) => values.reduce((sum, value) => sum + Math.exp(-0.5 * ((place - value) / width) ** 2), 0) / (values.length * width * Math.sqrt(2 * Math.PI)));
}
