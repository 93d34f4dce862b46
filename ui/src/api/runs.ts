import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { get, post } from "./client";
import { type Lifecycle, viewType } from "./experiments";
import { contains, quoted } from "./quote";
import type { Run, RunColumns, RunGroup, RunKeys } from "./types";

export const RUNS_PER_PAGE = 100;
const REFRESH_MS = 5_000;
/** Runs that are looked at whole, to choose the columns of a table. */
const SAMPLE = 20;

interface RunsPage {
  runs?: Run[];
  next_page_token?: string;
}

export interface RunSearch {
  experimentId: string;
  filter: string;
  orderBy: string;
  lifecycle: Lifecycle;
  /** What comes with each run, as the server names it: "metrics.loss", "tags.team", "inputs". */
  columns: readonly string[];
}

export const isLive = (run: Run | undefined): boolean => run?.info.status === "RUNNING" || run?.info.status === "SCHEDULED";

export const runsQuery = (search: RunSearch) =>
  infiniteQueryOptions({
    queryKey: ["runs", search.experimentId, search],
    queryFn: async ({ pageParam, signal }): Promise<RunsPage> => {
      const page = await post(
        "/mlflow/runs/search",
        {
          experiment_ids: [search.experimentId],
          filter: search.filter || undefined,
          order_by: [search.orderBy],
          run_view_type: viewType(search.lifecycle),
          max_results: RUNS_PER_PAGE,
          page_token: pageParam || undefined,
          columns: [...search.columns],
        },
        signal,
      );
      return page as RunsPage;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
    retry: false,
    // Asking again asks for every page that is loaded: follow live runs only while that is little.
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? [];
      return pages.length <= 3 && pages.some((page) => page.runs?.some(isLive)) ? REFRESH_MS : false;
    },
  });

/** All children of a run, also those that the page of the table has not reached. */
export const childRunsQuery = ({ experimentId, orderBy, columns }: RunSearch, parentId: string) =>
  queryOptions({
    queryKey: ["runs", experimentId, "children", parentId, orderBy, columns],
    queryFn: async ({ signal }) => {
      const filter = `tags.\`mlflow.parentRunId\` = '${parentId}'`;
      const page = await post(
        "/mlflow/runs/search",
        { experiment_ids: [experimentId], filter, order_by: [orderBy], max_results: 1000, columns: [...columns] },
        signal,
      );
      return (page.runs ?? []) as Run[];
    },
    staleTime: 10_000,
  });

/** The newest runs with what their columns could be. */
export const sampleQuery = (experimentId: string, lifecycle: Lifecycle, columns: readonly string[]) =>
  queryOptions({
    queryKey: ["runs", experimentId, "sample", lifecycle, columns],
    queryFn: async ({ signal }) => {
      const page = await post(
        "/mlflow/runs/search",
        { experiment_ids: [experimentId], run_view_type: viewType(lifecycle), max_results: SAMPLE, columns: [...columns] },
        signal,
      );
      return (page.runs ?? []) as Run[];
    },
    staleTime: 10_000,
    retry: false,
    // A run that has just begun has not logged yet what its columns will be.
    refetchInterval: ({ state }) => (state.data?.some(isLive) && !state.data.some((run) => run.data?.metrics?.length) ? REFRESH_MS : false),
  });

/** Which runs: those of some experiments that match a filter. */
export interface RunScope {
  experimentIds: readonly string[];
  filter?: string;
  lifecycle?: Lifecycle;
}

const scoped = ({ experimentIds, filter, lifecycle }: RunScope) => ({
  experiment_ids: [...experimentIds],
  filter: filter || undefined,
  run_view_type: lifecycle && viewType(lifecycle),
});

/** Names of all that the runs of an experiment logged. */
export const runKeysQuery = (experimentId: string) =>
  queryOptions({
    queryKey: ["runs", experimentId, "keys"],
    queryFn: async ({ signal }): Promise<RunKeys> => post("/mlflow/runs/keys", { experiment_ids: [experimentId] }, signal),
    staleTime: 2_000,
    retry: false,
  });

/** Names of what some runs logged; with `differing` only of what is not the same in all of them. */
export const scopedKeysQuery = (scope: RunScope, differing = false) =>
  queryOptions({
    queryKey: ["runs", scope, "keys", differing],
    queryFn: async ({ signal }): Promise<RunKeys> => post("/mlflow/runs/keys", { ...scoped(scope), differing }, signal),
    staleTime: 10_000,
    retry: false,
  });

export interface ColumnsAsked extends RunScope {
  /** As a search names them: "metrics.loss", "min(metrics.loss)", "params.lr", "attributes.start_time". */
  columns: readonly string[];
  orderBy?: readonly string[];
  maxResults?: number;
  /** Only these runs. */
  runIds?: readonly string[];
}

