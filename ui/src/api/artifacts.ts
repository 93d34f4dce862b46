import { queryOptions } from "@tanstack/react-query";

import { get, getText, pageRoot, queryString } from "./client";

export const PREVIEW_BYTES = 1_000_000;

/** Where files lie: with a run, with a logged model, or with a version of a registered model. */
export type Place = { runId: string } | { modelId: string } | { name: string; version: string };

const byKindThenName = (a: { path: string; is_dir: boolean }, b: { path: string; is_dir: boolean }) =>
  Number(b.is_dir) - Number(a.is_dir) || a.path.localeCompare(b.path);

export const artifactsQuery = (place: { runId: string } | { modelId: string }, path: string) =>
  queryOptions({
    queryKey: ["artifacts", place, path],
    queryFn: async ({ signal }) => {
      const listing =
        "runId" in place
          ? await get("/mlflow/artifacts/list", { run_id: place.runId, path: path || undefined }, signal)
          : await get(`/mlflow/logged-models/{model_id}/artifacts/directories`, { artifact_directory_path: path || undefined }, signal, {
              model_id: place.modelId,
            });
      return { rootUri: listing.root_uri ?? "", files: (listing.files ?? []).toSorted(byKindThenName) };
    },
    staleTime: 10_000,
  });

/** Address of a file, for a link, a picture or a preview. */
export function artifactUrl(place: Place, path: string): string {
  if ("runId" in place) return `${pageRoot()}get-artifact${queryString({ run_id: place.runId, path })}`;
  if ("modelId" in place) {
    const folder = `${pageRoot()}ajax-api/2.0/mlflow/logged-models/${encodeURIComponent(place.modelId)}/artifacts/files`;
    return folder + queryString({ artifact_file_path: path });
  }
  return `${pageRoot()}model-versions/get-artifact${queryString({ ...place, path })}`;
}

export const textQuery = (url: string) =>
  queryOptions({ queryKey: ["text", url], queryFn: ({ signal }) => getText(url, PREVIEW_BYTES, signal), staleTime: 60_000, retry: false });

/** What a run logged as models: their names, to show their files beside the run's own. */
export const loggedModelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ["logged-model", modelId],
    queryFn: async ({ signal }) => (await get("/mlflow/logged-models/{model_id}", {}, signal, { model_id: modelId })).model,
    staleTime: 60_000,
  });
