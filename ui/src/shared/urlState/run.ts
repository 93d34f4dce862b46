import type { XAxis } from "../charts/series";

/** How a run's charts are looked at, as its address holds it. */
export interface RunState {
  x?: XAxis;
  log?: true;
  smooth?: number;
  find?: string;
}

export function readRunState(search: Record<string, unknown>): RunState {
  const state: RunState = {
    x: search.x === "time" || search.x === "relative" ? search.x : undefined,
    log: search.log === true ? true : undefined,
    smooth: typeof search.smooth === "number" && search.smooth > 0 && search.smooth < 1 ? search.smooth : undefined,
    find: typeof search.find === "string" && search.find ? search.find : undefined,
  };
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
