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

const oneOf = <T extends string>(value: unknown, ...known: readonly T[]): T | undefined => known.find((one) => one === value);

export function readHousekeepingState(search: Record<string, unknown>): HousekeepingState {
  const state: HousekeepingState = {
    tab: oneOf(search.tab, "storage", "journals", "server"),
    kind: oneOf(search.kind, "experiment", "logged_model"),
    days: typeof search.days === "number" && search.days > 0 && search.days < 10_000 ? search.days : undefined,
    sort: typeof search.sort === "string" && search.sort ? search.sort : undefined,
    open: typeof search.open === "string" || typeof search.open === "number" ? String(search.open) : undefined,
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
