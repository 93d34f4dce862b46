import { naturally } from "../../../names";
import { deviation } from "../boxes/quartiles";
import type { Table } from "../../export/exportable";
import { type Axis, axisOf } from "../core/axis";
import { type Column, complete, type Frame, rowsOf, write } from "../core/column";
import { drawBottomAxis, innerBox, labelRoom } from "../core/frame";
import { groupsOf } from "../core/groups";
import { type Box, heightOf, type Scene, type Size, widthOf } from "../core/scene";

export type BarOrder = "most" | "least" | "name";

export interface Bars {
  frame: Frame;
  value: Column;
  /** A bar a run where undefined, otherwise a bar a group with its mean. */
  by?: Column;
  order: BarOrder;
  top: number;
  runColour?: (row: number) => string | undefined;
}

interface Bar {
  label: string;
  value: number;
  /** Standard deviation of a group of at least two. */
  sd?: number;
  rows: readonly number[];
}

/** The bars in their order, all of them. */
export function barsOf({ frame, value, by, order }: Bars): Bar[] {
  const rows = complete([value], frame.ids.length);
  const bars: Bar[] = by
    ? groupsOf(by, rows).map((group) => {
        const values = group.rows.map((row) => value.numbers[row] as number);
        const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
        return { label: group.label, value: mean, sd: values.length > 1 ? deviation(values, mean) : undefined, rows: group.rows };
      })
    : rows.map((row) => ({ label: frame.names[row] ?? "", value: value.numbers[row] as number, rows: [row] }));
  if (order === "name") return by ? bars : bars.toSorted((a, b) => naturally(a.label, b.label));
  return bars.toSorted((a, b) => (order === "most" ? b.value - a.value : a.value - b.value));
}

interface BarScene extends Scene {
  box: Box;
  at: (y: number) => number | undefined;
  middle: (bar: number) => number;
}

/** Bars start at zero, or they would lie about proportions. */
function axisWithZero(value: Column, bars: readonly Bar[], box: Box): Axis {
  const ends = bars.flatMap((bar) => [bar.value - (bar.sd ?? 0), bar.value + (bar.sd ?? 0)]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = (most - least || 1) * 0.02;
  return axisOf(value, box.left, box.right, { most: Math.max(2, Math.floor(widthOf(box) / 90)), domain: [least < 0 ? least - room : 0, most > 0 ? most + room : 0] });
}

export function barScene({ value, by, runColour }: Bars, bars: readonly Bar[], size: Size): BarScene {
  const left = labelRoom(bars.map((bar) => bar.label), 40, Math.min(220, size.width * 0.36)) + 8;
  const box = innerBox(size, { left, top: by ? 26 : 8, right: 66 });
  const axis = axisWithZero(value, bars, box);
  const band = heightOf(box) / Math.max(1, bars.length);
  const zero = axis.place(0) as number;
  const middle = (i: number) => box.top + band * (i + 0.5);
  return {
    box,
    middle,
    at: (y) => {
      const i = Math.floor((y - box.top) / band);
      return i >= 0 && i < bars.length ? i : undefined;
    },
    draw: (pen, ink) => {
      drawBottomAxis(pen, ink, axis, box);
      if (by) pen.text(10, 13, by.label, { fill: ink.text2, most: widthOf(box) });
      bars.forEach((bar, i) => {
        const y = middle(i);
        const end = axis.place(bar.value) as number;
        const half = Math.min(11, band * 0.38);
        const colour = by ? ink.accent : (runColour?.(bar.rows[0] as number) ?? ink.text3);
        pen.rect(Math.min(zero, end), y - half, Math.abs(end - zero), 2 * half, { fill: colour, alpha: 0.85 });
        if (bar.sd !== undefined) {
          const [low, high] = [axis.place(bar.value - bar.sd) as number, axis.place(bar.value + bar.sd) as number];
          pen.line([low, y, high, y], { stroke: ink.text, width: 1.2 });
          for (const x of [low, high]) pen.line([x, y - half * 0.5, x, y + half * 0.5], { stroke: ink.text, width: 1.2 });
        }
        if (band < 9) return;
        pen.text(box.left - 8, y, bar.label, { fill: ink.text, align: "right", most: box.left - 12 });
        pen.text(size.width - 6, y, write(value, bar.value), { fill: ink.text2, align: "right" });
      });
      pen.line([zero, box.top, zero, box.bottom], { stroke: ink.lineStrong });
    },
  };
}

export const barTable = ({ frame, value, by }: Bars, bars: readonly Bar[]): Table =>
  by
    ? {
        columns: [by.label, `Mean ${value.label}`, "Standard deviation", "Runs"],
        rows: bars.map((bar) => [bar.label, bar.value, bar.sd ?? null, bar.rows.length]),
      }
    : rowsOf(frame, bars.map((bar) => bar.rows[0] as number), [value]);
