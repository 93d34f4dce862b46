/** From points that were logged to curves that can be drawn. Pure. */

import type { Point } from "@/api/metrics";

import { order } from "./abscissas";
import { smooth, type Smoother } from "./smoothing";

/** A value that has no place on the axis. */
export interface Odd {
  x: number;
  kind: "NaN" | "∞" | "−∞";
}

export interface Curve {
  id: string;
  label: string;
  colour: string;
  dash?: readonly number[];
  runIds: readonly string[];
  /** Ascending. All arrays are as long as this one. */
  xs: readonly number[];
  /** What the line goes through. */
  ys: readonly number[];
  /** What was logged, where the line is smoothed. */
  raw?: readonly number[];
  /** Ends of what is around the line: spread of a group, extremes of what was thinned. */
  low?: readonly number[];
  high?: readonly number[];
  odd: readonly Odd[];
  /** Steps of the points, where the axis shows something else. */
  steps?: readonly number[];
}

export interface CurveLook {
  weight: number;
  smoother: Smoother;
  /** Of the vertical and the horizontal axis: only what is positive has a place there. */
  log: boolean;
  logX: boolean;
}

export interface Track extends Pick<Curve, "id" | "label" | "colour" | "dash"> {
  runId: string;
  group?: string;
  points: readonly Point[];
  /** Where each point lies. */
  xs: readonly number[];
  thinned: boolean;
  /** The usual distance of points before a part was asked for more finely. */
  unit?: number;
}

const oddKind = (value: number): Odd["kind"] => (Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞");

/** A run's series as a curve. */
export function curveOf({ id, label, colour, dash, runId, points, xs: places, thinned, unit }: Track, look: CurveLook): Curve {
  const xs: number[] = [];
  const raw: number[] = [];
  const steps: number[] = [];
  const odd: Odd[] = [];
  for (const i of order(places)) {
    const [x, { value, step }] = [places[i] as number, points[i] as Point];
    if (look.logX && x <= 0) continue;
    if (!Number.isFinite(value)) odd.push({ x, kind: oddKind(value) });
    else if (!look.log || value > 0) {
      xs.push(x);
      raw.push(value);
      steps.push(step);
    }
  }
  const common = { id, label, colour, dash, runIds: [runId], xs, odd, steps };
  if (look.weight <= 0) return { ...common, ys: raw };
  const ys = smooth(xs, raw, look.weight, look.smoother, unit ?? unitOf(xs));
  return thinned ? { ...common, ys, ...envelope(raw) } : { ...common, ys, raw };
}

/** The usual distance between two points. */
export function unitOf(xs: readonly number[]): number {
  const gaps = xs.slice(1).map((x, i) => x - (xs[i] as number));
  return gaps.length ? (gaps.sort((a, b) => a - b)[Math.floor(gaps.length * 0.75)] as number) : 1;
}

/** How many neighbours tell the extremes around a point of a thinned series. */
const NEAR = 2;

/** The least and the greatest value around each point: a band that holds all of them. */
function envelope(ys: readonly number[]): { low: number[]; high: number[] } {
  const around = (i: number) => ys.slice(Math.max(0, i - NEAR), i + NEAR + 1);
  return { low: ys.map((_, i) => Math.min(...around(i))), high: ys.map((_, i) => Math.max(...around(i))) };
}

/** Value of a curve between its points; undefined outside of them. */
export function valueAt(xs: readonly number[], ys: readonly number[], x: number): number | undefined {
  const after = firstFrom(xs, x);
  if (after >= xs.length) return undefined;
  if (xs[after] === x) return ys[after];
  if (after === 0) return undefined;
  const [x0, x1, y0, y1] = [xs[after - 1] as number, xs[after] as number, ys[after - 1] as number, ys[after] as number];
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Index of the first place that is not before x. */
export function firstFrom(xs: readonly number[], x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((xs[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the place nearest to x; -1 where there is none. */
export function nearest(xs: readonly number[], x: number): number {
  const after = firstFrom(xs, x);
  if (after === 0) return xs.length ? 0 : -1;
  if (after === xs.length) return after - 1;
  return x - (xs[after - 1] as number) <= (xs[after] as number) - x ? after - 1 : after;
}
