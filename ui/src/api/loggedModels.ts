import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { del, get, patch, post } from "./client";
import { quoted } from "./quote";

interface LoggedModelOrder {
  /** Such as "name" or "metrics.loss". */
  field_name: string;
  ascending: boolean;
  dataset_name?: string;
}

export const loggedModelsQuery = (experimentId: string, filter: string, order: LoggedModelOrder) =>
  infiniteQueryOptions({
    queryKey: ["logged-models", experimentId, filter, order],
    queryFn: ({ pageParam, signal }) =>
      post(
        "/mlflow/logged-models/search",
        { experiment_ids: [experimentId], filter: filter || undefined, max_results: 100, order_by: [order], page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
    retry: false,
  });

export const loggedModelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ["logged-model", modelId],
    queryFn: async ({ signal }) => (await get("/mlflow/logged-models/{model_id}", {}, signal, { model_id: modelId })).model,
    staleTime: 60_000,
  });

/** Versions of registered models that were made of a logged model. */
export const versionsOfQuery = (modelId: string) =>
  queryOptions({
    queryKey: ["models", "of-logged-model", modelId],
    queryFn: async ({ signal }) =>
      (await get("/mlflow/model-versions/search", { filter: `model_id = ${quoted(modelId)}`, max_results: 100 }, signal)).model_versions ?? [],
  });

export const setLoggedModelTag = (modelId: string, key: string, value: string) =>
  patch("/mlflow/logged-models/{model_id}/tags", { tags: [{ key, value }] }, { model_id: modelId });
export const deleteLoggedModelTag = (modelId: string, key: string) =>
  del("/mlflow/logged-models/{model_id}/tags/{tag_key}", {}, { model_id: modelId, tag_key: key });
