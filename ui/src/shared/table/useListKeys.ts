import { useState } from "react";

import { useKeys } from "../keys";
import type { Selection } from "./columns";

interface ListKeys<T> {
  rows: readonly T[];
  keyOf: (row: T) => string;
  open?: (row: T) => void;
  selection?: Selection;
}

/** Walking through a list by keyboard. Returns the index of the current row, or -1. */
export function useListKeys<T>({ rows, keyOf, open, selection }: ListKeys<T>): number {
  const [at, setAt] = useState(-1);
  const current = Math.min(at, rows.length - 1);
  const row = rows[current];
  const step = (by: number) => () => setAt(Math.max(0, Math.min(rows.length - 1, current + by)));
  useKeys({
    j: step(1),
    k: step(-1),
    x: () => {
      if (row !== undefined) selection?.set(keyOf(row), !selection.has(keyOf(row)));
    },
    Enter: (event) => {
      // Enter on a link or button is its own.
      if (row !== undefined && !(event.target instanceof HTMLElement && event.target.closest("a, button"))) open?.(row);
    },
    Escape: () => {
      setAt(-1);
      selection?.replace([]);
    },
  });
  return current;
}
