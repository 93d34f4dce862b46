import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";

import { post } from "./client";
import type { Lifecycle } from "./experiments";
import { quoted } from "./quote";
import { isLive, type RunScope, scoped } from "./runs";
import type { Run } from "./types";

const FIRST_PAGE = 100;
const NEXT_PAGE = 300;
const REFRESH_MS = 5_000;
/** Runs that are looked at whole, to choose the columns of a table. */
const SAMPLE = 20;

export interface RunPage {
  runs: Run[];
  next?: string;
}

/** All of what a scope says. */
export type FullScope = Required<RunScope>;

export interface RunSearch extends FullScope {
  orderBy: string;
  /** What comes with each run, as the server names it: "metrics.loss", "tags.team", "inputs". */
  columns: readonly string[];
}

/** The start of every key of these runs, by which they are asked for anew. */
export const runsKey = (experimentIds: readonly string[]) => ["runs", experimentIds.join()] as const;

/** One page of a search. */
export async function searchRuns(search: RunSearch, size: number, token?: string, signal?: AbortSignal): Promise<RunPage> {
  const page = await post(
    "/mlflow/runs/search",
    { ...scoped(search), order_by: [search.orderBy], max_results: size, page_token: token || undefined, columns: [...search.columns] },
    signal,
  );
  return { runs: (page.runs ?? []) as Run[], next: page.next_page_token || undefined };
}

export const runsQuery = (search: RunSearch) =>
  infiniteQueryOptions({
    queryKey: [...runsKey(search.experimentIds), "pages", search],
    queryFn: ({ pageParam, signal }) => searchRuns(search, pageParam ? NEXT_PAGE : FIRST_PAGE, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    retry: false,
  });

const STREAMED = 2_000;

/** Every run that matches, in pages: for acts on all of them, however many they are. */
export async function* everyRun(search: RunSearch, signal?: AbortSignal): AsyncGenerator<Run[]> {
  let token: string | undefined;
  do {
    const page: RunPage = await searchRuns(search, STREAMED, token, signal);
    yield page.runs;
    token = page.next;
  } while (token);
}

/** Ids in one list of a filter: its text has a limit. */
export const IDS_AT_ONCE = 2_000;

export const anyOf = (identifier: string, values: readonly string[]): string => `${identifier} IN (${values.map(quoted).join(", ")})`;

/** Some runs by their ids, in no order. */
export async function runsById(search: RunSearch, ids: readonly string[], signal?: AbortSignal): Promise<Run[]> {
  const found: Run[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const filter = anyOf("run_id", ids.slice(from, from + IDS_AT_ONCE));
    found.push(...(await searchRuns({ ...search, filter }, IDS_AT_ONCE, undefined, signal)).runs);
  }
  return found;
}

/** The newest runs with what their columns could be. */
export const sampleQuery = (experimentIds: readonly string[], lifecycle: Lifecycle, columns: readonly string[]) =>
  queryOptions({
    queryKey: [...runsKey(experimentIds), "sample", lifecycle, columns],
    queryFn: async ({ signal }) =>
      (await searchRuns({ experimentIds, filter: "", lifecycle, orderBy: "attributes.start_time DESC", columns }, SAMPLE, undefined, signal)).runs,
    staleTime: 10_000,
    retry: false,
    // A run that has just begun has not logged yet what its columns will be.
    refetchInterval: ({ state }) => (state.data?.some(isLive) && !state.data.some((run) => run.data?.metrics?.length) ? REFRESH_MS : false),
  });

/** How many runs a search would find in all. */
export const runCountQuery = (scope: FullScope) =>
  queryOptions({
    queryKey: [...runsKey(scope.experimentIds), "count", scope.filter, scope.lifecycle],
    queryFn: ({ signal }) => countRuns(scope, signal),
    staleTime: 10_000,
    retry: false,
  });

export const countRuns = async (scope: RunScope, signal?: AbortSignal): Promise<number> =>
  (await post("/mlflow/runs/count", scoped(scope), signal)).count ?? 0;

/** Runs that are still going, asked for again and again. */
export const liveRunsQuery = (search: RunSearch, ids: readonly string[]) =>
  queryOptions({
    queryKey: [...runsKey(search.experimentIds), "live", ids, search.columns],
    queryFn: ({ signal }) => runsById(search, ids, signal),
    enabled: ids.length > 0,
    refetchInterval: REFRESH_MS,
    staleTime: 0,
    retry: false,
  });

interface Pages {
  pages: RunPage[];
}

/** Put newer facts of some runs into every list of runs that is held. */
export function replaceRuns(queries: QueryClient, experimentIds: readonly string[], change: (run: Run) => Run | null): void {
  const inPage = (page: RunPage): RunPage => {
    const runs = page.runs.flatMap((run) => change(run) ?? []);
    return runs.length === page.runs.length && runs.every((run, i) => run === page.runs[i]) ? page : { ...page, runs };
  };
  queries.setQueriesData<Pages>({ queryKey: [...runsKey(experimentIds), "pages"] }, (data) => data && { ...data, pages: data.pages.map(inPage) });
  queries.setQueriesData<RunPage>({ queryKey: [...runsKey(experimentIds), "branch"] }, (data) => data && inPage(data));
}
