import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { ApiError, del, get, patch, post } from "./client";
import { contains, quoted } from "./quote";

export const STAGES = ["None", "Staging", "Production", "Archived"] as const;

export const modelsQuery = (filter: string) =>
  infiniteQueryOptions({
    queryKey: ["models", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      get(
        "/mlflow/registered-models/search",
        { filter: filter || undefined, max_results: 100, order_by: ["name ASC"], page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export const modelQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", "one", name],
    queryFn: async ({ signal }) =>
      (await get("/mlflow/registered-models/get", { name }, signal)).registered_model,
  });

export const modelVersionsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ["models", "versions", name],
    queryFn: ({ pageParam, signal }) =>
      get(
        "/mlflow/model-versions/search",
        { filter: `name = ${quoted(name)}`, max_results: 200, order_by: ["version_number DESC"], page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
  });

export const modelVersionQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ["models", "version", name, version],
    queryFn: async ({ signal }) =>
      (await get("/mlflow/model-versions/get", { name, version }, signal)).model_version,
  });

/** The first few models whose name contains the text. */
export const searchModelsByName = (text: string) =>
  queryOptions({
    queryKey: ["models", "by-name", text],
    queryFn: async ({ signal }) => {
      const filter = text ? `name ILIKE ${contains(text)}` : undefined;
      return (await get("/mlflow/registered-models/search", { filter, max_results: 6 }, signal)).registered_models ?? [];
    },
  });

/** Versions that were registered from a run. */
export const runVersionsQuery = (runId: string) =>
  queryOptions({
    queryKey: ["models", "of-run", runId],
    queryFn: async ({ signal }) =>
      (await get("/mlflow/model-versions/search", { filter: `run_id = '${runId}'`, max_results: 100 }, signal)).model_versions ?? [],
  });

export const createModel = (name: string) => post("/mlflow/registered-models/create", { name });
export const describeModel = (name: string, description: string) => patch("/mlflow/registered-models/update", { name, description });
export const deleteModel = (name: string) => del("/mlflow/registered-models/delete", { name });
export const renameModel = (name: string, newName: string) => post("/mlflow/registered-models/rename", { name, new_name: newName });
export const setModelTag = (name: string, key: string, value: string) => post("/mlflow/registered-models/set-tag", { name, key, value });
export const deleteModelTag = (name: string, key: string) => del("/mlflow/registered-models/delete-tag", { name, key });
export const setAlias = (name: string, alias: string, version: string) => post("/mlflow/registered-models/alias", { name, alias, version });
export const deleteAlias = (name: string, alias: string) => del("/mlflow/registered-models/alias", { name, alias });

export const describeVersion = (name: string, version: string, description: string) =>
  patch("/mlflow/model-versions/update", { name, version, description });
export const deleteVersion = (name: string, version: string) => del("/mlflow/model-versions/delete", { name, version });
export const setVersionTag = (name: string, version: string, key: string, value: string) =>
  post("/mlflow/model-versions/set-tag", { name, version, key, value });
export const deleteVersionTag = (name: string, version: string, key: string) => del("/mlflow/model-versions/delete-tag", { name, version, key });
export const moveToStage = (name: string, version: string, stage: string, archiveOthers: boolean) =>
  post("/mlflow/model-versions/transition-stage", { name, version, stage, archive_existing_versions: archiveOthers });

interface NewVersion {
  name: string;
  source: string;
  run_id?: string;
  model_id?: string;
}

/** Add a version, and the model of that name where there is none yet. */
export async function registerVersion(wanted: NewVersion) {
  try {
    await createModel(wanted.name);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "RESOURCE_ALREADY_EXISTS")) throw error;
  }
  return (await post("/mlflow/model-versions/create", wanted)).model_version;
}
