import type { Lifecycle } from "@/api/experiments";

const EXPERIMENT_ORDERS = ["last_update_time DESC", "creation_time DESC", "name ASC", "name DESC"] as const;
export type ExperimentOrder = (typeof EXPERIMENT_ORDERS)[number];

/** The list of experiments as its address holds it. */
export interface ExperimentsState {
  /** Part of a name, or a filter. */
  q?: string;
  order?: ExperimentOrder;
  view?: Exclude<Lifecycle, "active">;
}

export function readExperimentsState(search: Record<string, unknown>): ExperimentsState {
  const state: ExperimentsState = {
    q: (typeof search.q === "string" || typeof search.q === "number") && search.q !== "" ? String(search.q) : undefined,
    order: EXPERIMENT_ORDERS.find((order) => order === search.order),
    view: search.view === "deleted" ? "deleted" : undefined,
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
