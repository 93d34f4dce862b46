import { type Column, isScalar } from "./offer";

/** A row of the form: what stands in each field, as text. */
export type Row = readonly string[];

export interface Fault {
  row: number;
  column: string;
  words: string;
}

const INTEGER = /^[-+]?\d+$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const ODD = new Set(["NaN", "Infinity", "-Infinity"]);

/**
 * A field as a JSON text; long integers keep all their digits.
 *
 * Throws:
 *   Error: It is no value of the type.
 */
export function tokenOf(text: string, type: string): string {
  const trimmed = text.trim();
  switch (type) {
    case "string":
    case "binary":
      return JSON.stringify(text);
    case "datetime":
      return JSON.stringify(trimmed);
    case "boolean":
      if (trimmed === "true" || trimmed === "false") return trimmed;
      throw new Error("is neither true nor false");
    case "integer":
    case "long":
      if (INTEGER.test(trimmed)) return trimmed.replace(/^\+/, "").replace(/^(-?)0+(?=\d)/, "$1");
      throw new Error(`is no whole number: “${trimmed}”`);
    case "float":
    case "double":
      if (ODD.has(trimmed)) return trimmed;
      if (NUMBER.test(trimmed)) return JSON.stringify(Number(trimmed));
      throw new Error(`is no number: “${trimmed}”`);
    default:
      try {
        return JSON.stringify(JSON.parse(trimmed));
      } catch {
        throw new Error("is no JSON");
      }
  }
}

const isEmpty = (text: string, type: string): boolean => (type === "string" ? text === "" : text.trim() === "");

/** The rows as the JSON of a `dataframe_split`, or what is wrong with them. Optional columns that are empty throughout are left out. */
export function splitOf(columns: readonly Column[], rows: readonly Row[]): { split: string; faults: Fault[] } {
  const kept = columns.flatMap((column, i) => (column.required || rows.some((row) => !isEmpty(row[i] ?? "", column.type)) ? [{ column, i }] : []));
  const faults: Fault[] = [];
  const data = rows.map((row, r) => {
    const tokens = kept.map(({ column, i }) => {
      const text = row[i] ?? "";
      try {
        if (isEmpty(text, column.type)) {
          if (!column.required) return "null";
          if (column.type !== "string") throw new Error("needs a value");
        }
        return tokenOf(text, column.type);
      } catch (error) {
        faults.push({ row: r, column: column.name, words: error instanceof Error ? error.message : String(error) });
        return "null";
      }
    });
    return `[${tokens.join(", ")}]`;
  });
  const names = kept.map(({ column }) => JSON.stringify(column.name)).join(", ");
  return { split: `{"columns": [${names}], "data": [${data.join(", ")}]}`, faults };
}

/** A JSON value as it stands in a field. */
export function fieldOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string" && isScalar(type)) return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value);
}

type Values = Record<string, unknown>;

const isObject = (value: unknown): value is Values => typeof value === "object" && value !== null && !Array.isArray(value);
const areObjects = (value: unknown): value is Values[] => Array.isArray(value) && value.length > 0 && value.every(isObject);

/** Records in whichever form a request has them; nothing where it holds no table. */
function recordsOf(request: unknown): Values[] | undefined {
  if (areObjects(request)) return request;
  if (!isObject(request)) return undefined;
  for (const key of ["dataframe_records", "instances", "inputs"]) if (areObjects(request[key])) return request[key];
  const split = isObject(request.dataframe_split) ? request.dataframe_split : request;
  const { columns, data } = split;
  if (Array.isArray(data) && data.every(Array.isArray) && (columns === undefined || Array.isArray(columns)))
    return (data as unknown[][]).map((row) => Object.fromEntries(row.map((value, i) => [columns ? String((columns as unknown[])[i]) : String(i), value])));
  if (isObject(request.inputs)) return transposed(request.inputs);
  return undefined;
}

function transposed(byColumn: Values): Values[] | undefined {
  const columns = Object.entries(byColumn);
  const length = Math.max(0, ...columns.map(([, values]) => (Array.isArray(values) ? values.length : 1)));
  if (length === 0) return undefined;
  return Array.from({ length }, (_, i) => Object.fromEntries(columns.map(([name, values]) => [name, Array.isArray(values) ? (values as unknown[])[i] : values])));
}

/** Rows of the form from a request; nothing where it holds no table with any of the columns. */
export function rowsOf(request: unknown, columns: readonly Column[]): Row[] | undefined {
  const records = recordsOf(request);
  if (!records?.some((record) => columns.some(({ name }) => name in record))) return undefined;
  return records.map((record) => columns.map(({ name, type }) => fieldOf(record[name], type)));
}

export const emptyRow = (columns: readonly Column[]): Row => columns.map(() => "");
