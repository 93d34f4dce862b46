import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { isLive } from "@/api/runs";
import { liveRunsQuery, replaceRuns, type RunSearch } from "@/api/runSearch";
import type { Run } from "@/api/types";

/** Running runs that are followed at once. */
const FOLLOWED = 100;

/** Keeps the rows of running runs fresh, each in its place. */
export function useLive(search: RunSearch, runs: readonly Run[]): void {
  const queries = useQueryClient();
  const line = useMemo(() => runs.filter(isLive).slice(0, FOLLOWED).map((run) => run.info.run_id).sort().join(), [runs]);
  const ids = useMemo(() => (line ? line.split(",") : []), [line]);
  const { data } = useQuery(liveRunsQuery(search, ids));
  const { experimentIds } = search;
  useEffect(() => {
    if (!data?.length) return;
    const latest = new Map(data.map((run) => [run.info.run_id, run]));
    replaceRuns(queries, experimentIds, (run) => latest.get(run.info.run_id) ?? run);
  }, [data, queries, experimentIds]);
}

interface Listed {
  dataUpdatedAt: number;
  data?: { pages: unknown[] };
  isFetching: boolean;
  isError: boolean;
  refetch: () => unknown;
}

/** Pages that are asked for again without a word when runs come or go. */
const FEW_PAGES = 3;

/**
 * How many runs came since the list was fetched, when it is too long to be fetched again unasked.
 *
 * A shorter one is fetched again at once.
 */
export function useArrivals(count: number | undefined, list: Listed): number {
  const [told, setTold] = useState({ at: 0, count: 0 });
  if (count !== undefined && list.dataUpdatedAt !== told.at && !list.isFetching) setTold({ at: list.dataUpdatedAt, count });
  const more = count !== undefined && told.at !== 0 ? count - told.count : 0;
  const short = (list.data?.pages.length ?? 0) <= FEW_PAGES;
  const { refetch, isFetching, isError } = list;
  useEffect(() => {
    if (more !== 0 && short && !isFetching && !isError) refetch();
  }, [more, short, isFetching, isError, refetch]);
  return short ? 0 : Math.max(0, more);
}
