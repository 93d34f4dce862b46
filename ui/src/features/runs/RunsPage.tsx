import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { RowSelectionState } from "@tanstack/react-table";
import { useMemo, useRef, useState } from "react";

import { ApiError } from "@/api/client";
import { experimentQuery, type Lifecycle } from "@/api/experiments";
import { runKeysQuery, sampleQuery } from "@/api/runs";
import { plural } from "@/shared/format";
import { useKeys } from "@/shared/keys";
import { CopyButton, Failed, Waiting } from "@/shared/ui/State";
import { nextSort, readSort, type TableState, writeSort } from "@/shared/urlState/table";
import { useTitle } from "@/shared/useTitle";

import { columnOf, NAME_COLUMN, telling, usualColumns, wantedFrom } from "./columns";
import { FilterBox } from "./FilterBox";
import { FilterHelp } from "./FilterHelp";
import { NoRuns } from "./NoRuns";
import { RunTable } from "./RunTable";
import { SelectionBar } from "./SelectionBar";
import { TableTools } from "./TableTools";
import { useRowKeys } from "./useRowKeys";
import { useRuns } from "./useRuns";
import { useTableModel } from "./useTableModel";

const route = getRouteApi("/experiments/$experimentId");

export function RunsPage() {
  const { experimentId } = route.useParams();
  // A different experiment is a different page: nothing selected or opened stays.
  return <Runs key={experimentId} experimentId={experimentId} />;
}

function Runs({ experimentId }: { experimentId: string }) {
  const state = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: Partial<TableState>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [selection, setSelection] = useState<RowSelectionState>({});
  const filterBox = useRef<{ focus: () => void }>(null);

  const sort = readSort(state.sort);
  const orderColumn = columnOf(sort.key) ?? NAME_COLUMN;
  const lifecycle = state.view ?? ("active" as const);
  const usual = useUsualColumns(experimentId, lifecycle, state.cols === undefined);
  const shown = useMemo(() => state.cols ?? usual ?? NONE, [state.cols, usual]);
  const columns = useMemo(() => shown.map(columnOf).filter((column) => column !== undefined), [shown]);
  const search = {
    experimentId,
    filter: state.filter ?? "",
    orderBy: `${orderColumn.orderBy ?? "attributes.start_time"} ${sort.descending ? "DESC" : "ASC"}`,
    lifecycle,
    columns: useMemo(() => wantedFrom(columns), [columns]),
  };
  const experiment = useQuery(experimentQuery(experimentId));
  const { query, runs, rows, count } = useRuns(search, open, state.flat === true, state.cols !== undefined || usual !== undefined);
  useTitle(experiment.data?.name);

  const table = useTableModel(rows, columns, selection, setSelection);
  const toggle = (runId: string) => setOpen((before) => (before.has(runId) ? new Set([...before].filter((id) => id !== runId)) : new Set([...before, runId])));
  const current = useRowKeys({ rows, experimentId, toggle, selection, select: setSelection });
  useKeys({ "/": () => filterBox.current?.focus() });

  const chosen = Object.keys(selection).filter((id) => selection[id]);
  const filterRefused = query.error instanceof ApiError && query.error.status === 400 && search.filter !== "";
  const allShown = !query.hasNextPage && !query.isPending;
  return (
    <div className="page">
      <header className="page-head">
        <div className="crumbs">
          <Link to="/experiments">Experiments</Link>
          <span aria-hidden>/</span>
          <h1 className="clip">{experiment.data?.name ?? experimentId}</h1>
          <CopyButton text={experimentId} label={`Copy experiment ID ${experimentId}`} />
        </div>
        <span className="dimmer num" data-testid="run-count" aria-live="polite">
          {count !== undefined ? plural(count, "run") : query.data && `${plural(runs.length, "run")}${allShown ? "" : " and more"}`}
        </span>
      </header>
      <div className="page-head" style={{ paddingTop: 0, minHeight: 0 }}>
        <FilterBox filter={search.filter} apply={(filter) => change({ filter: filter || undefined })} error={query.error} handle={filterBox} />
        <TableTools state={state} change={change} experimentId={experimentId} shown={shown} />
      </div>
      {query.isPending ? (
        <Waiting rows={12} />
      ) : query.error && !filterRefused ? (
        <Failed error={query.error} retry={() => void query.refetch()} />
      ) : filterRefused && rows.length === 0 ? (
        <FilterHelp apply={(filter) => change({ filter })} />
      ) : rows.length === 0 ? (
        <NoRuns filter={search.filter} deleted={search.lifecycle === "deleted"} experiment={experiment.data?.name} clear={() => change({ filter: undefined })} />
      ) : (
        <RunTable
          table={table}
          rows={rows}
          sort={sort}
          onSort={(key) => change({ sort: writeSort(nextSort(sort, key, columnOf(key)?.numeric ?? false)) })}
          onToggle={toggle}
          current={current}
          more={query.hasNextPage}
          busy={query.isFetchingNextPage}
          load={() => void query.fetchNextPage()}
          stale={query.isPlaceholderData || filterRefused}
        />
      )}
      {chosen.length > 0 && (
        <SelectionBar chosen={chosen} runs={runs} experimentId={experimentId} lifecycle={search.lifecycle} clear={() => setSelection({})} />
      )}
    </div>
  );
}

/**
 * The usual columns of the newest runs, undefined until these are known; a filter or another order does not change them,
 * nor do runs that come later, once there was a metric.
 */
function useUsualColumns(experimentId: string, lifecycle: Lifecycle, wanted: boolean): string[] | undefined {
  const [kept, setKept] = useState<string[] | null>(null);
  const asking = wanted && kept === null;
  const keys = useQuery({ ...runKeysQuery(experimentId), enabled: asking });
  const columns = useMemo(() => (keys.data ? telling(keys.data) : NONE), [keys.data]);
  const sample = useQuery({ ...sampleQuery(experimentId, lifecycle, columns), enabled: asking && keys.isSuccess });
  const usual = useMemo(() => (sample.data ? usualColumns(sample.data) : undefined), [sample.data]);
  if (kept === null && usual && sample.data?.some((run) => run.data?.metrics?.length)) setKept(usual);
  // Where there is no sample, the runs themselves will tell why.
  return kept ?? usual ?? (keys.isError || sample.isError ? NONE : undefined);
}

const NONE: string[] = [];

