import { queryOptions } from "@tanstack/react-query";

import { ApiError, get, getBytes, pageRoot, queryString } from "./client";
import type { FileInfo } from "./types";

const PREVIEW_BYTES = 1_000_000;

/** Where files lie: with a run, with a logged model, or with a version of a registered model. */
export type Place = { runId: string } | { modelId: string } | { name: string; version: string };

const byKindThenName = (a: { path: string; is_dir: boolean }, b: { path: string; is_dir: boolean }) =>
  Number(b.is_dir) - Number(a.is_dir) || a.path.localeCompare(b.path);

function listingOf(place: Place, path: string | undefined, signal: AbortSignal) {
  if ("runId" in place) return get("/mlflow/artifacts/list", { run_id: place.runId, path }, signal);
  if ("modelId" in place) return get("/mlflow/logged-models/{model_id}/artifacts/directories", { artifact_directory_path: path }, signal, { model_id: place.modelId });
  return get("/mlflow/model-versions/artifacts/list", { ...place, path }, signal);
}

async function listArtifacts(place: Place, path: string, signal: AbortSignal) {
  const listing = await listingOf(place, path || undefined, signal);
  return { rootUri: listing.root_uri ?? "", files: (listing.files ?? []).toSorted(byKindThenName) };
}

export const artifactsQuery = (place: Place, path: string) =>
  queryOptions({ queryKey: ["artifacts", place, "folder", path], queryFn: ({ signal }) => listArtifacts(place, path, signal), staleTime: 10_000 });

/** Folders and files that a search looks through. */
const MOST_FOLDERS = 200;
const MOST_FILES = 5_000;

/** All files below a place, as far as that is not too many: `more` tells that it is. */
export const allArtifactsQuery = (place: Place) =>
  queryOptions({
    queryKey: ["artifacts", place, "all"],
    queryFn: async ({ signal }) => {
      const files: FileInfo[] = [];
      const folders = [""];
      let asked = 0;
      while (folders.length && asked < MOST_FOLDERS && files.length < MOST_FILES) {
        const answers = await Promise.all(folders.splice(0, 8).map((folder) => listArtifacts(place, folder, signal)));
        asked += answers.length;
        const found = answers.flatMap((answer) => answer.files);
        folders.push(...found.filter((file) => file.is_dir).map((file) => file.path));
        files.push(...found.filter((file) => !file.is_dir));
      }
      return { files: files.sort((a, b) => a.path.localeCompare(b.path)), more: folders.length > 0 };
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

/** Which part of a long text is looked at. */
export type End = "start" | "end";

export interface Excerpt {
  text: string;
  /** Whether the file has more. */
  cut: boolean;
  /** Which part it is: the end only where that was asked for and could be had. */
  end: End;
}

/** The first or last megabyte of a text, in whole lines where it was cut. */
export const textQuery = (url: string, end: End = "start") =>
  queryOptions({
    queryKey: ["text", url, end],
    queryFn: async ({ signal }): Promise<Excerpt> => {
      const range = end === "end" ? { last: PREVIEW_BYTES } : undefined;
      const { bytes, cut, partial } = await getBytes(url, PREVIEW_BYTES, signal, range);
      const text = new TextDecoder().decode(bytes);
      const atEnd = end === "end" && partial;
      return { text: cut && atEnd ? text.slice(text.indexOf("\n") + 1) : text, cut, end: atEnd ? "end" : "start" };
    },
    staleTime: 60_000,
    retry: false,
  });

/** Bytes of a file from one up to before another. */
export const bytesQuery = (url: string, from: number, to: number) =>
  queryOptions({
    queryKey: ["bytes", url, from, to],
    queryFn: ({ signal }) => readBytes(url, from, to, signal),
    staleTime: 60_000,
    retry: false,
  });

export async function readBytes(url: string, from: number, to: number, signal?: AbortSignal): Promise<Uint8Array> {
  const { bytes, partial } = await getBytes(url, to - from, signal, { from, to });
  if (!partial && from > 0) throw new ApiError("The server sends this file only as a whole. Download it to look at it.", 200, "NOT_IMPLEMENTED");
  return bytes;
}
