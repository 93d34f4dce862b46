import { useCallback } from "react";
import { useNavigate, useSearch } from "@tanstack/react-router";

import type { TableState } from "@/shared/urlState/table";

type Change = (next: Partial<TableState>) => void;

/** The table's state in the address, and what changes it. */
export function useTableState(): { state: TableState; change: Change; replace: (next: TableState) => void } {
  const state = useSearch({ strict: false }) as TableState;
  const navigate = useNavigate();
  const change = useCallback<Change>((next) => void navigate({ to: ".", search: (before: TableState) => ({ ...before, ...next }), replace: true }), [navigate]);
  const replace = useCallback((next: TableState) => void navigate({ to: ".", search: next }), [navigate]);
  return { state, change, replace };
}
