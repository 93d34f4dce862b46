/** From numbers to strokes of a pen. Pure. */

import type { Box } from "../plots/core/scene";
import { firstFrom } from "./curves";
import type { Scale } from "./scales";

/** Part of the points that is seen, with one more at either side. */
function seen(xs: readonly number[], { domain }: Scale): readonly [first: number, end: number] {
  return [Math.max(0, firstFrom(xs, domain[0]) - 1), Math.min(xs.length, firstFrom(xs, domain[1]) + 2)];
}

/** Far outside there is nothing to see, and some painters mind numbers that are too large. */
const FAR = 1e5;

/**
 * Strokes through some points: x, y, x, y, … Where many lie in one column of pixels it keeps the first, the least, the
 * greatest and the last, which look the same as all of them.
 */
export function stretches(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale, box: Box): number[][] {
  const [first, end] = seen(xs, x);
  const found: number[][] = [];
  let stretch: number[] = [];
  const dense = end - first > 3 * (box.right - box.left);
  let column: Column | undefined;
  const put = (at: number, height: number) => stretch.push(at, height);
  for (let i = first; i < end; i += 1) {
    const [at, height] = [x.place(xs[i] as number), Math.max(-FAR, Math.min(FAR, y.place(ys[i] as number)))];
    if (Number.isNaN(at) || Number.isNaN(height)) {
      column = flush(column, put);
      if (stretch.length) found.push(stretch);
      stretch = [];
    } else if (!dense) put(at, height);
    else if (column && column.pixel === Math.floor(at)) widen(column, at, height);
    else {
      flush(column, put);
      column = { pixel: Math.floor(at), first: height, least: height, most: height, last: height, at, rising: true };
    }
  }
  flush(column, put);
  if (stretch.length) found.push(stretch);
  return found;
}

interface Column {
  pixel: number;
  at: number;
  first: number;
  least: number;
  most: number;
  last: number;
  /** Whether the greatest came last of both extremes. */
  rising: boolean;
}

function widen(column: Column, at: number, height: number): void {
  if (height < column.least) [column.least, column.rising] = [height, false];
  if (height > column.most) [column.most, column.rising] = [height, true];
  [column.last, column.at] = [height, at];
}

function flush(column: Column | undefined, put: (at: number, height: number) => void): undefined {
  if (!column) return undefined;
  const { pixel, at, first, least, most, last, rising } = column;
  put(pixel, first);
  put(pixel + 0.3, rising ? least : most);
  put(pixel + 0.6, rising ? most : least);
  put(Math.max(at, pixel + 0.6), last);
  return undefined;
}

/** Whether strokes go up and down so often that thick ones would run together. */
export function isNoisy(strokes: readonly (readonly number[])[], { top, bottom }: Box): boolean {
  let travelled = 0;
  for (const points of strokes) for (let i = 3; i < points.length; i += 2) travelled += Math.abs((points[i] as number) - (points[i - 2] as number));
  return travelled > 12 * (bottom - top);
}

/** Room that a point needs to be seen as one. */
const ROOM = 12;

/** Points that stand far enough apart to be marked, and those that stand alone. */
export function dotsOf(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale, box: Box): (readonly [number, number])[] {
  const [first, end] = seen(xs, x);
  const inside = (at: number) => at >= box.left - 1 && at <= box.right + 1;
  const places = xs.slice(first, end).map((value, i) => [x.place(value), y.place(ys[first + i] as number)] as const).filter(([at, height]) => inside(at) && Number.isFinite(height));
  const [head, tail] = [places[0], places.at(-1)];
  return head && tail && (places.length - 1) * ROOM <= tail[0] - head[0] ? places : [];
}
