export type Cell = string | number | boolean | null;

/** A table as it lies in a file: a row has a cell per column. */
export interface Sheet {
  columns: string[];
  rows: Cell[][];
}

export function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace(/(\.000)?Z$/, "");
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner));
}

export const cellText = (cell: Cell | undefined): string => (cell === null || cell === undefined ? "" : String(cell));

/** A table that was written as JSON with "columns" and "data", or as a list of objects of one shape. */
export function sheetOf(value: unknown): Sheet | undefined {
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    if (value.length === 0 || typeof first !== "object" || first === null || Array.isArray(first)) return undefined;
    const columns = Object.keys(first);
    const alike = value.every((row) => typeof row === "object" && row !== null && columns.every((column) => column in row));
    if (!alike) return undefined;
    return { columns, rows: value.map((row: Record<string, unknown>) => columns.map((column) => cellOf(row[column]))) };
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { columns, data } = value as { columns?: unknown; data?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  return { columns: columns.map((name) => cellText(cellOf(name))), rows: (data as unknown[][]).map((row) => row.map(cellOf)) };
}

const NUMBER = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
const isNumber = (cell: Cell | undefined): boolean => typeof cell === "number" || (typeof cell === "string" && NUMBER.test(cell));
const isMissing = (cell: Cell | undefined): boolean => cell === null || cell === undefined || cell === "" || cell === "NaN" || cell === "nan";

/** Rows that are looked at to judge a column. */
const LOOKED_AT = 200;

/** Which columns hold numbers, as far as their first rows tell. */
export const numericColumns = (sheet: Sheet): boolean[] =>
  sheet.columns.map((_, i) => {
    const cells = sheet.rows.slice(0, LOOKED_AT).map((row) => row[i]).filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.every(isNumber);
  });

/** Width of each column in characters, from its name and first rows. */
export const columnWidths = (sheet: Sheet): number[] =>
  sheet.columns.map((column, i) =>
    sheet.rows.slice(0, LOOKED_AT).reduce((most, row) => Math.min(44, Math.max(most, cellText(row[i]).length)), Math.max(4, Math.min(30, column.length + 2))),
  );

export interface Order {
  column: number;
  descending: boolean;
}

/** Places of the rows in order of a column; what is missing comes last both ways. */
export function orderOf(sheet: Sheet, order: Order | undefined, numeric: readonly boolean[]): number[] {
  const places = sheet.rows.map((_, i) => i);
  if (!order) return places;
  const { column, descending } = order;
  const cellAt = (place: number) => sheet.rows[place]?.[column];
  const present = places.filter((place) => !isMissing(cellAt(place)));
  const missing = places.filter((place) => isMissing(cellAt(place)));
  const words = new Intl.Collator("en", { numeric: true });
  const compare = numeric[column]
    ? (a: number, b: number) => Number(cellAt(a)) - Number(cellAt(b))
    : (a: number, b: number) => words.compare(cellText(cellAt(a)), cellText(cellAt(b)));
  present.sort((a, b) => (descending ? -compare(a, b) : compare(a, b)) || a - b);
  return [...present, ...missing];
}

/** Unsorted, then one way, then the other. */
export function nextOrder(current: Order | undefined, column: number, numeric: boolean): Order | undefined {
  if (current?.column !== column) return { column, descending: numeric };
  return current.descending === numeric ? { column, descending: !numeric } : undefined;
}
