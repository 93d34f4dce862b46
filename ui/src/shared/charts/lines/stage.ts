/** A chart of lines laid out for one size: what lies where, and how it is drawn on a screen or into a file. Pure. */

import type { Ink } from "../plots/core/ink";
import { type Pen, textWidth } from "../plots/core/pen";
import type { Box, Draw, Scene, Size } from "../plots/core/scene";
import { formatDuration, formatNumber } from "../../format";
import type { XKind } from "./abscissas";
import { type Curve, firstFrom } from "./curves";
import { type Domain, durationTicks, robustEnds, roomy, type Scale, scaleOf, stepWriter } from "./scales";
import { dotsOf, isNoisy, stretches } from "./traces";
import type { Unit } from "./units";

export interface StageWish {
  curves: readonly Curve[];
  kind: XKind;
  log: boolean;
  logX: boolean;
  /** The axis leaves out the most extreme values. */
  robust: boolean;
  low?: number;
  high?: number;
  zoom?: Domain;
  unit?: Unit;
}

export interface LineScene extends Scene {
  box: Box;
  x: Scale;
  y: Scale;
  curves: readonly Curve[];
  axes: Draw;
  lines: Draw;
  /** Some of the curves, as they stand out from the others. */
  front: (ids: ReadonlySet<string>) => Draw;
}

const TOP = 8;
const RIGHT = 12;
const BOTTOM = 24;

/** Where the whole of the curves lies. */
export function wholeDomain(curves: readonly Curve[]): Domain | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const { xs, odd } of curves) {
    low = Math.min(low, xs[0] ?? Infinity, ...odd.slice(0, 1).map(({ x }) => x));
    high = Math.max(high, xs.at(-1) ?? -Infinity, ...odd.slice(-1).map(({ x }) => x));
  }
  return low <= high ? [low, high] : undefined;
}

/** The part of the axis that is seen: what was zoomed to, if anything is there. */
function seenDomain(curves: readonly Curve[], zoom: Domain | undefined, log: boolean): Domain {
  const whole = wholeDomain(curves) ?? (log ? [1, 10] : [0, 1]);
  const [low, high] = zoom && zoom[0] <= whole[1] && zoom[1] >= whole[0] ? zoom : whole;
  if (low < high) return log && low <= 0 ? [Math.max(whole[0], high / 1e6), high] : [low, high];
  return log ? [low / 2, low * 2] : [low - 0.5, low + 0.5];
}

function valueDomain({ curves, log, robust, low, high, unit }: StageWish, [from, to]: Domain): Domain {
  const values: number[] = [];
  for (const { xs, ys, raw, low: least, high: most } of curves) {
    const [first, last] = [Math.max(0, firstFrom(xs, from)), firstFrom(xs, to)];
    for (let i = first; i <= last && i < xs.length; i += 1) {
      values.push(ys[i] as number);
      if (raw) values.push(raw[i] as number);
      if (least && most) values.push(least[i] as number, most[i] as number);
    }
  }
  const drawable = log ? values.filter((value) => value > 0) : values;
  const ends = drawable.length === 0 ? ([log ? 1 : 0, log ? 10 : 1] as const) : robust ? robustEnds(drawable) : extremes(drawable);
  const room = unit?.domain && !robust ? unit.domain : roomy(ends, log);
  const [least, most] = [low !== undefined && !(log && low <= 0) ? low : room[0], high ?? room[1]];
  return least < most ? [least, most] : room;
}

