import type { Table } from "../../export/exportable";
import { axisOf } from "../core/axis";
import { type Column, complete, type Frame } from "../core/column";
import { drawBottomAxis, innerBox, labelRoom } from "../core/frame";
import { type Group, groupsOf } from "../core/groups";
import type { Ink } from "../core/ink";
import type { Pen } from "../core/pen";
import { type Box, heightOf, type Scene, type Size, widthOf } from "../core/scene";
import { type BoxSummary, boxOf, densityOf } from "./quartiles";

export interface Boxes {
  frame: Frame;
  value: Column;
  /** All runs in one box where undefined. */
  by?: Column;
  log: boolean;
  violin: boolean;
}

interface Boxed extends Group {
  summary: BoxSummary;
  values: readonly number[];
}

/** Rows beyond these would be too thin to read. */
export const MOST_BOXES = 30;

/** Groups with their summaries; on a logarithmic axis only of positive values. */
export function boxesOf({ frame, value, by, log }: Boxes): Boxed[] {
  const rows = complete([value], frame.ids.length).filter((row) => !log || (value.numbers[row] as number) > 0);
  const groups = by ? groupsOf(by, rows) : [{ label: "All runs", rows }];
  return groups.flatMap((group) => {
    const values = group.rows.map((row) => value.numbers[row] as number);
    const summary = boxOf(values);
    return summary ? [{ ...group, summary, values }] : [];
  });
}

interface BoxScene extends Scene {
  /** Number of the group at a height. */
  at: (y: number) => number | undefined;
  middle: (group: number) => number;
  box: Box;
}

export function boxScene(boxes: Boxes, groups: readonly Boxed[], size: Size): BoxScene {
  const left = labelRoom(groups.map((group) => group.label), 40, size.width < 420 ? 96 : 190) + 8;
  const top = boxes.by ? 26 : 10;
  const box = innerBox(size, { left, top, right: 58 });
  const axis = axisOf(boxes.value, box.left, box.right, { log: boxes.log, most: Math.max(2, Math.floor(widthOf(box) / 90)) });
  const band = heightOf(box) / Math.max(1, groups.length);
  const middle = (i: number) => box.top + band * (i + 0.5);
  return {
    box,
    middle,
    at: (y) => {
      const i = Math.floor((y - box.top) / band);
      return i >= 0 && i < groups.length ? i : undefined;
    },
    draw: (pen, ink) => {
      drawBottomAxis(pen, ink, axis, box);
      if (boxes.by) pen.text(10, 13, boxes.by.label, { fill: ink.text2, most: widthOf(box) });
      pen.text(size.width - 8, 13, "runs", { fill: ink.text3, align: "right" });
      groups.forEach((group, i) => {
        const y = middle(i);
        pen.text(box.left - 8, y, group.label, { fill: ink.text, align: "right", most: box.left - 12 });
        pen.text(size.width - 8, y, group.summary.count.toLocaleString("en"), { fill: ink.text2, align: "right" });
        const half = Math.min(13, band * 0.36);
        if (boxes.violin) drawViolin(pen, ink, group, axis, y, Math.min(22, band * 0.46));
        drawBox(pen, ink, group.summary, axis.place, y, boxes.violin ? Math.min(4, half) : half);
      });
    },
  };
}

type Place = (value: number) => number | undefined;

function drawBox(pen: Pen, ink: Ink, summary: BoxSummary, place: Place, y: number, half: number): void {
  const [low, q1, median, q3, high] = [summary.low, summary.q1, summary.median, summary.q3, summary.high].map((value) => place(value) ?? NaN) as [number, number, number, number, number];
  if (summary.count > 1) {
    pen.line([low, y, q1, y], { stroke: ink.text3 });
    pen.line([q3, y, high, y], { stroke: ink.text3 });
    pen.line([low, y - half * 0.5, low, y + half * 0.5], { stroke: ink.text3 });
    pen.line([high, y - half * 0.5, high, y + half * 0.5], { stroke: ink.text3 });
    pen.rect(q1, y - half, Math.max(1, q3 - q1), 2 * half, { fill: ink.ground });
    pen.rect(q1, y - half, Math.max(1, q3 - q1), 2 * half, { fill: ink.accent, alpha: 0.2 });
    pen.rect(q1, y - half, Math.max(1, q3 - q1), 2 * half, { stroke: ink.accent });
  }
  pen.line([median, y - half, median, y + half], { stroke: ink.accent, width: 2.5 });
  for (const value of summary.outliers) {
    const at = place(value);
    if (at !== undefined) pen.dot(at, y, 2.4, { fill: ink.ground, stroke: ink.accent, alpha: 0.9 });
  }
}

const SLICES = 60;

function drawViolin(pen: Pen, ink: Ink, group: Boxed, axis: { place: Place; invert: (pixel: number) => number }, y: number, half: number): void {
  const [from, to] = [Math.min(...group.values), Math.max(...group.values)].map((value) => axis.place(value) ?? NaN) as [number, number];
  const pixels = Array.from({ length: SLICES + 1 }, (_, i) => from + ((to - from) * i) / SLICES);
  const density = densityOf(group.values, pixels.map(axis.invert));
  if (!density) return;
  const most = Math.max(...density);
  const upper = pixels.flatMap((x, i) => [x, y - (half * (density[i] as number)) / most]);
  const lower = pixels.flatMap((x, i) => [x, y + (half * (density[i] as number)) / most]);
  const back: number[] = [];
  for (let i = lower.length - 2; i >= 0; i -= 2) back.push(lower[i] as number, lower[i + 1] as number);
  pen.area([[...upper, ...back]], ink.accent, 0.22);
}

export const boxTable = ({ by }: Boxes, groups: readonly Boxed[]): Table => ({
  columns: [by?.label ?? "Runs", "Count", "Least", "First quartile", "Median", "Third quartile", "Greatest", "Mean", "Standard deviation", "Outliers"],
  rows: groups.map(({ label, summary: { count, q1, median, q3, mean, sd, outliers }, values }) => [label, count, Math.min(...values), q1, median, q3, Math.max(...values), mean, sd, outliers.length]),
});
