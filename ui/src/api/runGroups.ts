import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { post } from "./client";
import { quoted, quotedKey } from "./quote";
import { scoped } from "./runs";
import { type FullScope, runsKey } from "./runSearch";
import type { RunGroup } from "./types";

interface GroupPage {
  groups: RunGroup[];
  next?: string;
}

export interface GroupSearch extends FullScope {
  by: readonly string[];
  metrics: readonly string[];
  orderBy: string;
}

/** Metrics that groups can have figures of at once. */
const MOST_FIGURES = 20;
const GROUPS_PER_PAGE = 200;

export async function groupRuns({ by, metrics, orderBy, ...scope }: GroupSearch, size: number, token?: string, signal?: AbortSignal): Promise<GroupPage> {
  const page = await post(
    "/mlflow/runs/groups",
    {
      ...scoped(scope),
      by: [...by],
      metrics: metrics.slice(0, MOST_FIGURES),
      order_by: [orderBy],
      max_results: size,
      page_token: token || undefined,
    },
    signal,
  );
  return { groups: page.groups ?? [], next: page.next_page_token || undefined };
}

export const groupsQuery = (search: GroupSearch) =>
  infiniteQueryOptions({
    queryKey: [...runsKey(search.experimentIds), "groups", search],
    queryFn: ({ pageParam, signal }) => groupRuns(search, GROUPS_PER_PAGE, pageParam, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    retry: false,
  });

/** A column as filters name it: its key in backticks where that is needed. */
function identifierOf(column: string): string {
  const dot = column.indexOf(".");
  return dot < 0 ? column : `${column.slice(0, dot)}.${quotedKey(column.slice(dot + 1))}`;
}

/** The filter that exactly the runs of a group satisfy. */
export const filterOf = ({ values }: Pick<RunGroup, "values">): string =>
  Object.entries(values)
    .map(([column, value]) => (value === null ? `${identifierOf(column)} IS NULL` : `${identifierOf(column)} = ${quoted(value)}`))
    .join(" AND ");

const VALUES = 200;

/** Values that runs have in a column, the most frequent first. */
export const columnValuesQuery = (experimentIds: readonly string[], column: string) =>
  queryOptions({
    queryKey: [...runsKey(experimentIds), "values", column],
    queryFn: async ({ signal }) => {
      const search: GroupSearch = { experimentIds, filter: "", lifecycle: "active", by: [column], metrics: [], orderBy: "count DESC" };
      const { groups } = await groupRuns(search, VALUES, undefined, signal);
      return groups.flatMap(({ values }) => values[column] ?? []);
    },
    staleTime: 30_000,
    retry: false,
  });
