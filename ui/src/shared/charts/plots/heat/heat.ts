import { contours } from "d3-contour";

import type { Table } from "../../export/exportable";
import { type Axis, axisOf } from "../core/axis";
import { type Column, complete, type Frame, rowsOf, write } from "../core/column";
import { drawRamp, short } from "../core/colours";
import { drawBottomAxis, drawLeftAxis, innerBox, labelRoom } from "../core/frame";
import type { Ink } from "../core/ink";
import type { Pen } from "../core/pen";
import { type Box, heightOf, type Scene, type Size, widthOf } from "../core/scene";
import { type Cells, cellsOf, FEWEST_FOR_CONTOURS, type Fold, surfaceOf } from "./surface";

export interface Heat {
  frame: Frame;
  x: Column;
  y: Column;
  value: Column;
  logX: boolean;
  logY: boolean;
  contour: boolean;
  fold: Fold;
  /** Cells a side; by the number of runs where undefined. */
  bins?: number;
}

export interface HeatScene extends Scene {
  box: Box;
  cells: Cells;
  at: (x: number, y: number) => number | undefined;
  middle: (cell: number) => { x: number; y: number };
  /** Ends of a cell, in words. */
  name: (cell: number) => string;
  outline: (cell: number) => Scene["draw"];
}

const MOST_POINTS = 3000;
const LEVELS = 12;
const GRID = 72;

/** Runs that have a place on both axes and, unless they are only counted, a value. */
export function heatRows({ frame, x, y, value, logX, logY, fold }: Heat): number[] {
  const rows = complete(fold === "count" ? [x, y] : [x, y, value], frame.ids.length);
  return rows.filter((row) => (!logX || (x.numbers[row] as number) > 0) && (!logY || (y.numbers[row] as number) > 0));
}

/** Contours need two axes with an order and points enough. */
export const canContour = (heat: Heat, count: number): boolean => heat.x.kind !== "text" && heat.y.kind !== "text" && heat.fold !== "count" && count >= FEWEST_FOR_CONTOURS;

const side = (column: Column, count: number, wish: number | undefined): number =>
  column.kind === "text" ? Math.max(1, column.levels.length) : (wish ?? Math.min(24, Math.max(4, Math.round(Math.sqrt(count) * 0.6))));

export function heatScene(heat: Heat, size: Size): HeatScene {
  const { x, y, value } = heat;
  const rows = heatRows(heat);
  const left = labelRoom(axisOf(y, size.height, 0, { log: heat.logY }).ticks.map((tick) => tick.text), 28, size.width < 420 ? 84 : 130) + 20;
  const box = innerBox(size, { left, top: 28 });
  const across = axisOf(x, box.left, box.right, { log: heat.logX, most: Math.max(2, Math.floor(widthOf(box) / 90)) });
  const up = axisOf(y, box.bottom, box.top, { log: heat.logY, most: Math.max(2, Math.floor(heightOf(box) / 44)) });
  const pixel = (row: number) => [across.place(x.numbers[row] as number) as number, up.place(y.numbers[row] as number) as number] as const;
  const share = (row: number) => {
    const [px, py] = pixel(row);
    return [(px - box.left) / widthOf(box), (box.bottom - py) / heightOf(box)] as const;
  };
  const shape = [side(x, rows.length, heat.bins), side(y, rows.length, heat.bins)] as const;
  const cells = cellsOf(rows, share, (row) => value.numbers[row] as number, shape, heat.fold);
  const smooth = heat.contour && canContour(heat, rows.length);
  const surface = smooth ? surfaceOf(rows.map((row) => [...share(row), value.numbers[row] as number] as const), GRID, GRID) : undefined;
  const [width, height] = [widthOf(box) / cells.columns, heightOf(box) / cells.rows];
  const corner = (cell: number) => ({ x: box.left + (cell % cells.columns) * width, y: box.bottom - (Math.floor(cell / cells.columns) + 1) * height });
  const known = Array.from(surface ?? cells.values).filter((one) => !Number.isNaN(one));
  const ends: [number, number] = known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : [0, 1];
  const shade = (ink: Ink, one: number) => ink.ramp[Math.round((ends[0] === ends[1] ? 0.5 : (one - ends[0]) / (ends[1] - ends[0])) * (ink.ramp.length - 1))] as string;
  const amount = (one: number) => (heat.fold === "count" ? String(Math.round(one)) : short(value, one));
  return {
    box,
    cells,
    at: (px, py) => {
      const [i, j] = [Math.floor((px - box.left) / width), Math.floor((box.bottom - py) / height)];
      const cell = i >= 0 && j >= 0 && i < cells.columns && j < cells.rows ? j * cells.columns + i : -1;
      return cells.members[cell]?.length ? cell : undefined;
    },
    middle: (cell) => ({ x: corner(cell).x + width / 2, y: corner(cell).y + height / 2 }),
    name: (cell) => {
      const { x: l, y: t } = corner(cell);
      return `${between(x, across, l, l + width)}, ${between(y, up, t + height, t)}`;
    },
    outline: (cell) => (pen, ink) => pen.rect(corner(cell).x, corner(cell).y, width, height, { stroke: ink.text, width: 1.5 }),
    draw: (pen, ink) => {
      if (surface) drawContours(pen, ink, surface, box, ends, shade);
      else
        cells.values.forEach((one, cell) => {
          // Half a pixel more: neighbours leave no seam.
          if (!Number.isNaN(one)) pen.rect(corner(cell).x, corner(cell).y, width + 0.4, height + 0.4, { fill: shade(ink, one) });
        });
      if (rows.length <= MOST_POINTS) for (const row of rows) pen.dot(...pixel(row), 2.2, { fill: ink.ground, stroke: ink.text, width: 0.8, alpha: 0.75 });
      drawBottomAxis(pen, ink, across, box, false);
      drawLeftAxis(pen, ink, up, box, { grid: false });
      drawRamp(pen, ink, box.right, 13, heat.fold === "count" ? "runs" : heat.fold === "mean" || surface ? value.label : `${heat.fold} ${value.label}`, [amount(ends[0]), amount(ends[1])]);
    },
  };
}

function between(column: Column, axis: Axis, from: number, to: number): string {
  if (column.kind === "text") return `${column.label} ${write(column, Math.round(axis.invert((from + to) / 2)))}`;
  return `${column.label} ${write(column, axis.invert(from))} – ${write(column, axis.invert(to))}`;
}

function drawContours(pen: Pen, ink: Ink, surface: Float64Array, box: Box, [least, most]: [number, number], shade: (ink: Ink, value: number) => string): void {
  const thresholds = Array.from({ length: LEVELS }, (_, i) => least + ((most - least) * i) / LEVELS);
  const [sx, sy] = [widthOf(box) / GRID, heightOf(box) / GRID];
  const levels = contours().size([GRID, GRID]).thresholds(thresholds)(Array.from(surface));
  levels.forEach((level, i) => {
    const fill = shade(ink, Math.min(most, level.value + (most - least) / LEVELS / 2));
    for (const polygon of level.coordinates) {
      const rings = polygon.map((ring) => ring.flatMap(([gx = 0, gy = 0]) => [box.left + gx * sx, box.bottom - gy * sy]));
      pen.area(rings, fill);
      if (i > 0) for (const ring of rings) pen.line(ring, { stroke: ink.ground, width: 0.6, alpha: 0.5 });
    }
  });
}

export const heatTable = (heat: Heat): Table => rowsOf(heat.frame, heatRows(heat), [heat.x, heat.y, heat.value]);
