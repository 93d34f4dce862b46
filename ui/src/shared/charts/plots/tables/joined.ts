/** Tables of several runs as one: their rows joined, their differences found. Pure. */

import { type Cell, cellText, type Sheet } from "@/shared/artifacts/sheets";

interface JoinedRow {
  key: string;
  /** By column, then by run; undefined where a run has no such row or column. */
  cells: readonly (readonly (Cell | undefined)[])[];
  /** Whether any column is not the same in all runs. */
  differs: boolean;
}

interface Joined {
  columns: readonly string[];
  rows: readonly JoinedRow[];
  differing: number;
}

/** What numbers a row where no column names it. */
export const BY_PLACE = "";

/** Rows of a table by what names them; the second and later of the same name get a number. */
function named(sheet: Sheet, by: string): Map<string, readonly Cell[]> {
  const at = sheet.columns.indexOf(by);
  const rows = new Map<string, readonly Cell[]>();
  const met = new Map<string, number>();
  sheet.rows.forEach((row, i) => {
    if (at < 0) {
      rows.set(String(i + 1), row);
      return;
    }
    const name = cellText(row[at]);
    const times = (met.get(name) ?? 0) + 1;
    met.set(name, times);
    rows.set(times > 1 ? `${name} (${times})` : name, row);
  });
  return rows;
}

/** Rows that have the same value in a column stand together, or those of the same number. */
export function joined(sheets: readonly (Sheet | undefined)[], by: string): Joined {
  const columns = [...new Set(sheets.flatMap((sheet) => sheet?.columns ?? []))].filter((column) => column !== by);
  const tables = sheets.map((sheet) => sheet && named(sheet, by));
  const keys = [...new Set(tables.flatMap((table) => [...(table?.keys() ?? [])]))];
  const places = sheets.map((sheet) => columns.map((column) => sheet?.columns.indexOf(column) ?? -1));
  const rows = keys.map((key): JoinedRow => {
    const cells = columns.map((_, c) => tables.map((table, r) => table?.get(key)?.[places[r]?.[c] ?? -1]));
    return { key, cells, differs: cells.some(differ) };
  });
  return { columns, rows, differing: rows.filter((row) => row.differs).length };
}

/** Whether runs say different things. A run without the row says something different. */
export const differ = (cells: readonly (Cell | undefined)[]): boolean => cells.some((cell) => cell !== cells[0]);

/** Paths of the tables in the tag in which clients note what they logged. */
export function loggedTables(tag: string | undefined): string[] {
  if (!tag) return [];
  try {
    const noted = JSON.parse(tag) as unknown;
    if (!Array.isArray(noted)) return [];
    return noted.flatMap((entry: { path?: unknown; type?: unknown } | null) => (entry?.type === "table" && typeof entry.path === "string" ? [entry.path] : []));
  } catch {
    return []; // Somebody else's words under this name.
  }
}
