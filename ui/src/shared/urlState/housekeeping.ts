import { readMaybe, readOne, set } from "./read";

/** Which part of the house is looked at, as its address holds it. */
export interface HousekeepingState {
  tab?: "storage" | "journals" | "server";
  kind?: "experiment" | "logged_model";
  /** Days that something has been in the bin at least. */
  days?: number;
  /** Column that storage is sorted by; by total without it. */
  sort?: string;
  /** Experiment whose largest runs are shown. */
  open?: string;
}

export function readHousekeepingState(search: Record<string, unknown>): HousekeepingState {
  return set<HousekeepingState>({
    tab: readOne(search.tab, ["storage", "journals", "server"]),
    kind: readOne(search.kind, ["experiment", "logged_model"]),
    days: typeof search.days === "number" && search.days > 0 && search.days < 10_000 ? search.days : undefined,
    sort: readMaybe(search.sort),
    open: typeof search.open === "string" || typeof search.open === "number" ? String(search.open) : undefined,
  });
}
