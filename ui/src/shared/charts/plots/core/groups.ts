import { quantileSorted } from "d3-array";

import { formatNumber } from "@/shared/format";

import { type Column, write } from "./column";

/** Runs that share a value of a column. */
export interface Group {
  label: string;
  rows: number[];
}

/** Numbers with more different values are put into ranges. */
const MOST_VALUES = 12;
const RANGES = 6;

/** Runs by the value of a column, in the order of its values. Runs without one are in no group. */
export function groupsOf(column: Column, rows: readonly number[]): Group[] {
  const having = rows.filter((row) => !Number.isNaN(column.numbers[row]));
  const distinct = [...new Set(having.map((row) => column.numbers[row] as number))].sort((a, b) => a - b);
  if (column.kind !== "text" && distinct.length > MOST_VALUES) return rangesOf(column, having);
  const groups = new Map(distinct.map((value) => [value, { label: write(column, value), rows: [] as number[] }]));
  for (const row of having) groups.get(column.numbers[row] as number)?.rows.push(row);
  return [...groups.values()];
}

/** Ranges that hold about equally many runs: their edges are quantiles. */
function rangesOf(column: Column, rows: readonly number[]): Group[] {
  const sorted = rows.map((row) => column.numbers[row] as number).sort((a, b) => a - b);
  const edges = [...new Set(Array.from({ length: RANGES + 1 }, (_, i) => quantileSorted(sorted, i / RANGES) as number))];
  const text = (value: number) => (column.kind === "time" ? write(column, value).slice(0, 16) : formatNumber(value));
  return edges.slice(0, -1).flatMap((from, i) => {
    const to = edges[i + 1] as number;
    const last = i === edges.length - 2;
    const inside = rows.filter((row) => {
      const value = column.numbers[row] as number;
      return value >= from && (last ? value <= to : value < to);
    });
    return inside.length ? [{ label: `${text(from)} – ${text(to)}`, rows: inside }] : [];
  });
}