function extremes(values: readonly number[]): Domain {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

export function writeX(x: number, kind: XKind): string {
  if (kind === "time") return new Date(x * 1000).toLocaleString("sv-SE");
  if (kind === "relative") return formatDuration(x * 1000);
  return kind === "step" ? `step ${x.toLocaleString("en")}` : formatNumber(x);
}

export function stage(wish: StageWish, { width, height }: Size): LineScene {
  const { curves, kind, log, logX, zoom, unit } = wish;
  const seen = seenDomain(curves, zoom, logX);
  const [top, bottom] = [TOP, Math.max(TOP + 20, height - BOTTOM)];
  const y = scaleOf({ domain: valueDomain(wish, seen), from: bottom, to: top, log, most: Math.max(2, Math.round((bottom - top) / (height > 400 ? 64 : 42))), write: unit?.write });
  const left = Math.max(28, ...y.ticks.map(({ text }) => textWidth(text) + 14));
  const right = Math.max(left + 20, width - RIGHT);
  const most = Math.max(2, Math.floor((right - left) / 92));
  const plain = scaleOf({ domain: seen, from: left, to: right, log: logX && kind !== "time", time: kind === "time", most, write: kind === "step" ? stepWriter(seen) : undefined });
  const x = kind === "relative" && !logX ? { ...plain, ticks: durationTicks(seen, most) } : plain;
  const box: Box = { left, top, right, bottom };
  const laid: Laid = { box, x, y, curves };
  const axes: Draw = (pen, ink) => drawAxes(pen, ink, laid);
  const lines: Draw = (pen, ink) => drawLines(pen, ink, laid, curves, false);
  return {
    ...laid,
    axes,
    lines,
    front: (ids) => (pen, ink) =>
      drawLines(
        pen,
        ink,
        laid,
        curves.filter(({ id }) => ids.has(id)),
        true,
      ),
    draw: (pen, ink) => {
      axes(pen, ink);
      lines(pen, ink);
    },
  };
}

type Laid = Pick<LineScene, "box" | "x" | "y" | "curves">;

function drawLines(pen: Pen, ink: Ink, laid: Laid, curves: readonly Curve[], front: boolean): void {
  const { box } = laid;
  pen.inside(box.left, box.top - 2, box.right - box.left + 4, box.bottom - box.top + 4, () => {
    for (const curve of curves) drawCurve(pen, ink, laid, curve, front);
  });
  for (const curve of curves) drawOdd(pen, laid, curve);
}

function drawAxes(pen: Pen, ink: Ink, { box, x, y }: Laid): void {
  for (const { value, text } of y.ticks) {
    const at = Math.round(y.place(value)) + 0.5;
    pen.line([box.left, at, box.right, at], { stroke: ink.line });
    pen.text(box.left - 7, at, text, { fill: ink.text3, align: "right" });
  }
  let end = -Infinity;
  for (const { value, text } of x.ticks) {
    const at = x.place(value);
    const half = textWidth(text) / 2;
    // The first label may not stand over the other axis' own, nor one over the next.
    const middle = Math.max(at, half + 2);
    if (middle - half < end + 8 || at > box.right + 1) continue;
    end = middle + half;
    pen.text(middle + half > box.right + RIGHT ? box.right + RIGHT - half - 1 : middle, box.bottom + 14, text, { fill: ink.text3, align: "center" });
  }
  pen.line([box.left, box.bottom + 0.5, box.right, box.bottom + 0.5], { stroke: ink.lineStrong });
}

function drawCurve(pen: Pen, ink: Ink, { box, x, y }: Laid, curve: Curve, front: boolean): void {
  const { xs, ys, raw, low, high, colour, dash } = curve;
  const trace = (values: readonly number[]) => stretches(xs, values, x, y, box);
  if (low && high) {
    const [above, below] = [trace(high), trace(low)];
    above.forEach((upper, i) => {
      const lower = below[i] ?? [];
      const back: number[] = [];
      for (let j = lower.length - 2; j >= 0; j -= 2) back.push(lower[j] as number, lower[j + 1] as number);
      pen.area([[...upper, ...back]], colour, 0.2);
    });
  }
  if (raw) for (const points of trace(raw)) pen.line(points, { stroke: colour, width: 1, alpha: 0.28, dash });
  const strokes = trace(ys);
  const thin = isNoisy(strokes, box) ? 0.6 : 1;
  for (const points of strokes) pen.line(points, { stroke: colour, width: thin * (front ? 2.4 : 1.6), dash: thin < 1 ? undefined : dash });
  for (const [at, height] of dotsOf(xs, ys, x, y, box)) pen.dot(at, height, 2.5, { fill: ink.ground, stroke: colour, width: 1.6 });
}

/** What has no place on the axis stands at its edge: triangles at the ends for infinities, crosses below for NaN. */
function drawOdd(pen: Pen, { box, x }: Laid, { odd, colour }: Curve): void {
  const seen = new Set<string>();
  for (const { x: value, kind } of odd) {
    const at = Math.round(x.place(value));
    const key = `${Math.round(at / 3)}${kind}`;
    if (at < box.left - 1 || at > box.right + 1 || seen.has(key)) continue;
    seen.add(key);
    if (kind === "NaN") {
      const height = box.bottom - 5;
      pen.line([at - 3, height - 3, at + 3, height + 3], { stroke: colour, width: 1.5 });
      pen.line([at - 3, height + 3, at + 3, height - 3], { stroke: colour, width: 1.5 });
    } else {
      const [tip, foot] = kind === "∞" ? [box.top, box.top + 7] : [box.bottom - 1, box.bottom - 8];
      pen.area([[at, tip, at + 4, foot, at - 4, foot]], colour);
    }
  }
}
