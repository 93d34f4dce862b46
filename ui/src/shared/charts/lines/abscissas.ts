/** Where points lie on the horizontal axis. Pure. */

import type { Point } from "@/api/metrics";

import type { BoardLook } from "../board/state";

export type XKind = "step" | "time" | "relative" | "metric";

export const xKind = (x: BoardLook["x"]): XKind => (x === undefined ? "step" : x === "time" || x === "relative" ? x : "metric");

export const xMetric = (x: BoardLook["x"]): string | undefined => (x?.startsWith("metric:") ? x.slice(7) : undefined);

/** Steps, seconds since 1970, or seconds since the first point. */
export function abscissas(points: readonly Point[], kind: "step" | "time" | "relative"): number[] {
  if (kind === "step") return points.map((p) => p.step);
  const origin = kind === "relative" ? points.reduce((least, p) => Math.min(least, p.timestamp), Infinity) : 0;
  return points.map((p) => (p.timestamp - origin) / 1000);
}

/**
 * The values of another metric at the steps of these points.
 *
 * Where it was not logged at just that step, or was thinned away, it lies on the line between the points before and
 * after; outside of its own steps there is no value.
 */
export function joinedOnStep(points: readonly Point[], others: readonly Point[]): number[] {
  let next = 0;
  return points.map(({ step }) => {
    while (next < others.length && (others[next] as Point).step < step) next += 1;
    const after = others[next];
    if (after?.step === step) return lastAt(others, next).value;
    const before = others[next - 1];
    if (!before || !after) return NaN;
    return before.value + ((after.value - before.value) * (step - before.step)) / (after.step - before.step);
  });
}

/** Of several values at one step the last one counts. */
function lastAt(points: readonly Point[], first: number): Point {
  let at = first;
  while (points[at + 1]?.step === points[first]?.step) at += 1;
  return points[at] as Point;
}

/** Indices in ascending order of x, without those that have no x; of several at one x the last. */
export function order(xs: readonly number[]): number[] {
  const known: number[] = [];
  let sorted = true;
  for (let i = 0; i < xs.length; i += 1) {
    if (!Number.isFinite(xs[i])) continue;
    if (known.length && (xs[known.at(-1) as number] as number) > (xs[i] as number)) sorted = false;
    known.push(i);
  }
  if (!sorted) known.sort((a, b) => (xs[a] as number) - (xs[b] as number) || a - b);
  return known.filter((index, i) => xs[index] !== xs[known[i + 1] as number]);
}

/**
 * Steps that hold all points between two places of the axis, with a point more at either side, so that lines lead out
 * of the picture. Undefined where there are none.
 */
export function stepsBetween(points: readonly Point[], xs: readonly number[], from: number, to: number): readonly [number, number] | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 1) {
    const x = xs[i] as number;
    const near = (x >= from && x <= to) || ((xs[i + 1] as number) >= from && x <= to) || (x >= from && (xs[i - 1] as number) <= to);
    if (!near) continue;
    const { step } = points[i] as Point;
    low = Math.min(low, step);
    high = Math.max(high, step);
  }
  return low <= high ? [low, high] : undefined;
}

/** A finer part in the place of the coarse points of its steps. */
export function spliced(coarse: readonly Point[], fine: readonly Point[]): readonly Point[] {
  const [first, last] = [fine[0], fine.at(-1)];
  if (!first || !last) return coarse;
  return [...coarse.filter(({ step }) => step < first.step), ...fine, ...coarse.filter(({ step }) => step > last.step)];
}
