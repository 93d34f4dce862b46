import { type Quadtree, quadtree } from "d3-quadtree";

import type { Table } from "../../export/exportable";
import { type Axis, axisOf } from "../core/axis";
import { type Column, complete, extentOf, type Frame, rowsOf } from "../core/column";
import { drawLegend, paintOf } from "../core/colours";
import { drawBottomAxis, drawLeftAxis, innerBox, labelRoom } from "../core/frame";
import type { Ink } from "../core/ink";
import { type Box, heightOf, type Scene, type Size, widthOf } from "../core/scene";
import { type Aim, paretoFront, stairs } from "./pareto";

/** What a scatter shows of each run, resolved from its settings. */
export interface Scatter {
  frame: Frame;
  x: Column;
  y: Column;
  colour?: Column;
  size?: Column;
  logX: boolean;
  logY: boolean;
  logColour: boolean;
  front?: { x: Aim; y: Aim };
  /** Colour of a run where no column colours it. */
  runColour?: (row: number) => string | undefined;
}

export interface ScatterScene extends Scene {
  box: Box;
  /** Rows from left to right, as the arrow keys go. */
  order: readonly number[];
  at: (row: number) => { x: number; y: number; radius: number } | undefined;
  near: (x: number, y: number) => number | undefined;
  within: (box: Box) => number[];
  ring: (row: number) => Scene["draw"];
}

interface Mark {
  row: number;
  x: number;
  y: number;
  radius: number;
}

const REACH = 14;

/** Marks of one word would lie on one line: they are spread a little, the same way each time. */
const spread = (column: Column, row: number, band: number): number =>
  column.kind === "text" ? ((((row + 1) * 0.618033988749895) % 1) - 0.5) * Math.min(band * 0.5, 36) : 0;

function marksOf({ frame, x, y, size }: Scatter, across: Axis, up: Axis, box: Box): Mark[] {
  const rows = complete([x, y], frame.ids.length);
  const extent = size && extentOf(size);
  const plain = rows.length > 2000 ? 2.5 : rows.length > 300 ? 3.2 : 4.2;
  const marks: Mark[] = [];
  for (const row of rows) {
    const px = across.place(x.numbers[row] as number);
    const py = up.place(y.numbers[row] as number);
    if (px === undefined || py === undefined) continue;
    marks.push({
      row,
      x: px + spread(x, row, widthOf(box) / Math.max(1, x.levels.length)),
      y: py + spread(y, row * 7 + 3, heightOf(box) / Math.max(1, y.levels.length)),
      radius: extent ? areaRadius(size.numbers[row] as number, extent) : plain,
    });
  }
  return marks;
}

/** Area, not radius, grows with the value. */
function areaRadius(value: number, [least, most]: [number, number]): number {
  if (Number.isNaN(value)) return 2;
  const share = most === least ? 0.5 : (value - least) / (most - least);
  return Math.sqrt(12 + share * 70);
}

export function scatterScene(scatter: Scatter, size: Size): ScatterScene {
  const { x, y, colour, front } = scatter;
  const narrow = size.width < 420;
  const up0 = axisOf(y, size.height, 0, { log: scatter.logY });
  const left = labelRoom(up0.ticks.map((tick) => tick.text), 28, narrow ? 84 : 130) + 20;
  const box = innerBox(size, { left, top: colour ? 28 : 12 });
  const across = axisOf(x, box.left, box.right, { log: scatter.logX, most: Math.max(2, Math.floor(widthOf(box) / 90)) });
  const up = axisOf(y, box.bottom, box.top, { log: scatter.logY, most: Math.max(2, Math.floor(heightOf(box) / 44)) });
  const marks = marksOf(scatter, across, up, box);
  const places = new Map(marks.map((mark) => [mark.row, mark]));
  const tree: Quadtree<Mark> = quadtree<Mark>(marks, (mark) => mark.x, (mark) => mark.y);
  const best = front ? paretoFront(x.numbers, y.numbers, marks.map((mark) => mark.row), front.x, front.y) : [];
  const paint = colour && paintOf(colour, scatter.logColour);
  const colourOfRow = (row: number, ink: Ink) => (paint ? paint.of(row, ink) : (scatter.runColour?.(row) ?? ink.text3));
  const alpha = marks.length > 2000 ? 0.6 : marks.length > 200 ? 0.75 : 0.9;
  // Large marks first, so that they hide no small ones.
  const drawn = scatter.size ? marks.toSorted((a, b) => b.radius - a.radius) : marks;
  // A thin edge keeps marks apart that overlap; of very many it would be all one sees.
  const edged = marks.length <= 1000;
  return {
    box,
    order: marks.toSorted((a, b) => a.x - b.x || a.y - b.y).map((mark) => mark.row),
    at: (row) => places.get(row),
    near: (px, py) => tree.find(px, py, REACH)?.row,
    within: ({ left: l, top, right, bottom }) => marks.filter((m) => m.x >= l && m.x <= right && m.y >= top && m.y <= bottom).map((m) => m.row),
    ring: (row) => (pen, ink) => {
      const mark = places.get(row);
      if (!mark) return;
      pen.dot(mark.x, mark.y, mark.radius + 3, { fill: ink.ground });
      pen.dot(mark.x, mark.y, mark.radius + 1, { fill: colourOfRow(row, ink) });
      pen.dot(mark.x, mark.y, mark.radius + 3.5, { stroke: ink.text, width: 1.5 });
    },
    draw: (pen, ink) => {
      drawBottomAxis(pen, ink, across, box);
      drawLeftAxis(pen, ink, up, box);
      if (colour && paint) drawLegend(pen, ink, box, 13, colour.label, paint);
      pen.inside(box.left - 4, box.top - 4, widthOf(box) + 8, heightOf(box) + 8, () => {
        for (const { row, x: px, y: py, radius } of drawn) {
          pen.dot(px, py, radius, { fill: colourOfRow(row, ink), stroke: edged ? ink.ground : undefined, width: 0.7, alpha });
        }
        if (best.length === 0 || !front) return;
        const corner = best.map((row) => places.get(row) as Mark).map((mark) => [mark.x, mark.y] as const);
        pen.line(stairs(corner, front.x), { stroke: ink.text, width: 1.5 });
        for (const [px, py] of corner) pen.dot(px, py, 4.5, { fill: ink.ground, stroke: ink.text, width: 1.5 });
      });
    },
  };
}

export function scatterTable({ frame, x, y, colour, size, front }: Scatter): Table {
  const rows = complete([x, y], frame.ids.length);
  const table = rowsOf(frame, rows, [...new Set([x, y, ...(colour ? [colour] : []), ...(size ? [size] : [])])]);
  if (!front) return table;
  const best = new Set(paretoFront(x.numbers, y.numbers, rows, front.x, front.y));
  return { columns: [...table.columns, "On the front"], rows: table.rows.map((cells, i) => [...cells, best.has(rows[i] as number) ? "yes" : "no"]) };
}
