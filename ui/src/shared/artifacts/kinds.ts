export type Kind = "image" | "json" | "table" | "markdown" | "text" | "binary";

const BY_ENDING: readonly (readonly [Kind, string])[] = [
  ["image", "png jpg jpeg gif webp svg bmp ico avif"],
  ["json", "json ipynb geojson"],
  ["table", "csv tsv"],
  ["markdown", "md markdown"],
  ["text", "txt log yaml yml py ipy r sh sql xml html htm css js ts toml ini cfg conf properties jsonl ndjson tex rst diff patch lock env gitignore"],
];

/** Names without an ending that are text all the same. */
const TEXT_NAMES = new Set(["mlmodel", "mlproject", "license", "readme", "dockerfile", "makefile", "requirements"]);

/** How a file is shown, judged by its name. */
export function kindOf(path: string): Kind {
  const name = (path.split("/").pop() ?? "").toLowerCase();
  const ending = name.includes(".") ? (name.split(".").pop() ?? "") : "";
  if (!ending) return TEXT_NAMES.has(name) ? "text" : "binary";
  return BY_ENDING.find(([, endings]) => endings.split(" ").includes(ending))?.[0] ?? "binary";
}

export interface Sheet {
  columns: string[];
  rows: string[][];
}

const cellText = (value: unknown): string => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

/** A table that was written as JSON with "columns" and "data", or as a list of objects of one shape. */
export function sheetOf(value: unknown): Sheet | undefined {
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    if (value.length === 0 || typeof first !== "object" || first === null || Array.isArray(first)) return undefined;
    const columns = Object.keys(first);
    const alike = value.every((row) => typeof row === "object" && row !== null && columns.every((column) => column in row));
    if (!alike) return undefined;
    return { columns, rows: value.map((row: Record<string, unknown>) => columns.map((column) => cellText(row[column]))) };
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { columns, data } = value as { columns?: unknown; data?: unknown };
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every(Array.isArray)) return undefined;
  return { columns: columns.map(cellText), rows: (data as unknown[][]).map((row) => row.map(cellText)) };
}
