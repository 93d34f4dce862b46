import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { runQuery } from "@/api/runs";
import type { ModelVersion, Run } from "@/api/types";

import { commonMetrics } from "./versions";

/** Versions whose runs are looked at, to choose columns. */
const SAMPLE = 20;
const USUAL = 3;

export const sourceRunQuery = (runId: string) => ({ ...runQuery(runId), staleTime: 60_000, retry: false });

/** Metrics that the source runs of some versions have: all names, and those that have a column unless others are chosen. */
export function useSourceMetrics(versions: readonly ModelVersion[]): { known: string[]; usual: string[] | undefined } {
  const ids = useMemo(() => [...new Set(versions.slice(0, SAMPLE).flatMap(({ run_id: id }) => (id ? [id] : [])))], [versions]);
  const { runs, waiting } = useQueries({
    queries: ids.map(sourceRunQuery),
    combine: (answers) => ({ runs: answers.flatMap(({ data }) => (data ? [data as Run] : [])), waiting: answers.some(({ isPending }) => isPending) }),
  });
  return useMemo(() => {
    const known = commonMetrics(runs);
    return { known, usual: waiting ? undefined : known.filter((metric) => !metric.startsWith("system/")).slice(0, USUAL) };
  }, [runs, waiting]);
}
