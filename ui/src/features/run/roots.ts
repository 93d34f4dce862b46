/** A tree of files: the run's own, or a logged model's. */
export interface Root {
  /** First part of an address inside the tree: empty for the run's own files, "@<model id>" for a model's. */
  prefix: string;
  title: string;
  place: { runId: string } | { modelId: string };
  uri: string;
}

/** The tree an address is in, and the path inside it. */
export function splitPath(roots: readonly Root[], path: string): { root: Root | undefined; inside: string } {
  const [first = "", ...rest] = path.split("/");
  if (!first.startsWith("@")) return { root: roots.find((root) => root.prefix === ""), inside: path };
  return { root: roots.find((root) => root.prefix === first), inside: rest.join("/") };
}

export const joinPath = (root: Root, inside: string): string => [root.prefix, inside].filter(Boolean).join("/");
