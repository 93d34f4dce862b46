import type { Table } from "../../export/exportable";
import { type Axis, axisOf } from "../core/axis";
import { type Column, extentOf, type Frame, rowsOf } from "../core/column";
import { drawLegend, paintOf } from "../core/colours";
import type { Ink } from "../core/ink";
import { type Pen, textWidth } from "../core/pen";
import type { Box, Scene, Size } from "../core/scene";
import { type Brushes, insideBrushes } from "./brushes";

export interface Parallel {
  frame: Frame;
  columns: readonly Column[];
  logs: ReadonlySet<string>;
  colour?: Column;
  brushes: Brushes;
  /** While a brush is dragged: of very many lines only some are drawn, so that it follows the hand. */
  draft?: boolean;
}

export interface Upright extends Axis {
  column: Column;
  x: number;
}

export interface ParallelScene extends Scene {
  axes: readonly Upright[];
  box: Box;
  /** Row whose line is nearest to a place. */
  near: (x: number, y: number) => number | undefined;
  line: (row: number) => Scene["draw"];
}

const REACH = 7;
const TOP = 44;
const MOST_DRAFTED = 1500;
export const AXIS_ROOM = 96;

/** Runs that have a value on at least two axes: the others would be no line. */
export function drawnRows({ frame, columns }: Pick<Parallel, "frame" | "columns">): number[] {
  const rows: number[] = [];
  for (let row = 0; row < frame.ids.length; row += 1) {
    let having = 0;
    for (const column of columns) if (!Number.isNaN(column.numbers[row])) having += 1;
    if (having >= Math.min(2, columns.length)) rows.push(row);
  }
  return rows;
}

/** Where the axes stand; apart from the brushes, so that dragging one lays out nothing anew. */
export function parallelLayout({ frame, columns, logs }: Pick<Parallel, "frame" | "columns" | "logs">, size: Size) {
  const rows = drawnRows({ frame, columns });
  const gaps = columns.some((column) => rows.some((row) => Number.isNaN(column.numbers[row])));
  const box: Box = { left: 26, right: size.width - 74, top: TOP, bottom: size.height - (gaps ? 46 : 32) };
  const step = columns.length > 1 ? (box.right - box.left) / (columns.length - 1) : 0;
  const axes = columns.map((column, i): Upright => ({
    ...axisOf(column, box.bottom, box.top, { log: logs.has(column.key), most: Math.max(2, Math.floor((box.bottom - box.top) / 36)), domain: logs.has(column.key) ? undefined : extentOf(column, rows) }),
    column,
    x: box.left + i * step,
  }));
  // A run without a value passes below the axis.
  const none = box.bottom + 18;
  const lines = rows.map((row) => {
    const points = new Array<number>(2 * axes.length);
    axes.forEach((axis, i) => {
      points[2 * i] = axis.x;
      points[2 * i + 1] = axis.place(axis.column.numbers[row] as number) ?? none;
    });
    return points;
  });
  return { rows, gaps, box, axes, lines, none };
}

export type ParallelLayout = ReturnType<typeof parallelLayout>;

export function parallelScene(parallel: Parallel, layout: ParallelLayout, size: Size): ParallelScene {
  const { rows, gaps, box, axes, lines, none } = layout;
  const { columns, colour, brushes, frame } = parallel;
  const inside = insideBrushes(columns, brushes, frame.ids.length);
  const paint = colour && paintOf(colour, parallel.logs.has(colour.key));
  const shade = (row: number, ink: Ink) => (paint ? paint.of(row, ink) : ink.accent);
  const chosen = rows.flatMap((row, i) => (inside[row] ? [i] : []));
  const some = (all: readonly number[]): readonly number[] => {
    const every = parallel.draft ? Math.ceil(all.length / MOST_DRAFTED) : 1;
    return every > 1 ? all.filter((_, k) => k % every === 0) : all;
  };
  const alpha = Math.max(0.06, Math.min(0.85, 4 / Math.sqrt(Math.max(1, chosen.length))));
  return {
    axes,
    box,
    near: (x, y) => nearest(layout, chosen, x, y),
    line: (row) => (pen, ink) => {
      const points = lines[rows.indexOf(row)];
      if (!points) return;
      pen.line(points, { stroke: ink.ground, width: 5 });
      pen.line(points, { stroke: shade(row, ink), width: 2.5 });
      for (let i = 0; i < points.length; i += 2) pen.dot(points[i] as number, points[i + 1] as number, 3, { fill: shade(row, ink), stroke: ink.ground });
    },
    draw: (pen, ink) => {
      for (const i of some(rows.flatMap((row, k) => (inside[row] ? [] : [k])))) pen.line(lines[i] as number[], { stroke: ink.lineStrong, alpha: Math.min(0.5, alpha) });
      for (const i of some(chosen)) pen.line(lines[i] as number[], { stroke: shade(rows[i] as number, ink), width: chosen.length > 500 ? 1 : 1.5, alpha });
      for (const axis of axes) drawUpright(pen, ink, axis, box);
      if (gaps) pen.text(8, none, "none", { fill: ink.text3, size: 10 });
      if (colour && paint) drawLegend(pen, ink, { left: box.left, right: size.width - 10 }, size.height - 10, colour.label, paint);
    },
    alone: (pen, ink) => axes.forEach((axis) => pen.text(axis.x - 8, 16, axis.label, { fill: ink.text, weight: 600, most: AXIS_ROOM })),
  };
}

function drawUpright(pen: Pen, ink: Ink, axis: Upright, box: Box): void {
  pen.line([axis.x, box.top, axis.x, box.bottom], { stroke: ink.text3, width: 1 });
  for (const tick of axis.ticks) {
    const text = tick.text.length > 12 ? `${tick.text.slice(0, 11)}…` : tick.text;
    // Words over many lines are read on a ground of their own.
    pen.rect(axis.x + 3, tick.at - 7, textWidth(text) + 7, 14, { fill: ink.ground, alpha: 0.78 });
    pen.line([axis.x - 3, tick.at, axis.x + 3, tick.at], { stroke: ink.text3 });
    pen.text(axis.x + 6, tick.at, text, { fill: ink.text2 });
  }
}

function nearest({ axes, lines, rows }: ParallelLayout, among: readonly number[], x: number, y: number): number | undefined {
  const right = axes.findIndex((axis) => axis.x >= x);
  if (right < 0 || axes.length < 2) return undefined;
  const k = Math.max(1, right);
  const [from, to] = [axes[k - 1] as Upright, axes[k] as Upright];
  const share = (x - from.x) / (to.x - from.x);
  let found: number | undefined;
  let least = REACH;
  for (const i of among) {
    const points = lines[i] as number[];
    const [a, b] = [points[2 * k - 1] as number, points[2 * k + 1] as number];
    const distance = Math.abs(a + (b - a) * share - y);
    if (distance < least) {
      least = distance;
      found = rows[i];
    }
  }
  return found;
}

export function parallelTable(parallel: Parallel): Table {
  const { frame, columns, brushes } = parallel;
  const inside = insideBrushes(columns, brushes, frame.ids.length);
  return rowsOf(frame, drawnRows(parallel).filter((row) => inside[row]), columns);
}
