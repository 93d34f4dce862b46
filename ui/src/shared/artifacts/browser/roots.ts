import type { Place } from "@/api/artifacts";

/** A tree of files: a run's own, a logged model's, or a version's. */
export interface Root {
  /** First part of an address inside the tree: empty for the run's own files, "@<model id>" for a model's. */
  prefix: string;
  title: string;
  place: Place;
  uri: string;
  /** The run that logged the files, where one is known. */
  runId?: string;
}

/** The tree an address is in, and the path inside it. */
export function splitPath(roots: readonly Root[], path: string): { root: Root | undefined; inside: string } {
  const [first = "", ...rest] = path.split("/");
  if (!first.startsWith("@")) return { root: roots.find((root) => root.prefix === ""), inside: path };
  return { root: roots.find((root) => root.prefix === first), inside: rest.join("/") };
}

export const joinPath = (root: Root, inside: string): string => [root.prefix, inside].filter(Boolean).join("/");

/** What `load_model` takes for a folder of a tree. */
export function modelUri({ place }: Root, inside: string): string {
  if ("modelId" in place) return `models:/${place.modelId}`;
  if ("runId" in place) return `runs:/${place.runId}/${inside}`;
  return `models:/${place.name}/${place.version}`;
}
