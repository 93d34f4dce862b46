/** What the curves say at a place of the axis. Pure. */

import { type Curve, nearest, type Odd } from "./curves";
import type { LineScene } from "./stage";

export interface Reading {
  curve: Curve;
  x: number;
  value: number;
  raw?: number;
  low?: number;
  high?: number;
  odd?: Odd["kind"];
}

/** Pixels beyond its ends at which a curve is still read. */
const SLACK = 8;

/** The point of each curve that is nearest to a place, greatest value first. */
export function readingsAt({ curves, x: scale }: LineScene, x: number): Reading[] {
  const at = scale.place(x);
  const away = (other: number) => Math.abs(scale.place(other) - at);
  const found: Reading[] = [];
  for (const curve of curves) {
    const i = nearest(curve.xs, x);
    const own = curve.xs[i];
    const odd = nearestOdd(curve.odd, away);
    if (odd && away(odd.x) < Math.min(own === undefined ? Infinity : away(own), SLACK)) {
      found.push({ curve, x: odd.x, value: NaN, odd: odd.kind });
    } else if (own !== undefined && (within(curve, x) || away(own) <= SLACK)) {
      found.push({ curve, x: own, value: curve.ys[i] as number, raw: curve.raw?.[i], low: curve.low?.[i], high: curve.high?.[i] });
    }
  }
  return found.sort((a, b) => (Number.isNaN(a.value) ? 1 : Number.isNaN(b.value) ? -1 : b.value - a.value));
}

const within = ({ xs }: Curve, x: number): boolean => x >= (xs[0] as number) && x <= (xs.at(-1) as number);

function nearestOdd(odd: readonly Odd[], away: (x: number) => number): Odd | undefined {
  let best: Odd | undefined;
  for (const one of odd) if (!best || away(one.x) < away(best.x)) best = one;
  return best;
}

/** Pixels within which a curve is pointed at. */
const REACH = 26;

/** The curve whose line passes nearest to a place of the picture. */
export function nearestCurve({ x, y }: LineScene, readings: readonly Reading[], at: number, height: number): Reading | undefined {
  let best: Reading | undefined;
  let least = REACH;
  for (const reading of readings) {
    if (reading.odd) continue;
    const distance = Math.hypot(Math.max(0, Math.abs(x.place(reading.x) - at) - SLACK), y.place(reading.value) - height);
    if (distance < least) [best, least] = [reading, distance];
  }
  return best;
}

/** The next place with a point of some curve, in one direction; the first or last where there is none yet. */
export function stepFrom(curves: readonly Curve[], x: number | undefined, by: 1 | -1, domain: readonly [number, number]): number | undefined {
  let best: number | undefined;
  for (const { xs, odd } of curves) {
    for (const place of [...xs, ...odd.map((one) => one.x)]) {
      if (place < domain[0] || place > domain[1]) continue;
      const beyond = x === undefined || (by > 0 ? place > x : place < x);
      if (beyond && (best === undefined || (by > 0 ? place < best : place > best))) best = place;
    }
  }
  return best ?? x;
}
