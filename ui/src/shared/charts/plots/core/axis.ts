import { scaleLinear, scaleLog, scaleTime } from "d3-scale";

import { formatNumber } from "@/shared/format";
import { type Column, extentOf } from "./column";

interface Tick {
  at: number;
  text: string;
}

/** Where values of a column lie on a stretch of pixels, and back. */
export interface Axis {
  label: string;
  /** Undefined where the axis has no place for a value. */
  place: (value: number) => number | undefined;
  invert: (pixel: number) => number;
  ticks: readonly Tick[];
  from: number;
  to: number;
}

interface AxisWish {
  log?: boolean;
  /** Room for about so many ticks. */
  most?: number;
  /** Ends at these values instead of the column's own. */
  domain?: readonly [number, number];
}

/** A column on the pixels `from` … `to`. Text has one place a word; logarithms leave out what is not positive. */
export function axisOf(column: Column, from: number, to: number, { log = false, most = 6, domain }: AxisWish = {}): Axis {
  if (column.kind === "text") return wordAxis(column, from, to, most);
  const values = domain ?? extentOf(column) ?? [0, 1];
  if (column.kind === "time") return timeAxis(column, values, from, to, most);
  return log ? logAxis(column, domain, from, to, most) : linearAxis(column, values, from, to, most, domain !== undefined);
}

const known = (at: number | undefined): number | undefined => (at === undefined || Number.isNaN(at) ? undefined : at);

function wordAxis({ label, levels }: Column, from: number, to: number, most: number): Axis {
  const scale = scaleLinear([-0.5, Math.max(levels.length, 1) - 0.5], [from, to]);
  const every = Math.max(1, Math.ceil(levels.length / (most * 2)));
  const ticks = levels.map((text, i) => ({ at: scale(i), text })).filter((_, i) => i % every === 0);
  return { label, place: (value) => known(scale(value)), invert: (pixel) => scale.invert(pixel), ticks, from, to };
}

function widened([least, most]: readonly [number, number]): [number, number] {
  if (least !== most) return [least, most];
  const room = Math.abs(least) * 0.1 || 1;
  return [least - room, most + room];
}

function linearAxis({ label }: Column, values: readonly [number, number], from: number, to: number, most: number, exact: boolean): Axis {
  const scale = scaleLinear(widened(values), [from, to]);
  if (!exact) scale.nice(most);
  const ticks = scale.ticks(most).map((value) => ({ at: scale(value), text: formatNumber(value) }));
  return { label, place: (value) => known(scale(value)), invert: (pixel) => scale.invert(pixel), ticks, from, to };
}

function timeAxis({ label }: Column, values: readonly [number, number], from: number, to: number, most: number): Axis {
  const [least, greatest] = values[0] === values[1] ? [values[0] - 60_000, values[1] + 60_000] : values;
  const scale = scaleTime([least, greatest], [from, to]);
  const write = scale.tickFormat(most);
  const ticks = scale.ticks(most).map((date) => ({ at: scale(date), text: write(date) }));
  return { label, place: (value) => known(scale(value)), invert: (pixel) => scale.invert(pixel).getTime(), ticks, from, to };
}

function logAxis(column: Column, domain: readonly [number, number] | undefined, from: number, to: number, most: number): Axis {
  const positive = domain ?? extentOf(column, positives(column)) ?? [1, 10];
  const [least, greatest] = positive[0] === positive[1] ? [positive[0] / 2, positive[1] * 2] : positive;
  const scale = scaleLog([least, greatest], [from, to]);
  // Room at both ends, so that no mark stands on the frame.
  if (!domain) scale.domain([scale.invert(from - (to - from) * 0.03), scale.invert(to + (to - from) * 0.03)]);
  const all = scale.ticks(most);
  const powers = all.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9));
  const few = powers.length >= 2 ? powers : all;
  const every = Math.max(1, Math.ceil(few.length / (most * 1.5)));
  const ticks = few.filter((_, i) => i % every === 0).map((value) => ({ at: scale(value), text: formatNumber(value) }));
  return { label: column.label, place: (value) => (value > 0 ? known(scale(value)) : undefined), invert: (pixel) => scale.invert(pixel), ticks, from, to };
}

const positives = (column: Column): number[] => Array.from(column.numbers.keys()).filter((row) => (column.numbers[row] as number) > 0);
