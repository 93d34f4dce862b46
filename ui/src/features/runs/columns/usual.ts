import type { Run, RunKeys } from "@/api/types";
import { ofPrograms, ofSystem } from "@/shared/names";
import { factsOf } from "@/shared/runs/facts";

import { PREFIX } from "./columns";

/** Names of a kind that are looked at, to choose the columns of a table. */
const LOOKED_AT = 200;

/** What to ask of some runs, to choose the columns of a table: everything, unless that is thousands of names. */
export function telling({ metrics = [], params = [] }: RunKeys): string[] {
  if (metrics.length + params.length <= 2 * LOOKED_AT) return ["metrics", "params"];
  const first = (kind: "metric" | "param", names: readonly string[]) => names.slice(0, LOOKED_AT).map((name) => PREFIX[kind] + name);
  return [...first("metric", metrics.filter((name) => !ofSystem(name))), ...first("param", params)];
}

const USUAL = ["start_time", "duration", "user", "source"];
const FEW = 6;

/** Columns shown until someone chooses: metrics that most runs have, params that differ. */
export function usualColumns(runs: readonly Run[]): string[] {
  const seen = new Map<string, number>();
  const values = new Map<string, Set<string>>();
  for (const run of runs) {
    const { metrics, params } = factsOf(run);
    for (const key of metrics.keys()) if (!ofSystem(key)) seen.set(key, (seen.get(key) ?? 0) + 1);
    for (const [key, value] of params) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  const metrics = [...seen].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, FEW);
  const differing = [...values].filter(([, set]) => set.size > 1 || runs.length === 1).slice(0, FEW);
  return [...USUAL, ...metrics.map(([key]) => PREFIX.metric + key), ...differing.map(([key]) => PREFIX.param + key)];
}

/** Columns of what differs between runs: params first, as they are what one changed. */
export function differingColumns({ metrics = [], params = [], tags = [] }: RunKeys): string[] {
  const own = tags.filter((tag) => !ofPrograms(tag));
  const shown = metrics.filter((metric) => !ofSystem(metric));
  return [...params.map((key) => PREFIX.param + key), ...shown.map((key) => PREFIX.metric + key), ...own.map((key) => PREFIX.tag + key)].slice(0, LOOKED_AT);
}