/** Values of many runs, column by column. */
export const runColumnsQuery = ({ columns, orderBy, maxResults, runIds, ...scope }: ColumnsAsked) =>
  queryOptions({
    queryKey: ["runs", scope, "columns", columns, orderBy, maxResults, runIds],
    queryFn: async ({ signal }): Promise<RunColumns> =>
      post(
        "/mlflow/runs/columns",
        {
          ...scoped(scope),
          columns: [...columns],
          order_by: orderBy && [...orderBy],
          max_results: maxResults,
          run_ids: runIds && [...runIds],
        },
        signal,
      ),
    staleTime: 10_000,
    retry: false,
  });

export interface GroupsAsked extends RunScope {
  /** What groups are made by: "params.family", "tags.team", "attributes.status", "dataset.name". */
  by: readonly string[];
  /** "metrics.loss", "min(metrics.loss)". */
  metrics?: readonly string[];
  /** "count DESC", "metrics.loss" for its mean, "params.family". */
  orderBy?: readonly string[];
}

export interface GroupsPage {
  groups?: RunGroup[];
  next_page_token?: string;
}

/** Groups of runs with the figures of their metrics, page by page. */
export const runGroupsQuery = ({ by, metrics, orderBy, ...scope }: GroupsAsked) =>
  infiniteQueryOptions({
    queryKey: ["runs", scope, "groups", by, metrics, orderBy],
    queryFn: async ({ pageParam, signal }): Promise<GroupsPage> =>
      post(
        "/mlflow/runs/groups",
        {
          ...scoped(scope),
          by: [...by],
          metrics: metrics && [...metrics],
          order_by: orderBy && [...orderBy],
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
    staleTime: 10_000,
    retry: false,
  });

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ["run", runId],
    queryFn: async ({ signal }) => (await get("/mlflow/runs/get", { run_id: runId }, signal)).run as Run,
    refetchInterval: ({ state }) => (isLive(state.data) ? REFRESH_MS : false),
    staleTime: 2_000,
  });

export const renameRun = (runId: string, name: string) => post("/mlflow/runs/update", { run_id: runId, run_name: name });
export const deleteRun = (runId: string) => post("/mlflow/runs/delete", { run_id: runId });
export const restoreRun = (runId: string) => post("/mlflow/runs/restore", { run_id: runId });
export const setRunTag = (runId: string, key: string, value: string) => post("/mlflow/runs/set-tag", { run_id: runId, key, value });
export const deleteRunTag = (runId: string, key: string) => post("/mlflow/runs/delete-tag", { run_id: runId, key });

/** How many runs a search would find in all. */
export const runCountQuery = ({ experimentId, filter, lifecycle }: Omit<RunSearch, "orderBy" | "columns">) =>
  queryOptions({
    queryKey: ["runs", experimentId, "count", filter, lifecycle],
    queryFn: async ({ signal }) => {
      const body = { experiment_ids: [experimentId], filter: filter || undefined, run_view_type: viewType(lifecycle) };
      return (await post("/mlflow/runs/count", body, signal)).count;
    },
    staleTime: 10_000,
    retry: false,
  });

/** Lists of runs need nothing that was logged; the server wants one name all the same. */
const NAMES_ONLY = ["tags.mlflow.parentRunId"];

/** The newest runs of an experiment whose name contains the text. */
export const runsByNameQuery = (experimentId: string, text: string) =>
  queryOptions({
    queryKey: ["runs", experimentId, "by-name", text],
    queryFn: async ({ signal }) => {
      const filter = text ? `attributes.run_name ILIKE ${contains(text)}` : undefined;
      const body = { experiment_ids: [experimentId], filter, order_by: ["attributes.start_time DESC"], max_results: 50, columns: NAMES_ONLY };
      return ((await post("/mlflow/runs/search", body, signal)).runs ?? []) as Run[];
    },
    staleTime: 5_000,
  });

/** The runs whose parent is one of these. */
export const familyQuery = (experimentId: string, parentIds: readonly string[]) =>
  queryOptions({
    queryKey: ["runs", experimentId, "family", parentIds],
    queryFn: async ({ signal }) => {
      const filter = `tags.\`mlflow.parentRunId\` IN (${parentIds.map(quoted).join(", ")})`;
      const body = { experiment_ids: [experimentId], filter, order_by: ["attributes.start_time ASC"], max_results: 1000, columns: NAMES_ONLY };
      return ((await post("/mlflow/runs/search", body, signal)).runs ?? []) as Run[];
    },
    staleTime: 10_000,
    enabled: parentIds.length > 0,
  });

/** The run that began right after this one in its experiment, or right before it. */
export async function neighbourRun({ info }: Run, which: "next" | "previous"): Promise<Run | undefined> {
  const [sign, order] = which === "next" ? [">", "ASC"] : ["<", "DESC"];
  const body = {
    experiment_ids: [info.experiment_id],
    filter: `attributes.start_time ${sign} ${info.start_time ?? 0}`,
    order_by: [`attributes.start_time ${order}`],
    max_results: 1,
    columns: NAMES_ONLY,
  };
  return (await post("/mlflow/runs/search", body)).runs?.[0] as Run | undefined;
}
