import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { allArtifactsQuery, artifactsQuery } from "@/api/artifacts";
import { kindOf } from "@/shared/artifacts/kinds";
import { naturally } from "@/shared/names";

import type { ChartRun } from "../../board/contract";
import { seriesOf, type StepImage } from "./series";

/** Runs whose images are shown at once. */
const MOST_IMAGE_RUNS = 24;

export interface RunImages {
  run: ChartRun;
  series: ReadonlyMap<string, readonly StepImage[]>;
}

interface Found {
  runs: RunImages[];
  keys: string[];
  pending: boolean;
  error: Error | null;
}

export const imageRuns = (runs: readonly ChartRun[]): ChartRun[] => runs.filter((run) => !run.hidden).slice(0, MOST_IMAGE_RUNS);

/** What the runs that are shown have logged as images, by key. */
export function useImages(runs: readonly ChartRun[]): Found {
  const shown = useMemo(() => imageRuns(runs), [runs]);
  const answers = useQueries({ queries: shown.map(({ runId, live }) => ({ ...artifactsQuery({ runId }, "images"), refetchInterval: live ? 10_000 : (false as const) })) });
  const known = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  return useMemo(() => {
    const found = shown.map((run, i) => ({ run, series: seriesOf((answers[i]?.data?.files ?? []).map(({ path }) => path)) }));
    return {
      runs: found,
      keys: [...new Set(found.flatMap(({ series }) => [...series.keys()]))].sort(naturally),
      pending: answers.some(({ isPending }) => isPending),
      error: answers.find(({ error }) => error)?.error ?? null,
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `known` changes when any answer does
  }, [shown, known]);
}

/** Paths of images that lie in folders of the runs, with how many runs have them. */
export function useImagePaths(runs: readonly ChartRun[], enabled: boolean): ReadonlyMap<string, number> {
  const answers = useQueries({ queries: imageRuns(runs).map(({ runId }) => ({ ...allArtifactsQuery({ runId }), enabled })) });
  const counts = new Map<string, number>();
  for (const { data } of answers) for (const { path } of data?.files ?? []) if (kindOf(path) === "image" && !path.startsWith("images/")) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}
