import { queryOptions } from "@tanstack/react-query";

import { ApiError, get, post } from "./client";
import { type Lifecycle, viewType } from "./experiments";
import { contains, quoted } from "./quote";
import type { Run, RunColumns, RunKeys } from "./types";

const REFRESH_MS = 5_000;

export const isLive = (run: Run | undefined): boolean => run?.info.status === "RUNNING" || run?.info.status === "SCHEDULED";

/** Which runs: those of some experiments that match a filter. */
export interface RunScope {
  experimentIds: readonly string[];
  filter?: string;
  lifecycle?: Lifecycle;
}

export const scoped = ({ experimentIds, filter, lifecycle }: RunScope) => ({
  experiment_ids: [...experimentIds],
  filter: filter || undefined,
  run_view_type: lifecycle && viewType(lifecycle),
});

/** Names of what some runs logged; with `differing` only of what is not the same in all of them. */
export const scopedKeysQuery = (scope: RunScope, differing = false) =>
  queryOptions({
    queryKey: ["runs", scope, "keys", differing],
    queryFn: async ({ signal }): Promise<RunKeys> => post("/mlflow/runs/keys", { ...scoped(scope), differing }, signal),
    staleTime: 10_000,
    retry: false,
  });

interface ColumnsAsked extends RunScope {
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

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ["run", runId],
    queryFn: async ({ signal }) => (await get("/mlflow/runs/get", { run_id: runId }, signal)).run as Run,
    refetchInterval: ({ state }) => (isLive(state.data) ? REFRESH_MS : false),
    staleTime: 2_000,
  });

const found = async (search: Parameters<typeof post<"/mlflow/runs/search">>[1], signal?: AbortSignal): Promise<Run[]> => ((await post("/mlflow/runs/search", search, signal)).runs ?? []) as Run[];

/** Experiments whose runs are looked through by name: those that changed last. */
const LOOKED_THROUGH = 200;

/** The first few runs whose name or id contains the text, the newest first. */
export const searchRunsByName = (text: string) =>
  queryOptions({
    queryKey: ["runs", "by-name", text],
    queryFn: async ({ client, signal }) => {
      const ids = await client.fetchQuery(latestExperimentsQuery);
      const filter = /^[0-9a-f]{6,}$/i.test(text)
        ? `attributes.run_name ILIKE ${contains(text)} OR attributes.run_id LIKE ${contains(text.toLowerCase())}`
        : `attributes.run_name ILIKE ${contains(text)}`;
      return found({ experiment_ids: ids, filter, max_results: 8, columns: [] }, signal);
    },
    staleTime: 10_000,
  });

const latestExperimentsQuery = queryOptions({
  queryKey: ["experiments", "latest"],
  queryFn: async ({ signal }) => {
    const answer = await post("/mlflow/experiments/search", { max_results: LOOKED_THROUGH, order_by: ["last_update_time DESC"] }, signal);
    return (answer.experiments ?? []).map((experiment) => experiment.experiment_id);
  },
  staleTime: 60_000,
});

/** The run of an id, null where there is none: looked up from whatever someone pasted. */
export const runOfIdQuery = (runId: string) =>
  queryOptions({
    queryKey: ["runs", "of-id", runId],
    queryFn: async ({ signal }): Promise<Run | null> => {
      try {
        return (await get("/mlflow/runs/get", { run_id: runId }, signal)).run as Run;
      } catch (error) {
        if (error instanceof ApiError && error.isMissing) return null;
        throw error;
      }
    },
    staleTime: 10_000,
  });

export const renameRun = (runId: string, name: string) => post("/mlflow/runs/update", { run_id: runId, run_name: name });
export const deleteRun = (runId: string) => post("/mlflow/runs/delete", { run_id: runId });
export const restoreRun = (runId: string) => post("/mlflow/runs/restore", { run_id: runId });
export const setRunTag = (runId: string, key: string, value: string) => post("/mlflow/runs/set-tag", { run_id: runId, key, value });
export const deleteRunTag = (runId: string, key: string) => post("/mlflow/runs/delete-tag", { run_id: runId, key });

/** Lists of runs need nothing that was logged; the server wants one name all the same. */
export const NAMES_ONLY = ["tags.mlflow.parentRunId"];

/** The newest runs of an experiment whose name contains the text. */
export const runsByNameQuery = (experimentId: string, text: string) =>
  queryOptions({
    queryKey: ["runs", experimentId, "by-name", text],
    queryFn: async ({ signal }) => {
      const filter = text ? `attributes.run_name ILIKE ${contains(text)}` : undefined;
      const body = { experiment_ids: [experimentId], filter, order_by: ["attributes.start_time DESC"], max_results: 50, columns: NAMES_ONLY };
      return found(body, signal);
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
      return found(body, signal);
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
  return (await found(body))[0];
}
