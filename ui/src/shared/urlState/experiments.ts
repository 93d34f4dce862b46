import type { Lifecycle } from "@/api/experiments";

import { readOne, readTyped, set } from "./read";

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
  return set<ExperimentsState>({
    q: readTyped(search.q),
    order: readOne(search.order, EXPERIMENT_ORDERS),
    view: readOne(search.view, ["deleted"]),
  });
}
