import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { childRunsQuery, runCountQuery, type RunSearch, runsQuery } from "@/api/runs";
import type { Run } from "@/api/types";

import { arrange, flat, type Row } from "./tree";

/** Runs of an experiment as rows: pages as they were fetched, and the children of what was opened. */
export function useRuns(search: RunSearch, open: ReadonlySet<string>, flatly: boolean, ready: boolean) {
  const query = useInfiniteQuery({ ...runsQuery(search), enabled: ready, placeholderData: (before) => before });
  const count = useQuery({ ...runCountQuery(search), enabled: query.isSuccess && !query.isPlaceholderData });
  const runs = useMemo(() => unique(query.data?.pages.flatMap((page) => page.runs ?? []) ?? []), [query.data]);

  const opened = useMemo(() => (flatly ? [] : [...open]), [open, flatly]);
  const combine = useCallback(
    (answers: { data?: Run[] }[]) => new Map(answers.flatMap(({ data }, i) => (data ? [[opened[i] as string, data] as const] : []))),
    [opened],
  );
  // With a filter a branch holds what matched; without one it holds every child.
  const children = useQueries({
    queries: search.filter ? [] : opened.map((parent) => childRunsQuery(search, parent)),
    combine,
  });
  const rows = useMemo<Row[]>(() => (flatly ? flat(runs) : arrange(runs, children, open)), [runs, children, open, flatly]);
  return { query, runs, rows, count: count.data };
}

/** A run that moved between two pages while they were fetched comes twice. */
function unique(runs: Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter((run) => !seen.has(run.info.run_id) && seen.add(run.info.run_id));
}
