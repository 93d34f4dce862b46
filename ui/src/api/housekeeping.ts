import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { get, post } from "./client";
import type { Schemas } from "./types";

export type Binned = Schemas["Binned"];
export type Purge = Schemas["Purge"];
export type ExperimentUse = Schemas["ExperimentUse"];
export type RunUse = Schemas["RunUse"];
export type Journal = Schemas["Journal"];
export type BinKind = "run" | "experiment" | "logged_model";

/** Objects that a request to purge may name. */
export const PURGED_AT_ONCE = 100;
const WATCH_MS = 700;
/** More experiments than a table is good for; the largest come first. */
export const LISTED_EXPERIMENTS = 1000;

export const binQuery = (kind: BinKind, olderThan: number) =>
  infiniteQueryOptions({
    queryKey: ["bin", kind, olderThan],
    queryFn: ({ pageParam, signal }) =>
      get("/mlflow/housekeeping/bin", { kind, older_than: olderThan || undefined, max_results: 100, page_token: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export interface Doomed {
  kind: BinKind;
  ids: readonly string[];
}

/** Deletes for good, or with `onlyTell` says what that would be. Works some seconds, then says what remains. */
export function purge({ kind, ids }: Doomed, onlyTell: boolean, signal?: AbortSignal): Promise<Purge> {
  if (kind === "run") return post("/mlflow/runs/purge", { run_ids: [...ids], only_tell: onlyTell }, signal);
  if (kind === "logged_model") return post("/mlflow/logged-models/purge", { model_ids: [...ids], only_tell: onlyTell }, signal);
  return post("/mlflow/experiments/purge", { experiment_id: ids[0] ?? "", only_tell: onlyTell }, signal);
}

export const measurementQuery = queryOptions({
  queryKey: ["usage", "measurement"],
  queryFn: ({ signal }) => get("/mlflow/housekeeping/measurement", {}, signal),
  refetchInterval: ({ state }) => (state.data?.running ? WATCH_MS : false),
});

export const measure = () => post("/mlflow/housekeeping/measure", {});

/** What experiments took when measuring ended at `finished`. */
export const usageQuery = (finished: number) =>
  queryOptions({
    queryKey: ["usage", "experiments", finished],
    queryFn: async ({ signal }) => (await get("/mlflow/housekeeping/usage", { max_results: LISTED_EXPERIMENTS }, signal)).experiments ?? [],
    staleTime: Infinity,
  });

export const largestRunsQuery = (experimentId: string, finished: number) =>
  queryOptions({
    queryKey: ["usage", "runs", experimentId, finished],
    queryFn: async ({ signal }) => (await get("/mlflow/housekeeping/usage/runs", { experiment_id: experimentId }, signal)).runs ?? [],
    staleTime: Infinity,
  });

export const serverFactsQuery = queryOptions({
  queryKey: ["server", "facts"],
  queryFn: ({ signal }) => get("/mlflow/housekeeping/facts", {}, signal),
});

export const giveBackSpace = () => post("/mlflow/housekeeping/compact", {});

export const journalsQuery = queryOptions({
  queryKey: ["journals"],
  queryFn: async ({ signal }) => (await get("/mlflow/housekeeping/journals", {}, signal)).journals ?? [],
  retry: false,
});

export const shipJournals = () => post("/mlflow/housekeeping/journals/ship", {});
