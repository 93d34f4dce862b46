import type { ComponentProps } from "react";

import { pagingOf } from "@/shared/table/paging";
import { Failed, Waiting } from "@/shared/ui/State";

import { FilterHelp } from "../filter/FilterHelp";
import type { useRunList } from "../rows/useRunList";
import { NoRuns } from "./NoRuns";
import { RunTable } from "./RunTable";

type TableProps = Omit<ComponentProps<typeof RunTable>, "rows" | "order" | "paging" | "stale">;

interface TablePaneProps extends TableProps {
  list: ReturnType<typeof useRunList>;
  experiment: string | undefined;
  filtered: boolean;
  deleted: boolean;
  /** Filters for this; clears filter and search where empty. */
  applyFilter: (filter: string) => void;
}

/** The table, or what stands in its place: nothing yet, nothing found, nothing answered. */
export function TablePane({ list, experiment, filtered, deleted, applyFilter, ...table }: TablePaneProps) {
  const { query, rows, refused, error } = list;
  if (refused && rows.length === 0) return <FilterHelp apply={applyFilter} />;
  // What is there stays when more of it, or all of it anew, could not be had.
  if (error && !refused && rows.length === 0) return <Failed error={error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Waiting rows={12} />;
  if (rows.length === 0) return <NoRuns filtered={filtered} deleted={deleted} experiment={experiment} clear={() => applyFilter("")} />;
  return (
    <RunTable
      {...table}
      rows={rows}
      order={`${list.search.filter} ${list.search.orderBy} ${table.by.map(({ key }) => key).join()}`}
      paging={pagingOf(query)}
      stale={query.isPlaceholderData || refused}
    />
  );
}
