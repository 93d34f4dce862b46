import type { Axis } from "./axis";
import type { Ink } from "./ink";
import { type Pen, TEXT_SIZE, textWidth } from "./pen";
import { type Box, heightOf, type Size, widthOf } from "./scene";

const GAP = 6;

/** Longest of some labels, in pixels, within limits. */
export const labelRoom = (labels: readonly string[], least: number, most: number): number =>
  Math.min(most, Math.max(least, ...labels.map((label) => textWidth(label) + GAP)));

/** The stretch inside the axes, with room for their ticks and names. */
export function innerBox({ width, height }: Size, { left, bottom = 40, top = 10, right = 14 }: { left: number; bottom?: number; top?: number; right?: number }): Box {
  return { left, top, right: Math.max(left + 20, width - right), bottom: Math.max(top + 20, height - bottom) };
}

/** Ticks that do not touch their neighbours. */
function thinned(axis: Axis, horizontal: boolean): Axis["ticks"] {
  let end = -Infinity;
  const ordered = axis.ticks.toSorted((a, b) => a.at - b.at);
  return ordered.filter((tick) => {
    const half = horizontal ? Math.min(textWidth(tick.text), 90) / 2 : TEXT_SIZE / 2;
    if (tick.at - half < end) return false;
    end = tick.at + half + (horizontal ? 8 : 2);
    return true;
  });
}

export function drawBottomAxis(pen: Pen, ink: Ink, axis: Axis, box: Box, grid = true): void {
  const ticks = thinned(axis, true);
  const room = ticks.length > 1 ? widthOf(box) / ticks.length : widthOf(box);
  for (const tick of ticks) {
    if (grid) pen.line([tick.at, box.top, tick.at, box.bottom], { stroke: ink.line });
    pen.text(tick.at, box.bottom + 12, tick.text, { fill: ink.text3, align: "center", most: Math.max(40, room) });
  }
  pen.line([box.left, box.bottom, box.right, box.bottom], { stroke: ink.lineStrong });
  pen.text((box.left + box.right) / 2, box.bottom + 29, axis.label, { fill: ink.text2, align: "center", most: widthOf(box) });
}

export function drawLeftAxis(pen: Pen, ink: Ink, axis: Axis, box: Box, { named = true, grid = true } = {}): void {
  for (const tick of thinned(axis, false)) {
    if (grid) pen.line([box.left, tick.at, box.right, tick.at], { stroke: ink.line });
    pen.text(box.left - GAP, tick.at, tick.text, { fill: ink.text3, align: "right", most: box.left - GAP - (named ? 18 : 0) });
  }
  if (named) pen.text(9, (box.top + box.bottom) / 2, axis.label, { fill: ink.text2, align: "center", upright: true, most: heightOf(box) });
}
