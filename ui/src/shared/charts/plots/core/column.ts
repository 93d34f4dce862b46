import { formatDateTime, formatNumber } from "@/shared/format";
import { naturally } from "@/shared/names";

import type { Table } from "../../export/exportable";

type ColumnKind = "number" | "time" | "text";

/** What a server may answer for one run: a number (or its name, where JSON has none), a word, nothing. */
export type Cell = number | string | null | undefined;

/**
 * The values of one param, metric or attribute, one for each run.
 *
 * `numbers` places every run on an axis: of text it is the position of the word among `levels`. NaN: the run has no value,
 * or one that no axis can hold.
 */
export interface Column {
  key: string;
  label: string;
  kind: ColumnKind;
  numbers: Float64Array;
  levels: readonly string[];
}

/** Runs and their columns: what every plot draws. */
export interface Frame {
  ids: readonly string[];
  names: readonly string[];
  columns: ReadonlyMap<string, Column>;
}

const TIMES = new Set(["attributes.start_time", "attributes.end_time"]);
const FOLDED = /^(min|max|first)\((.+)\)$/;

/** "metrics.loss" reads "loss", "min(metrics.loss)" reads "min loss". */
export function labelOf(key: string): string {
  const folded = FOLDED.exec(key);
  if (folded) return `${folded[1]} ${labelOf(folded[2] as string)}`;
  return key.replace(/^(params|metrics|tags|attributes)\./, "").replace(/^`(.*)`$/, "$1");
}

const asNumber = (cell: Cell): number => {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && cell.trim() !== "" ? Number(cell) : NaN;
};

const isAbsent = (cell: Cell): cell is null | undefined | "" => cell === null || cell === undefined || cell === "";
const isMetric = (key: string): boolean => key.startsWith("metrics.") || FOLDED.test(key);
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

/** Params come as text: those that are numbers in every run that has them are numbers here. */
export function columnOf(key: string, cells: readonly Cell[]): Column {
  const label = labelOf(key);
  const numeric = isMetric(key) || cells.every((cell) => isAbsent(cell) || (typeof cell === "string" && NOT_FINITE.test(cell.trim())) || !Number.isNaN(asNumber(cell)));
  if (numeric) {
    const numbers = Float64Array.from(cells, (cell) => {
      const value = isAbsent(cell) ? NaN : asNumber(cell);
      return Number.isFinite(value) ? value : NaN;
    });
    return { key, label, kind: TIMES.has(key) ? "time" : "number", numbers, levels: [] };
  }
  const words = cells.map((cell) => (isAbsent(cell) ? undefined : String(cell)));
  const levels = [...new Set(words.filter((word) => word !== undefined))].sort(naturally);
  const places = new Map(levels.map((level, i) => [level, i]));
  return { key, label, kind: "text", numbers: Float64Array.from(words, (word) => (word === undefined ? NaN : (places.get(word) ?? NaN))), levels };
}

export const columnsOf = (cells: Readonly<Record<string, readonly Cell[]>>): ReadonlyMap<string, Column> =>
  new Map(Object.entries(cells).map(([key, own]) => [key, columnOf(key, own)]));

/** A value of a column as people read it. */
export function write(column: Column, value: number): string {
  if (Number.isNaN(value)) return "–";
  if (column.kind === "text") return column.levels[value] ?? "–";
  return column.kind === "time" ? formatDateTime(value) : formatNumber(value);
}

/** The same for a table: numbers stay numbers. */
export function cellOf(column: Column, row: number): string | number | null {
  const value = column.numbers[row] as number;
  if (Number.isNaN(value)) return null;
  return column.kind === "number" ? value : write(column, value);
}

/** Runs as rows of a table, with some of their columns. */
export const rowsOf = (frame: Frame, rows: readonly number[], columns: readonly Column[]): Table => ({
  columns: ["Run", ...columns.map((column) => column.label), "Run ID"],
  rows: rows.map((row) => [frame.names[row] ?? "", ...columns.map((column) => cellOf(column, row)), frame.ids[row] ?? ""]),
});

/** Rows that have a value in all of the columns. */
export function complete(columns: readonly Column[], count: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) if (columns.every((column) => !Number.isNaN(column.numbers[row]))) rows.push(row);
  return rows;
}

/** Least and greatest value; undefined where there is none. */
export function extentOf(column: Column, rows?: readonly number[]): [number, number] | undefined {
  let least = Infinity;
  let most = -Infinity;
  const see = (value: number | undefined) => {
    if (value === undefined || Number.isNaN(value)) return;
    if (value < least) least = value;
    if (value > most) most = value;
  };
  if (rows) for (const row of rows) see(column.numbers[row]);
  else column.numbers.forEach(see);
  return least > most ? undefined : [least, most];
}

/** "No run has both lr and loss." in the right words for any number of columns. */
export function missing(columns: readonly (Column | undefined)[], keys: readonly string[]): string {
  const names = keys.map(labelOf);
  const empty = names.filter((_, i) => !columns[i] || !extentOf(columns[i] as Column));
  if (empty.length === 1) return `No run has a value of ${empty[0]}.`;
  if (names.length === 2) return `No run has both ${names[0]} and ${names[1]}.`;
  return `No run has all of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.`;
}
