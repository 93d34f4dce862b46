import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { ApiError, del, get, patch, post } from "./client";
import { toNumber } from "./metrics";
import { contains, quoted } from "./quote";
import type { KeyValue } from "./types";

export const STAGES = ["None", "Staging", "Production", "Archived"] as const;

export const modelsQuery = (filter: string, orderBy = "name ASC") =>
  infiniteQueryOptions({
    queryKey: ["models", "list", filter, orderBy],
    queryFn: ({ pageParam, signal }) =>
      get(
        "/mlflow/registered-models/search",
        { filter: filter || undefined, max_results: 100, order_by: [orderBy], page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
    retry: false,
  });

export const modelQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", "one", name],
    queryFn: async ({ signal }) =>
      (await get("/mlflow/registered-models/get", { name }, signal)).registered_model,
  });

/** Versions of a model, those that a further filter leaves. */
export const modelVersionsQuery = (name: string, filter = "", orderBy = "version_number DESC") =>
  infiniteQueryOptions({
    queryKey: ["models", "versions", name, filter, orderBy],
    queryFn: ({ pageParam, signal }) =>
      get(
        "/mlflow/model-versions/search",
        { filter: `${filter && `(${filter}) and `}name = ${quoted(name)}`, max_results: 100, order_by: [orderBy], page_token: pageParam || undefined },
        signal,
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_page_token || undefined,
    retry: false,
  });

/** The versions before and after one, by their numbers. */
export const neighboursQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ["models", "neighbours", name, version],
    queryFn: async ({ signal }) => {
      const one = async (condition: string, order: string) => {
        const filter = `name = ${quoted(name)} and version_number ${condition} ${Number(version)}`;
        const page = await get("/mlflow/model-versions/search", { filter, max_results: 1, order_by: [`version_number ${order}`] }, signal);
        return page.model_versions?.[0]?.version;
      };
      const [before, after] = await Promise.all([one("<", "DESC"), one(">", "ASC")]);
      return { before, after };
    },
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
      (await get("/mlflow/model-versions/search", { filter: `run_id = ${quoted(runId)}`, max_results: 100 }, signal)).model_versions ?? [],
  });

export const createModel = (name: string, description?: string) =>
  post("/mlflow/registered-models/create", { name, description: description || undefined });
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
  description?: string;
  tags?: KeyValue[];
}

/** Add a version, and the model of that name where there is none yet. */
export async function registerVersion(wanted: NewVersion) {
  const found = await get("/mlflow/registered-models/search", { filter: `name = ${quoted(wanted.name)}`, max_results: 1 });
  if (!found.registered_models?.length)
    await createModel(wanted.name).catch((error: unknown) => {
      // Somebody may have been quicker, or the model may not be shown to this reader.
      if (!(error instanceof ApiError && error.code === "RESOURCE_ALREADY_EXISTS")) throw error;
    });
  return (await post("/mlflow/model-versions/create", wanted)).model_version;
}

/** Where a version is served, if it is. */
export const servingQuery = (name: string, version: string) =>
  queryOptions({
    queryKey: ["models", "serving", name, version],
    queryFn: ({ signal }) => get("/mlflow/model-versions/serving", { name, version }, signal),
    retry: false,
  });

/** Ask a version that a scoring server has; this server passes the question on. */
export async function invokeVersion(name: string, version: string, body: string, signal?: AbortSignal) {
  const answer = await post("/mlflow/model-versions/invoke", { name, version, body }, signal);
  return { ...answer, milliseconds: toNumber(answer.milliseconds) };
}
