import Papa from "papaparse";

import { readJson } from "./json";
import type { Column } from "./offer";
import { type Row, rowsOf } from "./rows";

/**
 * Rows from what someone pasted: any form of JSON that the server takes, or CSV or a piece of a sheet, with or without a head.
 *
 * Throws:
 *   Error: It is neither, or has none of the columns; the message says which it wants.
 */
export function rowsOfPasted(text: string, columns: readonly Column[]): Row[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
    const rows = rowsOf(asJson(trimmed), columns);
    if (rows) return rows;
    throw new Error(`This JSON holds no table with the columns ${namesOf(columns)}.`);
  }
  const lines = Papa.parse<string[]>(trimmed, { skipEmptyLines: true }).data;
  const [head = [], ...rest] = lines;
  const places = columns.map(({ name }) => head.indexOf(name));
  if (places.some((place) => place >= 0)) return rest.map((line) => places.map((place) => line[place] ?? ""));
  if (lines.length > 0 && lines.every((line) => line.length === columns.length)) return lines;
  throw new Error(`Paste lines of ${columns.length} values, or with a head that names the columns: ${namesOf(columns)}.`);
}

function asJson(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    throw new Error(`This JSON cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function namesOf(columns: readonly Column[]): string {
  const few = columns.slice(0, 8).map(({ name }) => name);
  return few.join(", ") + (columns.length > few.length ? " …" : "");
}
