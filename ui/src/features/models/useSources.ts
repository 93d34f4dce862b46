import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { runColumnsQuery, runQuery } from "@/api/runs";
import type { ModelVersion } from "@/api/types";
import { ofSystem } from "@/shared/names";

import { metricColumns, metricNames, type Source, sourceIds, sourcesOf } from "./sources";

const USUAL = 3;

export const sourceRunQuery = (runId: string) => ({ ...runQuery(runId), staleTime: 60_000, retry: false });

export type Known = Source | "waiting" | undefined;

interface Sources {
  /** Names of metrics that can have a column. */
  known: string[];
  /** Metrics that have one. */
  metrics: readonly string[];
  /** The source run of a version: nothing where it is of another experiment, and "waiting" until that is known. */
  sourceOf: (version: ModelVersion) => Known;
}

const NONE: readonly string[] = [];

/**
 * Source runs of some versions: two questions for all of them.
 *
 * The first run tells the experiment and which metrics there are; all runs of that experiment come as columns. Runs that are elsewhere
 * are asked for where their row is seen.
 */
export function useSources(versions: readonly ModelVersion[], chosen: readonly string[] | undefined): Sources {
  const ids = useMemo(() => sourceIds(versions), [versions]);
  const first = useQuery({ ...sourceRunQuery(ids[0] ?? ""), enabled: ids.length > 0 });
  const run = first.data;
  const known = useMemo(() => metricNames(run), [run]);
  const metrics = useMemo(() => chosen ?? known.filter((name) => !ofSystem(name)).slice(0, USUAL), [chosen, known]);
  const experimentId = run?.info.experiment_id ?? "";
  const columns = useQuery({
    ...runColumnsQuery({ experimentIds: [experimentId], columns: ["attributes.status", ...metricColumns(metrics)], runIds: ids, maxResults: ids.length }),
    enabled: run !== undefined,
    placeholderData: (before) => before,
  });
  const sources = useMemo(() => columns.data && sourcesOf(columns.data, experimentId, metrics), [columns.data, experimentId, metrics]);
  const waiting = ids.length > 0 && !first.error && !columns.error && sources === undefined;
  const sourceOf = useCallback(({ run_id: id }: ModelVersion): Known => (waiting ? "waiting" : id ? sources?.get(id) : undefined), [waiting, sources]);
  return { known, metrics: run ? metrics : NONE, sourceOf };
}
