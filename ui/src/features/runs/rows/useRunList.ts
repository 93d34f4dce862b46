import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { ApiError } from "@/api/client";
import type { GroupSearch } from "@/api/runGroups";
import { runCountQuery, type RunSearch, runsQuery } from "@/api/runSearch";
import { readSort, type TableState } from "@/shared/urlState/table";

import { type Column, columnOf, NAME_COLUMN, wantedFrom } from "../columns/columns";
import { withWords } from "../filter/words";
import { ALL_PICKED, NONE_PICKED, type Picked, toggled } from "./picked";
import { runsIn } from "./rows";
import { useGroupRows } from "./useGroupRows";
import { useArrivals, useLive } from "./useLive";
import { useRunRows } from "./useRunRows";

/** What the state asks for, in the server's words. */
function useSearchOf(experimentIds: readonly string[], state: TableState, columns: readonly Column[], by: readonly Column[]): RunSearch {
  const sort = readSort(state.sort);
  const orderColumn = columnOf(sort.key) ?? NAME_COLUMN;
  const orderBy = `${orderColumn.orderBy ?? "attributes.start_time"} ${sort.descending ? "DESC" : "ASC"}`;
  const filter = withWords(state.filter ?? "", state.q);
  const lifecycle = state.view ?? ("active" as const);
  return useMemo(() => ({ experimentIds, filter, lifecycle, orderBy, columns: wantedFrom([...columns, ...by]) }), [experimentIds, filter, lifecycle, orderBy, columns, by]);
}

function useGroupsOf(state: TableState, columns: readonly Column[], by: readonly Column[]): Pick<GroupSearch, "by" | "metrics" | "orderBy"> {
  return useMemo(() => {
    const { key, descending } = readSort(state.sort);
    const column = columnOf(key);
    const ordered = column && (column.kind === "metric" ? columns.some((shown) => shown.key === key) : by.some((one) => one.key === key));
    const order = ordered ? (column.orderBy ?? column.groupBy) : "count";
    return {
      by: by.flatMap(({ groupBy }) => groupBy ?? []),
      metrics: columns.filter(({ kind }) => kind === "metric").map((metric) => metric.key),
      orderBy: `${order} ${ordered || key === NAME_COLUMN.key ? (descending ? "DESC" : "ASC") : "DESC"}`,
    };
  }, [state.sort, columns, by]);
}

/** Which branches are open. Under a filter all are, so that what was found is seen. */
function useOpened(found: boolean, grouped: string) {
  const scope = `${found} ${grouped}`;
  const usual = found && !grouped ? ALL_PICKED : NONE_PICKED;
  const [kept, setKept] = useState<{ scope: string; opened: Picked }>({ scope, opened: usual });
  const opened = kept.scope === scope ? kept.opened : usual;
  return {
    opened,
    toggle: (branch: string) => setKept({ scope, opened: toggled(opened, branch) }),
    openAll: (on: boolean) => setKept({ scope, opened: on ? ALL_PICKED : NONE_PICKED }),
  };
}

/** Everything the table shows: its rows, how many runs there are, and what went wrong. */
export function useRunList(experimentIds: readonly string[], state: TableState, columns: readonly Column[], by: readonly Column[], ready: boolean, withCharts: boolean) {
  const search = useSearchOf(experimentIds, state, columns, by);
  const grouped = by.length > 0;
  const { opened, toggle, openAll } = useOpened(search.filter !== "", state.group?.join() ?? "");
  const groups = useGroupRows(search, useGroupsOf(state, columns, by), opened, ready && grouped);
  const tree = useRunRows(search, opened, !state.flat && !grouped, ready && !grouped);
  const { query, rows, more } = grouped ? groups : tree;

  // Charts of groups need runs, also of groups that are closed.
  const sample = useInfiniteQuery({ ...runsQuery(search), enabled: ready && grouped && withCharts, placeholderData: (before) => before });
  const count = useQuery({ ...runCountQuery(search), enabled: query.isSuccess && !query.isPlaceholderData, refetchInterval: 10_000, placeholderData: (before) => before });
  const runs = useMemo(() => runsIn(rows), [rows]);
  const charted = useMemo(() => (grouped ? (sample.data?.pages.flatMap((page) => page.runs) ?? []) : runs), [grouped, sample.data, runs]);
  useLive(search, charted);
  const arrivals = useArrivals(count.isPlaceholderData ? undefined : count.data, query);

  const error = query.error ?? (grouped ? null : tree.error);
  const refused = error instanceof ApiError && error.status === 400 && search.filter !== "";
  return {
    search,
    rows,
    runs,
    /** Those that charts draw. */
    charted,
    query,
    count: count.isError ? undefined : count.data,
    arrivals,
    error,
    refused,
    /** Characters that stand before the filter in what was asked. */
    shift: (state.q ? 1 : 0) + (grouped || query.error ? 0 : tree.shift),
    opened,
    toggle,
    openAll,
    more,
    branching: grouped || (!state.flat && (tree.families?.counts.size ?? 0) > 0),
    /** There are too many parents to show the found runs below them. */
    tooMany: tree.tooMany,
  };
}
