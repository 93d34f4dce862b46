/** What is told of a series besides its picture. Pure. */

import type { Point } from "@/api/metrics";

interface Summary {
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
