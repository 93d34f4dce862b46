import { useState } from "react";

import type { Offer } from "./offer";
import { paramValues, requestOf } from "./request";
import { emptyRow, type Fault, type Row, rowsOf, splitOf } from "./rows";

type Mode = "form" | "json";

const pretty = (request: unknown): string => JSON.stringify(request, null, 2);

function startOf(offer: Offer) {
  const { columns, example, params } = offer;
  const rows = columns && (rowsOf(example, columns) ?? [emptyRow(columns)]);
  const formed = rows !== undefined && (example === undefined || rowsOf(example, columns ?? []) !== undefined);
  return {
    mode: (formed ? "form" : "json") as Mode,
    rows: rows ?? [],
    values: paramValues(example, params),
    text: pretty(example ?? { inputs: [] }),
  };
}

/** What is about to be asked: rows in fields, or a JSON text. */
export function useQuestion(offer: Offer) {
  const [start] = useState(() => startOf(offer));
  const [mode, setMode] = useState<Mode>(start.mode);
  const [rows, setRows] = useState<readonly Row[]>(start.rows);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(start.values);
  const [text, setText] = useState(start.text);
  const columns = offer.columns ?? [];

  const { split, faults: wrongRows } = splitOf(columns, rows);
  const { body: formed, faults: wrongParams } = requestOf(split, offer.params, values);
  const faults: Fault[] = mode === "form" ? [...wrongRows, ...wrongParams] : [];
  return {
    mode,
    rows,
    values,
    text,
    faults,
    body: mode === "form" ? formed : text,
    setRows,
    setText,
    setValue: (name: string, value: string) => setValues((before) => ({ ...before, [name]: value })),
    turnTo: (next: Mode) => {
      if (next === "json" && faults.length === 0) setText(formed);
      setMode(next);
    },
    addRow: () => setRows((before) => [...before, emptyRow(columns)]),
    /** Puts rows at a place, or in place of all; rejects a text that holds none. */
    paste: async (pasted: string, at?: number) => {
      // The reader of CSV comes when it is needed.
      const { rowsOfPasted } = await import("./pasted");
      const found = rowsOfPasted(pasted, columns);
      setRows((before) => (at === undefined ? found : [...before.slice(0, at), ...found, ...before.slice(at + found.length)]));
    },
    reset: () => {
      setMode(start.mode);
      setRows(start.rows);
      setValues(start.values);
      setText(start.text);
    },
  };
}
