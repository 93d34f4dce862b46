import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef } from "react";

import { experimentQuery } from "@/api/experiments";
import { useMakeHover } from "@/shared/charts/board/hover";
import { useKeys } from "@/shared/keys";
import { readSort } from "@/shared/urlState/table";
import { useSteady } from "@/shared/useSteady";
import { useTitle } from "@/shared/useTitle";

import { Beside } from "./charts/Beside";
import { RunCharts } from "./charts/RunCharts";
import { useDrawn } from "./charts/useDrawn";
import { ColumnPicker } from "./columns/ColumnPicker";
import { columnOf } from "./columns/columns";
import { GroupPicker } from "./columns/GroupPicker";
import { useUsualColumns } from "./columns/useUsualColumns";
import { FilterBox } from "./filter/FilterBox";
import { QuickSearch } from "./filter/QuickSearch";
import { ALL_PICKED, isPicked, NONE_PICKED, withIds } from "./rows/picked";
import { useRunList } from "./rows/useRunList";
import { RunsHead } from "./RunsHead";
import { compareSearch, MOST_COMPARED } from "./selection/compareSearch";
import { exportRuns } from "./selection/exported";
import { SelectionBar } from "./selection/SelectionBar";
import { useSelection } from "./selection/useSelection";
import { Corner } from "./table/Corner";
import styles from "./Runs.module.css";
import { TablePane } from "./table/TablePane";
import { TableTools } from "./table/TableTools";
import { useHeadActs } from "./table/useHeadActs";
import { useRowKeys } from "./table/useRowKeys";
import { useTableState } from "./useTableState";
import { useDefaultView, useViews } from "./views/useViews";
import { ViewMenu } from "./views/ViewMenu";

const NO_KEYS: readonly string[] = [];
const NO_WIDTHS = {};

/** Runs of one or more experiments: a table, charts beside it, and what can be done with them. */
export function Runs({ experimentIds }: { experimentIds: readonly string[] }) {
  const { state, change, replace } = useTableState();
  const navigate = useNavigate();
  const filterBox = useRef<{ focus: () => void }>(null);
  const hover = useMakeHover();
  const single = experimentIds.length === 1 ? experimentIds[0] : undefined;
  const experiment = useQuery({ ...experimentQuery(experimentIds[0] ?? ""), enabled: single !== undefined });
  const title = single === undefined ? `${experimentIds.length} experiments` : (experiment.data?.name ?? single);
  // Recent places are kept by their names, not by an id that stands in until the name is known.
  useTitle(single === undefined ? title : experiment.data?.name);

  const { cols, pins = NO_KEYS, group = NO_KEYS, widths = NO_WIDTHS, layout } = state;
  const charted = layout !== undefined;
  const usual = useUsualColumns(experimentIds, state.view ?? "active", cols === undefined);
  const several = single === undefined;
  const shown = useMemo(() => cols ?? (usual && several ? ["experiment", ...usual] : usual) ?? NO_KEYS, [cols, usual, several]);
  const arrangement = useMemo(() => ({ cols: shown, pins }), [shown, pins]);
  const columns = useMemo(() => shown.flatMap((key) => columnOf(key) ?? []), [shown]);
  const by = useMemo(() => group.flatMap((key) => columnOf(key) ?? []).filter(({ groupBy }) => groupBy !== undefined), [group]);

  const saved = useViews(single);
  const redirected = useDefaultView(saved, state, replace);
  const list = useRunList(experimentIds, state, columns, by, !redirected && (cols !== undefined || usual !== undefined), charted);
  const { search, rows, runs, count } = list;
  const picking = useSelection(rows, `${search.filter} ${search.lifecycle}`);
  const { selection } = picking;
  const drawn = useDrawn(list.charted, by, state, change);
  const headActs = useHeadActs(state, change, arrangement);
  const pageActs = useSteady({ split: (split: number) => change({ split }), pick: (ids: readonly string[]) => picking.set(withIds(NONE_PICKED, ids, true)) });
  const rowActs = useSteady({ select: picking.select, toggle: list.toggle, more: list.more, hide: drawn.flip });

  const compare = () => {
    const ids = selection.all ? [] : [...selection.except];
    if (ids.length > 1 && ids.length <= MOST_COMPARED) void navigate({ to: "/compare-runs", search: compareSearch(ids, experimentIds) });
  };
  const current = useRowKeys({
    rows,
    toggle: list.toggle,
    more: list.more,
    flip: (key, through) => (through ? picking.select(key, true, true) : picking.flip(key)),
    hide: charted ? drawn.flip : undefined,
    compare,
    clear: picking.clear,
  });
  const focusFilter = () => filterBox.current?.focus();
  useKeys({ "/": focusFilter, f: focusFilter });

  const loaded = runs.map((run) => run.info.run_id);
  const selected = loaded.filter((id) => isPicked(selection, id)).length;
  const filter = state.filter ?? "";
  const table = (
    <TablePane
      list={list}
      experiment={experiment.data?.name}
      filtered={search.filter !== ""}
      deleted={search.lifecycle === "deleted"}
      applyFilter={(next) => change(next ? { filter: next } : { filter: undefined, q: undefined })}
      arrangement={arrangement}
      widths={widths}
      by={by}
      sort={readSort(state.sort)}
      headActs={headActs}
      move={headActs.move}
      rowActs={rowActs}
      selection={selection}
      current={current}
      dense={state.dense === true}
      absolute={state.times === "absolute"}
      hover={hover}
      drawn={charted ? drawn : undefined}
      corner={
        <Corner
          selected={selected > 0 && (selected === loaded.length || "indeterminate")}
          selectLoaded={(on) => (on ? picking.set(withIds(selection, loaded, true)) : picking.clear())}
          open={list.branching ? list.opened.all : undefined}
          openAll={list.openAll}
        />
      }
    />
  );
  const charts = charted && <RunCharts runs={drawn.chartRuns} scope={search} state={state} change={change} draw={drawn.draw} hover={hover} select={pageActs.pick} />;
  return (
    <div className="page">
      <RunsHead title={title} experimentId={single} count={count} arrivals={list.arrivals} refresh={() => void list.query.refetch()} layout={layout} setLayout={(next) => change({ layout: next })}>
        {single !== undefined && <ViewMenu saved={saved} state={state} open={replace} change={change} />}
      </RunsHead>
      <div className="page-head" style={{ paddingTop: 0, minHeight: 0 }}>
        <QuickSearch q={state.q ?? ""} apply={(q) => change({ q: q || undefined })} />
        <FilterBox experimentIds={experimentIds} filter={filter} shift={list.shift} apply={(next) => change({ filter: next || undefined })} error={list.refused ? list.error : null} handle={filterBox} />
        <ColumnPicker scope={search} shown={shown} choose={(next) => change({ cols: next })} />
        <GroupPicker experimentIds={experimentIds} by={by} choose={(keys) => change({ group: keys.length > 0 ? keys : undefined })} />
        <TableTools state={state} change={change} exportAll={() => void exportRuns(title, search, columns, ALL_PICKED)} />
      </div>
      {list.tooMany && <p className={styles.note}>These runs are below too many others to show their families: they stand side by side.</p>}
      {layout === "charts" ? charts : layout === "both" ? <Beside width={state.split} onWidth={pageActs.split} table={table} charts={charts} /> : table}
      {(selection.all || selection.except.size > 0) && (
        <SelectionBar
          selection={selection}
          select={picking.set}
          clear={picking.clear}
          search={search}
          columns={columns}
          total={count}
          runs={runs}
          drawOnly={charted ? drawn.drawOnly : undefined}
        />
      )}
    </div>
  );
}
