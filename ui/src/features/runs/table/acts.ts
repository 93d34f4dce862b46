import { createContext, useContext } from "react";

/** What rows do when they are clicked. They never change, so that a row is drawn anew only when what it shows does. */
export interface RowActs {
  /** `through` takes all rows since the one before, as with a held Shift. */
  select: (key: string, on: boolean, through: boolean) => void;
  toggle: (branch: string) => void;
  more: (branch: string) => void;
  /** Shows or hides a run in the charts. */
  hide: (runId: string) => void;
}

export const RowActsContext = createContext<RowActs | null>(null);

export function useRowActs(): RowActs {
  const acts = useContext(RowActsContext);
  if (!acts) throw new Error("Rows stand in a table.");
  return acts;
}
