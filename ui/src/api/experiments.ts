import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { get, post } from "./client";
import { contains } from "./quote";

export type Lifecycle = "active" | "deleted";

export const viewType = (lifecycle: Lifecycle): string => (lifecycle === "deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY");

interface ExperimentSearch {
  filter: string;
  orderBy: string;
  lifecycle: Lifecycle;
}

export const experimentsQuery = (search: ExperimentSearch) =>
  infiniteQueryOptions({
    queryKey: ["experiments", search],
    queryFn: ({ pageParam, signal }) =>
      post(
        "/mlflow/experiments/search",
        {
          max_results: 200,
          filter: search.filter || undefined,
          order_by: [search.orderBy],
          view_type: viewType(search.lifecycle),
          page_token: pageParam || undefined,
        },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export const experimentQuery = (experimentId: string) =>
  queryOptions({
    queryKey: ["experiment", experimentId],
    queryFn: async ({ signal }) => {
      const { experiment } = await get("/mlflow/experiments/get", { experiment_id: experimentId }, signal);
      return experiment;
    },
    staleTime: 30_000,
  });

export const createExperiment = (name: string) => post("/mlflow/experiments/create", { name });
export const renameExperiment = (experimentId: string, newName: string) =>
  post("/mlflow/experiments/update", { experiment_id: experimentId, new_name: newName });
export const deleteExperiment = (experimentId: string) => post("/mlflow/experiments/delete", { experiment_id: experimentId });
export const restoreExperiment = (experimentId: string) => post("/mlflow/experiments/restore", { experiment_id: experimentId });

/** The first few experiments whose name contains the text. */
export const searchExperimentsByName = (text: string) =>
  queryOptions({
    queryKey: ["experiments", "by-name", text],
    queryFn: async ({ signal }) => {
      const filter = text ? `name ILIKE ${contains(text)}` : undefined;
      return (await post("/mlflow/experiments/search", { filter, max_results: 8, order_by: ["last_update_time DESC"] }, signal)).experiments ?? [];
    },
  });

export const setExperimentTag = (experimentId: string, key: string, value: string) => post("/mlflow/experiments/set-experiment-tag", { experiment_id: experimentId, key, value });
export const deleteExperimentTag = (experimentId: string, key: string) => post("/mlflow/experiments/delete-experiment-tag", { experiment_id: experimentId, key });
