import { cellOf, type Sheet, sheetOf } from "@/shared/artifacts/sheets";

import { readJson } from "./json";

/** What came back. */
export interface Answered {
  status: number;
  body: string;
  milliseconds: number;
}

export interface Refusal {
  message: string;
  /** Columns of the form that the message names. */
  columns: string[];
  trace?: string;
}

/** Predictions as a table; nothing where they are none. */
export function predictionsOf(body: string): Sheet | undefined {
  const value = read(body);
  const predictions = isObject(value) && "predictions" in value ? value.predictions : value;
  return tableOf(predictions);
}

function tableOf(predictions: unknown): Sheet | undefined {
  if (predictions === undefined) return undefined;
  const sheet = sheetOf(predictions);
  if (sheet) return sheet;
  if (isObject(predictions)) {
    const columns = Object.entries(predictions);
    if (columns.length && columns.every(([, values]) => Array.isArray(values)))
      return sheetOf({ columns: columns.map(([name]) => name), data: transposed(columns.map(([, values]) => values as unknown[])) });
  }
  const values = Array.isArray(predictions) ? predictions : [predictions];
  const arrays = values.every((value) => Array.isArray(value) && value.every((item) => !Array.isArray(item)));
  const width = arrays ? Math.max(1, ...values.map((value) => (value as unknown[]).length)) : 1;
  if (arrays && width <= 50 && values.length) return { columns: Array.from({ length: width }, (_, i) => String(i)), rows: (values as unknown[][]).map((row) => row.map(cellOf)) };
  return { columns: ["prediction"], rows: values.map((value) => [cellOf(value)]) };
}

const transposed = (columns: readonly (readonly unknown[])[]): unknown[][] =>
  Array.from({ length: Math.max(...columns.map((values) => values.length)) }, (_, i) => columns.map((values) => values[i] ?? null));

/** Why there are no predictions, and which of the form's columns that is about. */
export function refusalOf(body: string, columns: readonly string[]): Refusal {
  const value = read(body);
  const message = isObject(value) && typeof value.message === "string" ? value.message : body.trim() || "The server gave no reason.";
  const trace = isObject(value) && typeof value.stack_trace === "string" ? value.stack_trace : undefined;
  return { message, trace, columns: columns.filter((name) => message.includes(`'${name}'`) || message.includes(`"${name}"`)) };
}

function read(body: string): unknown {
  try {
    return readJson(body);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
